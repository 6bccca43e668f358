/* fn_time: parts of timestamps, in UTC or a zone, and of durations. */
#include "cel/env.h"
#include "cel/run.h"

static int
civil(struct run *r, const struct cel_val *v, size_t n, struct civil *c)
{
	const struct zone *z = NULL;

	if (n == 2 && (z = time_zone(v[1].s)) == NULL)
		return cel_fail_text(r, STR("unknown time zone"));
	time_civil((struct instant){ v[0].i, v[0].nsec }, z, c);
	return 0;
}

static bool
wants_zone(const struct node *n)
{
	const struct builtin *b;

	if (n->n != 2)
		return false;
	for (b = cel_time; b->name != NULL; b++)
		if (str_eq(n->callee->name, str_of(b->name)))
			return true;
	return false;
}

bool
cel_zones_ahead(const struct node *n)
{
	const struct node *zone;

	if (!wants_zone(n))
		return true;
	zone = n->kids[1];
	if (zone->op == N_LIT && zone->val.kind == CEL_STRING)
		return time_zone(zone->val.s) != NULL;
	time_zones_read();
	return true;
}

#define PART(name, value)						\
static int								\
name(struct run *r, const struct cel_val *v, size_t n,			\
    struct cel_val *out)						\
{									\
	struct civil c;							\
									\
	if (civil(r, v, n, &c) == -1)					\
		return -1;						\
	*out = cel_int(value);						\
	return 0;							\
}
PART(full_year, c.year)
PART(month, c.month - 1)
PART(date, c.day)
PART(day_of_month, c.day - 1)
PART(day_of_week, c.wday)
PART(day_of_year, c.yday)
PART(hours, c.hour)
PART(minutes, c.min)
PART(seconds, c.sec)
PART(milliseconds, v[0].nsec / 1000000)

#define WHOLE(name, value)						\
static int								\
name(struct run *r, const struct cel_val *v, size_t n,			\
    struct cel_val *out)						\
{									\
	(void)r;							\
	(void)n;							\
	*out = cel_int(value);						\
	return 0;							\
}
WHOLE(duration_hours, v[0].i / 3600)
WHOLE(duration_minutes, v[0].i / 60)
WHOLE(duration_seconds, v[0].i)
WHOLE(duration_milliseconds, v[0].nsec / 1000000)

const struct builtin cel_time[] = {
	{ "getFullYear", "timestamp.()int", full_year },
	{ "getFullYear", "timestamp.(string)int", full_year },
	{ "getMonth", "timestamp.()int", month },
	{ "getMonth", "timestamp.(string)int", month },
	{ "getDate", "timestamp.()int", date },
	{ "getDate", "timestamp.(string)int", date },
	{ "getDayOfMonth", "timestamp.()int", day_of_month },
	{ "getDayOfMonth", "timestamp.(string)int", day_of_month },
	{ "getDayOfWeek", "timestamp.()int", day_of_week },
	{ "getDayOfWeek", "timestamp.(string)int", day_of_week },
	{ "getDayOfYear", "timestamp.()int", day_of_year },
	{ "getDayOfYear", "timestamp.(string)int", day_of_year },
	{ "getHours", "timestamp.()int", hours },
	{ "getHours", "timestamp.(string)int", hours },
	{ "getHours", "duration.()int", duration_hours },
	{ "getMinutes", "timestamp.()int", minutes },
	{ "getMinutes", "timestamp.(string)int", minutes },
	{ "getMinutes", "duration.()int", duration_minutes },
	{ "getSeconds", "timestamp.()int", seconds },
	{ "getSeconds", "timestamp.(string)int", seconds },
	{ "getSeconds", "duration.()int", duration_seconds },
	{ "getMilliseconds", "timestamp.()int", milliseconds },
	{ "getMilliseconds", "timestamp.(string)int", milliseconds },
	{ "getMilliseconds", "duration.()int", duration_milliseconds },
	{ NULL, NULL, NULL }
};

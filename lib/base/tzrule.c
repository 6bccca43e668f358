/* The rule that goes on behind a zone's last transition. */
#include "base/zone.h"

static int64_t
day_of(const struct change *c, int64_t year)
{
	int64_t jan1 = time_days(year, 1, 1), day1, next;
	int wday, day;

	if (c->kind == 'D')
		return jan1 + c->day;
	if (c->kind == 'J')
		return jan1 + c->day - 1 + (c->day >= 60 &&
		    time_days(year, 3, 1) - jan1 == 60);
	day1 = time_days(year, c->month, 1);
	next = c->month == 12 ? time_days(year + 1, 1, 1) :
	    time_days(year, c->month + 1, 1);
	wday = (int)(((day1 + 4) % 7 + 7) % 7);
	day = (c->day - wday + 7) % 7 + (c->week - 1) * 7;
	while (day1 + day >= next)	/* week 5 is the last */
		day -= 7;
	return day1 + day;
}

int32_t
tzrule_offset(const struct rule *r, int64_t sec)
{
	struct civil c;
	int64_t start, end;

	if (!r->has_dst)
		return r->std;
	time_civil((struct instant){ .sec = sec + r->std }, NULL, &c);
	start = day_of(&r->start, c.year) * 86400 + r->start.sec - r->std;
	end = day_of(&r->end, c.year) * 86400 + r->end.sec - r->dst;
	if (start < end)
		return sec >= start && sec < end ? r->dst : r->std;
	return sec >= start || sec < end ? r->dst : r->std;
}

/* Each reader moves ${s} past what it read. */
static char
first(struct str s)
{
	return s.len > 0 ? s.p[0] : '\0';
}

static int
number(struct str *s, int max, int *out)
{
	size_t n = 0;

	*out = 0;
	while (ascii_digit(first(*s)) && n++ < 3) {
		*out = *out * 10 + (s->p[0] - '0');
		*s = str_from(*s, 1);
	}
	return n > 0 && *out <= max ? 0 : -1;
}

static int
designation(struct str *s)
{
	bool quoted = first(*s) == '<';
	size_t n = quoted;

	while (n < s->len && (quoted ? s->p[n] != '>' : ascii_alpha(s->p[n])))
		n++;
	n += quoted;
	if (n < 3 || n > s->len)
		return -1;
	*s = str_from(*s, n);
	return 0;
}

int
tz_hours(struct str *s, int max, int *out)
{
	int sign = 1, h, m = 0, sec = 0;

	if (first(*s) == '-' || first(*s) == '+') {
		sign = s->p[0] == '-' ? -1 : 1;
		*s = str_from(*s, 1);
	}
	if (number(s, max, &h) == -1)
		return -1;
	if (first(*s) == ':') {
		*s = str_from(*s, 1);
		if (number(s, 59, &m) == -1)
			return -1;
	}
	if (first(*s) == ':') {
		*s = str_from(*s, 1);
		if (number(s, 59, &sec) == -1)
			return -1;
	}
	*out = sign * (h * 3600 + m * 60 + sec);
	return 0;
}

static int
dot(struct str *s, int min, int max, int *out)
{
	if (first(*s) != '.')
		return -1;
	*s = str_from(*s, 1);
	return number(s, max, out) == 0 && *out >= min ? 0 : -1;
}

/* ",M3.2.0/2", ",J60" or ",59". */
static int
change(struct str *s, struct change *c)
{
	if (first(*s) != ',')
		return -1;
	*s = str_from(*s, 1);
	*c = (struct change){ .kind = first(*s), .sec = 2 * 3600 };
	if (c->kind == 'M' || c->kind == 'J')
		*s = str_from(*s, 1);
	else
		c->kind = 'D';
	if (c->kind == 'M') {
		if (number(s, 12, &c->month) == -1 || c->month < 1 ||
		    dot(s, 1, 5, &c->week) == -1 ||
		    dot(s, 0, 6, &c->day) == -1)
			return -1;
	} else if (number(s, 365, &c->day) == -1)
		return -1;
	if (first(*s) == '/') {
		*s = str_from(*s, 1);
		return tz_hours(s, 167, &c->sec);
	}
	return 0;
}

int
tzrule_parse(struct str s, struct rule *r)
{
	int west;

	if (designation(&s) == -1 || tz_hours(&s, 24, &west) == -1)
		return -1;
	*r = (struct rule){ .std = -west, .dst = -west + 3600 };
	if (s.len == 0)
		return 0;
	r->has_dst = true;
	if (designation(&s) == -1)
		return -1;
	if (first(s) != ',') {
		if (tz_hours(&s, 24, &west) == -1)
			return -1;
		r->dst = -west;
	}
	if (change(&s, &r->start) == -1 || change(&s, &r->end) == -1)
		return -1;
	return s.len == 0 ? 0 : -1;
}

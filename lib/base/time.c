#include "base/time.h"

#include <time.h>

#include "base/zone.h"

enum { DAY = 86400 };

static bool
leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int64_t year, int month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };

	return days[month - 1] + (month == 2 && leap(year));
}

/* ${a} / ${b} rounded down; the rest, never negative, in ${rest}. */
static int64_t
floor_div(int64_t a, int64_t b, int64_t *rest)
{
	int64_t q = a / b;

	*rest = a % b;
	if (*rest < 0) {
		*rest += b;
		q--;
	}
	return q;
}

/*
 * Years begin in March here, so that the leap day is the last of its year,
 * and repeat every 400 years of 146,097 days.
 */
int64_t
time_days(int64_t year, int month, int day)
{
	int64_t era, y, m = (month + 9) % 12;

	era = floor_div(month <= 2 ? year - 1 : year, 400, &y);
	return era * 146097 + y * 365 + y / 4 - y / 100 +
	    (m * 153 + 2) / 5 + day - 1 - 719468;
}

static void
date_of(int64_t days, struct civil *c)
{
	int64_t d, y, m, era = floor_div(days + 719468, 146097, &d);

	y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	d -= y * 365 + y / 4 - y / 100;
	m = (5 * d + 2) / 153;
	c->day = (int)(d - (m * 153 + 2) / 5 + 1);
	c->month = (int)(m < 10 ? m + 3 : m - 9);
	c->year = era * 400 + y + (c->month <= 2);
	c->yday = (int)(days - time_days(c->year, 1, 1));
}

void
time_civil(struct instant t, const struct zone *z, struct civil *c)
{
	int64_t days, sec, wday;

	c->offset = z != NULL ? zone_offset(z, t.sec) : 0;
	days = floor_div(t.sec + c->offset, DAY, &sec);
	date_of(days, c);
	floor_div(days + 4, 7, &wday);	/* 1970 began on a Thursday */
	c->wday = (int)wday;
	c->hour = (int)(sec / 3600);
	c->min = (int)(sec / 60 % 60);
	c->sec = (int)(sec % 60);
}

static bool
is_civil(const struct civil *c)
{
	return c->year >= 1 && c->year <= 9999 &&
	    c->month >= 1 && c->month <= 12 &&
	    c->day >= 1 && c->day <= month_days(c->year, c->month) &&
	    c->hour >= 0 && c->hour <= 23 && c->min >= 0 && c->min <= 59 &&
	    c->sec >= 0 && c->sec <= 60;
}

/* What a UTC clock that shows ${c} counts; a leap second reads as 59. */
static int64_t
clock_of(const struct civil *c)
{
	return time_days(c->year, c->month, c->day) * DAY + c->hour * 3600 +
	    c->min * 60 + (c->sec < 60 ? c->sec : 59);
}

static bool
in_range(int64_t sec)
{
	return sec >= INSTANT_MIN_SEC && sec <= INSTANT_MAX_SEC;
}

/*
 * The offsets a day before and a day after are those on either side of a
 * change; one of them must hold at the instant it leads to, unless the
 * clock never showed this time.  The greater offset is the earlier instant.
 */
int
time_local(const struct civil *c, const struct zone *z, struct instant *out)
{
	int32_t before, after, offset = 0;
	int64_t clock;

	if (!is_civil(c))
		return -1;
	clock = clock_of(c);
	if (z != NULL) {
		before = zone_offset(z, clock - DAY);
		after = zone_offset(z, clock + DAY);
		offset = before;
		if (zone_offset(z, clock - before) != before &&
		    zone_offset(z, clock - after) == after)
			offset = after;
	}
	*out = (struct instant){ .sec = clock - offset };
	return in_range(out->sec) ? 0 : -1;
}

int
time_cmp(struct instant a, struct instant b)
{
	if (a.sec != b.sec)
		return a.sec < b.sec ? -1 : 1;
	return a.nsec < b.nsec ? -1 : a.nsec > b.nsec;
}

struct instant
time_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (struct instant){ .sec = ts.tv_sec,
	    .nsec = (int32_t)ts.tv_nsec };
}

int64_t
time_monotonic(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* When to try again. */
#include <stdio.h>
#include <strings.h>

#include "http/http.h"

#define SEC		INT64_C(1000000000)
#define DAY		(24 * 3600 * SEC)

/* splitmix64: small, seedable, and good enough to spread clients out. */
static double
fraction(uint64_t *seed)
{
	uint64_t z;

	z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (double)(z >> 11) / (double)(UINT64_C(1) << 53);
}

int64_t
http_retry_delay(struct http_retry *r, unsigned attempt, int64_t after)
{
	static const int steps[] = { 5, 10, 30, 60, 120, 300 };
	const unsigned last = sizeof(steps) / sizeof(steps[0]) - 1;
	double delay, part;

	if (attempt > 0)
		attempt--;
	delay = steps[attempt < last ? attempt : last] * (double)SEC;
	if (r->scale > 0)
		delay *= r->scale;
	part = fraction(&r->seed);
	delay *= part;
	if (after >= 0 && delay < (double)after)
		delay = (double)after * (1 + part / 10);
	return (int64_t)delay;
}

static int
month_of(const char *name)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
	    "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int i;

	for (i = 0; i < 12; i++)
		if (strcasecmp(months[i], name) == 0)
			return i + 1;
	return 0;
}

/*
 * The three forms of RFC 9110, 5.6.7.  A year of two digits that seems to
 * lie more than 50 years ahead is one of the past.
 */
static int
http_date(const char *s, struct instant now, struct instant *out)
{
	struct civil c = { 0 }, today;
	char mon[4] = "";
	int year, n = 0;

	if (sscanf(s, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n",
	    &c.day, mon, &year, &c.hour, &c.min, &c.sec, &n) == 6 && n > 0)
		;
	else if (sscanf(s, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n",
	    &c.day, mon, &year, &c.hour, &c.min, &c.sec, &n) == 6 && n > 0) {
		time_civil(now, NULL, &today);
		year += (int)(today.year / 100 * 100);
		if (year > today.year + 50)
			year -= 100;
	} else if (sscanf(s, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n",
	    mon, &c.day, &c.hour, &c.min, &c.sec, &year, &n) != 6 || n == 0)
		return -1;
	c.year = year;
	c.month = month_of(mon);
	if (c.sec == 60)
		c.sec = 59;
	return time_local(&c, NULL, out);
}

static bool
all_digits(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_digit(s.p[i]))
			return false;
	return s.len > 0;
}

static int64_t
seconds_of(struct str s)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < s.len && n < DAY / SEC; i++)
		n = n * 10 + (s.p[i] - '0');
	return n;
}

int64_t
http_retry_after(const struct http_response *r, struct instant now)
{
	struct str v = str_trim(http_header(r, "Retry-After"));
	struct instant at;
	char text[64];
	int64_t s;

	if (all_digits(v))
		s = seconds_of(v);
	else {
		snprintf(text, sizeof(text), "%.*s", STR_ARG(v));
		if (v.len == 0 || http_date(text, now, &at) == -1)
			return -1;
		s = at.sec - now.sec;
	}
	if (s < 0)
		s = 0;
	return s < DAY / SEC ? s * SEC : DAY;
}

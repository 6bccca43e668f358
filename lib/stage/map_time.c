/* Reading an instant from whatever a platform calls a time. */
#include "stage/map_time.h"

/* Numbers so large are counts of ever smaller units. */
#define MILLI_FROM	100000000000LL		/* 1e11 */
#define MICRO_FROM	100000000000000LL	/* 1e14 */
#define NANO_FROM	100000000000000000LL	/* 1e17 */
#define BILLION		1000000000LL

static int
settle(int64_t sec, int64_t nsec, struct instant *out)
{
	nsec = (nsec + 500) / 1000 * 1000;
	if (nsec >= BILLION) {
		nsec -= BILLION;
		sec++;
	}
	if (sec < INSTANT_MIN_SEC || sec > INSTANT_MAX_SEC)
		return -1;
	out->sec = sec;
	out->nsec = (int32_t)nsec;
	return 0;
}

/* ${whole} units and ${frac} billionths of a unit, all positive. */
static int
from_units(int64_t whole, int64_t frac, bool negative, struct instant *out)
{
	int64_t per = whole >= NANO_FROM ? BILLION :
	    whole >= MICRO_FROM ? BILLION / 1000 :
	    whole >= MILLI_FROM ? 1000 : 1;
	int64_t sec = whole / per;
	int64_t nsec = whole % per * (BILLION / per) + frac / per;

	if (negative && nsec > 0) {
		sec++;
		nsec = BILLION - nsec;
	}
	return settle(negative ? -sec : sec, nsec, out);
}

/* Digits with a fraction, exactly: a double would blur the microseconds. */
static int
read_decimal(struct str s, struct instant *out)
{
	bool negative = s.len > 0 && s.p[0] == '-';
	size_t i = negative, start = i;
	int64_t whole = 0, frac = 0, unit = BILLION;

	for (; i < s.len && ascii_digit(s.p[i]); i++) {
		if (whole > (INT64_MAX - 9) / 10)
			return -1;
		whole = whole * 10 + (s.p[i] - '0');
	}
	if (i == start)
		return -1;
	if (i < s.len && s.p[i] == '.') {
		for (i++; i < s.len && ascii_digit(s.p[i]); i++) {
			unit /= 10;
			frac += (s.p[i] - '0') * unit;
		}
	}
	if (i != s.len)
		return -1;
	return from_units(whole, frac, negative, out);
}

static int
read_double(const struct json *v, struct instant *out)
{
	double d;

	if (!json_to_double(v, &d) || !(d > -1e18 && d < 1e18))
		return -1;
	if (d < 0)
		return from_units((int64_t)-d,
		    (int64_t)((-d - (double)(int64_t)-d) * 1e9), true, out);
	return from_units((int64_t)d,
	    (int64_t)((d - (double)(int64_t)d) * 1e9), false, out);
}

/* ISO 8601 as it is met: no zone, no seconds, "+0200", a date alone. */
static int
read_iso(struct str s, const struct zone *z, struct instant *out)
{
	static const char *const forms[] = {
		"%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z",
		"%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S",
		"%Y-%m-%d %H:%M:%S.%f %z", "%Y-%m-%d %H:%M:%S %z",
		"%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S",
		"%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M",
		"%Y-%m-%d", "%Y%m%dT%H%M%SZ"
	};
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (map_time_parse(s, str_of(forms[i]), z, out) == 0)
			return 0;
	return -1;
}

/* "Wed Oct 14 2020 16:39:02 GMT+0200 (CEST)", "Wed, 14 Oct 2020 ..." */
static int
read_prose(struct str s, struct instant *out)
{
	static const char *const forms[] = {
		"%a %b %d %Y %H:%M:%S GMT%z", "%a, %d %b %Y %H:%M:%S GMT",
		"%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z"
	};
	size_t i, paren = str_find(s, STR(" ("));

	if (paren != (size_t)-1)
		s = str_to(s, paren);
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (map_time_parse(s, str_of(forms[i]), NULL, out) == 0)
			return 0;
	return -1;
}

int
map_time_text(struct str s, const struct zone *z, struct instant *out)
{
	struct instant t;

	s = str_trim(s);
	if (s.len == 0)
		return -1;
	if (time_parse(s, &t) == 0)
		return settle(t.sec, t.nsec, out);
	if (read_decimal(s, out) == 0)
		return 0;
	return ascii_digit(s.p[0]) && read_iso(s, z, out) == 0 ? 0 :
	    read_prose(s, out);
}

int
map_time_read(const struct json *v, const struct zone *z, struct instant *out)
{
	struct str text = { v->text, v->len };
	/* MongoDB's extended JSON. */
	static const char *const names[] = { "$date", "$numberLong",
	    "$numberDouble", "$numberInt", "$numberDecimal" };
	const struct json *date;
	size_t i;

	switch (v->type) {
	case JSON_NUMBER:
		return read_decimal(text, out) == 0 ? 0 :
		    read_double(v, out);
	case JSON_STRING:
		return map_time_text(text, z, out);
	case JSON_OBJECT:
		/* MongoDB's extended JSON, once wrapped or twice. */
		for (i = 0, date = NULL; date == NULL && i < sizeof(names) /
		    sizeof(names[0]); i++)
			date = json_get(v, str_of(names[i]));
		return date != NULL ? map_time_read(date, z, out) : -1;
	default:
		return -1;
	}
}

struct json
map_time_json(struct instant t, struct arena *a)
{
	char text[TIME_TEXT];
	size_t n = time_format(t, text);

	return json_str(arena_str(a, (struct str){ text, n }));
}

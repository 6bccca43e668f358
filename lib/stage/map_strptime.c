/* Dates by format, the other way: strptime(3) without a locale. */
#include "stage/map_calendar.h"
#include "stage/map_time.h"

/* A time being read: the clock so far and what is left of the text. */
struct reading {
	struct str	 s;
	struct civil	 c;
	int32_t		 nsec;
	bool		 pm, am, has_offset, has_epoch;
	int64_t		 epoch;
	const struct zone *zone;	/* that it names; or NULL */
};

static int
digits(struct reading *r, size_t most, int64_t *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < most && i < r->s.len && ascii_digit(r->s.p[i]); i++)
		*out = *out * 10 + (r->s.p[i] - '0');
	r->s = str_from(r->s, i);
	return i > 0 ? 0 : -1;
}

static int
number(struct reading *r, size_t most, int64_t low, int64_t high, int *out)
{
	int64_t n;

	if (digits(r, most, &n) == -1 || n < low || n > high)
		return -1;
	*out = (int)n;
	return 0;
}

/* A month's name, whole or shortened. */
static int
month(struct reading *r)
{
	size_t n;

	r->c.month = map_month(r->s, &n);
	r->s = str_from(r->s, n);
	return r->c.month > 0 ? 0 : -1;
}

/* A day of the week in any language: the date says which one it is. */
static int
weekday(struct reading *r)
{
	size_t i = 0;

	while (i < r->s.len && (ascii_alpha(r->s.p[i]) ||
	    (r->s.p[i] & 0x80) != 0))
		i++;
	r->s = str_from(r->s, i);
	return i > 1 ? 0 : -1;
}

/* What people call a clock that the database has no zone for. */
static const struct {
	const char	*name, *offset;
} clocks[] = {
	{ "EST", "-05:00" }, { "EDT", "-04:00" }, { "CST", "-06:00" },
	{ "CDT", "-05:00" }, { "MST", "-07:00" }, { "MDT", "-06:00" },
	{ "PST", "-08:00" }, { "PDT", "-07:00" }, { "CET", "+01:00" },
	{ "CEST", "+02:00" }, { "MEZ", "+01:00" }, { "MESZ", "+02:00" },
	{ "WEST", "+01:00" }, { "EEST", "+03:00" }, { "JST", "+09:00" },
	{ "GMT", "Z" }
};

/* "Europe/Berlin", "CEST", "UTC". */
static int
zone_name(struct reading *r)
{
	struct str name;
	size_t i = 0, k;

	while (i < r->s.len && (ascii_alpha(r->s.p[i]) ||
	    (i > 0 && (ascii_digit(r->s.p[i]) ||
	    strchr("/_+-", r->s.p[i]) != NULL))))
		i++;
	name = str_to(r->s, i);
	for (k = 0; k < sizeof(clocks) / sizeof(clocks[0]); k++)
		if (str_eq(name, str_of(clocks[k].name)))
			name = str_of(clocks[k].offset);
	r->zone = i > 0 && i < 64 ? time_zone(name) : NULL;
	r->s = str_from(r->s, i);
	return r->zone != NULL ? 0 : -1;
}

static int
fraction(struct reading *r)
{
	int32_t unit = 100000000;
	size_t i;

	for (i = 0; i < r->s.len && ascii_digit(r->s.p[i]); i++) {
		r->nsec += (r->s.p[i] - '0') * unit;
		unit /= 10;
	}
	r->s = str_from(r->s, i);
	return i > 0 ? 0 : -1;
}

/* "Z", "UTC", "GMT", "+02:00", "+0200", "+02". */
static int
offset(struct reading *r)
{
	int hours, minutes = 0;
	char sign;

	r->has_offset = true;
	if (str_starts(r->s, STR("UTC")) || str_starts(r->s, STR("GMT"))) {
		r->s = str_from(r->s, 3);
		return 0;
	}
	sign = r->s.len > 0 ? r->s.p[0] : 0;
	if (sign == '\0' || strchr("Zz+-", sign) == NULL)
		return -1;
	r->s = str_from(r->s, 1);
	if (sign == 'Z' || sign == 'z')
		return 0;
	if (number(r, 2, 0, 23, &hours) == -1)
		return -1;
	if (str_starts(r->s, STR(":")))
		r->s = str_from(r->s, 1);
	if (r->s.len > 0 && ascii_digit(r->s.p[0]) &&
	    number(r, 2, 0, 59, &minutes) == -1)
		return -1;
	r->c.offset = (hours * 60 + minutes) * 60 * (sign == '-' ? -1 : 1);
	return 0;
}

static int
half_day(struct reading *r)
{
	r->am = str_ieq(str_to(r->s, 2), STR("am"));
	r->pm = str_ieq(str_to(r->s, 2), STR("pm"));
	r->s = str_from(r->s, 2);
	return r->am || r->pm ? 0 : -1;
}

static int
two_digit_year(struct reading *r)
{
	int64_t n;

	if (digits(r, 2, &n) == -1)
		return -1;
	r->c.year = n + (n < 69 ? 2000 : 1900);	/* as POSIX has it */
	return 0;
}

static int read_format(struct reading *, struct str);

static int
directive(struct reading *r, char c)
{
	int ignored;

	switch (c) {
	case 'Y':
		return digits(r, 4, &r->c.year);
	case 'y':
		return two_digit_year(r);
	case 'm':
		return number(r, 2, 1, 12, &r->c.month);
	case 'd':
	case 'e':
		r->s = c == 'e' ? str_trim(r->s) : r->s;
		return number(r, 2, 1, 31, &r->c.day);
	case 'H':
		return number(r, 2, 0, 23, &r->c.hour);
	case 'I':
		return number(r, 2, 1, 12, &r->c.hour);
	case 'M':
		return number(r, 2, 0, 59, &r->c.min);
	case 'S':
		return number(r, 2, 0, 60, &r->c.sec);
	case 'f':
		return fraction(r);
	case 'p':
		return half_day(r);
	case 'z':
		return offset(r);
	case 'Z':
		return zone_name(r);
	case 'b':
	case 'B':
		return month(r);
	case 'a':
	case 'A':
		return weekday(r);
	case 'j':
		return number(r, 3, 1, 366, &ignored);
	case 's':
		r->has_epoch = true;
		return digits(r, 12, &r->epoch);
	default:
		return read_format(r, map_directive(c));
	}
}

static void
skip_space(struct reading *r)
{
	while (r->s.len > 0 && ascii_space(r->s.p[0]))
		r->s = str_from(r->s, 1);
}

static int
read_format(struct reading *r, struct str format)
{
	size_t i;

	for (i = 0; i < format.len; i++) {
		if (ascii_space(format.p[i])) {
			skip_space(r);
		} else if (format.p[i] != '%' ||
		    (i + 1 < format.len && format.p[i + 1] == '%')) {
			if (r->s.len == 0 || r->s.p[0] != format.p[i])
				return -1;
			i += format.p[i] == '%';
			r->s = str_from(r->s, 1);
		} else if (++i >= format.len ||
		    directive(r, format.p[i]) == -1) {
			return -1;
		}
	}
	return 0;
}

int
map_time_parse(struct str s, struct str format, const struct zone *z,
    struct instant *out)
{
	struct reading r = { .s = str_trim(s), .c = { .year = 1970,
	    .month = 1, .day = 1 } };

	if (read_format(&r, format) == -1 || r.s.len > 0)
		return -1;
	if (r.has_epoch) {
		out->sec = r.epoch;
	} else {
		if (r.pm && r.c.hour < 12)
			r.c.hour += 12;
		else if (r.am && r.c.hour == 12)
			r.c.hour = 0;
		if (r.c.sec == 60)
			r.c.sec = 59;	/* a leap second, as time_parse */
		if (r.zone != NULL)
			z = r.zone;
		if (time_local(&r.c, r.has_offset ? NULL : z, out) == -1)
			return -1;
		out->sec -= r.has_offset ? r.c.offset : 0;
	}
	out->nsec = r.nsec;
	return out->sec < INSTANT_MIN_SEC || out->sec > INSTANT_MAX_SEC ?
	    -1 : 0;
}

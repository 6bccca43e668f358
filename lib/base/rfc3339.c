/* Instants as text. */
#include "base/time.h"

/* ${n} digits at the front of ${s}, which moves past them. */
static int
digits(struct str *s, int n, int *out)
{
	int i;

	if (s->len < (size_t)n)
		return -1;
	*out = 0;
	for (i = 0; i < n; i++) {
		if (!ascii_digit(s->p[i]))
			return -1;
		*out = *out * 10 + (s->p[i] - '0');
	}
	*s = str_from(*s, (size_t)n);
	return 0;
}

/* One of ${chars} at the front of ${s}, which moves past it; 0 if none. */
static char
one_of(struct str *s, const char *chars)
{
	char c;

	if (s->len == 0 || s->p[0] == '\0' || strchr(chars, s->p[0]) == NULL)
		return 0;
	c = s->p[0];
	*s = str_from(*s, 1);
	return c;
}

static int
date(struct str *s, struct civil *c)
{
	int year;

	if (digits(s, 4, &year) == -1 || !one_of(s, "-") ||
	    digits(s, 2, &c->month) == -1 || !one_of(s, "-") ||
	    digits(s, 2, &c->day) == -1)
		return -1;
	c->year = year;
	return 0;
}

static int
clock(struct str *s, struct civil *c)
{
	if (digits(s, 2, &c->hour) == -1 || !one_of(s, ":") ||
	    digits(s, 2, &c->min) == -1 || !one_of(s, ":") ||
	    digits(s, 2, &c->sec) == -1)
		return -1;
	return 0;
}

static int
fraction(struct str *s, int32_t *nsec)
{
	int32_t unit = 100000000;
	size_t n;

	*nsec = 0;
	if (!one_of(s, "."))
		return 0;
	for (n = 0; s->len > 0 && ascii_digit(s->p[0]); n++) {
		*nsec += unit * (s->p[0] - '0');
		unit /= 10;
		*s = str_from(*s, 1);
	}
	return n >= 1 && n <= 9 ? 0 : -1;
}

/* "Z" or "+02:00", in seconds. */
static int
offset(struct str *s, int *sec)
{
	int hour, min;
	char sign;

	*sec = 0;
	if (one_of(s, "Zz"))
		return 0;
	if ((sign = one_of(s, "+-")) == 0 || digits(s, 2, &hour) == -1 ||
	    !one_of(s, ":") || digits(s, 2, &min) == -1 ||
	    hour > 23 || min > 59)
		return -1;
	*sec = (hour * 60 + min) * 60 * (sign == '-' ? -1 : 1);
	return 0;
}

int
time_parse(struct str s, struct instant *out)
{
	struct civil c = { 0 };
	struct instant t;
	int32_t nsec;
	int sec;

	if (date(&s, &c) == -1 || !one_of(&s, "Tt ") ||
	    clock(&s, &c) == -1 || fraction(&s, &nsec) == -1 ||
	    offset(&s, &sec) == -1 || s.len > 0 ||
	    time_local(&c, NULL, &t) == -1)
		return -1;
	t.sec -= sec;
	t.nsec = nsec;
	if (t.sec < INSTANT_MIN_SEC || t.sec > INSTANT_MAX_SEC)
		return -1;
	*out = t;
	return 0;
}

/* ${v} in ${n} digits with ${end} behind; return the place after it. */
static char *
put(char *p, int64_t v, int n, char end)
{
	int i;

	for (i = n - 1; i >= 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	p[n] = end;
	return p + n + 1;
}

size_t
time_format(struct instant t, char out[TIME_TEXT])
{
	struct civil c;
	char *p = out;

	time_civil(t, NULL, &c);
	p = put(p, c.year, 4, '-');
	p = put(p, c.month, 2, '-');
	p = put(p, c.day, 2, 'T');
	p = put(p, c.hour, 2, ':');
	p = put(p, c.min, 2, ':');
	p = put(p, c.sec, 2, t.nsec != 0 ? '.' : 'Z');
	if (t.nsec % 1000 != 0)
		p = put(p, t.nsec, 9, 'Z');
	else if (t.nsec % 1000000 != 0)
		p = put(p, t.nsec / 1000, 6, 'Z');
	else if (t.nsec != 0)
		p = put(p, t.nsec / 1000000, 3, 'Z');
	*p = '\0';
	return (size_t)(p - out);
}

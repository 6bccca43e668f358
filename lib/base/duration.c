/* Durations as text: "1h30m". */
#include "base/time.h"

struct unit {
	const char	*name;
	int64_t		 ns;
};

static const struct unit units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "\xc2\xb5s", 1000 },		/* micro sign */
	{ "\xce\xbcs", 1000 },		/* Greek mu */
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", 60 * INT64_C(1000000000) },
	{ "h", 3600 * INT64_C(1000000000) },
	{ "d", 86400 * INT64_C(1000000000) },
	{ "w", 7 * 86400 * INT64_C(1000000000) },
};

/* The unit at the front of ${s}, which moves past it; NULL if none. */
static const struct unit *
unit(struct str *s, bool days)
{
	size_t i, n;

	for (n = 0; n < s->len && !ascii_digit(s->p[n]) && s->p[n] != '.';)
		n++;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (str_eq(str_to(*s, n), str_of(units[i].name))) {
			*s = str_from(*s, n);
			return days || strchr("dw", units[i].name[0]) ==
			    NULL ? &units[i] : NULL;
		}
	return NULL;
}

/* One NUMBER UNIT, added to ${ns}. */
static int
term(struct str *s, bool days, int64_t *ns)
{
	int64_t whole = 0, part = 0, scale = 1;
	const struct unit *u;
	size_t n = 0;

	for (; s->len > 0 && ascii_digit(s->p[0]); n++) {
		if (__builtin_mul_overflow(whole, 10, &whole) ||
		    __builtin_add_overflow(whole, s->p[0] - '0', &whole))
			return -1;
		*s = str_from(*s, 1);
	}
	/* Digits past the 15th are less than a nanosecond of a week. */
	if (s->len > 0 && s->p[0] == '.')
		for (*s = str_from(*s, 1); s->len > 0 &&
		    ascii_digit(s->p[0]); n++) {
			if (scale < INT64_C(1000000000000000)) {
				part = part * 10 + (s->p[0] - '0');
				scale *= 10;
			}
			*s = str_from(*s, 1);
		}
	if (n == 0 || (u = unit(s, days)) == NULL ||
	    __builtin_mul_overflow(whole, u->ns, &whole) ||
	    __builtin_add_overflow(*ns, whole, ns) ||
	    __builtin_add_overflow(*ns, (int64_t)((long double)part *
	    (long double)u->ns / (long double)scale), ns))
		return -1;
	return 0;
}

int
duration_parse(struct str s, bool days, int64_t *ns)
{
	bool sign = s.len > 0 && (s.p[0] == '+' || s.p[0] == '-');
	bool minus = sign && s.p[0] == '-';
	int64_t sum = 0;

	s = str_from(s, sign);
	if (s.len == 0)
		return -1;
	if (!str_eq(s, STR("0")))
		while (s.len > 0)
			if (term(&s, days, &sum) == -1)
				return -1;
	*ns = minus ? -sum : sum;
	return 0;
}

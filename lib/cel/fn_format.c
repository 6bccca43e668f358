/* fn_format: string.format() of the extension "strings". */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cel/env.h"
#include "cel/run.h"
#include "cel/text.h"
#include "cel/type.h"

enum { PRECISION = 6, PRECISION_MAX = 100 };

static int	put_value(struct run *r, struct text *t, struct cel_val v);

static int
misfit(struct run *r, char verb, struct cel_val v)
{
	struct str type = type_name(v);

	return cel_fail(r, "%%%c cannot format a value of type %.*s", verb,
	    STR_ARG(type));
}

static void
put(struct text *t, const char *s, size_t n)
{
	text_add(t, (struct str){ s, n });
}

static int
put_list(struct run *r, struct text *t, struct cel_val list)
{
	size_t i;

	text_add(t, STR("["));
	for (i = 0; i < cel_list_len(list); i++) {
		if (i > 0)
			text_add(t, STR(", "));
		if (put_value(r, t, cel_list_at(list, i)) == -1)
			return -1;
	}
	text_add(t, STR("]"));
	return 0;
}

struct pair {
	struct str	key;
	size_t		i;
};

static int
by_key(const void *va, const void *vb)
{
	const struct pair *a = va, *b = vb;
	int c = str_cmp(a->key, b->key);

	return c != 0 ? c : a->i < b->i ? -1 : a->i > b->i;
}

/* A map's entries in the order of their keys' text. */
static int
put_map(struct run *r, struct text *t, struct cel_val m)
{
	size_t n = map_len(m), i;
	struct pair *p = arena_array(r->a, n, sizeof(*p));
	struct text key;

	for (i = 0; i < n; i++) {
		key = (struct text){ .a = r->a };
		if (put_value(r, &key, map_key(m, i)) == -1)
			return -1;
		p[i] = (struct pair){ text_str(&key), i };
	}
	qsort(p, n, sizeof(*p), by_key);
	text_add(t, STR("{"));
	for (i = 0; i < n; i++) {
		if (i > 0)
			text_add(t, STR(", "));
		text_add(t, p[i].key);
		text_add(t, STR(": "));
		if (put_value(r, t, map_value(m, p[i].i)) == -1)
			return -1;
	}
	text_add(t, STR("}"));
	return 0;
}

static int
put_time(struct text *t, struct cel_val v)
{
	char s[TIME_TEXT];

	put(t, s, v.kind == CEL_TIMESTAMP ?
	    time_format((struct instant){ v.i, v.nsec }, s) :
	    duration_text(v.i, v.nsec, s));
	return 0;
}

/* %s: any value; strings inside lists and maps stand bare. */
static int
put_value(struct run *r, struct text *t, struct cel_val v)
{
	char s[DOUBLE_TEXT];
	size_t bad;

	if (spend(r, 1) == -1)
		return -1;
	switch (v.kind) {
	case CEL_NULL:
		text_add(t, STR("null"));
		return 0;
	case CEL_BOOL:
		text_add(t, v.b ? STR("true") : STR("false"));
		return 0;
	case CEL_INT:
		put(t, s, (size_t)sprintf(s, "%lld", (long long)v.i));
		return 0;
	case CEL_UINT:
		put(t, s, (size_t)sprintf(s, "%llu", (unsigned long long)v.u));
		return 0;
	case CEL_DOUBLE:
		put(t, s, double_text(v.d, true, s));
		return 0;
	case CEL_STRING:
	case CEL_TYPE:
	case CEL_BYTES:
		text_add(t, utf8_repair(v.s, r->a, &bad));
		return spend_bytes(r, v.s.len);
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		return put_time(t, v);
	case CEL_LIST:
		return put_list(r, t, v);
	case CEL_MAP:
		return put_map(r, t, v);
	default:
		return misfit(r, 's', v);
	}
}

static int
put_decimal(struct run *r, struct text *t, struct cel_val v)
{
	return is_number(v) ? put_value(r, t, v) : misfit(r, 'd', v);
}

/* %f and %e */
static int
put_float(struct run *r, struct text *t, char verb, int precision,
    struct cel_val v)
{
	char s[DOUBLE_TEXT + PRECISION_MAX];
	double d;

	if (!is_number(v))
		return misfit(r, verb, v);
	d = v.kind == CEL_DOUBLE ? v.d : v.kind == CEL_INT ? (double)v.i :
	    (double)v.u;
	if (!isfinite(d))
		put(t, s, double_text(d, true, s));
	else if (verb == 'e')
		put(t, s, (size_t)snprintf(s, sizeof(s), "%.*e", precision,
		    d));
	else
		put(t, s, (size_t)snprintf(s, sizeof(s), "%.*f", precision,
		    d));
	return 0;
}

/* An integer in base 2, 8 or 16, with a sign if negative. */
static void
put_base(struct text *t, struct cel_val v, unsigned base, const char *digits)
{
	bool negative = v.kind == CEL_INT && v.i < 0;
	uint64_t u = negative ? -v.u : v.u;
	char s[70];
	size_t i = sizeof(s);

	do
		s[--i] = digits[u % base];
	while ((u /= base) > 0);
	if (negative)
		s[--i] = '-';
	put(t, s + i, sizeof(s) - i);
}

static int
put_bits(struct run *r, struct text *t, char verb, struct cel_val v)
{
	const char *digits = verb == 'X' ? "0123456789ABCDEF" :
	    "0123456789abcdef";
	size_t i;

	if (v.kind == CEL_INT || v.kind == CEL_UINT)
		put_base(t, v, verb == 'b' ? 2 : verb == 'o' ? 8 : 16, digits);
	else if (v.kind == CEL_BOOL && verb == 'b')
		text_add(t, v.b ? STR("1") : STR("0"));
	else if ((v.kind == CEL_STRING || v.kind == CEL_BYTES) &&
	    ascii_lower(verb) == 'x') {
		if (spend_bytes(r, 2 * v.s.len) == -1)
			return -1;
		for (i = 0; i < v.s.len; i++) {
			put(t, &digits[(unsigned char)v.s.p[i] >> 4], 1);
			put(t, &digits[v.s.p[i] & 15], 1);
		}
	} else
		return misfit(r, verb, v);
	return 0;
}

/* clause(r, s, i, verb, precision): "%.3f" after its percent sign. */
static int
clause(struct run *r, struct str s, size_t *i, char *verb, int *precision)
{
	bool given = *i < s.len && s.p[*i] == '.';

	*precision = given ? 0 : PRECISION;
	if (given)
		for (++*i; *i < s.len && ascii_digit(s.p[*i]); ++*i)
			if ((*precision = *precision * 10 + s.p[*i] - '0') >
			    PRECISION_MAX)
				return cel_fail(r, "a precision above %d",
				    PRECISION_MAX);
	if (*i == s.len)
		return cel_fail_text(r, STR("the format ends inside a "
		    "clause; a percent sign is '%%'"));
	*verb = s.p[(*i)++];
	if (strchr("sdfeboxX", *verb) == NULL || *verb == '\0' ||
	    (given && *verb != 'f' && *verb != 'e'))
		return cel_fail_text(r, STR("the format has an unknown "
		    "clause; there are %s %d %f %e %b %o %x %X"));
	return 0;
}

static int
put_clause(struct run *r, struct text *t, char verb, int precision,
    struct cel_val v)
{
	switch (verb) {
	case 's':
		return put_value(r, t, v);
	case 'd':
		return put_decimal(r, t, v);
	case 'f':
	case 'e':
		return put_float(r, t, verb, precision, v);
	default:
		return put_bits(r, t, verb, v);
	}
}

static int
format(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str s = v[0].s;
	struct text t = { .a = r->a };
	size_t i = 0, arg = 0, from;
	int precision;
	char verb = 0;

	(void)n;
	while (i < s.len) {
		for (from = i; i < s.len && s.p[i] != '%'; i++)
			continue;
		put(&t, s.p + from, i - from);
		if (i++ == s.len)
			break;
		if (i < s.len && s.p[i] == '%') {
			text_add(&t, STR("%"));
			i++;
			continue;
		}
		if (clause(r, s, &i, &verb, &precision) == -1)
			return -1;
		if (arg == cel_list_len(v[1]))
			return cel_fail(r, "the format wants more than %zu "
			    "arguments", arg);
		if (put_clause(r, &t, verb, precision,
		    cel_list_at(v[1], arg++)) == -1)
			return -1;
	}
	*out = cel_string(text_str(&t));
	return spend_bytes(r, t.len);
}

const struct builtin cel_format[] = {
	{ "format", "string.(list(dyn))string", format },
	{ NULL, NULL, NULL }
};

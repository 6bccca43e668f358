/* fn_convert: from one type to another, or an error; never a guess. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cel/env.h"
#include "cel/net.h"
#include "cel/run.h"
#include "cel/text.h"

static int
range(struct run *r)
{
	return cel_fail_text(r, STR("the value is out of the type's range"));
}

static int
not_a(struct run *r, const char *what)
{
	return cel_fail(r, "the string is not %s", what);
}

/* digits(s, u): ${s} as a decimal number; false if it is none or too big. */
static bool
digits(struct str s, uint64_t *u)
{
	size_t i;

	for (*u = 0, i = 0; i < s.len; i++) {
		if (!ascii_digit(s.p[i]) ||
		    __builtin_mul_overflow(*u, (uint64_t)10, u) ||
		    __builtin_add_overflow(*u, (uint64_t)(s.p[i] - '0'), u))
			return false;
	}
	return s.len > 0;
}

static int
same(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = v[0];
	return 0;
}

static int
int_of_uint(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = cel_int(v[0].i);
	return v[0].u > INT64_MAX ? range(r) : 0;
}

/* The ends are refused: near them a double stands for several integers. */
static int
int_of_double(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	if (!(v[0].d > -0x1p63 && v[0].d < 0x1p63))
		return range(r);
	*out = cel_int((int64_t)v[0].d);
	return 0;
}

static int
int_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct str s = v[0].s;
	bool negative = s.len > 0 && s.p[0] == '-';
	uint64_t u;

	(void)n;
	if (negative || (s.len > 0 && s.p[0] == '+'))
		s = str_from(s, 1);
	if (!digits(s, &u) || u > (uint64_t)INT64_MAX + negative)
		return not_a(r, "an integer of 64 bits");
	*out = cel_int((int64_t)(negative ? -u : u));
	return 0;
}

static int
int_of_timestamp(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_int(v[0].i);
	return 0;
}

static int
uint_of_int(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = cel_uint(v[0].u);
	return v[0].i < 0 ? range(r) : 0;
}

static int
uint_of_double(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	if (!(v[0].d >= 0 && v[0].d < 0x1p64))
		return range(r);
	*out = cel_uint((uint64_t)v[0].d);
	return 0;
}

static int
uint_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	uint64_t u;

	(void)n;
	if (!digits(v[0].s, &u))
		return not_a(r, "an unsigned integer of 64 bits");
	*out = cel_uint(u);
	return 0;
}

static int
double_of_int(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_double((double)v[0].i);
	return 0;
}

static int
double_of_uint(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_double((double)v[0].u);
	return 0;
}

/* strtod reads more than numbers: hexadecimal, blanks, "nan(...)". */
static bool
looks_like_double(struct str s)
{
	static const char *const words[] = { "nan", "inf", "infinity" };
	size_t i = s.len > 0 && (s.p[0] == '-' || s.p[0] == '+');
	struct str rest = str_from(s, i);

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_ieq(rest, str_of(words[i])))
			return true;
	for (i = 0; i < rest.len; i++)
		if (!ascii_digit(rest.p[i]) &&
		    strchr(".eE+-", rest.p[i]) == NULL)
			return false;
	return rest.len > 0 && rest.p[0] != '+' && rest.p[0] != '-' &&
	    memchr(rest.p, '\0', rest.len) == NULL;
}

static int
double_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct str s = arena_str(r->a, v[0].s);
	char *end;
	double d;

	(void)n;
	if (!looks_like_double(s))
		return not_a(r, "a number");
	d = strtod(s.p, &end);
	if (end != s.p + s.len)
		return not_a(r, "a number");
	if (isinf(d) && ascii_digit(s.p[s.len - 1]))
		return range(r);
	*out = cel_double(d);
	return 0;
}

static int
bool_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	static const char *const words[] = { "1", "t", "T", "true", "TRUE",
		"True", "0", "f", "F", "false", "FALSE", "False" };
	size_t i;

	(void)n;
	for (i = 0; i < 12; i++)
		if (str_eq(v[0].s, str_of(words[i]))) {
			*out = cel_bool(i < 6);
			return 0;
		}
	return not_a(r, "a bool");
}

static int
string_of_bytes(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = cel_string(v[0].s);
	if (spend_bytes(r, v[0].s.len) == -1)
		return -1;
	return utf8_valid(v[0].s) ? 0 :
	    cel_fail_text(r, STR("the bytes are not UTF-8"));
}

/* All else that has a text. */
static int
string_of(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	char text[DOUBLE_TEXT];
	size_t len = 0;

	(void)n;
	switch (v[0].kind) {
	case CEL_BOOL:
		len = (size_t)sprintf(text, v[0].b ? "true" : "false");
		break;
	case CEL_INT:
		len = (size_t)sprintf(text, "%lld", (long long)v[0].i);
		break;
	case CEL_UINT:
		len = (size_t)sprintf(text, "%llu",
		    (unsigned long long)v[0].u);
		break;
	case CEL_DOUBLE:
		len = double_text(v[0].d, false, text);
		break;
	case CEL_TIMESTAMP:
		len = time_format((struct instant){ v[0].i, v[0].nsec },
		    text);
		break;
	case CEL_DURATION:
		len = duration_text(v[0].i, v[0].nsec, text);
		break;
	default:
		len = net_format(v[0].net, v[0].kind == CEL_CIDR, text);
	}
	*out = cel_string(arena_str(r->a, (struct str){ text, len }));
	return 0;
}

static int
bytes_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_bytes(v[0].s);
	return 0;
}

static int
timestamp_of_int(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	if (v[0].i < INSTANT_MIN_SEC || v[0].i > INSTANT_MAX_SEC)
		return range(r);
	*out = cel_timestamp((struct instant){ v[0].i, 0 });
	return 0;
}

static int
timestamp_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct instant t;

	(void)n;
	if (time_parse(v[0].s, &t) == -1)
		return not_a(r, "a time such as 2026-03-01T10:15:30Z, or is "
		    "out of range");
	*out = cel_timestamp(t);
	return 0;
}

static int
duration_of_string(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	int64_t ns;

	(void)n;
	if (duration_parse(v[0].s, false, &ns) == -1)
		return not_a(r, "a duration such as 1h30m (a day is 24h), or "
		    "is out of range");
	*out = cel_duration(ns);
	return 0;
}

static int
type_of_value(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_string(type_name(v[0]));
	out->kind = CEL_TYPE;
	return 0;
}

const struct builtin cel_convert[] = {
	{ "int", "(int)int", same },
	{ "int", "(uint)int", int_of_uint },
	{ "int", "(double)int", int_of_double },
	{ "int", "(string)int", int_of_string },
	{ "int", "(timestamp)int", int_of_timestamp },
	{ "uint", "(uint)uint", same },
	{ "uint", "(int)uint", uint_of_int },
	{ "uint", "(double)uint", uint_of_double },
	{ "uint", "(string)uint", uint_of_string },
	{ "double", "(double)double", same },
	{ "double", "(int)double", double_of_int },
	{ "double", "(uint)double", double_of_uint },
	{ "double", "(string)double", double_of_string },
	{ "bool", "(bool)bool", same },
	{ "bool", "(string)bool", bool_of_string },
	{ "string", "(string)string", same },
	{ "string", "(bytes)string", string_of_bytes },
	{ "string", "(bool)string", string_of },
	{ "string", "(int)string", string_of },
	{ "string", "(uint)string", string_of },
	{ "string", "(double)string", string_of },
	{ "string", "(timestamp)string", string_of },
	{ "string", "(duration)string", string_of },
	{ "string", "(net.IP)string", string_of },
	{ "string", "(net.CIDR)string", string_of },
	{ "bytes", "(bytes)bytes", same },
	{ "bytes", "(string)bytes", bytes_of_string },
	{ "timestamp", "(timestamp)timestamp", same },
	{ "timestamp", "(int)timestamp", timestamp_of_int },
	{ "timestamp", "(string)timestamp", timestamp_of_string },
	{ "duration", "(duration)duration", same },
	{ "duration", "(string)duration", duration_of_string },
	{ "dyn", "(A)dyn", same },
	{ "type", "(A)type", type_of_value },
	{ NULL, NULL, NULL }
};

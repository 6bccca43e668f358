#include "yaml/scalar.h"

static int
digit_value(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

/* 0x1f and 0o17: these have no sign. */
static bool
based_integer(struct str s, struct arena *a, struct json *out)
{
	uint64_t u = 0;
	unsigned base;
	size_t i;

	if (s.len < 3 || s.p[0] != '0' || (s.p[1] != 'x' && s.p[1] != 'o'))
		return false;
	base = s.p[1] == 'x' ? 16 : 8;
	for (i = 2; i < s.len; i++) {
		unsigned digit = (unsigned)digit_value(s.p[i]);

		if (digit >= base || u > (UINT64_MAX - digit) / base)
			return false;
		u = u * base + digit;
	}
	*out = (struct json){ .type = JSON_NUMBER };
	s = arena_printf(a, "%llu", (unsigned long long)u);
	out->text = s.p;
	out->len = (uint32_t)s.len;
	return true;
}

static struct str
digits(struct str *s)
{
	size_t n = 0;
	struct str run;

	while (n < s->len && ascii_digit(s->p[n]))
		n++;
	run = str_to(*s, n);
	*s = str_from(*s, n);
	return run;
}

static bool
take(struct str *s, const char *any)
{
	if (s->len == 0 || strchr(any, s->p[0]) == NULL || s->p[0] == '\0')
		return false;
	*s = str_from(*s, 1);
	return true;
}

/*
 * 0123 is a postal code and +14155550100 a telephone: as numbers they would
 * lose what was written.
 */
static bool
is_code(struct str whole, bool plus)
{
	enum { PHONE = 7 };		/* digits of a short one */

	return (whole.len > 1 && whole.p[0] == '0') ||
	    (plus && whole.len >= PHONE);
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool
decimal(struct str s, struct arena *a, struct json *out)
{
	struct str whole, part = STR_NONE, power = STR_NONE, text;
	bool minus = s.len > 0 && s.p[0] == '-', dot, exp, down;
	bool plus = s.len > 0 && s.p[0] == '+';

	take(&s, "+-");
	whole = digits(&s);
	dot = take(&s, ".");
	if (dot)
		part = digits(&s);
	if ((whole.len == 0 && part.len == 0) || is_code(whole, plus))
		return false;
	exp = take(&s, "eE");
	down = exp && s.len > 0 && s.p[0] == '-';
	if (exp) {
		take(&s, "+-");
		power = digits(&s);
	}
	if (s.len > 0 || (exp && power.len == 0))
		return false;
	if (whole.len == 0)
		whole = STR("0");
	text = arena_printf(a, "%s%.*s%s%.*s%s%s%.*s", minus ? "-" : "",
	    STR_ARG(whole), dot ? "." : "",
	    STR_ARG(dot && part.len == 0 ? STR("0") : part),
	    exp ? "e" : "", down ? "-" : "", STR_ARG(power));
	*out = (struct json){ .type = JSON_NUMBER, .text = text.p,
	    .len = (uint32_t)text.len };
	return true;
}

struct json
scalar_resolve(struct str text, struct arena *a)
{
	static const char *const null[] = { "", "~", "null", "Null", "NULL",
	    NULL };
	static const char *const yes[] = { "true", "True", "TRUE", NULL };
	static const char *const no[] = { "false", "False", "FALSE", NULL };
	struct json v = { .type = JSON_STRING, .text = text.p,
	    .len = (uint32_t)text.len };

	if (str_in(text, null))
		return (struct json){ .type = JSON_NULL };
	if (str_in(text, yes))
		return (struct json){ .type = JSON_TRUE };
	if (str_in(text, no))
		return (struct json){ .type = JSON_FALSE };
	if (!based_integer(text, a, &v))
		decimal(text, a, &v);
	return v;
}

/* cel_crm: the functions that are chatcrm's own. */
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cel/cel.h"

static bool
plain_number(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_digit(s.p[i]) && (s.p[i] == '\0' ||
		    strchr("+-.eE", s.p[i]) == NULL))
			return false;
	return s.len > 0;
}

static int
number_of_string(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = str_trim(v[0].s);
	char *end;
	double d;

	(void)n;
	if (!plain_number(s))
		return err_set(e, ERR_INPUT, NULL, "number() of a string "
		    "that is no number");
	s = arena_str(a, s);
	d = strtod(s.p, &end);
	if (end != s.p + s.len || isinf(d))
		return err_set(e, ERR_INPUT, NULL, "number() of a string "
		    "that is no number");
	*out = cel_double(d);
	return 0;
}

static int
number(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	(void)n;
	(void)a;
	(void)e;
	if (v[0].kind == CEL_DOUBLE)
		*out = v[0];
	else
		*out = cel_double(v[0].kind == CEL_INT ? (double)v[0].i :
		    (double)v[0].u);
	return 0;
}

static int
domain(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = str_trim(v[0].s);
	char *to;
	size_t i, at = s.len;

	(void)n;
	while (at > 0 && s.p[at - 1] != '@')
		at--;
	if (at < 2 || at == s.len)
		return err_set(e, ERR_INPUT, NULL, "domain() of a string "
		    "that is no e-mail address");
	s = str_from(s, at);
	to = arena_alloc(a, s.len);
	for (i = 0; i < s.len; i++)
		to[i] = ascii_lower(s.p[i]);
	*out = cel_string((struct str){ to, s.len });
	return 0;
}

/*
 * Lower case of the alphabets that have it in regular rows: Latin with its
 * first two extensions, Greek, Cyrillic.  All others stay as they are.
 */
static uint32_t
lower_char(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 32;
	if ((c >= 0x100 && c <= 0x137 && c != 0x130) ||
	    (c >= 0x14a && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	if (c == 0x178)
		return 0xff;
	if (c >= 0x391 && c <= 0x3ab && c != 0x3a2)
		return c + 32;
	if (c >= 0x410 && c <= 0x42f)
		return c + 32;
	return c >= 0x400 && c <= 0x40f ? c + 80 : c;
}

static int
lower(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = v[0].s;
	char *to = arena_alloc(a, 3 * s.len);	/* U+FFFD for a bad byte */
	size_t i = 0, len = 0;

	(void)n;
	(void)e;
	while (i < s.len)
		len += utf8_put(lower_char(utf8_next(s, &i)), to + len);
	*out = cel_string((struct str){ to, len });
	return 0;
}

void
cel_env_crm(struct cel_env *env)
{
	cel_env_function(env, "number", "double", "double", number);
	cel_env_function(env, "number", "int", "double", number);
	cel_env_function(env, "number", "uint", "double", number);
	cel_env_function(env, "number", "string", "double", number_of_string);
	cel_env_function(env, "domain", "string", "string", domain);
	cel_env_function(env, "lower", "string", "string", lower);
}

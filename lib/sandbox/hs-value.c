/* Which values a property takes, and what the CRM makes of them. */
#include <inttypes.h>

#include "sandbox/hs.h"

enum { MAX_TEXT = 65536 };

static const char *
check_number(struct str in)
{
	size_t i = in.len > 0 && in.p[0] == '-', digits = 0;
	bool point = false;

	for (; i < in.len; i++) {
		if (ascii_digit(in.p[i]))
			digits++;
		else if (in.p[i] == '.' && !point)
			point = true;
		else
			return "INVALID_NUMBER";
	}
	return digits > 0 && digits < 40 ? NULL : "INVALID_NUMBER";
}

static bool
is_integer(struct str in, int64_t *out)
{
	struct json v = { .type = JSON_NUMBER, .len = (uint32_t)in.len,
	    .text = in.p };
	size_t i;

	for (i = in.len > 0 && in.p[0] == '-'; i < in.len; i++)
		if (!ascii_digit(in.p[i]))
			return false;
	return in.len > 0 && in.len < 18 && json_to_int(&v, out);
}

static const char *
check_datetime(struct str in, struct arena *a, struct str *out)
{
	struct instant t;
	struct json v;
	int64_t ms;

	if (!is_integer(in, &ms)) {
		if (time_parse(in, &t) == -1)
			return "INVALID_DATE";
		ms = t.sec * 1000 + t.nsec / 1000000;
	}
	v = api_time(a, ms);
	*out = (struct str){ v.text, v.len };
	return NULL;
}

/* A day: as such, or the midnight in UTC that begins it. */
static const char *
check_date(struct str in, struct arena *a, struct str *out)
{
	const int64_t day = 86400000;
	struct instant t;
	struct civil c;
	int64_t ms;

	if (is_integer(in, &ms)) {
		if (ms % day != 0)
			return "INVALID_DATE";
		t = (struct instant){ ms / 1000, 0 };
	} else if (in.len != 10 || time_parse(arena_printf(a,
	    "%.*sT00:00:00Z", STR_ARG(in)), &t) == -1)
		return "INVALID_DATE";
	time_civil(t, NULL, &c);
	*out = arena_printf(a, "%04" PRId64 "-%02d-%02d", c.year, c.month,
	    c.day);
	return NULL;
}

static bool
is_option(const struct property *p, struct str v)
{
	return p->options == NULL || str_in(v, p->options);
}

/* One option, or several with ";" between where the property allows it. */
static const char *
check_options(const struct property *p, struct str in)
{
	size_t n;

	while ((p->flags & PROPERTY_MANY) != 0 &&
	    (n = str_find(in, STR(";"))) != (size_t)-1) {
		if (n > 0 && !is_option(p, str_to(in, n)))
			return "INVALID_OPTION";
		in = str_from(in, n + 1);
	}
	return is_option(p, in) ? NULL : "INVALID_OPTION";
}

static const char *
check_email(struct str in, struct arena *a, struct str *out)
{
	size_t at = str_find(in, STR("@")), i;
	struct str domain = str_from(in, at + 1);
	char *lower;

	if (at == 0 || at == (size_t)-1 || in.len > 254 ||
	    str_find(domain, STR("@")) != (size_t)-1 ||
	    str_find(domain, STR(".")) == (size_t)-1 ||
	    domain.p[0] == '.' || str_ends(domain, STR(".")))
		return "INVALID_EMAIL";
	lower = arena_alloc(a, in.len + 1);
	for (i = 0; i < in.len; i++) {
		if ((unsigned char)in.p[i] <= ' ')
			return "INVALID_EMAIL";
		lower[i] = ascii_lower(in.p[i]);
	}
	lower[in.len] = '\0';
	*out = (struct str){ lower, in.len };
	return NULL;
}

const char *
hs_value_check(const struct property *p, struct str in, struct arena *a,
    struct str *out)
{
	*out = in;
	if (in.len == 0)	/* clears it */
		return NULL;
	if (in.len > MAX_TEXT)
		return "INVALID_STRING_LENGTH";
	if ((p->flags & PROPERTY_EMAIL) != 0)
		return check_email(in, a, out);
	switch (p->type) {
	case PROPERTY_NUMBER:
		return check_number(in);
	case PROPERTY_BOOL:
		return str_eq(in, STR("true")) || str_eq(in, STR("false")) ?
		    NULL : "INVALID_OPTION";
	case PROPERTY_ENUMERATION:
		return check_options(p, in);
	case PROPERTY_DATE:
		return check_date(in, a, out);
	case PROPERTY_DATETIME:
		return check_datetime(in, a, out);
	case PROPERTY_STRING:
	case PROPERTY_PHONE:
		break;
	}
	return NULL;
}

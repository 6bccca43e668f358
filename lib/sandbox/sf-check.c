/* One value of a write: may it stand there, and in which form? */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "sandbox/sf.h"
#include "text/email.h"

struct check {
	struct request		*q;
	const struct sf_field	*f;
	struct sf_error		*e;
};

static bool
unreadable(struct check *c, const struct json *in, const char *type)
{
	static const char *const tokens[] = { "VALUE_NULL", "VALUE_FALSE",
	    "VALUE_TRUE", "VALUE_NUMBER_INT", "VALUE_STRING", "START_ARRAY",
	    "START_OBJECT", "START_OBJECT" };
	bool text = in->type == JSON_STRING || in->type == JSON_NUMBER;

	sf_fail(c->q, c->e, "JSON_PARSER_ERROR", NULL, "Cannot deserialize "
	    "instance of %s from %s value %.*s or request may be missing a "
	    "required field at [line:1, column:1]", type,
	    tokens[in->type], text ? (int)in->len : 0, text ? in->text : "");
	return false;
}

static int64_t
characters(struct str s)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static bool
fits(struct check *c, struct str s)
{
	if (c->f->length == 0 || characters(s) <= c->f->length)
		return true;
	sf_fail(c->q, c->e, "STRING_TOO_LONG", c->f->name, "%s: data value "
	    "too large: %.*s (max length=%lld)", c->f->label,
	    STR_ARG(str_to(s, 255)), (long long)c->f->length);
	return false;
}

static bool
is_option(const struct sf_field *f, struct str s, struct str *as)
{
	size_t i;

	for (i = 0; f->options != NULL && f->options[i] != NULL; i++)
		if (str_ieq(str_of(f->options[i]), s)) {
			*as = str_of(f->options[i]);
			return true;
		}
	return false;
}

/* Only a restricted list refuses what is not in it. */
static bool
among_options(struct check *c, struct str *s)
{
	struct str rest = *s, one, as;
	size_t n;

	if (sf_is(c->f, "picklist") && is_option(c->f, *s, s))
		return true;
	while (c->f->restricted && rest.len > 0) {
		n = sf_is(c->f, "multipicklist") ? str_find(rest, STR(";")) :
		    rest.len;
		one = str_to(rest, n);
		rest = str_from(rest, one.len + 1);
		if (is_option(c->f, one, &as))
			continue;
		sf_fail(c->q, c->e, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
		    c->f->name, "%s: bad value for restricted picklist "
		    "field: %.*s", c->f->label, STR_ARG(one));
		return false;
	}
	return true;
}

static bool
check_text(struct check *c, const struct json *in, struct json *out)
{
	struct str s = str_trim(sf_text(in));

	if (in->type != JSON_STRING)
		return unreadable(c, in, "string");
	*out = json_null();
	if (s.len == 0)
		return true;
	if (sf_is(c->f, "email") && email_check(s, NULL) == -1) {
		sf_fail(c->q, c->e, "INVALID_EMAIL_ADDRESS", c->f->name,
		    "%s: invalid email address: %.*s", c->f->label,
		    STR_ARG(str_to(s, 255)));
		return false;
	}
	if (!fits(c, s))
		return false;
	if ((sf_is(c->f, "picklist") || sf_is(c->f, "multipicklist")) &&
	    !among_options(c, &s))
		return false;
	*out = json_str(s);
	return true;
}

static bool
check_number(struct check *c, const struct json *in, struct json *out)
{
	char text[64], *end;
	struct str s = str_trim(sf_text(in));
	double d;

	*out = *in;
	if (in->type == JSON_NUMBER)
		return true;
	if (in->type != JSON_STRING || s.len == 0 || s.len >= sizeof(text) ||
	    strspn(s.p, "0123456789.eE+-") < s.len)
		return unreadable(c, in, "double");
	memcpy(text, s.p, s.len);
	text[s.len] = '\0';
	d = strtod(text, &end);
	if (*end != '\0')
		return unreadable(c, in, "double");
	*out = json_double(d, c->q->a);
	return true;
}

static bool
check_boolean(struct check *c, const struct json *in, struct json *out)
{
	struct str s = sf_text(in);

	*out = *in;
	if (in->type == JSON_TRUE || in->type == JSON_FALSE)
		return true;
	if (!str_ieq(s, STR("true")) && !str_ieq(s, STR("false")))
		return unreadable(c, in, "boolean");
	*out = json_bool(s.len == 4);
	return true;
}

/* "2026-03-01", also of a time; "+0000" for "+00:00". */
static bool
read_time(struct str s, struct instant *t)
{
	char text[48];
	size_t n = s.len;

	if (n < 10 || n + 12 >= sizeof(text))
		return false;
	memcpy(text, s.p, n);
	text[n] = '\0';
	if (n == 10)
		strcat(text, "T00:00:00Z");
	else if (n > 19 && (text[n - 5] == '+' || text[n - 5] == '-')) {
		memmove(text + n - 1, text + n - 2, 3);
		text[n - 2] = ':';
	}
	return time_parse(str_of(text), t) == 0;
}

static bool
check_time(struct check *c, const struct json *in, struct json *out)
{
	bool day = sf_is(c->f, "date");
	struct instant t;

	if (in->type != JSON_STRING || !read_time(sf_text(in), &t))
		return unreadable(c, in, day ? "date" : "datetime");
	*out = sf_time(c->q->a, t.sec * 1000 + t.nsec / 1000000);
	if (day)
		out->len = 10;
	return true;
}

/* Is ${name} one of the words of ${list}? */
static bool
listed(const char *list, const char *name)
{
	size_t n = strlen(name);
	const char *p;

	for (p = list; (p = strstr(p, name)) != NULL; p += n)
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

static bool
check_reference(struct check *c, const struct json *in, struct json *out)
{
	struct str s = sf_text(in);
	const struct object_type *t = sf_id_type(s);
	struct object o;
	int64_t id = sf_id_number(t, s);

	if (in->type != JSON_STRING)
		return unreadable(c, in, "reference");
	if (id == 0 || !listed(c->f->refers, t->name)) {
		sf_fail(c->q, c->e, "MALFORMED_ID", c->f->name, "%s: id value "
		    "of incorrect type: %.*s", c->f->label, STR_ARG(s));
		return false;
	}
	if (!store_get_exact(c->q->store, t, id, c->q->a, &o) ||
	    o.archived) {
		sf_fail(c->q, c->e, "INVALID_CROSS_REFERENCE_KEY", NULL,
		    "invalid cross reference id");
		return false;
	}
	*out = json_str(sf_id_text(t, id, c->q->a));
	return true;
}

bool
sf_check(struct request *q, const struct sf_field *f, const struct json *in,
    struct json *out, struct sf_error *e)
{
	struct check c = { q, f, e };

	if (in->type == JSON_NULL || (in->type == JSON_STRING &&
	    in->len == 0 && !sf_is(f, "boolean"))) {
		*out = json_null();
		return true;
	}
	if (sf_is(f, "reference"))
		return check_reference(&c, in, out);
	if (sf_is_text(f))
		return check_text(&c, in, out);
	if (sf_is(f, "boolean"))
		return check_boolean(&c, in, out);
	if (sf_is(f, "date") || sf_is(f, "datetime"))
		return check_time(&c, in, out);
	return check_number(&c, in, out);
}

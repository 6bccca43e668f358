/* Values to types. */
#include <math.h>
#include <stdlib.h>

#include "stage/map_run.h"
#include "stage/map_time.h"
#include "stage/map_type.h"
#include "text/email.h"
#include "text/phone.h"

enum { NUMBER_TEXT = 64 };

/* A scalar as the text that a person would have typed; none for others. */
static struct str
typed(const struct json *v)
{
	if (v->type == JSON_TRUE)
		return STR("true");
	if (v->type == JSON_FALSE)
		return STR("false");
	return str_trim(map_text(v));
}

static const char *
to_text(struct json *v)
{
	struct str s = typed(v);

	if (s.p == NULL)
		return "type.text";
	*v = json_str(v->type == JSON_STRING ?
	    (struct str){ v->text, v->len } : s);
	return NULL;
}

static const char *
to_email(struct json *v, struct arena *a)
{
	struct email mail;
	struct err e;

	if (email_parse(typed(v), EMAIL_MAILBOX, a, &mail, &e) == -1)
		return "type.email";
	*v = json_str(mail.text);
	return NULL;
}

static const char *
to_phone(const struct map_type *t, struct json *v, struct arena *a)
{
	struct phone phone;
	struct err e;

	if (phone_parse(typed(v), t->region, a, &phone, &e) == -1)
		return "type.phone";
	*v = json_str(phone.e164);
	return NULL;
}

/*
 * "1,200.50" and "12 000" without what groups their thousands: separators
 * stand before exactly three digits.  False if it is no decimal number.
 */
static bool
ungroup(struct str s, char out[NUMBER_TEXT], size_t *n)
{
	size_t i, run = 0;
	bool grouped = false, point = false;

	for (i = *n = 0; i < s.len && *n + 2 < NUMBER_TEXT; i++) {
		if (ascii_digit(s.p[i])) {
			run++;
		} else if (strchr(", _'", s.p[i]) != NULL && !point &&
		    run > 0 && run <= 3 && (!grouped || run == 3)) {
			grouped = true;
			run = 0;
			continue;
		} else if (s.p[i] == '.' && !point && run > 0 &&
		    (!grouped || run == 3)) {
			point = true;
			grouped = false;
			run = 0;
		} else if (i != 0 || (s.p[i] != '-' && s.p[i] != '+')) {
			return false;
		}
		if (s.p[i] != '+')
			out[(*n)++] = s.p[i];
	}
	out[*n] = '\0';
	return i == s.len && run > 0 && (!grouped || run == 3);
}

/* A number's canonical text: JSON has no leading zeros. */
static bool
decimal(struct str s, char out[NUMBER_TEXT], size_t *n)
{
	size_t lead;

	if (!ungroup(s, out, n))
		return false;
	lead = out[0] == '-';
	while (out[lead] == '0' && ascii_digit(out[lead + 1])) {
		memmove(out + lead, out + lead + 1, *n - lead);
		(*n)--;
	}
	return true;
}

static struct json
number_json(const char *text, size_t n, struct arena *a)
{
	struct json v = json_str(arena_str(a, (struct str){ text, n }));

	v.type = JSON_NUMBER;
	return v;
}

/* Integral, exactly, whatever the size: "5", "5.0", "1,200", not "5.5". */
static const char *
to_integer(struct json *v, struct arena *a)
{
	char text[NUMBER_TEXT];
	size_t n, dot;
	double d;

	if (decimal(typed(v), text, &n)) {
		dot = strcspn(text, ".");
		if (dot < n && strspn(text + dot + 1, "0") != n - dot - 1)
			return "type.integer";
		*v = number_json(text, dot, a);
		return NULL;
	}
	if (v->type != JSON_NUMBER || !json_to_double(v, &d) ||
	    d != floor(d) || fabs(d) > 9e15)
		return "type.integer";
	*v = json_int((int64_t)d, a);		/* "1e3" */
	return NULL;
}

static const char *
to_number(struct json *v, struct arena *a)
{
	char text[NUMBER_TEXT];
	size_t n;

	if (v->type == JSON_NUMBER)
		return NULL;
	if (v->type != JSON_STRING || !decimal(typed(v), text, &n))
		return "type.number";
	*v = number_json(text, n, a);
	return NULL;
}

static const char *
to_boolean(struct json *v)
{
	static const char *const yes[] = { "true", "yes", "y", "on", "1" };
	static const char *const no[] = { "false", "no", "n", "off", "0" };
	struct str s = typed(v);
	size_t i;

	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (str_ieq(s, str_of(yes[i]))) {
			*v = json_bool(true);
			return NULL;
		}
		if (str_ieq(s, str_of(no[i]))) {
			*v = json_bool(false);
			return NULL;
		}
	}
	return "type.boolean";
}

static bool
read_time(const struct map_type *t, const struct json *v,
    struct instant *out)
{
	size_t i;

	for (i = 0; i < t->parse.n; i++)
		if (map_time_parse(typed(v), t->parse.p[i], t->zone,
		    out) == 0)
			return true;
	return t->parse.n == 0 && map_time_read(v, t->zone, out) == 0;
}

static const char *
to_time(const struct map_type *t, struct json *v, struct arena *a)
{
	struct str format = t->format;
	struct instant at;

	if (!read_time(t, v, &at))
		return t->kind == MAP_DATE ? "type.date" : "type.datetime";
	if (format.p == NULL && t->kind == MAP_DATETIME)
		*v = map_time_json(at, a);
	else
		*v = json_str(map_time_print(at, format.p != NULL ? format :
		    STR("%Y-%m-%d"), t->zone, a));
	return NULL;
}

static const char *
to_pick(const struct map_type *t, struct json *v)
{
	struct str s = typed(v);
	size_t i;

	for (i = 0; i < t->npicks && s.p != NULL; i++)
		if (str_ieq(s, t->picks[i].spelling)) {
			*v = json_str(t->picks[i].value);
			return NULL;
		}
	return "picklist.unmapped";
}

/* The first number in running text: "about 1,200 people". */
static bool
first_number(struct str s, double *out)
{
	char text[NUMBER_TEXT];
	size_t from, to, n;

	for (from = 0; from < s.len && !ascii_digit(s.p[from]); from++)
		;
	for (to = from; to < s.len && (ascii_digit(s.p[to]) ||
	    (to + 1 < s.len && strchr(",.'_", s.p[to]) != NULL &&
	    ascii_digit(s.p[to + 1]))); to++)
		;
	if (from == to ||
	    !decimal((struct str){ s.p + from, to - from }, text, &n))
		return false;
	*out = strtod(text, NULL);
	return true;
}

static const char *
to_bucket(const struct map_type *t, struct json *v)
{
	struct str s = typed(v);
	double d;
	size_t i;

	for (i = 0; i < t->nranges; i++)
		if (str_ieq(s, t->ranges[i].label)) {
			*v = json_str(t->ranges[i].label);
			return NULL;
		}
	if (s.p == NULL || !(v->type == JSON_NUMBER ? json_to_double(v, &d) :
	    first_number(s, &d)))
		return "type.bucket";
	for (i = 0; i < t->nranges; i++)
		if (d >= t->ranges[i].low && d < t->ranges[i].high + 1) {
			*v = json_str(t->ranges[i].label);
			return NULL;
		}
	return "type.bucket";
}

const char *
map_type_apply(const struct map_type *t, struct json *v, struct arena *a)
{
	switch ((enum map_kind)t->kind) {
	case MAP_TEXT:
		return to_text(v);
	case MAP_EMAIL:
		return to_email(v, a);
	case MAP_PHONE:
		return to_phone(t, v, a);
	case MAP_INTEGER:
		return to_integer(v, a);
	case MAP_NUMBER:
		return to_number(v, a);
	case MAP_BOOLEAN:
		return to_boolean(v);
	case MAP_DATE:
	case MAP_DATETIME:
		return to_time(t, v, a);
	case MAP_PICKLIST:
		return to_pick(t, v);
	case MAP_BUCKET:
		return to_bucket(t, v);
	case MAP_ANY:
		break;
	}
	return NULL;
}

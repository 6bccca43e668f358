/* Values to types. */
#include "stage/map_time.h"
#include "stage/map_typed.h"
#include "text/email.h"
#include "text/phone.h"

struct str
map_typed(const struct json *v)
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
	struct str s = map_typed(v);

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

	if (email_parse(map_typed(v), EMAIL_MAILBOX, a, &mail, &e) == -1)
		return "type.email";
	*v = json_str(mail.text);
	return NULL;
}

static const char *
to_phone(const struct map_type *t, struct json *v, struct arena *a)
{
	struct phone phone;
	struct err e;

	if (phone_parse(map_typed(v), t->region, a, &phone, &e) == -1)
		return "type.phone";
	*v = json_str(phone.e164);
	return NULL;
}

const char *
map_read_number(const struct map_typing *y, struct str s, bool whole,
    struct map_number *out)
{
	enum map_number_is is = map_number_read(s, y->t->point, whole, out);
	enum map_point point;

	if (is == NUMBER_AMBIGUOUS) {
		point = map_locale_point(y->locale);
		is = map_number_read(s, point != POINT_UNKNOWN ? point :
		    y->t->usual, whole, out);
	}
	return is == NUMBER_READ ? NULL :
	    is == NUMBER_AMBIGUOUS ? "type.ambiguous" : "";
}

/* The number in ${v}; NULL, or the code of what is wrong. */
static const char *
read_number(const struct map_typing *y, const struct json *v, bool whole,
    const char *none, struct map_number *out)
{
	const char *code = "";

	if (v->type == JSON_NUMBER)
		return map_number_json(v, out) ? NULL : none;
	if (v->type == JSON_STRING)
		code = map_read_number(y, map_typed(v), whole, out);
	return code != NULL && *code == '\0' ? none : code;
}

/* Integral, exactly, whatever the size: "5", "5.0", "1,200", not "5.5". */
static const char *
to_integer(const struct map_typing *y, struct json *v)
{
	struct map_number n;
	const char *code = read_number(y, v, true, "type.integer", &n);

	if (code != NULL)
		return code;
	if (!map_number_whole(&n))
		return "type.integer";
	*v = map_number_value(&n, y->a);
	return NULL;
}

static const char *
to_number(const struct map_typing *y, struct json *v)
{
	struct map_number n;
	const char *code;

	if (v->type == JSON_NUMBER)
		return NULL;		/* untouched, it keeps its text */
	code = read_number(y, v, false, "type.number", &n);
	if (code == NULL)
		*v = map_number_value(&n, y->a);
	return code;
}

/*
 * Money is a double to expressions, and 12 would be an int: without a scale
 * it is written 12.0.
 */
static const char *
to_decimal(const struct map_typing *y, struct json *v)
{
	const struct map_type *t = y->t;
	struct map_number n;
	const char *code = read_number(y, v, false, "type.decimal", &n);
	size_t scale;

	if (code != NULL)
		return code;
	scale = t->scale >= 0 ? (size_t)t->scale : n.scale > 0 ? n.scale : 1;
	if (!map_number_round(&n, scale, (enum map_rounding)t->rounding))
		return "type.decimal";
	*v = map_number_value(&n, y->a);
	return NULL;
}

/*
 * Eight digits that begin with a year are the day 20260301, which as seconds
 * would be one in 1970 of which nobody speaks.
 */
static bool
is_compact_day(struct str s)
{
	size_t i;

	for (i = 0; i < s.len && ascii_digit(s.p[i]); i++)
		continue;
	return i == 8 && i == s.len && (str_starts(s, STR("19")) ||
	    str_starts(s, STR("20")) || str_starts(s, STR("21")));
}

static bool
read_time(const struct map_type *t, const struct json *v,
    struct instant *out)
{
	const struct zone *z = t->forms.zone;

	if (t->forms.parse.n > 0)
		return map_forms_time(&t->forms, map_typed(v), out);
	if (is_compact_day(map_typed(v)))
		return map_time_parse(map_typed(v), STR("%Y%m%d"), z,
		    out) == 0;
	return map_time_read(v, z, out) == 0;
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
		    STR("%Y-%m-%d"), t->forms.zone, a));
	return NULL;
}

static const char *
apply(const struct map_typing *y, struct json *v)
{
	switch ((enum map_kind)y->t->kind) {
	case MAP_TEXT:
		return to_text(v);
	case MAP_EMAIL:
		return to_email(v, y->a);
	case MAP_PHONE:
		return to_phone(y->t, v, y->a);
	case MAP_INTEGER:
		return to_integer(y, v);
	case MAP_NUMBER:
		return to_number(y, v);
	case MAP_DECIMAL:
		return to_decimal(y, v);
	case MAP_BOOLEAN:
		return map_to_boolean(y, v);
	case MAP_DATE:
	case MAP_DATETIME:
		return to_time(y->t, v, y->a);
	case MAP_BUCKET:
		return map_to_bucket(y, v);
	default:
		return NULL;
	}
}

struct map_fault
map_type_apply(const struct map_type *t, struct json *v, struct str locale,
    struct arena *a)
{
	const struct map_typing y = { t, locale, a };

	switch ((enum map_kind)t->kind) {
	case MAP_ANY:
		return (struct map_fault){ 0 };
	case MAP_PICKLIST:
		return map_to_pick(&y, v);
	case MAP_LIST:
	case MAP_MULTI:
		return map_to_list(&y, v);
	default:
		return (struct map_fault){ apply(&y, v), NULL, t->invalid };
	}
}

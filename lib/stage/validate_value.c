/* validate_value: one value by its type and the field's limits. */
#include "base/utf8.h"
#include "stage/validate.h"
#include "text/email.h"
#include "text/name.h"
#include "text/unicode.h"
#include "text/url.h"

/* The checks return a code and set ${e}, or return NULL. */

static const char *
wrong(struct err *e, const char *code, const char *message)
{
	err_set(e, ERR_INPUT, code, "%s", message);
	return e->code;
}

static const char *
check_email(struct judged *j, struct value *v, struct err *e)
{
	if (email_parse(v->text, v->f->mail.accept, j->r->arena, &v->mail,
	    e) == -1)
		return e->code;
	v->text = v->mail.text;
	return NULL;
}

/* 1&1 and 42 are no people, but firms. */
static bool
is_firm(const struct value *v, struct str s)
{
	size_t i = 0;

	if (str_eq(v->o->name, STR("contact")))
		return false;
	while (i < s.len)
		if (utf8_digit(utf8_next(s, &i)) >= 0)
			return true;
	return false;
}

static const char *
check_name(struct judged *j, struct value *v, struct err *e)
{
	struct str s = name_tidy(v->text, v->f->emoji != EMOJI_STRIP,
	    j->r->arena);

	/* Nor do true and 1e9 have letters. */
	if (v->json->type != JSON_STRING && !is_firm(v, s))
		return wrong(e, "name.letters", "a name needs a letter");
	if (!name_letters(s) && !is_firm(v, s) &&
	    !(v->f->emoji == EMOJI_KEEP && name_emoji(s)))
		return wrong(e, "name.letters", "a name needs a letter");
	v->text = s;
	return NULL;
}

static size_t
skip_digits(struct str s, size_t i)
{
	while (i < s.len && ascii_digit(s.p[i]))
		i++;
	return i;
}

/* RFC 8259's number, and no more: it goes into the record as it is. */
bool
validate_number(struct str s)
{
	size_t i = s.len > 0 && s.p[0] == '-', end;

	end = skip_digits(s, i);
	if (end == i || (s.p[i] == '0' && end > i + 1))
		return false;
	if (end < s.len && s.p[end] == '.') {
		i = end + 1;
		end = skip_digits(s, i);
		if (end == i)
			return false;
	}
	if (end < s.len && (s.p[end] == 'e' || s.p[end] == 'E')) {
		i = end + 1;
		if (i < s.len && (s.p[i] == '+' || s.p[i] == '-'))
			i++;
		end = skip_digits(s, i);
		if (end == i)
			return false;
	}
	return end == s.len;
}

static const char *
check_number(struct value *v, struct err *e)
{
	const struct bounds *b = &v->f->bounds;
	struct json n = { .type = JSON_NUMBER, .text = v->text.p,
	    .len = (uint32_t)v->text.len };
	double d;

	if (!validate_number(v->text) || !json_to_double(&n, &d))
		return wrong(e, "number.syntax",
		    "this is no number; write it as 1234.5");
	if ((b->has_min && d < b->min) || (b->has_max && d > b->max))
		return wrong(e, "number.range",
		    "the number is out of the range that is allowed");
	return NULL;
}

static bool
is_before(struct instant a, struct instant b)
{
	return a.sec < b.sec || (a.sec == b.sec && a.nsec < b.nsec);
}

/* A date, which is all of its day, or a moment. */
static const char *
check_date(struct judged *j, const struct value *v, struct err *e)
{
	const struct bounds *b = &v->f->bounds;
	bool day = v->text.len == 10;
	struct instant first, last;
	int rc;

	rc = time_parse(!day ? v->text : arena_printf(j->r->arena,
	    "%.*sT00:00:00Z", STR_ARG(v->text)), &first);
	if (rc == -1)
		return wrong(e, "date.syntax",
		    "this is no date; write it as 2026-03-01, or as RFC 3339 "
		    "has times");
	last = first;
	if (day)
		last.sec += 86399;
	if ((b->has_min && is_before(last, b->from)) ||
	    (b->has_max && is_before(b->to, first)))
		return wrong(e, "date.range",
		    "the date is out of the range that is allowed");
	return NULL;
}

static const char *
check_type(struct judged *j, struct value *v, struct err *e)
{
	switch (v->f->type) {
	case FIELD_EMAIL:
		return check_email(j, v, e);
	case FIELD_PHONE:
		return validate_phone(j, v, e);
	case FIELD_NAME:
		return check_name(j, v, e);
	case FIELD_URL:
		return url_parse(v->text, j->r->arena, &v->text, e) == -1 ?
		    e->code : NULL;
	case FIELD_DATE:
		return check_date(j, v, e);
	case FIELD_NUMBER:
		return check_number(v, e);
	default:
		return NULL;
	}
}

/* At least what a reader counts; at most what a CRM counts. */
static const char *
check_length(struct judged *j, const struct value *v, struct err *e)
{
	const struct field *f = v->f;

	if (f->min_length > 0 &&
	    unicode_clusters(v->text, j->r->arena) < (size_t)f->min_length) {
		err_set(e, ERR_INPUT, "text.too_short",
		    "shorter than %lld characters",
		    (long long)f->min_length);
		return e->code;
	}
	if (f->max_length > 0 &&
	    utf8_length(v->text) > (size_t)f->max_length) {
		err_set(e, ERR_INPUT, "text.too_long",
		    "longer than %lld characters", (long long)f->max_length);
		return e->code;
	}
	return NULL;
}

static const char *
check_emoji(struct judged *j, struct value *v, struct err *e)
{
	if (v->f->emoji == EMOJI_KEEP || !name_emoji(v->text))
		return NULL;
	if (v->f->emoji == EMOJI_REFUSE)
		return wrong(e, "text.emoji", "there is an emoji in it");
	v->text = text_no_emoji(v->text, j->r->arena);
	return v->text.len > 0 ? NULL :
	    wrong(e, "text.emoji", "it is nothing but emoji");
}

static const char *
check_pattern(const struct value *v, struct err *e)
{
	struct str hit;

	if (v->f->pattern == NULL)
		return NULL;
	switch (regex_find(v->f->pattern, v->text, 0, &hit, 1)) {
	case 1:
		return NULL;
	case 0:
		return wrong(e, "text.pattern",
		    "it does not match the pattern of the configuration");
	default:
		return wrong(e, "regex.limit",
		    "the pattern of the configuration takes too long on it");
	}
}

/* The canonical form of a word of ${l}, into ${v}. */
static bool
look_up(struct judged *j, struct value *v, const struct list *l)
{
	struct str found = list_find(l, v->text, j->r->arena);

	if (found.p == NULL)
		return false;
	v->text = found;
	return true;
}

static const char *
check_lists(struct judged *j, struct value *v, struct err *e)
{
	const struct field *f = v->f;

	if (f->known != NULL && !look_up(j, v, f->known))
		return f->type == FIELD_COUNTRY ?
		    wrong(e, "country.unknown",
		    "there is no country of this name or code") :
		    wrong(e, "currency.unknown",
		    "this is no currency's code (ISO 4217)");
	if (f->allow != NULL && !look_up(j, v, f->allow))
		return wrong(e, "value.not_allowed",
		    "not one of the allowed values");
	return NULL;
}

const char *
validate_value(struct judged *j, struct value *v, struct err *e)
{
	const char *code = check_emoji(j, v, e);

	if (code == NULL)
		code = check_type(j, v, e);
	if (code == NULL)
		code = check_lists(j, v, e);
	if (code == NULL)
		code = check_length(j, v, e);
	return code != NULL ? code : check_pattern(v, e);
}

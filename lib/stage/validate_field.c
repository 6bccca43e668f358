/* validate_field: one value against what its field may hold. */
#include "base/utf8.h"
#include "stage/validate.h"
#include "text/email.h"
#include "text/fold.h"
#include "text/phone.h"

/* A field under judgement. */
struct value {
	const struct object	*o;
	const struct field	*f;
	struct json		*json;		/* in the record */
	struct str		 text;		/* normalised */
};

static int
fault(struct judged *j, const struct value *v, const char *code,
    const char *message)
{
	struct fault f = { v->f->path, code, message, NULL, v->o->name,
	    v->f->name, v->f->on_invalid };

	return validate_fault(j, &f, v->json);
}

/*
 * "en-US", "pt_BR", "zh-Hant-TW": the region of a language tag (RFC 5646),
 * its first part of two letters behind the language.
 */
static struct str
region_of_locale(struct str locale)
{
	size_t i = 0, start;

	while (i < locale.len && ascii_alpha(locale.p[i]))
		i++;
	while (i < locale.len && (locale.p[i] == '-' || locale.p[i] == '_')) {
		start = ++i;
		while (i < locale.len && (ascii_alpha(locale.p[i]) ||
		    ascii_digit(locale.p[i])))
			i++;
		if (i - start == 2)
			return (struct str){ locale.p + start, 2 };
	}
	return STR_NONE;
}

static struct str
phone_region(struct judged *j, const struct field *f)
{
	struct json *source;

	if (f->region.p != NULL)
		return f->region;
	source = doc_get(&j->r->doc, STR("source"));
	if (source != NULL)
		json_open(source, j->r->arena);
	return region_of_locale(json_get_str(source, STR("locale")));
}

/* The checks return a code and set ${e}, or return NULL. */

static const char *
check_email(struct judged *j, struct value *v, struct err *e)
{
	struct email m;

	if (email_parse(v->text, v->f->accept, j->r->arena, &m, e) == -1)
		return e->code;
	v->text = m.text;
	return NULL;
}

static const char *
check_phone(struct judged *j, struct value *v, struct err *e)
{
	struct phone p;
	int rc = phone_parse(v->text, phone_region(j, v->f), j->r->arena, &p,
	    e);

	if ((rc == 0 || strcmp(e->code, "phone.region") == 0) &&
	    p.digits < (size_t)v->f->min_digits)
		err_set(e, ERR_INPUT, "phone.too_short",
		    "the telephone number has fewer than %lld digits",
		    (long long)v->f->min_digits);
	else if (rc == 0) {
		v->text = p.text;
		return NULL;
	}
	return e->code;
}

static const char *
check_length(const struct value *v, struct err *e)
{
	const struct field *f = v->f;
	size_t n;

	if (f->min_length == 0 && f->max_length == 0)
		return NULL;
	n = utf8_length(v->text);
	if (n < (size_t)f->min_length) {
		err_set(e, ERR_INPUT, "text.too_short",
		    "shorter than %lld characters",
		    (long long)f->min_length);
		return e->code;
	}
	if (f->max_length > 0 && n > (size_t)f->max_length) {
		err_set(e, ERR_INPUT, "text.too_long",
		    "longer than %lld characters", (long long)f->max_length);
		return e->code;
	}
	return NULL;
}

static const char *
check_allowed(struct judged *j, struct value *v, struct err *e)
{
	const struct str *canonical;
	char *key;

	if (v->f->allow == NULL)
		return NULL;
	key = arena_alloc(j->r->arena, v->text.len + 1);
	text_fold_into(v->text, key);
	canonical = hmap_get(v->f->allow, (struct str){ key, v->text.len });
	if (canonical == NULL) {
		err_set(e, ERR_INPUT, "value.not_allowed",
		    "not one of the allowed values");
		return e->code;
	}
	v->text = *canonical;
	return NULL;
}

static const char *
check_value(struct judged *j, struct value *v, struct err *e)
{
	const char *code = NULL;

	if (v->f->type == FIELD_EMAIL)
		code = check_email(j, v, e);
	else if (v->f->type == FIELD_PHONE)
		code = check_phone(j, v, e);
	if (code == NULL)
		code = check_length(v, e);
	return code != NULL ? code : check_allowed(j, v, e);
}

/* Does the field say anything of how its text looks? */
static bool
wants_text(const struct field *f)
{
	return f->type != FIELD_TEXT || f->allow != NULL ||
	    f->min_length > 0 || f->max_length > 0;
}

static void
normalise(struct judged *j, struct value *v)
{
	static const char *const codes[] = { "text.normalised",
		"email.normalised", "phone.normalised" };
	struct json was = *v->json;

	if (str_eq(v->text, json_scalar(v->json)))
		return;
	validate_set(j, v->o->name, v->f->name, json_str(v->text));
	validate_find(j, v->f->path, codes[v->f->type], "normalised", &was);
}

/* The value in the record, or NULL; opened. */
static struct json *
find_value(struct judged *j, const struct object *o, const struct field *f)
{
	struct json *obj = doc_get(&j->r->doc, o->name), *v;

	if (obj == NULL)
		return NULL;
	json_open(obj, j->r->arena);
	v = json_get(obj, f->name);
	if (v != NULL)
		json_open(v, j->r->arena);
	return v != NULL && v->type != JSON_NULL ? v : NULL;
}

static int
judge(struct judged *j, struct value *v)
{
	struct err why = { 0 };
	struct str raw = json_scalar(v->json);
	const char *code;

	if (raw.p == NULL)
		return !wants_text(v->f) ? 0 : fault(j, v, "value.type",
		    "a list or object stands where text should");
	v->text = utf8_trim(raw);
	if (v->text.len == 0) {
		validate_find(j, v->f->path, "text.empty", "dropped", NULL);
		validate_drop(j, v->o->name, v->f->name);
		return 0;
	}
	code = check_value(j, v, &why);
	if (code != NULL && strcmp(code, "phone.region") == 0) {
		/* Nothing is wrong with it that we could know. */
		validate_find(j, v->f->path, code, "kept", NULL);
		code = NULL;
	}
	if (code != NULL)
		return fault(j, v, code, why.msg);
	normalise(j, v);
	return 0;
}

static int
judge_rule(struct judged *j, const struct object *o, const struct field *f)
{
	const struct json *v = find_value(j, o, f);
	struct fault fault = { f->path, NULL, NULL, f->rule.message, o->name,
	    f->name, f->on_invalid };
	struct err why = { 0 };

	if (f->rule.prog == NULL || v == NULL ||
	    validate_rule(j, &f->rule, v, &why) == 0)
		return 0;
	fault.code = why.code;
	fault.message = why.msg;
	return validate_fault(j, &fault, v);
}

int
validate_field(struct judged *j, const struct object *o,
    const struct field *f)
{
	struct value v = { o, f, find_value(j, o, f), STR_NONE };

	if (v.json != NULL && judge(j, &v) == -1)
		return -1;
	if (judge_rule(j, o, f) == -1)
		return -1;
	if (!f->required || find_value(j, o, f) != NULL)
		return 0;
	v.json = NULL;
	if (f->on_invalid == ON_KEEP) {
		validate_find(j, f->path, "field.required", "kept", NULL);
		return 0;
	}
	err_set(j->e, ERR_INPUT, "field.required",
	    "%s is required and missing", f->path);
	return err_field(j->e, str_of(f->path));
}

/* validate_field: one value against what its field may hold. */
#include "base/utf8.h"
#include "stage/condition.h"
#include "stage/validate.h"
#include "text/name.h"

static bool
holds(struct judged *j, const struct cel_prog *when)
{
	struct err e = { 0 };

	validate_vars(j);
	return condition_holds(when, j->vars, j->r->arena, &e) ==
	    CONDITION_TRUE;
}

/* A field that is required of some only costs nobody else the record. */
static int
on_invalid(struct judged *j, const struct field *f)
{
	return f->rejects && f->required_when != NULL &&
	    holds(j, f->required_when) ? ON_REJECT : f->on_invalid;
}

static int
fault(struct judged *j, const struct value *v, const char *code,
    const char *message)
{
	struct fault f = { v->f->path, code, message, NULL, v->o->name,
	    v->f->name, on_invalid(j, v->f), v->f->ask, v->f->type };

	return validate_fault(j, &f, v->json);
}

/* Does the field say anything of how its text looks? */
static bool
wants_text(const struct field *f)
{
	return f->type != FIELD_TEXT || f->allow != NULL ||
	    f->rubbish != NULL || f->pattern != NULL ||
	    f->emoji != EMOJI_KEEP || f->min_length > 0 || f->max_length > 0;
}

static void
normalise(struct judged *j, struct value *v)
{
	const char *code = v->f->type == FIELD_EMAIL ? "email.normalised" :
	    v->f->type == FIELD_PHONE ? "phone.normalised" :
	    "text.normalised";
	struct json was = *v->json, now = json_str(v->text);

	if (v->f->type == FIELD_NUMBER)
		now.type = JSON_NUMBER;
	if (str_eq(v->text, json_scalar(v->json)) &&
	    (v->f->type != FIELD_NUMBER || was.type == JSON_NUMBER))
		return;
	validate_set(j, v->o->name, v->f->name, now);
	validate_find(j, v->f->path, code, "normalised", &was);
}

static bool
has_control(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return true;
	return false;
}

/*
 * Text that went through a wrong encoding is told of, with what it most
 * likely was; who it is does not depend on it.  True: it must stay as it is,
 * since what is unseen in it are letters.
 */
static bool
tell_mojibake(struct judged *j, const struct value *v)
{
	struct str raw = json_scalar(v->json), meant;

	if (v->f->type != FIELD_NAME)
		return false;
	meant = text_mojibake(raw, j->r->arena);
	if (meant.p == NULL && str_find(raw, STR("\xef\xbf\xbd")) ==
	    (size_t)-1)
		return false;
	validate_find(j, v->f->path, "text.mojibake", "kept", NULL);
	validate_suggest(j, v->f->path, "text.mojibake", meant);
	return meant.p != NULL && !has_control(raw);
}

/* The value in the record, or NULL; opened. */
static struct json *
find_value(struct judged *j, const struct object *o, const struct field *f)
{
	struct json *obj = validate_object(j, o->name, false), *v;

	v = obj != NULL ? json_get(obj, f->name) : NULL;
	if (v != NULL)
		json_open(v, j->r->arena);
	return v != NULL && v->type != JSON_NULL ? v : NULL;
}

/* What is neither address nor number may hold one. */
static struct str
find_meant(struct judged *j, const struct value *v, const char *code)
{
	if (v->f->type == FIELD_PHONE && (strcmp(code, "phone.letters") == 0 ||
	    strcmp(code, "phone.syntax") == 0))
		return validate_phone_meant(j, v);
	if (v->f->type == FIELD_EMAIL && v->f->mail.suggest &&
	    (strcmp(code, "email.syntax") == 0 ||
	    strcmp(code, "email.idn") == 0 ||
	    strcmp(code, "email.domain") == 0))
		return email_mend(v->text, j->r->arena);
	return STR_NONE;
}

/* What is wrong with a value, and what it most likely was. */
static int
fault_meant(struct judged *j, const struct value *v, const char *code,
    const char *message)
{
	struct str meant = find_meant(j, v, code);

	if (fault(j, v, code, message) == -1)
		return -1;
	validate_suggest(j, v->f->path, code, meant);
	return 0;
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
	code = validate_value(j, v, &why);
	if (code != NULL && strcmp(code, "phone.region") == 0) {
		/* Nothing is wrong with it that we could know. */
		validate_find(j, v->f->path, code, "kept", NULL);
		code = NULL;
	}
	if (code != NULL)
		return fault_meant(j, v, code, why.msg);
	if (!tell_mojibake(j, v))
		normalise(j, v);
	if (v->f->type == FIELD_PHONE)
		validate_phone_told(j, v);
	return v->f->type == FIELD_EMAIL && validate_mail(j, v) == -1 ? -1 :
	    0;
}

static int
judge_rule(struct judged *j, const struct object *o, const struct field *f)
{
	const struct json *v = find_value(j, o, f);
	struct fault fault = { f->path, NULL, NULL, f->rule.message, o->name,
	    f->name, 0, f->ask, f->type };
	struct err why = { 0 };

	if (f->rule.prog == NULL || v == NULL ||
	    validate_rule(j, &f->rule, v, &why) == 0)
		return 0;
	fault.code = why.code;
	fault.message = why.msg;
	fault.on_invalid = on_invalid(j, f);
	return validate_fault(j, &fault, v);
}

/* After the operator's own rule, which may have better words for it. */
static int
judge_rubbish(struct judged *j, const struct object *o,
    const struct field *f)
{
	struct value v = { .o = o, .f = f };

	if (f->rubbish == NULL || (v.json = find_value(j, o, f)) == NULL ||
	    v.json->type != JSON_STRING || list_find(f->rubbish,
	    json_scalar(v.json), j->r->arena).p == NULL)
		return 0;
	return fault(j, &v, "text.rubbish",
	    "a word stands here that says nothing");
}

/* It is not there, or was just taken away. */
static int
judge_missing(struct judged *j, const struct object *o,
    const struct field *f)
{
	struct fault missing = { f->path, "field.required",
	    "it is required and missing", NULL, STR_NONE, STR_NONE,
	    f->on_invalid, f->ask, f->type };

	/* What was asked for, by whatever rule, is not asked for twice. */
	if (find_value(j, o, f) != NULL || validate_asked(j, f->path))
		return 0;
	if (f->on_invalid != ON_KEEP && f->on_invalid != ON_ASK) {
		err_set(j->e, ERR_INPUT, "field.required",
		    "%s is required and missing", f->path);
		return err_field(j->e, str_of(f->path));
	}
	return validate_fault(j, &missing, NULL);
}

int
validate_field(struct judged *j, const struct object *o,
    const struct field *f)
{
	struct value v = { .o = o, .f = f, .json = find_value(j, o, f) };

	if (v.json != NULL && judge(j, &v) == -1)
		return -1;
	if (judge_rule(j, o, f) == -1 || judge_rubbish(j, o, f) == -1)
		return -1;
	return f->required ? judge_missing(j, o, f) : 0;
}

int
validate_required(struct judged *j, const struct object *o,
    const struct field *f)
{
	if (!f->required && (f->required_when == NULL ||
	    !holds(j, f->required_when)))
		return 0;
	return judge_missing(j, o, f);
}

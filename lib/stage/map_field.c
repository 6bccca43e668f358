/* Fields at work. */
#include "stage/map_field.h"
#include "stage/map_redact.h"
#include "text/email.h"
#include "text/phone.h"

static bool
holds(const struct map_field *f, struct map_run *run,
    const struct cel_val *vars)
{
	int yes = map_expr_holds(&f->when, vars, run->a);

	if (yes == -1)
		map_note(run, "expr.error", "warning", "dropped", NULL, "%s",
		    f->label);
	return yes == 1;
}

/* Something is wrong with a field: what its on_invalid makes of it. */
static enum verdict
invalid(const struct map_field *f, struct map_run *run, const char *code,
    const struct json *was, struct err *e)
{
	if (f->type.invalid == MAP_REJECT) {
		err_set(e, ERR_INPUT, code, "%s is not what its mapping "
		    "wants; correct the source or the mapping", f->label);
		err_field(e, str_of(f->label));
		return REC_REFUSED;
	}
	map_note(run, code, "warning",
	    f->type.invalid == MAP_KEEP && was != NULL ? "kept" : "dropped",
	    was, "%s", f->label);
	return REC_PASS;
}

/* The key in the form in which it is compared; false if it is none. */
static bool
normalise(const struct map_field *f, struct map_run *run, struct str *value)
{
	struct email mail;
	struct phone phone;
	struct err e;

	if (strcmp(f->identifier, "email") == 0) {
		if (email_parse(*value, EMAIL_MAILBOX, run->a, &mail, &e) == -1)
			return false;
		*value = mail.text;
	} else if (phone_parse(*value, f->type.region, run->a, &phone,
	    &e) == 0) {
		*value = phone.e164;
	} else {
		/* Without a region it is what validate will make of it. */
		return strcmp(e.code, "phone.region") == 0;
	}
	return true;
}

/*
 * A key that a person is known by.  One that is wrong makes nobody
 * anonymous: it is left to validate to judge.
 */
static void
identify(const struct map_field *f, struct map_run *run, size_t which,
    const struct json *v, struct json *list)
{
	struct str value = str_trim(map_text(v));
	struct json one = json_object();
	const char *where = f->label;

	if (f->identifier == NULL || value.len == 0)
		return;
	run->identified = true;
	if (!normalise(f, run, &value))
		return;
	if (f->from.n > 0 && f->from.plain[which].var != -1)
		where = arena_str(run->a, f->from.texts[which]).p;
	json_add(&one, STR("kind"), json_str(str_of(f->identifier)), run->a);
	json_add(&one, STR("value"), json_str(value), run->a);
	json_add(&one, STR("where"), json_str(str_of(where)), run->a);
	json_add(&one, STR("verified"), json_bool(false), run->a);
	json_push(list, one, run->a);
}

static enum verdict
fill(const struct map_field *f, struct map_run *run,
    const struct cel_val *vars, struct json *object, struct json *list,
    struct err *e)
{
	size_t which = 0;
	struct json v, *was;
	const char *code;
	enum cel_status status;
	struct err why;

	if (!holds(f, run, vars))
		return REC_PASS;
	status = map_expr_json(&f->from, vars, run->a, &v, &which, &why);
	if (status == CEL_FAIL &&
	    invalid(f, run, "expr.error", NULL, e) == REC_REFUSED)
		return REC_REFUSED;
	if (status != CEL_OK) {
		if (f->fallback != NULL)
			json_set(object, f->key, *f->fallback, run->a);
		return REC_PASS;
	}
	map_redact(run, &v, f->label);
	code = map_type_apply(&f->type, &v, run->a);
	if (code != NULL) {
		was = ARENA_NEW(run->a, struct json);
		*was = v;
		if (invalid(f, run, code, was, e) == REC_REFUSED)
			return REC_REFUSED;
		run->identified |= f->identifier != NULL;
		if (f->type.invalid != MAP_KEEP)
			return REC_PASS;
	}
	json_set(object, f->key, v, run->a);
	identify(f, run, which, &v, list);
	return REC_PASS;
}

enum verdict
map_fields_fill(const struct map_fields *f, struct map_run *run,
    const struct cel_val *vars, struct json *object, struct json *list,
    struct err *e)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (fill(&f->v[i], run, vars, object, list, e) != REC_PASS)
			return REC_REFUSED;
	return REC_PASS;
}

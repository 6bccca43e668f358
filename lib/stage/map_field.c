/* Fields at work. */
#include "stage/map_on.h"
#include "stage/map_field.h"
#include "stage/map_redact.h"
#include "stage/map_told.h"
#include "text/email.h"
#include "text/phone.h"

/*
 * Something is wrong with a field: what its on_invalid makes of it, unless
 * its type has done something already.
 */
static enum verdict
invalid(const struct map_field *f, struct map_run *run,
    const struct map_fault *fault, const struct json *was, struct err *e)
{
	if (fault->did == NULL && fault->invalid == MAP_REJECT) {
		err_set(e, ERR_INPUT, fault->code, "%s is not what its mapping "
		    "wants; correct the source or the mapping", f->label);
		err_field(e, str_of(f->label));
		return REC_REFUSED;
	}
	map_note(run, fault->code, "warning", fault->did != NULL ?
	    fault->did : fault->invalid == MAP_KEEP && was != NULL ?
	    "kept" : "dropped", was, "%s", f->label);
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

/* What the platform told, and may vouch for, is not told again. */
static bool
is_told(const struct json *list, struct str kind, struct str value)
{
	const struct json *one;
	size_t i;

	for (i = 0; i < list->len; i++) {
		one = &list->items[i];
		if (str_eq(json_get_str(one, STR("kind")), kind) &&
		    str_eq(json_get_str(one, STR("value")), value))
			return true;
	}
	return false;
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
	if (!normalise(f, run, &value) ||
	    is_told(list, str_of(f->identifier), value))
		return;
	if (f->from.n > 0 && f->from.plain[which].var != -1)
		where = arena_str(run->a, f->from.texts[which]).p;
	json_add(&one, STR("kind"), json_str(str_of(f->identifier)), run->a);
	json_add(&one, STR("value"), json_str(value), run->a);
	json_add(&one, STR("where"), json_str(str_of(where)), run->a);
	json_add(&one, STR("verified"), json_bool(false), run->a);
	json_push(list, one, run->a);
}

/* The value to its type; null where nothing is left of it. */
static enum verdict
convert(const struct map_field *f, struct map_run *run, struct json *v,
    struct err *e)
{
	struct json was = *v, *kept;
	struct map_fault fault = map_type_apply(&f->type, v, run->locale,
	    run->a);

	if (fault.code == NULL)
		return REC_PASS;
	kept = ARENA_NEW(run->a, struct json);
	*kept = was;
	if (invalid(f, run, &fault, kept, e) == REC_REFUSED)
		return REC_REFUSED;
	if (fault.did != NULL)
		return REC_PASS;
	run->identified |= f->identifier != NULL;
	if (fault.invalid != MAP_KEEP)
		*v = json_null();
	return REC_PASS;
}

/* Is the field there to reach somebody by? */
static bool
is_contact(const struct map_field *f)
{
	return f->identifier != NULL || f->type.kind == MAP_EMAIL ||
	    f->type.kind == MAP_PHONE;
}

static enum verdict
fill(const struct map_field *f, struct map_run *run,
    const struct cel_val *vars, struct json *object, struct json *list,
    struct err *e)
{
	const struct map_fault failed = { "expr.error", NULL,
	    f->type.invalid };
	size_t which = 0;
	struct json v;
	enum cel_status status;
	struct err why;
	int held;

	held = map_expr_holds(&f->when, vars, run->a);
	if (held != 1)
		return held == 0 ? REC_PASS :
		    invalid(f, run, &failed, NULL, e);
	status = map_expr_json(&f->from, vars, run->a, &v, &which, &why);
	if (status == CEL_FAIL &&
	    invalid(f, run, &failed, NULL, e) == REC_REFUSED)
		return REC_REFUSED;
	if (status != CEL_OK) {
		if (f->fallback != NULL)
			json_set(object, f->key, *f->fallback, run->a);
		return REC_PASS;
	}
	map_redact_field(run, &v, is_contact(f), f->label);
	if (convert(f, run, &v, e) == REC_REFUSED)
		return REC_REFUSED;
	if (v.type == JSON_NULL)
		return REC_PASS;
	json_set(object, f->key, v, run->a);
	identify(f, run, which, &v, list);
	return REC_PASS;
}

enum verdict
map_fields_fill(const struct map_fields *f, struct map_run *run,
    const struct cel_val *vars, struct json *object, struct json *list,
    struct err *e)
{
	enum verdict v = REC_PASS;
	size_t i;

	for (i = 0; i < f->n && v == REC_PASS; i++) {
		if (!map_on_wants(f, i, run)) {
			if (run->told != NULL)
				map_told_passed(run, &f->v[i]);
			continue;
		}
		if (run->told != NULL)
			map_told_start(run, &f->v[i], vars);
		v = fill(&f->v[i], run, vars, object, list, e);
		if (run->told != NULL)
			map_told_end(run, &f->v[i], object, v, e);
	}
	return v;
}

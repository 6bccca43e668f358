/* validate: judge and normalise a record; see validate.h. */
#include "stage/validate.h"

#include "stage/condition.h"

static void *
validate_open(const struct conf *c, const struct run_env *env,
    struct arena *a)
{
	struct validate *v = ARENA_NEW(a, struct validate);

	v->now = env->now;
	v->redact = env->redact;
	validate_read(c, v, a);
	return v;
}

static void
rules_paths(const struct rules *rules, struct json_paths *p)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		if (rules->p[i].prog != NULL)
			record_paths(rules->p[i].prog, p);
}

static void
add_path(struct json_paths *p, struct str object, struct str field)
{
	struct str own[] = { { "objects", 7 }, str_from(object, 8), field };
	struct str keys[] = { object, field };

	if (str_starts(object, STR("objects.")))
		json_paths_add(p, own, 3, true);
	else
		json_paths_add(p, keys, 2, true);
}

static void
validate_paths(const void *stage, struct json_paths *p)
{
	static const struct str locale[] = { { "source", 6 },
		{ "locale", 6 } };
	static const struct str country[] = { { "contact", 7 },
		{ "country", 7 } };
	static const struct str language[] = { { "conversation", 12 },
		{ "language", 8 } };
	static const struct str withheld = { "withheld", 8 };
	const struct validate *v = stage;
	size_t i, k;

	json_paths_add(p, &withheld, 1, true);
	if (v->reads_locale) {
		json_paths_add(p, locale, 2, true);
		json_paths_add(p, country, 2, true);
	}
	if (v->asks) {
		json_paths_add(p, &locale[0], 1, true);
		json_paths_add(p, language, 2, true);
	}
	for (i = 0; i < v->n; i++) {
		const struct object *o = &v->objects[i];

		for (k = 0; k < o->n; k++) {
			add_path(p, o->name, o->fields[k].name);
			if (o->fields[k].rule.prog != NULL)
				record_paths(o->fields[k].rule.prog, p);
			if (o->fields[k].required_when != NULL)
				record_paths(o->fields[k].required_when, p);
		}
		rules_paths(&o->rules, p);
	}
	rules_paths(&v->rules, p);
}

struct json *
validate_object(struct judged *j, struct str name, bool edit)
{
	struct json_doc *d = &j->r->doc;
	bool own = str_starts(name, STR("objects."));
	struct str top = own ? STR("objects") : name;
	struct json *o = edit ? doc_edit(d, top) : doc_get(d, top);

	if (o == NULL)
		return NULL;
	json_open(o, j->r->arena);
	if (own && (o = json_get(o, str_from(name, 8))) != NULL)
		json_open(o, j->r->arena);
	return o;
}

void
validate_set(struct judged *j, struct str object, struct str field,
    struct json v)
{
	json_set(validate_object(j, object, true), field, v, j->r->arena);
	j->vars_fresh = false;
}

void
validate_drop(struct judged *j, struct str object, struct str field)
{
	struct json *o = validate_object(j, object, true);

	if (o != NULL)
		json_del(o, field);
	j->vars_fresh = false;
}

/* A value as a finding may show it. */
static struct json
shown(const struct judged *j, const struct json *v)
{
	struct json copy = json_copy(v, j->r->arena);

	record_redact(&copy, j->v->redact, j->r->arena);
	return copy;
}

void
validate_find(struct judged *j, const char *path, const char *code,
    const char *did, const struct json *was)
{
	struct json old;

	if (was != NULL)
		old = shown(j, was);
	record_find(j->r, path, code, strcmp(did, "normalised") == 0 ? "info" :
	    "warning", did, was != NULL ? &old : NULL);
	j->vars_fresh = false;
}

void
validate_add(struct judged *j, const char *path, const char *code,
    struct str key, struct str text)
{
	struct json *list = doc_get(&j->r->doc, STR("findings"));
	struct json *one;

	if (list == NULL || list->type != JSON_ARRAY || list->len == 0)
		return;
	one = &list->items[list->len - 1];
	if (str_eq(json_get_str(one, STR("code")), str_of(code)) &&
	    str_eq(json_get_str(one, STR("field")), str_of(path)))
		json_set(one, key, json_str(text), j->r->arena);
}

void
validate_suggest(struct judged *j, const char *path, const char *code,
    struct str meant)
{
	struct json v = json_str(meant);

	if (meant.p == NULL)
		return;
	v = shown(j, &v);
	validate_add(j, path, code, STR("suggestion"), json_scalar(&v));
}

static int
refuse(struct judged *j, const struct fault *f)
{
	struct err e = { 0 };

	err_set(&e, ERR_INPUT, f->code, "%s%s%s",
	    f->path != NULL ? f->path : "", f->path != NULL ? ": " : "",
	    f->message);
	if (f->path != NULL)
		err_field(&e, str_of(f->path));
	*j->e = e;
	return -1;
}

int
validate_fault(struct judged *j, const struct fault *f,
    const struct json *was)
{
	static const char *const did[] = { [ON_DROP] = "dropped",
		[ON_KEEP] = "kept", [ON_ASK] = "asked" };

	if (f->on_invalid == ON_REJECT)
		return refuse(j, f);
	validate_find(j, f->path, f->code, did[f->on_invalid], was);
	if (f->note != NULL)
		validate_add(j, f->path, f->code, STR("message"),
		    str_of(f->note));
	if (f->on_invalid == ON_ASK)
		validate_ask(j, f);
	if (f->on_invalid != ON_KEEP && f->field.p != NULL)
		validate_drop(j, f->object, f->field);
	return 0;
}

void
validate_vars(struct judged *j)
{
	if (!j->vars_fresh)
		record_vars(&j->r->doc, j->v->now, j->vars);
	j->vars_fresh = true;
}

int
validate_rule(struct judged *j, const struct rule *rule,
    const struct json *value, struct err *why)
{
	struct err e = { 0 };

	if (rule->prog == NULL)
		return 0;
	validate_vars(j);
	j->vars[j->v->value_var] = value != NULL ? cel_from_json(value) :
	    (struct cel_val){ .kind = CEL_NULL };
	switch (condition_holds(rule->prog, j->vars, j->r->arena, &e)) {
	case CONDITION_FALSE:
		return err_set(why, ERR_INPUT, rule->code, "%s",
		    rule->message != NULL ? rule->message :
		    "a rule of the configuration does not hold");
	case CONDITION_FAIL:
		return err_set(why, ERR_INPUT, "expr.error",
		    "a rule cannot be evaluated: %s", e.msg);
	default:		/* what is not there breaks no rule */
		return 0;
	}
}

int
validate_rules(struct judged *j, const struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->p[i];
		struct fault f = { r->path, NULL, NULL, r->message, r->object,
		    r->field, r->on_invalid, r->ask, FIELD_TEXT };
		const struct json *o, *was = NULL;
		struct err why = { 0 };

		if (validate_rule(j, r, NULL, &why) == 0)
			continue;
		f.code = why.code;
		f.message = why.msg;
		if (r->field.p != NULL) {
			o = validate_object(j, r->object, false);
			was = json_get(o, r->field);
		}
		if (validate_fault(j, &f, was) == -1)
			return -1;
	}
	return 0;
}

/* ${judge} each field of objects that are there, or must be. */
static int
each_field(struct judged *j, int (*judge)(struct judged *,
    const struct object *, const struct field *))
{
	const struct validate *v = j->v;
	const struct object *o;
	size_t k;

	for (o = v->objects; o < v->objects + v->n; o++) {
		if (!o->demands && validate_object(j, o->name, false) == NULL)
			continue;
		for (k = 0; k < o->n; k++)
			if (judge(j, o, &o->fields[k]) == -1)
				return -1;
	}
	return 0;
}

static enum verdict
validate_run(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	const struct validate *v = stage;
	struct judged j = { .v = v, .r = r, .e = e };
	size_t i;

	(void)scratch;
	/*
	 * A record that map has stripped for want of consent has no person:
	 * nothing can be asked of it.
	 */
	if (record_withholds(r, STR("consent")))
		return REC_PASS;
	if (each_field(&j, validate_field) == -1 || (v->conditions &&
	    each_field(&j, validate_required) == -1))
		return REC_REFUSED;
	for (i = 0; i < v->n; i++)
		if (validate_rules(&j, &v->objects[i].rules) == -1)
			return REC_REFUSED;
	if (validate_rules(&j, &v->rules) == -1 || (v->takes &&
	    each_field(&j, validate_required) == -1))
		return REC_REFUSED;
	return REC_PASS;
}

const struct stage_ops stage_validate = {
	.name = "validate",
	.open = validate_open,
	.paths = validate_paths,
	.run = validate_run
};

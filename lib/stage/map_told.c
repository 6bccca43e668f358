#include "stage/map_told.h"

#include "stage/map_place.h"

enum { SHOWN_MAX = 400 };	/* bytes of a value's JSON */

/* ${v} as it may be shown: without secrets, and if it is large its size. */
static struct json
shown(const struct json *v, const struct map_told *t, struct arena *a)
{
	struct json copy = json_copy(v, a), o = json_object();
	struct buf b = { 0 };

	record_redact(&copy, t->rules, a);
	json_write(&copy, &b);
	if (b.len > SHOWN_MAX && (v->type == JSON_ARRAY ||
	    v->type == JSON_OBJECT)) {
		json_add(&o, v->type == JSON_ARRAY ? STR("items") :
		    STR("members"), json_uint(v->len, a), a);
		copy = o;
	}
	buf_free(&b);
	return copy;
}

static void
add_value(struct json *o, struct cel_val v, const struct map_told *t,
    struct arena *a)
{
	struct json json;
	struct err e;

	if (cel_to_json(v, a, &json, &e) == 0)
		json_add(o, STR("value"), shown(&json, t, a), a);
	else
		json_add(o, STR("error"), json_str(arena_str(a,
		    str_of(e.msg))), a);
}

static void
add_outcome(struct json *o, enum cel_status status, struct cel_val v,
    struct str why, const struct map_told *t, struct arena *a)
{
	if (status == CEL_OK && v.kind == CEL_STRING && v.s.len == 0)
		json_add(o, STR("absent"), json_str(STR("empty text")), a);
	else if (status == CEL_OK && v.kind == CEL_NULL)
		json_add(o, STR("absent"), json_str(STR("null")), a);
	else if (status == CEL_OK)
		add_value(o, v, t, a);
	else
		json_add(o, status == CEL_ABSENT ? STR("absent") :
		    STR("error"), json_str(arena_str(a, why)), a);
}

/* The bytes of the line that a path's value was made of. */
static void
add_origin(struct json *o, struct str expr, const struct map_told *t,
    const struct cel_val *vars, struct arena *a)
{
	const struct json *value = json_get(o, STR("value")), *at;
	struct json from = json_object(), v;
	struct buf path = { 0 }, b = { 0 };

	if (value == NULL)
		return;
	at = map_place_find(expr, vars, t->input, value, &path);
	if (at != NULL) {
		v = shown(at, t, a);
		json_write(&v, &b);
		json_add(&from, STR("path"), json_str(arena_str(a,
		    buf_str(&path))), a);
		json_add(&from, STR("bytes"), json_str(arena_str(a,
		    buf_str(&b))), a);
		json_add(o, STR("source"), from, a);
	}
	buf_free(&b);
	buf_free(&path);
}

static bool
is_known(const struct json *list, struct str expr)
{
	size_t i;

	for (i = 0; i < list->len; i++)
		if (str_eq(json_get_str(&list->items[i], STR("expr")), expr))
			return true;
	return false;
}

/*
 * The parts of an expression, each once, but for the whole and for the
 * variables that all paths begin with.
 */
static struct json
steps(const struct cel_prog *p, const struct cel_trace *t,
    const struct map_told *told, const struct cel_val *vars, struct arena *a)
{
	struct str src = cel_source(p), s;
	struct json list = json_array(), o;
	size_t i;

	for (i = 0; i < t->n; i++) {
		s = str_to(str_from(src, t->v[i].off),
		    t->v[i].end - t->v[i].off);
		if (t->v[i].depth == 0 || (t->v[i].times <= 1 &&
		    is_known(&list, s)) || (t->v[i].status == CEL_OK &&
		    t->v[i].value.kind == CEL_MAP && t->v[i].value.is_json &&
		    !map_place_named(s)))
			continue;
		o = json_object();
		json_add(&o, STR("expr"), json_str(s), a);
		add_outcome(&o, t->v[i].status, t->v[i].value, t->v[i].why,
		    told, a);
		if (t->v[i].times > 1)
			json_add(&o, STR("times"), json_uint(t->v[i].times,
			    a), a);
		if (map_place_named(s))
			add_origin(&o, s, told, vars, a);
		json_push(&list, o, a);
	}
	return list;
}

/* What a path lacks: "slots has no phone". */
static struct str
lacking(const struct map_plain *p, struct str text,
    const struct cel_val *vars, struct str why, struct arena *a)
{
	const struct cel_val *v = &vars[p->var];
	const struct json *at = v->is_json && v->kind == CEL_MAP ? v->json :
	    NULL;
	size_t i, len = str_find(text, STR("."));

	for (i = 0; i < p->n && at != NULL; i++) {
		if (at->type == JSON_NULL)
			return arena_printf(a, "%.*s is null",
			    STR_ARG(str_to(text, len)));
		if (at->type != JSON_OBJECT)
			return why;
		at = json_get(at, p->keys[i]);
		if (at == NULL)
			return arena_printf(a, "%.*s has no %.*s",
			    STR_ARG(str_to(text, len)), STR_ARG(p->keys[i]));
		len += 1 + p->keys[i].len;
	}
	return why;
}

/* One expression; does it give a value? */
static bool
try(const struct map_expr *x, size_t i, const struct map_told *t,
    const struct cel_val *vars, struct arena *a, struct json *list)
{
	struct json o = json_object(), parts;
	struct cel_trace trace = { 0 };
	enum cel_status status;
	struct cel_val v = { 0 };
	struct err e = { 0 };
	bool plain = x->plain[i].var != -1, path = plain ||
	    map_place_named(x->texts[i]);
	struct str why;

	status = cel_explain(x->progs[i], vars, a, &trace, &v, &e);
	why = str_of(e.msg);
	if (plain && status == CEL_ABSENT)
		why = lacking(&x->plain[i], x->texts[i], vars, why, a);
	json_add(&o, STR("expr"), json_str(x->texts[i]), a);
	add_outcome(&o, status, v, why, t, a);
	if (path)
		add_origin(&o, x->texts[i], t, vars, a);
	else if ((parts = steps(x->progs[i], &trace, t, vars, a)).len > 0)
		json_add(&o, STR("steps"), parts, a);
	json_push(list, o, a);
	return json_get(&o, STR("absent")) == NULL;
}

/* All that are evaluated, until one gives a value. */
static struct json
tries(const struct map_expr *x, const struct map_told *t,
    const struct cel_val *vars, struct arena *a)
{
	struct json list = json_array(), o = json_object();
	size_t i;

	if (x->literal != NULL) {
		json_add(&o, STR("literal"), *x->literal, a);
		json_push(&list, o, a);
	}
	for (i = 0; i < x->n; i++)
		if (try(x, i, t, vars, a, &list))
			break;
	return list;
}

static bool
is_asked(const struct map_told *t, const char *label)
{
	return t->only[0] == '\0' || strcmp(t->only, label) == 0;
}

/* What is told of the expressions of ${label}; NULL if it is not asked for. */
static struct json *
start(struct map_run *run, const char *label, const struct map_expr *when,
    const struct map_expr *from, const struct cel_val *vars)
{
	struct map_told *t = run->told;
	struct json o = json_object();

	t->field = NULL;
	t->rules = run->redact;
	t->notes = run->last;
	if (!is_asked(t, label))
		return NULL;
	json_add(&o, STR("field"), json_str(str_of(label)), run->a);
	if (map_expr_given(when))
		json_add(&o, STR("when"), tries(when, t, vars, run->a),
		    run->a);
	if (from != NULL && map_expr_holds(when, vars, run->a) == 1)
		json_add(&o, STR("from"), tries(from, t, vars, run->a),
		    run->a);
	t->field = json_push(&t->fields, o, run->a);
	return t->field;
}

void
map_told_start(struct map_run *run, const struct map_field *f,
    const struct cel_val *vars)
{
	struct json *o = start(run, f->label, &f->when, &f->from, vars);

	if (o != NULL && f->type.kind != MAP_ANY)
		json_add(o, STR("type"), json_str(str_of(
		    map_kinds[f->type.kind])), run->a);
}

static struct json
findings(struct map_run *run)
{
	struct json list = json_array(), o;
	struct map_note *n;

	for (n = *run->told->notes; n != NULL; n = n->next) {
		o = json_object();
		json_add(&o, STR("code"), json_str(str_of(n->code)), run->a);
		if (n->did != NULL)
			json_add(&o, STR("did"), json_str(str_of(n->did)),
			    run->a);
		json_push(&list, o, run->a);
	}
	return list;
}

/* Did the last of ${key}'s expressions give something? */
static bool
gave(const struct json *field, const char *key)
{
	const struct json *list = json_get(field, str_of(key));

	return list != NULL && list->len > 0 &&
	    json_get(&list->items[list->len - 1], STR("absent")) == NULL &&
	    json_get(&list->items[list->len - 1], STR("error")) == NULL;
}

/* Why a field is empty, or has a value that no expression gave. */
static const char *
reason(const struct map_field *f, const struct json *field,
    const struct json *value, enum verdict v)
{
	if (v == REC_REFUSED)
		return "refused";
	if (value != NULL)
		return gave(field, "from") ? NULL : "default";
	if (json_get(field, STR("from")) == NULL)
		return gave(field, "when") ? "condition false" :
		    "condition without a value";
	if (gave(field, "from"))
		return "dropped";
	return f->from.n > 0 ? "no value" : "nothing is given";
}

static void
add_why(struct json *o, const char *why, struct arena *a)
{
	if (why != NULL)
		json_add(o, STR("why"), json_str(str_of(why)), a);
}

static void
add_findings(struct json *o, struct map_run *run)
{
	struct json list = findings(run);

	if (list.len > 0)
		json_add(o, STR("findings"), list, run->a);
}

void
map_told_end(struct map_run *run, const struct map_field *f,
    const struct json *object, enum verdict v, const struct err *e)
{
	struct json *o = run->told->field;
	const struct json *value = json_get(object, f->key);
	const char *why;

	if (o == NULL)
		return;
	why = reason(f, o, value, v);
	if (value != NULL)
		json_add(o, STR("value"), *value, run->a);
	add_why(o, why, run->a);
	if (v == REC_REFUSED)
		json_add(o, STR("refused"), json_str(str_of(e->code)),
		    run->a);
	add_findings(o, run);
}

void
map_told_label(struct map_run *run, const char *label,
    const struct map_expr *when, const struct map_expr *from,
    const struct cel_val *vars)
{
	start(run, label, when, from, vars);
}

/* Why a condition of a label did not hold, or it had nothing to give. */
static const char *
label_reason(const struct json *o, bool withheld)
{
	if (withheld)
		return "withheld";
	if (json_get(o, STR("when")) != NULL &&
	    json_get(o, STR("from")) == NULL)
		return gave(o, "when") ? "condition false" :
		    "condition without a value";
	return gave(o, "from") ? "dropped" : "no value";
}

void
map_told_given(struct map_run *run, const struct json *value, bool withheld)
{
	struct json *o = run->told->field;

	if (o == NULL)
		return;
	if (value != NULL)
		json_add(o, STR("value"), *value, run->a);
	else
		add_why(o, label_reason(o, withheld), run->a);
	add_findings(o, run);
}

static void
add_passed(struct map_run *run, const char *label, struct str event)
{
	struct map_told *t = run->told;
	struct json o = json_object();

	if (!is_asked(t, label))
		return;
	json_add(&o, STR("field"), json_str(str_of(label)), run->a);
	if (event.len > 0)
		json_add(&o, STR("event"), json_str(event), run->a);
	add_why(&o, event.len > 0 ? "another event" :
	    "the event has its own", run->a);
	json_push(&t->fields, o, run->a);
}

void
map_told_passed(struct map_run *run, const struct map_field *f)
{
	add_passed(run, f->label, f->event);
}

void
map_told_apart(struct map_run *run, const char *label, struct str event)
{
	add_passed(run, label, event);
}

#include "stage/map_told.h"

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

/* Where in the line a scalar stands that is ${want}: the last of them. */
struct search {
	struct str	 want;
	bool		 inside;	/* or has it in it */
	struct buf	 path;
	const struct json *at;
};

static bool	search(struct search *s, const struct json *v);

static bool
search_below(struct search *s, const struct json *v, size_t i)
{
	size_t len = s->path.len;

	if (v->type == JSON_ARRAY) {
		buf_printf(&s->path, "[%zu]", i);
		if (search(s, &v->items[i]))
			return true;
	} else {
		buf_addc(&s->path, '.');
		buf_adds(&s->path, v->members[i].key);
		if (search(s, &v->members[i].value))
			return true;
	}
	s->path.len = len;
	return false;
}

static bool
search(struct search *s, const struct json *v)
{
	struct str text = json_scalar(v);
	size_t i;

	if (text.p != NULL && (s->inside ? str_find(text, s->want) !=
	    (size_t)-1 : str_eq(text, s->want))) {
		s->at = v;
		return true;
	}
	if (v->type == JSON_ARRAY || v->type == JSON_OBJECT)
		for (i = v->len; i > 0; i--)
			if (search_below(s, v, i - 1))
				return true;
	return false;
}

/* The bytes of the line that a path's value was made of. */
static void
add_origin(struct json *o, const struct map_told *t, struct arena *a)
{
	struct search s = {
	    .want = json_scalar(json_get(o, STR("value"))) };
	struct json from = json_object(), v;
	struct buf b = { 0 };

	if (s.want.len == 0)
		return;
	buf_adds(&s.path, STR("input"));
	if (!search(&s, t->input) && s.want.len > 3) {
		s.inside = true;
		search(&s, t->input);
	}
	if (s.at != NULL) {
		v = shown(s.at, t, a);
		json_write(&v, &b);
		json_add(&from, STR("path"), json_str(arena_str(a,
		    buf_str(&s.path))), a);
		json_add(&from, STR("bytes"), json_str(arena_str(a,
		    buf_str(&b))), a);
		json_add(o, STR("source"), from, a);
	}
	buf_free(&b);
	buf_free(&s.path);
}

/* Names parted by dots. */
static bool
is_path(struct str s)
{
	size_t i, dots = 0;

	for (i = 0; i < s.len; i++) {
		dots += s.p[i] == '.';
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    s.p[i] != '_' && s.p[i] != '.')
			return false;
	}
	return dots > 0;
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
    const struct map_told *told, struct arena *a)
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
		    !is_path(s)))
			continue;
		o = json_object();
		json_add(&o, STR("expr"), json_str(s), a);
		add_outcome(&o, t->v[i].status, t->v[i].value, t->v[i].why,
		    told, a);
		if (t->v[i].times > 1)
			json_add(&o, STR("times"), json_uint(t->v[i].times,
			    a), a);
		if (is_path(s))
			add_origin(&o, told, a);
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
	bool path = x->plain[i].var != -1;
	struct str why;

	status = cel_explain(x->progs[i], vars, a, &trace, &v, &e);
	why = str_of(e.msg);
	if (path && status == CEL_ABSENT)
		why = lacking(&x->plain[i], x->texts[i], vars, why, a);
	json_add(&o, STR("expr"), json_str(x->texts[i]), a);
	add_outcome(&o, status, v, why, t, a);
	if (path)
		add_origin(&o, t, a);
	else if ((parts = steps(x->progs[i], &trace, t, a)).len > 0)
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

void
map_told_start(struct map_run *run, const struct map_field *f,
    const struct cel_val *vars)
{
	struct map_told *t = run->told;
	struct json o = json_object();

	t->field = NULL;
	t->rules = run->redact;
	if (t->only[0] != '\0' && strcmp(t->only, f->label) != 0)
		return;
	json_add(&o, STR("field"), json_str(str_of(f->label)), run->a);
	if (map_expr_given(&f->when))
		json_add(&o, STR("when"), tries(&f->when, t, vars, run->a),
		    run->a);
	if (map_expr_holds(&f->when, vars, run->a) == 1)
		json_add(&o, STR("from"), tries(&f->from, t, vars, run->a),
		    run->a);
	if (f->type.kind != MAP_ANY)
		json_add(&o, STR("type"), json_str(str_of(
		    map_kinds[f->type.kind])), run->a);
	t->field = json_push(&t->fields, o, run->a);
	t->notes = run->last;
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

void
map_told_end(struct map_run *run, const struct map_field *f,
    const struct json *object, enum verdict v, const struct err *e)
{
	struct json *o = run->told->field, list = json_array();
	const struct json *value = json_get(object, f->key);
	const char *why;

	if (o == NULL)
		return;
	list = findings(run);
	why = reason(f, o, value, v);
	if (value != NULL)
		json_add(o, STR("value"), *value, run->a);
	if (why != NULL)
		json_add(o, STR("why"), json_str(str_of(why)), run->a);
	if (v == REC_REFUSED)
		json_add(o, STR("refused"), json_str(str_of(e->code)),
		    run->a);
	if (list.len > 0)
		json_add(o, STR("findings"), list, run->a);
}

void
map_told_passed(struct map_run *run, const struct map_field *f)
{
	struct map_told *t = run->told;
	struct json o = json_object();

	if (t->only[0] != '\0' && strcmp(t->only, f->label) != 0)
		return;
	json_add(&o, STR("field"), json_str(str_of(f->label)), run->a);
	if (f->event.len > 0)
		json_add(&o, STR("event"), json_str(f->event), run->a);
	json_add(&o, STR("why"), json_str(f->event.len > 0 ?
	    STR("another event") : STR("the event has its own")), run->a);
	json_push(&t->fields, o, run->a);
}

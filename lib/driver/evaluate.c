#include "driver/evaluate.h"

#include "driver/steps.h"

static void
part(const struct json_doc *d, const char *path, struct cel_val *out)
{
	static const struct json empty = { .type = JSON_OBJECT };
	const struct json *v = json_path(&d->root, path);

	*out = cel_from_json(v != NULL ? v : &empty);
}

static void
explain(const struct evaluate *v, const struct cel_val *vars,
    struct arena *a, struct buf *out)
{
	struct steps s;

	steps_run(v->prog, vars, a, &s);
	if (v->explain == EXPLAIN_TEXT)
		steps_text(&s, a, out);
	else
		steps_json(&s, a, out);
}

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	const struct evaluate *v = arg;
	struct cel_val vars[RECORD_VARS], value;
	struct json json = json_null();
	enum cel_status status;

	record_vars(&r->doc, v->now, vars);
	vars[v->input] = cel_from_json(&r->doc.root);
	part(&r->doc, "conversation.slots", &vars[v->slots]);
	part(&r->doc, "conversation.slot_history", &vars[v->history]);
	part(&r->doc, "conversation.facts", &vars[v->facts]);
	if (v->explain != EXPLAIN_NOT) {
		explain(v, vars, r->arena, out);
		return 0;
	}
	status = cel_eval(v->prog, vars, r->arena, &value, e);
	if (status == CEL_FAIL || (status == CEL_OK &&
	    cel_to_json(value, r->arena, &json, e) != 0))
		return -1;
	json_write(&json, out);
	buf_addc(out, '\n');
	return 0;
}

int
evaluate_open(struct evaluate *v, const char *expr, struct instant now,
    struct arena *a, struct diags *d)
{
	struct cel_env *env = record_env(a);

	*v = (struct evaluate){ .now = now };
	v->input = cel_env_var(env, "input", "dyn");
	v->slots = cel_env_var(env, "slots", "map(string, dyn)");
	v->history = cel_env_var(env, "slot_history", "map(string, dyn)");
	v->facts = cel_env_var(env, "facts", "map(string, dyn)");
	v->prog = cel_compile(env, str_of(expr), NULL, a, d);
	v->sink = (struct engine_sink){ put, NULL, v, "eval" };
	return v->prog != NULL ? 0 : -1;
}

int
evaluate_once(const struct evaluate *v, const struct json_doc *doc,
    struct buf *out, struct err *e)
{
	struct arena a = { 0 };
	struct rec r = { .arena = &a, .doc = { .root = json_null(),
	    .arena = &a } };
	int ret;

	if (doc != NULL)
		r.doc = *doc;
	ret = put(v, &r, out, e);
	arena_free(&a);
	return ret;
}

static enum verdict
pass(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	(void)stage;
	(void)scratch;
	(void)r;
	(void)e;
	return REC_PASS;
}

const struct stage_ops evaluate_stage = { .name = "eval", .source = true,
    .as_is = true, .run = pass };

/* cel: from source text to a program, and its evaluation. */
#include "cel/cel.h"

#include "cel/env.h"
#include "cel/run.h"
#include "cel/trace.h"

enum { SLOTS_ON_STACK = 16 };
static const uint64_t default_limit = 10000000;

struct cel_prog {
	struct source	 s;
	struct node	*root;
	struct read	*reads;
	const char	*type;
	uint64_t	 limit;
	uint32_t	 nslots;
};

static struct cel_prog *
compile(struct cel_env *env, struct str src, const struct json *node,
    struct arena *a, struct diags *d, bool check)
{
	struct cel_prog *p = ARENA_NEW(a, struct cel_prog);
	struct source *s = &p->s;

	*s = (struct source){ src, node, NULL, a, d, "expr.syntax", false };
	p->limit = default_limit;
	p->type = "dyn";
	if ((p->root = cel_parse(s, 0)) != NULL && env->defs != NULL)
		p->root = cel_expand(env, s, p->root);
	if (p->root != NULL) {
		p->nslots = cel_resolve(env, s, p->root);
		if (check)
			cel_check(env, s, p->root, p->nslots);
	}
	if (s->failed) {
		if (node == NULL)
			diags_source(d, "expression", src);
		return NULL;
	}
	if (check)
		p->type = arena_str(a, type_text(p->root->type, a)).p;
	p->reads = cel_reads_of(s, p->root, p->nslots);
	cel_link(s, p->root);
	if (s->failed)
		return NULL;
	s->d = NULL;
	return p;
}

struct cel_prog *
cel_compile(struct cel_env *env, struct str src, const struct json *node,
    struct arena *a, struct diags *d)
{
	return compile(env, src, node, a, d, true);
}

struct cel_prog *
cel_compile_unchecked(struct cel_env *env, struct str src, struct arena *a,
    struct diags *d)
{
	return compile(env, src, NULL, a, d, false);
}

const char *
cel_type(const struct cel_prog *p)
{
	return p->type;
}

void
cel_cost_limit(struct cel_prog *p, uint64_t steps)
{
	p->limit = steps > 0 ? steps : default_limit;
}

/*
 * A missing key is ordinary and met often, so its message is copied, not
 * formatted, and its place is not looked up.
 */
static enum cel_status
report(const struct cel_prog *p, const struct run *r, struct err *e)
{
	const struct failure *f = &r->failure;
	size_t n = f->msg.len;

	if (r->exhausted || f->status != CEL_ABSENT) {
		err_set(e, r->exhausted ? ERR_LIMIT : ERR_INPUT,
		    r->exhausted ? "expr.cost" : "expr.error", "%.*s",
		    STR_ARG(r->exhausted ? STR("the cost limit is reached") :
		    f->msg));
		err_at(e, cel_where(&p->s, f->off));
		return CEL_FAIL;
	}
	if (e == NULL)
		return CEL_ABSENT;
	e->kind = ERR_INPUT;
	e->code = "expr.absent";
	e->at = (struct where){ 0 };
	e->field[0] = '\0';
	if (n >= sizeof(e->msg))
		n = sizeof(e->msg) - 1;
	memcpy(e->msg, f->msg.p, n);
	e->msg[n] = '\0';
	return CEL_ABSENT;
}

static enum cel_status
run_root(const struct cel_prog *p, const struct node *root,
    const struct cel_val *vars, struct arena *a, struct cel_val *out,
    struct err *e)
{
	struct slot few[SLOTS_ON_STACK];
	struct run r = { .vars = vars, .slots = few, .a = a,
	    .left = p->limit };

	if (p->nslots > SLOTS_ON_STACK)
		r.slots = arena_alloc(a, p->nslots * sizeof(*r.slots));
	if (eval(root, &r, out) == -1 || r.exhausted)
		return report(p, &r, e);
	if (out->kind != CEL_OPTIONAL)
		return CEL_OK;
	if (out->opt != NULL) {
		*out = *out->opt;
		return CEL_OK;
	}
	cel_absent(&r, STR("the optional has no value"));
	return report(p, &r, e);
}

enum cel_status
cel_eval(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct cel_val *out, struct err *e)
{
	return run_root(p, p->root, vars, a, out, e);
}

enum cel_status
cel_explain(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct cel_trace *trace, struct cel_val *out,
    struct err *e)
{
	struct tracer *t = tracer_new(a);
	enum cel_status status;

	status = run_root(p, tracer_tree(t, p->root), vars, a, out, e);
	tracer_end(t, trace);
	return status;
}

const struct node *
cel_root(const struct cel_prog *p)
{
	return p->root;
}

struct str
cel_source(const struct cel_prog *p)
{
	return p->s.text;
}

bool
cel_expanded(const struct cel_prog *p)
{
	return p->s.parts != NULL;
}

bool
cel_reads(const struct cel_prog *p, int var)
{
	const struct read *rd;

	for (rd = p->reads; rd != NULL; rd = rd->next)
		if (rd->var == (uint32_t)var)
			return true;
	return false;
}

void
cel_paths(const struct cel_prog *p, int var, const struct str *prefix,
    size_t n, struct json_paths *out)
{
	const struct read *rd;
	struct str *keys;

	for (rd = p->reads; rd != NULL; rd = rd->next) {
		if (rd->var != (uint32_t)var)
			continue;
		keys = arena_array(p->s.a, n + rd->n, sizeof(*keys));
		if (n > 0)
			memcpy(keys, prefix, n * sizeof(*keys));
		if (rd->n > 0)
			memcpy(keys + n, rd->keys, rd->n * sizeof(*keys));
		json_paths_add(out, keys, n + rd->n, rd->whole);
	}
}

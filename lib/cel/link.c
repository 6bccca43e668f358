/*
 * link: put into each node the function that evaluates it, and work out
 * beforehand what does not depend on any variable.
 */
#include "cel/env.h"
#include "cel/pattern.h"
#include "cel/run.h"

enum { FOLD_STEPS = 10000 };

typedef int	(*runner)(const struct node *, struct run *, struct cel_val *);

static const runner runners[] = {
	[N_LIT] = run_literal, [N_IDENT] = run_unknown, [N_VAR] = run_var,
	[N_LOCAL] = run_local, [N_LAZY] = run_lazy,
	[N_UNKNOWN] = run_unknown, [N_SELECT] = run_select,
	[N_INDEX] = run_index, [N_CALL] = run_call, [N_NOT] = run_not,
	[N_NEG] = run_negate, [N_ADD] = run_add, [N_SUB] = run_arith,
	[N_MUL] = run_arith, [N_DIV] = run_arith, [N_MOD] = run_arith,
	[N_EQ] = run_equal, [N_NE] = run_equal, [N_LT] = run_order,
	[N_LE] = run_order, [N_GT] = run_order, [N_GE] = run_order,
	[N_IN] = run_in, [N_AND] = run_logic, [N_OR] = run_logic,
	[N_COND] = run_cond, [N_LIST] = run_list, [N_MAP] = run_map,
	[N_LOOP] = run_loop, [N_BIND] = run_bind, [N_BLOCK] = run_block,
	[N_OPTMAP] = run_optmap, [N_OPTFLATMAP] = run_optmap
};

/*
 * What stands in a file and fails for every record is a mistake that can be
 * told now; elsewhere it may never be met.
 */
static void
doomed(struct source *s, const struct node *n, struct str why)
{
	size_t i = n->n;

	if (s->node == NULL || n->op != N_CALL)
		return;
	while (i > 0 && (n->kids[i - 1]->op != N_LIT ||
	    n->kids[i - 1]->val.kind != CEL_STRING))
		i--;
	s->code = "expr.constant";
	cel_complain(s, i > 0 ? n->kids[i - 1]->off : n->off,
	    "%.*s() always fails here: %.*s", STR_ARG(n->callee->name),
	    STR_ARG(why));
}

static runner
call(struct source *s, struct node *n)
{
	const struct callee *c = n->callee;
	bool kept;

	if (c == NULL)
		return run_unknown;
	if (c->n == 0)
		return run_misfit;
	if (c->v[0]->fn == NULL && c->v[0]->own == NULL)
		return run_or;
	if (!cel_zones_ahead(n))
		doomed(s, n, STR("unknown time zone; write \"Europe/Madrid\" "
		    "or \"+02:00\""));
	if (str_eq(c->name, STR("matches")) && n->n == 2 &&
	    n->kids[1]->op == N_LIT && n->kids[1]->val.kind == CEL_STRING &&
	    (n->regex = cel_pattern(n->kids[1]->val.s, &kept, NULL)) != NULL)
		return run_matches;
	return run_call;
}

/*
 * distinct(n): has map ${n} a few keys, all constant strings and no two the
 * same?  Then nothing needs to be looked up to build it.
 */
static bool
distinct(const struct node *n)
{
	size_t i, k;

	if (n->n > 2 * MAP_SMALL || n->opt != NULL)
		return false;
	for (i = 0; i < n->n; i += 2) {
		if (n->kids[i]->op != N_LIT ||
		    n->kids[i]->val.kind != CEL_STRING)
			return false;
		for (k = 0; k < i; k += 2)
			if (cel_equal(n->kids[i]->val, n->kids[k]->val))
				return false;
	}
	return true;
}

static bool
foldable(const struct node *n)
{
	size_t i;

	switch (n->op) {
	case N_LIT:
	case N_VAR:
	case N_LOCAL:
	case N_LAZY:
	case N_UNKNOWN:
	case N_LOOP:
	case N_BIND:
	case N_BLOCK:
	case N_OPTMAP:
	case N_OPTFLATMAP:
		return false;
	}
	for (i = 0; i < n->n; i++)
		if (n->kids[i]->op != N_LIT)
			return false;
	return true;
}

static void
fold(struct source *s, struct node *n)
{
	struct run r = { .a = s->a, .left = FOLD_STEPS };
	struct cel_val v;

	if (!foldable(n))
		return;
	if (eval(n, &r, &v) == -1) {
		if (r.failure.status == CEL_FAIL && !r.exhausted)
			doomed(s, n, r.failure.msg);
		return;
	}
	n->op = N_LIT;
	n->n = 0;
	n->val = v;
	n->run = run_literal;
}

void
cel_link(struct source *s, struct node *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		if (n->kids[i] != NULL)
			cel_link(s, n->kids[i]);
	if (n->op == N_CALL)
		n->run = call(s, n);
	else if (n->op == N_SELECT && n->flags & NF_TEST)
		n->run = run_has;
	else if (n->op == N_MAP && distinct(n))
		n->run = run_record;
	else
		n->run = runners[n->op];
	fold(s, n);
}

/*
 * macro: calls that are no calls.  Each is recognised by its name, style and
 * number of arguments; anything else of the name is an ordinary call.
 */
#include "cel/ast.h"

struct macro {
	const char	*name;
	const char	*space;		/* "cel" of cel.bind; or NULL */
	uint8_t		 args;		/* without the receiver */
	uint8_t		 vars;		/* leading arguments that are names */
	uint8_t		 loop;
	struct node	*(*expand)(struct source *s, const struct macro *m,
			    struct node *call);
};

/* The name that argument ${i} declares, or none after a complaint. */
static struct str
variable(struct source *s, const struct node *call, size_t i)
{
	const struct node *v = call->kids[i];

	if (v->op == N_IDENT && !(v->flags & (NF_ROOT | NF_PAREN)))
		return v->name;
	cel_complain(s, v->off, "this argument of %.*s() is the name of a "
	    "new variable", STR_ARG(call->name));
	return STR_NONE;
}

static struct str *
variables(struct source *s, const struct node *call, size_t n)
{
	struct str *v = arena_array(s->a, n, sizeof(*v));
	size_t i;

	for (i = 0; i < n; i++)
		if ((v[i] = variable(s, call, i + 1)).p == NULL)
			return NULL;
	if (n == 2 && str_eq(v[0], v[1]))
		return cel_complain(s, call->kids[2]->off,
		    "both variables have the same name");
	return v;
}

static struct node *
loop(struct source *s, const struct macro *m, struct node *call)
{
	struct node *n = node_new(s, N_LOOP, call->off, 3);
	size_t rest = m->args - m->vars;

	n->loop = m->loop;
	n->nvars = m->vars;
	n->kids[0] = call->kids[0];
	if (rest == 2)
		n->kids[1] = call->kids[m->vars + 1];
	n->kids[2] = call->kids[m->args];
	n->vars = variables(s, call, m->vars);
	return n->vars != NULL ? n : NULL;
}

static struct node *
bind(struct source *s, const struct macro *m, struct node *call)
{
	struct node *n = node_new(s, N_BIND, call->off, 2);

	n->nvars = 1;
	n->vars = variables(s, call, m->vars);
	n->kids[0] = call->kids[2];
	n->kids[1] = call->kids[3];
	return n->vars != NULL ? n : NULL;
}

static struct node *
opt_map(struct source *s, const struct macro *m, struct node *call)
{
	bool flat = strcmp(m->name, "optFlatMap") == 0;
	struct node *n = node_new(s, flat ? N_OPTFLATMAP : N_OPTMAP,
	    call->off, 2);

	n->nvars = 1;
	n->vars = variables(s, call, 1);
	n->kids[0] = call->kids[0];
	n->kids[1] = call->kids[2];
	return n->vars != NULL ? n : NULL;
}

static struct node *
has(struct source *s, const struct macro *m, struct node *call)
{
	struct node *n = call->kids[0];

	(void)m;
	if (n->op != N_SELECT || (n->flags & NF_TEST))
		return cel_complain(s, n->off, "has() takes the selection of "
		    "a field, as in has(a.b)");
	n->flags |= NF_TEST;
	return n;
}

static struct node *
block(struct source *s, const struct macro *m, struct node *call)
{
	const struct node *list = call->kids[1];
	struct node *n;
	size_t i;

	(void)m;
	if (list->op != N_LIST || list->opt != NULL)
		return cel_complain(s, list->off, "cel.block() takes a list "
		    "of expressions, then the result");
	n = node_new(s, N_BLOCK, call->off, list->n + 1);
	n->vars = arena_array(s->a, list->n + 1, sizeof(*n->vars));
	for (i = 0; i < list->n; i++) {
		n->kids[i] = list->kids[i];
		n->vars[i] = arena_printf(s->a, "@index%zu", i);
	}
	n->kids[i] = call->kids[2];
	return n;
}

/* cel.index(n), cel.iterVar(depth, n), cel.accuVar(depth, n): names. */
static struct node *
numbered(struct source *s, const struct macro *m, struct node *call)
{
	struct node *n = node_new(s, N_IDENT, call->off, 0);
	size_t i;

	n->name = arena_printf(s->a, "@%s", m->name);
	for (i = 1; i <= m->args; i++) {
		if (call->kids[i]->op != N_LIT ||
		    call->kids[i]->val.kind != CEL_INT ||
		    call->kids[i]->val.i < 0)
			return cel_complain(s, call->kids[i]->off,
			    "cel.%s() takes numbers from 0", m->name);
		n->name = arena_printf(s->a, "%.*s%s%lld", STR_ARG(n->name),
		    i > 1 ? ":" : "", (long long)call->kids[i]->val.i);
	}
	return n;
}

static const struct macro macros[] = {
	{ "all", NULL, 2, 1, L_ALL, loop },
	{ "all", NULL, 3, 2, L_ALL, loop },
	{ "exists", NULL, 2, 1, L_EXISTS, loop },
	{ "exists", NULL, 3, 2, L_EXISTS, loop },
	{ "exists_one", NULL, 2, 1, L_ONE, loop },
	{ "exists_one", NULL, 3, 2, L_ONE, loop },
	{ "existsOne", NULL, 2, 1, L_ONE, loop },
	{ "existsOne", NULL, 3, 2, L_ONE, loop },
	{ "filter", NULL, 2, 1, L_FILTER, loop },
	{ "map", NULL, 2, 1, L_MAP, loop },
	{ "map", NULL, 3, 1, L_MAP, loop },
	{ "transformList", NULL, 3, 2, L_LIST, loop },
	{ "transformList", NULL, 4, 2, L_LIST, loop },
	{ "transformMap", NULL, 3, 2, L_ENTRIES, loop },
	{ "transformMap", NULL, 4, 2, L_ENTRIES, loop },
	{ "transformMapEntry", NULL, 3, 2, L_PAIRS, loop },
	{ "transformMapEntry", NULL, 4, 2, L_PAIRS, loop },
	{ "optMap", NULL, 2, 1, 0, opt_map },
	{ "optFlatMap", NULL, 2, 1, 0, opt_map },
	{ "bind", "cel", 3, 1, 0, bind },
	{ "block", "cel", 2, 0, 0, block },
	{ "index", "cel", 1, 0, 0, numbered },
	{ "iterVar", "cel", 2, 0, 0, numbered },
	{ "accuVar", "cel", 2, 0, 0, numbered },
};

static bool
matches(const struct macro *m, const struct node *call)
{
	const struct node *target = call->kids[0];

	if (call->n != m->args + 1u || !str_eq(call->name, str_of(m->name)))
		return false;
	return m->space == NULL || (target->op == N_IDENT &&
	    str_eq(target->name, str_of(m->space)));
}

bool
cel_macro(struct source *s, struct node *call, struct node **out)
{
	size_t i;

	if (!(call->flags & NF_MEMBER)) {
		if (!str_eq(call->name, STR("has")) || call->n != 1)
			return false;
		*out = has(s, NULL, call);
		return true;
	}
	for (i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
		if (matches(&macros[i], call)) {
			*out = macros[i].expand(s, &macros[i], call);
			return true;
		}
	return false;
}

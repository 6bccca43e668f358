/* overload: which of a function's or operator's types fit. */
#include "cel/check.h"

bool
check_unify(struct checker *c, struct type *a, struct type *b)
{
	size_t mark = c->trail.n;

	if (type_unify(&c->trail, a, b))
		return true;
	type_undo(&c->trail, mark);
	return false;
}

static bool
same_text(struct checker *c, struct type *a, struct type *b)
{
	return str_eq(type_text(a, c->s->a), type_text(b, c->s->a));
}

struct type *
check_join(struct checker *c, struct type *a, struct type *b)
{
	if (a == NULL)
		return b;
	return check_unify(c, a, b) && same_text(c, a, b) ? a : &type_dyn;
}

struct str
check_shown(struct checker *c, struct type **args, size_t n)
{
	struct str s = STR("("), t;
	size_t i;

	for (i = 0; i < n; i++) {
		t = type_text(args[i], c->s->a);
		s = arena_printf(c->s->a, "%.*s%s%.*s", STR_ARG(s),
		    i > 0 ? ", " : "", STR_ARG(t));
	}
	return arena_printf(c->s->a, "%.*s)", STR_ARG(s));
}

/*
 * try(c, o, args, n): the result if the arguments fit ${o}, else NULL.  What
 * has dyn in it comes first: A in (bool, A, A) is dyn if either is.
 */
static struct type *
try(struct checker *c, const struct overload *o, struct type **args, size_t n)
{
	struct type *vars[26] = { 0 }, *p;
	size_t i;
	int dyn;

	for (dyn = 1; dyn >= 0; dyn--)
		for (i = 0; i < n; i++) {
			if (type_has_dyn(args[i]) != dyn)
				continue;
			p = type_instance(o->params[o->variadic ? 0 : i],
			    vars, c->s->a);
			if (!type_unify(&c->trail, p, args[i]))
				return NULL;
		}
	return type_instance(o->result, vars, c->s->a);
}

struct type *
check_overloads(struct checker *c, const struct callee *f, struct type **args,
    size_t n)
{
	struct type *result = NULL, *t;
	const struct overload *only = NULL;
	size_t mark = c->trail.n, i, fit = 0;

	for (i = 0; i < f->n; i++) {
		if ((t = try(c, f->v[i], args, n)) != NULL) {
			only = f->v[i];
			result = fit++ == 0 || same_text(c, result, t) ? t :
			    &type_dyn;
		}
		type_undo(&c->trail, mark);
	}
	if (fit == 1)
		return try(c, only, args, n);
	if (fit == 0)
		return NULL;
	return result->n > 0 || result->kind == T_VAR ? &type_dyn : result;
}

static bool
numeric(const struct type *t)
{
	return t->kind == T_INT || t->kind == T_UINT || t->kind == T_DOUBLE;
}

/* How two types that do not go together could. */
static const char *
hint(const struct type *a, const struct type *b)
{
	if (numeric(a) && numeric(b))
		return "; convert one with int(), uint() or double(), or "
		    "write 1.0 for 1";
	if ((a->kind == T_STRING && numeric(b)) ||
	    (numeric(a) && b->kind == T_STRING))
		return "; string() makes text of a number, number() a number "
		    "of text";
	return "";
}

/* Operators stand among the functions, as "_+_". */
struct type *
check_operator(struct checker *c, struct node *n, const char *name,
    struct type **args, size_t nargs)
{
	struct callee *f = env_callee(c->env, str_of(name), false, nargs,
	    c->s->a);
	struct type *t = check_overloads(c, f, args, nargs);
	struct str types, sign;

	if (t != NULL)
		return t;
	types = check_shown(c, args, nargs);
	sign = name[1] == '?' ? STR("?:") : name[1] == '[' ? STR("[]") :
	    name[0] == '_' ? (struct str){ name + 1, strlen(name) - 2 } :
	    (struct str){ name, strlen(name) - 1 };
	cel_complain(c->s, n->off, "'%.*s' does not go with %.*s%s",
	    STR_ARG(sign), STR_ARG(types), nargs == 2 ?
	    hint(type_of(args[0]), type_of(args[1])) : "");
	return &type_dyn;
}

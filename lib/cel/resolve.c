/*
 * resolve: what names mean, by the language definition's "Name Resolution":
 * a macro's variable first, then the longest declared name, tried in the
 * container from the inside out.
 */
#include "cel/env.h"

struct scope {
	struct scope	*outer;
	struct str	 name;
	uint32_t	 slot;
	struct node	*lazy;		/* what it stands for, or NULL */
};

struct resolver {
	struct cel_env	*env;
	struct source	*s;
	uint32_t	 nslots;
};

static void	resolve(struct resolver *r, struct node *n, struct scope *sc);

static const struct scope *
local(const struct scope *sc, struct str name)
{
	for (; sc != NULL; sc = sc->outer)
		if (str_eq(sc->name, name))
			return sc;
	return NULL;
}

/*
 * dotted(r, n, sc, also): "a.b.c" if ${n} is spelt so and a is no local, or
 * none; of the flags, ${n} itself may have NF_ROOT and ${also}.
 */
static struct str
dotted(struct resolver *r, const struct node *n, const struct scope *sc,
    uint8_t also)
{
	struct str left;

	if (n->flags & ~(NF_ROOT | also))
		return STR_NONE;
	if (n->op == N_IDENT)
		return !(n->flags & NF_ROOT) && local(sc, n->name) != NULL ?
		    STR_NONE : n->name;
	if (n->op != N_SELECT)
		return STR_NONE;
	left = dotted(r, n->kids[0], sc, 0);
	if (left.p == NULL)
		return STR_NONE;
	return env_qualified(left, n->name, r->s->a);
}

static bool
from_root(const struct node *n)
{
	while (n->op == N_SELECT)
		n = n->kids[0];
	return n->flags & NF_ROOT;
}

/* become(r, n, name): make ${n} the variable or type of this full name. */
static bool
become(struct resolver *r, struct node *n, struct str full)
{
	int var = env_find_var(r->env, full);
	struct cel_val v;

	if (var != -1) {
		n->op = N_VAR;
		n->slot = (uint32_t)var;
		n->name = r->env->vars[var].name;
	} else if (type_value(full, &v)) {
		n->op = N_LIT;
		n->val = v;
	} else
		return false;
	n->n = 0;
	return true;
}

/* named(r, n, name): the same of a name that the container may qualify. */
static bool
named(struct resolver *r, struct node *n, struct str name)
{
	struct str full;
	size_t i;

	if (from_root(n))
		return become(r, n, name);
	for (i = 0; (full = env_candidate(r->env, name, i,
	    r->s->a)).p != NULL; i++)
		if (become(r, n, full))
			return true;
	return false;
}

static void
name(struct resolver *r, struct node *n, struct scope *sc)
{
	struct str full = dotted(r, n, sc, NF_PAREN);
	const struct scope *l;

	if (full.p != NULL && named(r, n, full))
		return;
	if (n->op == N_SELECT) {
		resolve(r, n->kids[0], sc);
		return;
	}
	l = n->flags & NF_ROOT ? NULL : local(sc, n->name);
	if (l == NULL) {
		n->op = N_UNKNOWN;
		return;
	}
	n->slot = l->slot;
	n->op = l->lazy != NULL ? N_LAZY : N_LOCAL;
	if (l->lazy != NULL) {
		n->kids = arena_array(r->s->a, 1, sizeof(*n->kids));
		n->kids[0] = l->lazy;
	}
}

static struct callee *
callee(struct resolver *r, struct str name, bool member, size_t nargs,
    bool root)
{
	struct callee *c;
	struct str full;
	size_t i;

	if (root || member)
		return env_callee(r->env, name, member, nargs, r->s->a);
	for (i = 0; (full = env_candidate(r->env, name, i, r->s->a)).p != NULL;
	    i++)
		if ((c = env_callee(r->env, full, member, nargs,
		    r->s->a)) != NULL)
			return c;
	return NULL;
}

/* math.greatest(x): the receiver is the first part of the function's name. */
static bool
namespaced(struct resolver *r, struct node *n, struct scope *sc)
{
	struct str space = dotted(r, n->kids[0], sc, 0), full;
	struct callee *c;

	if (space.p == NULL)
		return false;
	full = env_qualified(space, n->name, r->s->a);
	c = callee(r, full, false, n->n - 1, from_root(n->kids[0]));
	if (c == NULL)
		return false;
	n->callee = c;
	n->name = full;
	n->flags &= (uint8_t)~NF_MEMBER;
	n->kids++;
	n->n--;
	return true;
}

static void
call(struct resolver *r, struct node *n, struct scope *sc)
{
	bool member = n->flags & NF_MEMBER;
	size_t i;

	if (!member || !namespaced(r, n, sc))
		n->callee = callee(r, n->name, member, n->n,
		    n->flags & NF_ROOT);
	for (i = 0; i < n->n; i++)
		resolve(r, n->kids[i], sc);
}

static void
loop(struct resolver *r, struct node *n, struct scope *sc)
{
	struct scope first = { sc, n->vars[0], r->nslots, NULL };
	struct scope second = { &first, STR_NONE, r->nslots + 1, NULL };

	n->slot = r->nslots;
	r->nslots += n->nvars;
	resolve(r, n->kids[0], sc);
	if (n->nvars == 2) {
		second.name = n->vars[1];
		sc = &second;
	} else
		sc = &first;
	if (n->kids[1] != NULL)
		resolve(r, n->kids[1], sc);
	resolve(r, n->kids[2], sc);
}

static void
bind(struct resolver *r, struct node *n, struct scope *sc)
{
	struct scope inner = { sc, n->vars[0], r->nslots,
	    n->op == N_BIND ? n->kids[0] : NULL };

	n->slot = r->nslots++;
	resolve(r, n->kids[0], sc);
	resolve(r, n->kids[1], &inner);
}

static void
block(struct resolver *r, struct node *n, struct scope *sc)
{
	struct scope *inner;
	size_t i;

	n->slot = r->nslots;
	r->nslots += n->n - 1;
	for (i = 0; i + 1 < n->n; i++) {
		resolve(r, n->kids[i], sc);
		inner = ARENA_NEW(r->s->a, struct scope);
		*inner = (struct scope){ sc, n->vars[i],
		    n->slot + (uint32_t)i, n->kids[i] };
		sc = inner;
	}
	resolve(r, n->kids[i], sc);
}

static void
resolve(struct resolver *r, struct node *n, struct scope *sc)
{
	size_t i;

	switch (n->op) {
	case N_IDENT:
	case N_SELECT:
		name(r, n, sc);
		break;
	case N_CALL:
		call(r, n, sc);
		break;
	case N_LOOP:
		loop(r, n, sc);
		break;
	case N_BIND:
	case N_OPTMAP:
	case N_OPTFLATMAP:
		bind(r, n, sc);
		break;
	case N_BLOCK:
		block(r, n, sc);
		break;
	default:
		for (i = 0; i < n->n; i++)
			resolve(r, n->kids[i], sc);
	}
}

uint32_t
cel_resolve(struct cel_env *env, struct source *s, struct node *root)
{
	struct resolver r = { env, s, 0 };

	resolve(&r, root, NULL);
	return r.nslots;
}

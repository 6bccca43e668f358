/*
 * claims: what an expression takes for granted of paths such as
 * contact.size, and whether it depends on anything at all.
 */
#include "cel/env.h"
#include "cel/run.h"

struct walk {
	cel_claim_fn	 fn;
	void		*arg;
	struct arena	*a;
};

/* "contact.size"; none for what is no path from a variable. */
static struct str
path_of(const struct node *n, struct arena *a)
{
	struct str of;

	if (n->op == N_VAR || n->op == N_UNKNOWN)
		return n->op == N_UNKNOWN ? n->name : STR_NONE;
	if (n->op != N_SELECT)
		return STR_NONE;
	of = path_of(n->kids[0], a);
	return of.p == NULL ? of : env_qualified(of, n->name, a);
}

static void
tell(struct walk *w, const struct node *path, enum cel_claim_kind kind,
    const struct node *value)
{
	struct cel_claim c = { path_of(path, w->a), kind, NULL, path->start };

	if (value != NULL) {
		c.value = &value->val;
		c.off = value->start;
	}
	w->fn(w->arg, &c);
}

static enum cel_claim_kind
kind_of(enum node_op op)
{
	switch (op) {
	case N_EQ:
	case N_NE:
	case N_IN:
		return CEL_CLAIM_EQUAL;
	case N_LT:
	case N_LE:
	case N_GT:
	case N_GE:
		return CEL_CLAIM_ORDER;
	default:
		return CEL_CLAIM_READ;
	}
}

/* "contact.size in ['small', 'large']": each is a value it may equal. */
static void
tell_items(struct walk *w, const struct node *path, const struct node *list)
{
	struct cel_claim c = { path_of(path, w->a), CEL_CLAIM_EQUAL, NULL,
	    list->start };
	struct cel_val item;
	size_t i;

	for (i = 0; i < cel_list_len(list->val); i++) {
		item = cel_list_at(list->val, i);
		c.value = &item;
		w->fn(w->arg, &c);
	}
}

static void
compare(struct walk *w, const struct node *n)
{
	const struct node *l = n->kids[0], *r = n->kids[1];
	enum cel_claim_kind kind = kind_of(n->op);

	if (n->op == N_IN && path_of(l, w->a).p != NULL && r->op == N_LIT &&
	    r->val.kind == CEL_LIST)
		tell_items(w, l, r);
	else if (n->op == N_IN)
		return;
	else if (path_of(l, w->a).p != NULL && r->op == N_LIT)
		tell(w, l, kind, r);
	else if (path_of(r, w->a).p != NULL && l->op == N_LIT)
		tell(w, r, kind, l);
}

static void
visit(struct walk *w, const struct node *n)
{
	size_t i;

	if (path_of(n, w->a).p != NULL) {
		tell(w, n, CEL_CLAIM_READ, NULL);
		return;
	}
	if (kind_of(n->op) != CEL_CLAIM_READ)
		compare(w, n);
	for (i = 0; i < n->n; i++)
		if (n->kids[i] != NULL)
			visit(w, n->kids[i]);
}

void
cel_claims(const struct cel_prog *p, cel_claim_fn fn, void *arg,
    struct arena *a)
{
	struct walk w = { fn, arg, a };

	visit(&w, cel_root(p));
}

/* 1 true, 0 false, -1: that depends. */
static int
truth(const struct node *n)
{
	bool all = true;
	size_t i;
	int t;

	if (n->op == N_LIT)
		return n->val.kind == CEL_BOOL ? n->val.b : -1;
	if (n->op == N_NOT)
		return (t = truth(n->kids[0])) == -1 ? -1 : !t;
	if (n->op != N_AND && n->op != N_OR)
		return -1;
	for (i = 0; i < n->n; i++) {
		t = truth(n->kids[i]);
		if (t == (n->op == N_OR))
			return t;
		all &= t != -1;
	}
	return all ? n->op == N_AND : -1;
}

int
cel_always(const struct cel_prog *p)
{
	return truth(cel_root(p));
}

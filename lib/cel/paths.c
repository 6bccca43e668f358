/*
 * paths: what an expression may read, found without running it.
 *
 * Each node yields the parts of variables its value may be (refs); who uses
 * that value says how much of it is needed: all, or the value alone (a
 * scalar, or what keys and how many).  Whatever is not understood needs all.
 */
#include "cel/env.h"

enum { MAX_REFS = 64 };

struct ref {
	struct ref	*next;
	struct str	*keys;
	uint32_t	 var, n;
};

struct finder {
	struct arena	 *a;
	struct ref	**slots;	/* what a local or lazy name may be */
	struct read	 *reads;
};

static struct ref	*find(struct finder *f, const struct node *n);

static void
mark(struct finder *f, const struct ref *r, bool whole)
{
	struct read *rd;

	for (; r != NULL; r = r->next) {
		rd = arena_alloc(f->a, sizeof(*rd));
		*rd = (struct read){ f->reads, r->keys, r->var, r->n, whole };
		f->reads = rd;
	}
}

static void
need_all(struct finder *f, const struct node *n)
{
	mark(f, find(f, n), true);
}

static void
need_value(struct finder *f, const struct node *n)
{
	mark(f, find(f, n), false);
}

/* below(f, r, key): the parts ${key} of ${r}. */
static struct ref *
below(struct finder *f, const struct ref *r, struct str key)
{
	struct ref *all = NULL, *x;

	for (; r != NULL; r = r->next) {
		x = arena_alloc(f->a, sizeof(*x));
		*x = (struct ref){ all, NULL, r->var, r->n + 1 };
		x->keys = arena_array(f->a, x->n, sizeof(*x->keys));
		if (r->n > 0)
			memcpy(x->keys, r->keys, r->n * sizeof(*x->keys));
		x->keys[r->n] = key;
		all = x;
	}
	return all;
}

/* either(f, a, b): parts of both; where they get too many, all of them. */
static struct ref *
either(struct finder *f, struct ref *a, struct ref *b)
{
	struct ref *all = b, *x;
	const struct ref *r;
	size_t n = 0;

	for (r = b; r != NULL; r = r->next)
		n++;
	for (r = a; r != NULL; r = r->next, n++) {
		x = arena_alloc(f->a, sizeof(*x));
		*x = *r;
		x->next = all;
		all = x;
	}
	if (n <= MAX_REFS)
		return all;
	mark(f, all, true);
	return NULL;
}

static struct ref *
variable(struct finder *f, uint32_t var)
{
	struct ref *r = arena_alloc(f->a, sizeof(*r));

	*r = (struct ref){ NULL, NULL, var, 0 };
	return r;
}

static struct ref *
selection(struct finder *f, const struct node *n)
{
	struct ref *r = below(f, find(f, n->kids[0]), n->name);

	if (!(n->flags & NF_TEST))
		return r;
	mark(f, r, false);
	return NULL;
}

static struct ref *
index_(struct finder *f, const struct node *n)
{
	const struct node *key = n->kids[1];
	struct ref *of = find(f, n->kids[0]);

	if (key->op == N_LIT && key->val.kind == CEL_STRING)
		return below(f, of, key->val.s);
	need_value(f, key);
	mark(f, of, false);
	return below(f, of, STR("*"));
}

/* What a function of the library does with its first argument. */
enum use { USE_OTHER, USE_VALUE, USE_SAME, USE_ITEM, USE_EITHER };

static enum use
use_of(const struct node *n)
{
	static const struct {
		const char	*name;
		enum use	 use;
	} uses[] = {
		{ "size", USE_VALUE }, { "type", USE_VALUE },
		{ "hasValue", USE_VALUE }, { "dyn", USE_SAME },
		{ "optional.of", USE_SAME }, { "value", USE_SAME },
		{ "optional.ofNonZeroValue", USE_SAME },
		{ "first", USE_ITEM }, { "last", USE_ITEM },
		{ "or", USE_EITHER }, { "orValue", USE_EITHER }
	};
	size_t i;

	for (i = 0; n->callee != NULL && i < n->callee->n; i++)
		if (n->callee->v[i]->own != NULL)
			return USE_OTHER;
	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
		if (n->n > 0 && str_eq(n->name, str_of(uses[i].name)))
			return uses[i].use;
	return USE_OTHER;
}

/* takes_parts(c, i): may argument ${i} be a list, a map or anything? */
static bool
takes_parts(const struct callee *c, size_t i)
{
	const uint32_t parts = 1u << CEL_LIST | 1u << CEL_MAP;
	size_t k;

	for (k = 0; c != NULL && k < c->n; k++)
		if (c->v[k]->variadic || c->v[k]->kinds[i] & parts)
			return true;
	return false;
}

static struct ref *
call(struct finder *f, const struct node *n)
{
	struct ref *r;
	size_t i;

	switch (use_of(n)) {
	case USE_VALUE:
		need_value(f, n->kids[0]);
		return NULL;
	case USE_SAME:
		r = find(f, n->kids[0]);
		mark(f, r, false);
		return r;
	case USE_ITEM:
		r = find(f, n->kids[0]);
		mark(f, r, false);
		return below(f, r, STR("*"));
	case USE_EITHER:
		r = find(f, n->kids[0]);
		mark(f, r, false);
		return n->n == 2 ? either(f, r, find(f, n->kids[1])) : r;
	default:
		for (i = 0; i < n->n; i++)
			mark(f, find(f, n->kids[i]),
			    takes_parts(n->callee, i));
		return NULL;
	}
}

static bool
is_scalar(const struct node *n)
{
	return n->op == N_LIT && n->val.kind != CEL_LIST &&
	    n->val.kind != CEL_MAP && n->val.kind != CEL_OPTIONAL;
}

static bool
scalars(const struct node *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!is_scalar(list->kids[i]))
			return false;
	return list->op == N_LIST;
}

/* Beside a scalar, a list or map is only ever unequal. */
static void
equality(struct finder *f, const struct node *n)
{
	bool scalar = is_scalar(n->kids[0]) || is_scalar(n->kids[1]);

	mark(f, find(f, n->kids[0]), !scalar);
	mark(f, find(f, n->kids[1]), !scalar);
}

static void
membership(struct finder *f, const struct node *n)
{
	if (scalars(n->kids[1])) {
		need_value(f, n->kids[0]);
		return;
	}
	need_all(f, n->kids[0]);
	need_all(f, n->kids[1]);
}

/* The result of filter() has items of its range, and those alone. */
static struct ref *
loop(struct finder *f, const struct node *n)
{
	struct ref *range = find(f, n->kids[0]);

	mark(f, range, false);
	f->slots[n->slot] = below(f, range, STR("*"));
	if (n->nvars == 2)
		f->slots[n->slot + 1] = f->slots[n->slot];
	if (n->kids[1] != NULL)
		need_value(f, n->kids[1]);
	switch (n->loop) {
	case L_ALL:
	case L_EXISTS:
	case L_ONE:
		need_value(f, n->kids[2]);
		return NULL;
	case L_FILTER:
		need_value(f, n->kids[2]);
		return range;
	default:
		need_all(f, n->kids[2]);
		return NULL;
	}
}

static struct ref *
names(struct finder *f, const struct node *n)
{
	size_t i;

	for (i = 0; i + 1 < n->n; i++)
		f->slots[n->slot + i] = find(f, n->kids[i]);
	return find(f, n->kids[i]);
}

static struct ref *
opt_map(struct finder *f, const struct node *n)
{
	f->slots[n->slot] = find(f, n->kids[0]);
	mark(f, f->slots[n->slot], false);
	return find(f, n->kids[1]);
}

static struct ref *
find(struct finder *f, const struct node *n)
{
	size_t i;

	switch (n->op) {
	case N_VAR:
		return variable(f, n->slot);
	case N_LOCAL:
	case N_LAZY:
		return f->slots[n->slot];
	case N_SELECT:
		return selection(f, n);
	case N_INDEX:
		return index_(f, n);
	case N_CALL:
		return call(f, n);
	case N_COND:
		need_value(f, n->kids[0]);
		return either(f, find(f, n->kids[1]), find(f, n->kids[2]));
	case N_LOOP:
		return loop(f, n);
	case N_BIND:
	case N_BLOCK:
		return names(f, n);
	case N_OPTMAP:
	case N_OPTFLATMAP:
		return opt_map(f, n);
	case N_EQ:
	case N_NE:
		equality(f, n);
		return NULL;
	case N_IN:
		membership(f, n);
		return NULL;
	default:	/* + joins lists, literals hold anything */
		for (i = 0; i < n->n; i++)
			mark(f, find(f, n->kids[i]), n->op == N_ADD ||
			    n->op == N_LIST || n->op == N_MAP);
		return NULL;
	}
}

struct read *
cel_reads_of(struct source *s, struct node *root, uint32_t nslots)
{
	struct finder f = { .a = s->a };

	f.slots = arena_array(s->a, nslots + 1, sizeof(struct ref *));
	need_all(&f, root);
	return f.reads;
}

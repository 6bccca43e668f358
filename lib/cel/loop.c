/*
 * loop: the macros over lists and maps.  One variable is the item of a list
 * or the key of a map; two are index and item, or key and value.
 */
#include "cel/run.h"

/* What a loop goes over, and what it builds. */
struct tour {
	const struct node	*n;
	struct run		*r;
	struct cel_val		 range;
	size_t			 len, i;
	struct cel_val		*items;		/* of the list it builds */
	size_t			 nitems;
	struct cel_map		*map;		/* it builds */
	size_t			 hits;
	struct failure		 first;		/* error, unless absorbed */
};

static int
open_range(struct tour *t)
{
	if (eval(t->n->kids[0], t->r, &t->range) == -1)
		return -1;
	if (t->range.kind == CEL_LIST)
		t->len = cel_list_len(t->range);
	else if (t->range.kind == CEL_MAP)
		t->len = map_len(t->range);
	else {
		t->r->at = t->n->off;
		return cel_wants(t->r, "a list or a map", t->range);
	}
	return 0;
}

/* set_vars(t): the variables for element t->i; a step each. */
static int
set_vars(struct tour *t)
{
	struct slot *s = &t->r->slots[t->n->slot];
	bool list = t->range.kind == CEL_LIST;

	if (t->n->nvars == 1)
		s[0].val = list ? cel_list_at(t->range, t->i) :
		    map_key(t->range, t->i);
	else {
		s[0].val = list ? cel_int((int64_t)t->i) :
		    map_key(t->range, t->i);
		s[1].val = list ? cel_list_at(t->range, t->i) :
		    map_value(t->range, t->i);
	}
	return spend(t->r, 1);
}

/* condition(t, n, b): a boolean expression's value. */
static int
condition(struct tour *t, const struct node *n, bool *b)
{
	struct cel_val v;

	if (eval(n, t->r, &v) == -1)
		return -1;
	if (v.kind != CEL_BOOL) {
		t->r->at = n->off;
		return cel_wants(t->r, "bool", v);
	}
	*b = v.b;
	return 0;
}

/* all and exists: as && and || over the elements. */
static int
quantify(struct tour *t, struct cel_val *out)
{
	bool decides = t->n->loop == L_EXISTS, b = false;

	for (t->i = 0; t->i < t->len; t->i++) {
		if (set_vars(t) == -1)
			return -1;
		if (condition(t, t->n->kids[2], &b) == -1) {
			if (t->first.status == CEL_OK)
				t->first = t->r->failure;
		} else if (b == decides) {
			*out = cel_bool(decides);
			return 0;
		}
	}
	if (t->first.status != CEL_OK) {
		t->r->failure = t->first;
		return -1;
	}
	*out = cel_bool(!decides);
	return 0;
}

static void
add_item(struct tour *t, struct cel_val v)
{
	t->items[t->nitems++] = v;
}

static int
add_entry(struct tour *t, struct cel_val key, struct cel_val v)
{
	if (map_put(t->map, key, v, t->r->a) == 0)
		return 0;
	t->r->at = t->n->off;
	return cel_fail_text(t->r, STR("the map gets the same key twice"));
}

static int
add_pairs(struct tour *t, struct cel_val m)
{
	size_t i;

	t->r->at = t->n->kids[2]->off;
	if (m.kind != CEL_MAP)
		return cel_fail_text(t->r, STR("transformMapEntry() makes "
		    "maps of one entry"));
	for (i = 0; i < map_len(m); i++)
		if (add_entry(t, map_key(m, i), map_value(m, i)) == -1)
			return -1;
	return 0;
}

/* step(t): one element of all loops but all and exists. */
static int
step(struct tour *t)
{
	const struct slot *s = &t->r->slots[t->n->slot];
	struct cel_val v;
	bool b = true;

	if (set_vars(t) == -1 || (t->n->kids[1] != NULL &&
	    condition(t, t->n->kids[1], &b) == -1))
		return -1;
	if (!b)
		return 0;
	if (t->n->loop == L_FILTER || t->n->loop == L_ONE) {
		if (condition(t, t->n->kids[2], &b) == -1)
			return -1;
		t->hits += b;
		if (b && t->n->loop == L_FILTER)
			add_item(t, s[0].val);
		return 0;
	}
	if (eval(t->n->kids[2], t->r, &v) == -1)
		return -1;
	if (t->n->loop == L_PAIRS)
		return add_pairs(t, v);
	if (t->n->loop == L_ENTRIES)
		return add_entry(t, s[0].val, v);
	add_item(t, v);
	return 0;
}

int
run_loop(const struct node *n, struct run *r, struct cel_val *out)
{
	struct tour t = { .n = n, .r = r };

	if (open_range(&t) == -1)
		return -1;
	switch (n->loop) {
	case L_ALL:
	case L_EXISTS:
		return quantify(&t, out);
	case L_ENTRIES:
	case L_PAIRS:
		t.map = map_new(t.len, r->a);
		break;
	case L_FILTER:
	case L_MAP:
	case L_LIST:
		t.items = arena_alloc(r->a, t.len * sizeof(*t.items));
		break;
	}
	for (t.i = 0; t.i < t.len; t.i++)
		if (step(&t) == -1)
			return -1;
	if (n->loop == L_ONE)
		*out = cel_bool(t.hits == 1);
	else if (t.map != NULL)
		*out = (struct cel_val){ .kind = CEL_MAP, .map = t.map };
	else
		*out = cel_list_new(t.items, t.nitems, r->a);
	return 0;
}

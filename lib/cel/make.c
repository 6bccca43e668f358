/* make: lists and maps that are written out. */
#include "cel/run.h"

/* element(n, i, r, v, there): an optional one may not be ${there}. */
static int
element(const struct node *n, size_t i, struct run *r, struct cel_val *v,
    bool *there)
{
	*there = true;
	if (eval(n->kids[i], r, v) == -1)
		return -1;
	if (n->opt == NULL || !n->opt[i])
		return 0;
	r->at = n->kids[i]->off;
	if (v->kind != CEL_OPTIONAL)
		return cel_fail_text(r, STR("an element after '?' is an "
		    "optional"));
	*there = v->opt != NULL;
	if (*there)
		*v = *v->opt;
	return 0;
}

int
run_list(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val *items = arena_alloc(r->a, n->n * sizeof(*items));
	size_t i, k = 0;
	bool there;

	if (spend(r, n->n) == -1)
		return -1;
	for (i = 0; i < n->n; i++) {
		if (element(n, i, r, &items[k], &there) == -1)
			return -1;
		k += there;
	}
	*out = cel_list_new(items, k, r->a);
	return 0;
}

/* A map literal whose few keys are known to be different strings. */
int
run_record(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_map *m = map_new(n->n / 2, r->a);
	struct cel_entry *e = m->entries;
	size_t i;

	if (spend(r, n->n) == -1)
		return -1;
	for (i = 0; i < n->n; i += 2, e++) {
		e->key = n->kids[i]->val;
		if (eval(n->kids[i + 1], r, &e->val) == -1)
			return -1;
	}
	m->n = n->n / 2;
	*out = (struct cel_val){ .kind = CEL_MAP, .map = m };
	return 0;
}

static int
put_entry(const struct node *n, size_t i, struct run *r, struct cel_map *m)
{
	struct cel_val key, v;
	bool there;

	if (eval(n->kids[i], r, &key) == -1 ||
	    element(n, i + 1, r, &v, &there) == -1)
		return -1;
	r->at = n->kids[i]->off;
	if (key.kind != CEL_STRING && (key.kind < CEL_BOOL ||
	    key.kind > CEL_UINT))
		return cel_fail_text(r, STR("a map's key is a string, an "
		    "integer or a bool"));
	if (there && map_put(m, key, v, r->a) == -1)
		return cel_fail_text(r, STR("the map has this key twice"));
	return 0;
}

int
run_map(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_map *m = map_new(n->n / 2, r->a);
	size_t i;

	if (spend(r, n->n) == -1)
		return -1;
	for (i = 0; i < n->n; i += 2)
		if (put_entry(n, i, r, m) == -1)
			return -1;
	*out = (struct cel_val){ .kind = CEL_MAP, .map = m };
	return 0;
}

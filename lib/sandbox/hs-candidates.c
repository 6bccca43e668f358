/*
 * Which objects a search has to look at: where each group asks for one of a
 * few indexed values, or for what was changed since, not all of them.
 */
#include <stdlib.h>

#include "sandbox/hs-filter.h"

struct list {
	struct request			*q;
	const struct object_type	*t;
	struct arena			 scratch;
	int64_t				*ids;
	size_t				 n, cap;
};

static void
add(struct list *l, int64_t id)
{
	size_t cap = l->cap > 0 ? l->cap * 2 : 64;

	if (l->n == l->cap) {
		l->ids = arena_grow(l->q->a, l->ids, l->cap * sizeof(*l->ids),
		    cap * sizeof(*l->ids));
		l->cap = cap;
	}
	l->ids[l->n++] = id;
}

static void
add_value(struct list *l, const struct property *p, struct str value)
{
	struct object o = { .id = 0 };
	int64_t id;

	if ((p->flags & PROPERTY_INDEXED) != 0) {
		while (store_find(l->q->store, l->t, p->name, value, o.id,
		    &l->scratch, &o))
			add(l, o.id);
	} else if (hs_value_check(p, value, &l->scratch, &value) == NULL &&
	    (id = store_key(l->q->store, l->t, p->name, value)) != 0)
		add(l, id);
	arena_reset(&l->scratch);
}

/* Those changed at or after a time. */
static bool
add_changed(struct list *l, struct str since)
{
	int64_t *ids;
	size_t i, n;
	double ms;

	if (!filter_number(since, &ms) || ms < 0 || ms > 9e15)
		return false;
	n = store_changed_ids(l->q->store, l->t, (int64_t)ms, l->q->a, &ids);
	for (i = 0; i < n; i++)
		add(l, ids[i]);
	return true;
}

/* Does this filter leave few?  Then they are added. */
static bool
add_filter(struct list *l, const struct json *f)
{
	struct str name = json_get_str(f, STR("propertyName"));
	struct str op = json_get_str(f, STR("operator"));
	const struct property *p = property_find(l->q, l->t, name);
	const struct json *values = json_get(f, STR("values"));
	uint32_t i;

	if (str_eq(name, str_of(l->t->modified)))
		return (str_eq(op, STR("GTE")) || str_eq(op, STR("GT"))) &&
		    add_changed(l, json_get_str(f, STR("value")));
	if (p == NULL || p->type != PROPERTY_STRING ||
	    (p->flags & (PROPERTY_INDEXED | PROPERTY_UNIQUE)) == 0)
		return false;
	if (str_eq(op, STR("EQ"))) {
		add_value(l, p, json_get_str(f, STR("value")));
		return true;
	}
	if (!str_eq(op, STR("IN")))
		return false;
	for (i = 0; i < values->len; i++)
		add_value(l, p, store_scalar(&values->items[i]));
	return true;
}

static bool
add_group(struct list *l, const struct json *filters)
{
	uint32_t i;

	for (i = 0; i < filters->len; i++)
		if (add_filter(l, &filters->items[i]))
			return true;
	return false;
}

static int
by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

bool
filter_candidates(struct request *q, const struct object_type *t,
    const struct json *groups, int64_t **ids, size_t *n)
{
	struct list l = { .q = q, .t = t };
	bool few = groups != NULL && groups->len > 0;
	size_t i;

	for (i = 0; few && i < groups->len; i++)
		few = add_group(&l, json_get(&groups->items[i],
		    STR("filters")));
	arena_free(&l.scratch);
	if (l.n > 1)
		qsort(l.ids, l.n, sizeof(*l.ids), by_id);
	for (i = *n = 0; i < l.n; i++)
		if (i == 0 || l.ids[i] != l.ids[i - 1])
			l.ids[(*n)++] = l.ids[i];
	*ids = l.ids;
	return few;
}

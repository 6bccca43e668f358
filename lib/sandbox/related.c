/* What an object is tied to, by edges or by properties that hold ids. */
#include <stdlib.h>
#include <string.h>

#include "sandbox/show.h"

struct ids {
	struct arena	*a;
	int64_t		*p;
	size_t		 n, cap;
};

static void
add(struct ids *l, int64_t id)
{
	if (l->n == l->cap) {
		l->p = arena_grow(l->a, l->p, l->cap * sizeof(*l->p),
		    (l->cap > 0 ? l->cap * 2 : 8) * sizeof(*l->p));
		l->cap = l->cap > 0 ? l->cap * 2 : 8;
	}
	l->p[l->n++] = id;
}

/* The object's own property holds one id or, in an array, several. */
static void
add_held(struct request *q, struct ids *l, const struct object *o,
    const char *property, const struct object_type *t)
{
	const struct json *v = json_get(&o->props, str_of(property));
	uint32_t i, n = v == NULL ? 0 : v->type == JSON_ARRAY ? v->len : 1;
	struct object other;
	int64_t id;

	for (i = 0; i < n; i++) {
		id = q->persona->id_number(t, store_scalar(
		    v->type == JSON_ARRAY ? &v->items[i] : v));
		if (id != 0 && store_get(q->store, t, id, q->a, &other))
			add(l, other.id);
	}
}

/* Objects of type ${t} whose property holds this one's id. */
static void
add_holders(struct request *q, struct ids *l, const struct object *o,
    const char *property, const struct object_type *t)
{
	struct str id = q->persona->id_text(o->type, o->id, q->a);
	struct object other;
	int64_t after = 0;

	while (store_find(q->store, t, property, id, after, q->a, &other)) {
		add(l, other.id);
		after = other.id;
	}
}

static int
by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static size_t
unique(struct ids *l)
{
	size_t i, n = 0;

	if (l->n > 1)
		qsort(l->p, l->n, sizeof(*l->p), by_id);
	for (i = 0; i < l->n; i++)
		if (i == 0 || l->p[i] != l->p[i - 1])
			l->p[n++] = l->p[i];
	return n;
}

size_t
related(struct request *q, const struct object *o,
    const struct object_type *t, int64_t **out)
{
	const struct association_type *k;
	struct ids l = { .a = q->a };
	struct edge *edges;
	size_t i, n;

	n = store_edges(q->store, o->type, o->id, t, q->a, &edges);
	for (i = 0; i < n; i++)
		add(&l, edges[i].to);
	for (k = q->persona->schema->associations; k->from != NULL; k++) {
		if (k->property == NULL)
			continue;
		if (strcmp(k->from, o->type->name) == 0 &&
		    strcmp(k->to, t->name) == 0)
			add_held(q, &l, o, k->property, t);
		if (strcmp(k->to, o->type->name) == 0 &&
		    strcmp(k->from, t->name) == 0)
			add_holders(q, &l, o, k->property, t);
	}
	n = unique(&l);
	*out = l.p;
	return n;
}

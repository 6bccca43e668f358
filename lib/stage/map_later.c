/* What is recognised in a message and told after it, by an event of its own. */
#include "base/hmap.h"
#include "stage/map_later.h"

/* The customer's latest message, once something was told of it. */
struct latest {
	struct conv_event	*e;	/* or NULL */
	struct json		 list;	/* its entities, a copy */
	struct hmap		 seen;	/* them, as text */
	bool			 open;	/* list and seen are made */
};

static void
add(struct latest *m, const struct json *entities, struct arena *a)
{
	void **slot;
	size_t i;

	for (i = 0; i < entities->len; i++) {
		slot = hmap_slot(&m->seen, json_text(&entities->items[i], a));
		if (*slot == NULL)
			json_push(&m->list, entities->items[i], a);
		*slot = m;
	}
}

static void
open_list(struct latest *m, struct arena *a)
{
	const struct json *own = json_get(&m->e->value, STR("entities"));

	m->open = true;
	m->list = json_array();
	hmap_init(&m->seen, a);
	if (own != NULL)
		add(m, own, a);
}

void
conv_tell_later(struct conv *c)
{
	struct latest m = { .e = NULL };
	struct conv_event *e;
	size_t i;

	for (i = 0; i < c->n; i++) {
		e = &c->events[i];
		if (e->kind == CONV_MESSAGE && e->role == CONV_CUSTOMER)
			m = (struct latest){ .e = e };
		if (e->kind != CONV_ENTITIES || m.e == NULL || json_get(
		    &m.e->value, STR("deleted")) != NULL)
			continue;
		if (!m.open)
			open_list(&m, c->arena);
		add(&m, &e->value, c->arena);
		json_set(&m.e->value, STR("entities"), m.list, c->arena);
	}
}

/* Groups of properties: those of HubSpot and those that were made. */
#include <string.h>

#include "sandbox/hs.h"

static struct json
group_json(struct request *q, struct str name, struct str label)
{
	struct json o = json_object();

	json_set(&o, STR("name"), json_str(name), q->a);
	json_set(&o, STR("label"), json_str(label), q->a);
	json_set(&o, STR("displayOrder"), json_int(-1, q->a), q->a);
	json_set(&o, STR("archived"), json_bool(false), q->a);
	return o;
}

/* All of a type: its own first. */
static struct json
groups(struct request *q, const struct object_type *t, struct json *made)
{
	struct json list = json_array();
	uint32_t i;

	if (!store_kept(q->store, arena_printf(q->a, "groups %s", t->name).p,
	    q->a, made))
		*made = json_object();
	json_push(&list, group_json(q, arena_printf(q->a, "%sinformation",
	    t->singular), arena_printf(q->a, "%s information",
	    t->singular)), q->a);
	for (i = 0; i < made->len; i++)
		json_push(&list, group_json(q, made->members[i].key,
		    store_scalar(&made->members[i].value)), q->a);
	return list;
}

static const struct json *
find(const struct json *list, struct str name)
{
	uint32_t i;

	for (i = 0; i < list->len; i++)
		if (str_eq(json_get_str(&list->items[i], STR("name")), name))
			return &list->items[i];
	return NULL;
}

void
hs_group_list(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct json made;

	if (t == NULL)
		return;
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), groups(q, t, &made), q->a);
}

void
hs_group_get(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	const struct json *found;
	struct json list, made;

	if (t == NULL)
		return;
	list = groups(q, t, &made);
	if ((found = find(&list, q->args[1])) == NULL) {
		hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "No such group");
		return;
	}
	r->status = 200;
	r->body = *found;
}

void
hs_group_create(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct str name = json_get_str(&q->in, STR("name"));
	struct str label = json_get_str(&q->in, STR("label"));
	struct json list, made;

	if (t == NULL)
		return;
	if (name.len == 0 || label.len == 0) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "name and label are needed");
		return;
	}
	list = groups(q, t, &made);
	if (find(&list, name) != NULL) {
		hs_fail(q, r, 409, "OBJECT_ALREADY_EXISTS",
		    "A group named '%.*s' already exists.", STR_ARG(name));
		return;
	}
	json_set(&made, name, json_str(label), q->a);
	store_keep(q->store, arena_printf(q->a, "groups %s", t->name).p,
	    &made);
	r->status = 201;
	r->body = group_json(q, name, label);
}

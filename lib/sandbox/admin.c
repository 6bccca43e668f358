/* What tests ask of the sandbox itself: its state. */
#include <stdlib.h>

#include "sandbox/server.h"
#include "sandbox/show.h"

static int
by_name(const void *a, const void *b)
{
	const struct json_member *x = a, *y = b;

	return str_cmp(x->key, y->key);
}

static struct json
ties_json(struct request *q, const struct object *o)
{
	const struct object_type *t;
	struct json all = json_object(), list;
	int64_t *ids;
	size_t n, i;

	for (t = q->persona->schema->types; t->name != NULL; t++) {
		if ((n = related(q, o, t, &ids)) == 0)
			continue;
		list = json_array();
		for (i = 0; i < n; i++)
			json_push(&list, json_str(q->persona->id_text(t,
			    ids[i], q->a)), q->a);
		json_set(&all, str_of(t->name), list, q->a);
	}
	return all;
}

static struct json
state_json(struct request *q, struct object *o)
{
	struct json j = json_object();

	if (o->props.len > 1)
		qsort(o->props.members, o->props.len,
		    sizeof(*o->props.members), by_name);
	json_set(&j, STR("id"), json_str(q->persona->id_text(o->type,
	    o->id, q->a)), q->a);
	json_set(&j, STR("createdAt"), api_time(q->a, o->created), q->a);
	json_set(&j, STR("updatedAt"), api_time(q->a, o->updated), q->a);
	if (o->archived)
		json_set(&j, STR("archived"), json_bool(true), q->a);
	json_set(&j, STR("properties"), o->props, q->a);
	json_set(&j, STR("associations"), ties_json(q, o), q->a);
	return j;
}

/* All objects by type and id; properties by name; live ones first. */
void
admin_state(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct json list;
	struct object o;
	int archived;

	r->status = 200;
	r->body = json_object();
	for (t = q->persona->schema->types; t->name != NULL; t++) {
		list = json_array();
		for (archived = 0; archived < 2; archived++)
			for (o.id = 0; store_next(q->store, t, o.id,
			    archived != 0, q->a, &o);)
				json_push(&list, state_json(q, &o), q->a);
		json_set(&r->body, str_of(t->name), list, q->a);
	}
}


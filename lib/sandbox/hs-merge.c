/* Two objects become one; one is erased. */
#include <string.h>

#include "sandbox/hs.h"

/* Add to ${into}'s list ${name} what ${from} has there, and ${one}. */
static void
join(struct request *q, struct object *into, const struct object *from,
    struct str name, struct str one)
{
	struct str all[3] = { json_get_str(&into->props, name), one,
	    json_get_str(&from->props, name) }, joined = STR("");
	size_t i;

	for (i = 0; i < 3; i++)
		if (all[i].len > 0)
			joined = arena_printf(q->a, "%.*s%s%.*s",
			    STR_ARG(joined), joined.len > 0 ? ";" : "",
			    STR_ARG(all[i]));
	if (joined.len > 0)
		json_set(&into->props, name, json_str(joined), q->a);
}

static void
fill_blanks(struct request *q, struct object *into,
    const struct object *from)
{
	uint32_t i;

	for (i = 0; i < from->props.len; i++)
		if (json_get(&into->props, from->props.members[i].key) == NULL)
			json_set(&into->props, from->props.members[i].key,
			    from->props.members[i].value, q->a);
}

void
hs_merge(struct request *q, struct object *into, const struct object *from)
{
	/*
	 * The addresses of the one that goes become the other's second; an
	 * only address stays the first.
	 */
	if (strcmp(into->type->name, "contacts") == 0)
		join(q, into, from, STR("hs_additional_emails"),
		    json_get_str(&into->props, STR("email")).len == 0 ?
		    STR("") : json_get_str(&from->props, STR("email")));
	join(q, into, from, STR("hs_merged_object_ids"),
	    arena_printf(q->a, "%lld", (long long)from->id));
	fill_blanks(q, into, from);
	into->updated = q->now;
	store_keys_move(q->store, into->type, from->id, into->id);
	store_edges_move(q->store, from->id, into->id);
	store_merge(q->store, from->id, into->id);
	store_update(q->store, into);
}

void
hs_object_merge(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct str keep = json_get_str(&q->in, STR("primaryObjectId"));
	struct str drop = json_get_str(&q->in, STR("objectIdToMerge"));
	struct object into, from;

	if (t == NULL)
		return;
	if (!hs_lookup(q, t, keep, STR_NONE, &into) ||
	    !hs_lookup(q, t, drop, STR_NONE, &from)) {
		hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "resource not found");
		return;
	}
	if (into.id == from.id) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "Cannot merge an object with itself");
		return;
	}
	hs_merge(q, &into, &from);
	r->status = 200;
	r->body = hs_object_json(q, &into, NULL);
}

/* Erasure leaves the row, archived and without any property. */
void
hs_object_erase(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct str by = json_get_str(&q->in, STR("idProperty"));
	struct object o;

	if (t == NULL || !hs_id_property_ok(q, t, by, r))
		return;
	if (hs_lookup(q, t, json_get_str(&q->in, STR("objectId")), by,
	    &o)) {
		o.props = json_object();
		hs_write_archive(q, &o);
	}
	r->status = 204;
}

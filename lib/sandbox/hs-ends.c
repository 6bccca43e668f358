/* What can be done with a pair of objects. */
#include "sandbox/hs-ends.h"

bool
ends_find(struct request *q, const struct object_type *t, int64_t *id)
{
	struct object o;

	if (*id == 0 || !store_get(q->store, t, *id, q->a, &o) || o.archived)
		return false;
	*id = o.id;	/* of a merge's survivor */
	return true;
}

int
ends_missing(struct request *q, const struct object_type *t, struct str id,
    struct json *error)
{
	*error = hs_error(q, "OBJECT_NOT_FOUND", arena_printf(q->a,
	    "%s=%.*s is not valid", t->singular, STR_ARG(id)));
	hs_error_context(q, error, "ids", id);
	return 404;
}

int
ends_no_type(struct request *q, struct json *error)
{
	*error = hs_error(q, "VALIDATION_ERROR", STR("One or more "
	    "association types are not valid between these object types"));
	return 400;
}

int
ends_spec(const struct json *spec)
{
	const struct json *v = json_get(spec, STR("associationTypeId"));
	int64_t id;

	if (v == NULL || !json_to_int(v, &id) || id <= 0 || id > 1000000)
		return -1;
	return (int)id;
}

/* Put edges of all types in the list ${types} between two that exist. */
int
ends_put(struct request *q, const struct ends *e, const struct json *types,
    struct json *error)
{
	struct edge_type t, plain;
	uint32_t i;

	if (types == NULL || types->type != JSON_ARRAY || types->len == 0)
		return ends_no_type(q, error);
	for (i = 0; i < types->len; i++) {
		if (!edge_find(&hs_schema, e->from, e->to,
		    ends_spec(&types->items[i]), &t))
			return ends_no_type(q, error);
		store_edge_put(q->store, t, e->a, e->b);
	}
	/* A labelled association is an unlabelled one as well. */
	if (edge_find(&hs_schema, e->from, e->to, 0, &plain))
		store_edge_put(q->store, plain, e->a, e->b);
	return 0;
}

/* Types from the path, at arguments 0 and ${i}. */
bool
ends_types(struct request *q, size_t i, struct ends *e, struct answer *r)
{
	e->from = hs_type(q, 0, r);
	e->to = e->from != NULL ? hs_type(q, i, r) : NULL;
	return e->to != NULL;
}

int
ends_both(struct request *q, struct ends *e, struct str from, struct str to,
    struct json *error)
{
	e->a = api_id(from);
	e->b = api_id(to);
	if (!ends_find(q, e->from, &e->a))
		return ends_missing(q, e->from, from, error);
	if (!ends_find(q, e->to, &e->b))
		return ends_missing(q, e->to, to, error);
	return 0;
}

struct json
ends_id(struct request *q, int64_t id)
{
	struct json o = json_object();

	json_set(&o, STR("id"), api_number(q->a, id), q->a);
	return o;
}

static struct json
default_json(struct request *q, const struct ends *e, struct edge_type t)
{
	struct json o = json_object(), spec = json_object();

	json_set(&spec, STR("associationCategory"),
	    json_str(STR("HUBSPOT_DEFINED")), q->a);
	json_set(&spec, STR("associationTypeId"),
	    json_int(edge_id(t), q->a), q->a);
	json_set(&o, STR("from"), ends_id(q, e->a), q->a);
	json_set(&o, STR("to"), ends_id(q, e->b), q->a);
	json_set(&o, STR("associationSpec"), spec, q->a);
	return o;
}

/* Associate, and list both directions as the API does. */
void
ends_put_default(struct request *q, const struct ends *e, struct edge_type t,
    struct json *results)
{
	struct ends back = { e->to, e->from, e->b, e->a };
	struct edge_type other = { t.type, !t.reversed };

	store_edge_put(q->store, t, e->a, e->b);
	json_push(results, default_json(q, e, t), q->a);
	json_push(results, default_json(q, &back, other), q->a);
}

struct json
ends_labels(struct request *q, const struct ends *e)
{
	struct json o = json_object();

	json_set(&o, STR("fromObjectTypeId"), json_str(str_of(e->from->id)),
	    q->a);
	json_set(&o, STR("fromObjectId"), api_number(q->a, e->a), q->a);
	json_set(&o, STR("toObjectTypeId"), json_str(str_of(e->to->id)), q->a);
	json_set(&o, STR("toObjectId"), api_number(q->a, e->b), q->a);
	json_set(&o, STR("labels"), json_array(), q->a);
	return o;
}

/* One object's associations, those to the same object under one item. */
struct json
ends_targets(struct request *q, const struct ends *e)
{
	struct json list = json_array(), item, type, *types = NULL;
	struct edge *edges;
	size_t n, i;

	n = store_edges(q->store, e->from, e->a, e->to, q->a, &edges);
	for (i = 0; i < n; i++) {
		if (i == 0 || edges[i].to != edges[i - 1].to) {
			item = json_object();
			json_set(&item, STR("toObjectId"),
			    api_number(q->a, edges[i].to), q->a);
			json_set(&item, STR("associationTypes"),
			    json_array(), q->a);
			types = json_get(json_push(&list, item, q->a),
			    STR("associationTypes"));
		}
		type = json_object();
		json_set(&type, STR("category"),
		    json_str(STR("HUBSPOT_DEFINED")), q->a);
		json_set(&type, STR("typeId"),
		    json_int(edge_id(edges[i].type), q->a), q->a);
		if (edges[i].type.type->label != NULL)
			json_set(&type, STR("label"), json_str(str_of(
			    edges[i].type.type->label)), q->a);
		json_push(types, type, q->a);
	}
	return list;
}

void
ends_drop(struct request *q, const struct ends *e)
{
	struct edge *edges;
	size_t n, i;

	n = store_edges(q->store, e->from, e->a, e->to, q->a, &edges);
	for (i = 0; i < n; i++)
		if (edges[i].to == e->b)
			store_edge_del(q->store, edges[i].type, e->a, e->b);
}

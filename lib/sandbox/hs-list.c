/*
 * Lists v3: kept as objects of a type that the other endpoints do not know,
 * with their members as edges.
 */
#include <string.h>

#include "sandbox/hs.h"

enum { MAX_COUNT = 500 };

static const struct object_type *
list_type(void)
{
	return schema_type(&hs_schema, STR("lists"));
}

static struct str
value(const struct object *o, const char *name)
{
	return store_scalar(json_get(&o->props, str_of(name)));
}

static const struct object_type *
member_type(const struct object *o)
{
	return schema_type(&hs_schema, value(o, "objectTypeId"));
}

static size_t
members(struct request *q, const struct object *o, struct edge **out)
{
	return store_edges(q->store, o->type, o->id, member_type(o), q->a,
	    out);
}

static struct json
list_json(struct request *q, const struct object *o)
{
	struct json j = json_object();
	struct edge *edges;

	api_set(q, &j, "listId", api_number(q->a, o->id));
	api_set(q, &j, "listVersion", json_int(1, q->a));
	api_set(q, &j, "name", json_str(value(o, "name")));
	api_set(q, &j, "objectTypeId", json_str(value(o, "objectTypeId")));
	api_set(q, &j, "processingType", json_str(value(o, "processingType")));
	api_set(q, &j, "processingStatus", json_str(STR("COMPLETE")));
	api_set(q, &j, "createdAt", api_time(q->a, o->created));
	api_set(q, &j, "updatedAt", api_time(q->a, o->updated));
	api_set(q, &j, "createdById", json_str(STR("9000")));
	api_set(q, &j, "updatedById", json_str(STR("9000")));
	api_set(q, &j, "size", json_int((int64_t)members(q, o, &edges), q->a));
	return j;
}

static void
answer_list(struct request *q, struct answer *r, const struct object *o)
{
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "list", list_json(q, o));
}

static bool
find_id(struct request *q, struct answer *r, struct object *o)
{
	int64_t id = api_id(q->args[0]);

	if (id != 0 && store_get(q->store, list_type(), id, q->a, o) &&
	    !o->archived)
		return true;
	hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "List does not exist");
	return false;
}

/* By name, whose case does not matter, among those of a type. */
static bool
find_name(struct request *q, const struct object_type *t, struct str name,
    struct object *o)
{
	int64_t after = 0;

	for (; store_find(q->store, list_type(), "name", name, after, q->a,
	    o); after = o->id)
		if (member_type(o) == t)
			return true;
	return false;
}

static const char *
list_problem(struct request *q)
{
	static const char *const kinds[] = { "MANUAL", "SNAPSHOT",
	    "DYNAMIC", NULL };
	struct str kind = json_get_str(&q->in, STR("processingType"));
	const struct object_type *t = schema_type(&hs_schema,
	    json_get_str(&q->in, STR("objectTypeId")));

	if (json_get_str(&q->in, STR("name")).len == 0)
		return "name";
	if (t == NULL || t->id == NULL)
		return "objectTypeId";
	return str_in(kind, kinds) ? NULL : "processingType";
}

void
hs_list_create(struct request *q, struct answer *r)
{
	static const char *const kept[] = { "name", "objectTypeId",
	    "processingType" };
	const char *bad = list_problem(q);
	struct object o = { .type = list_type(), .created = q->now,
	    .updated = q->now, .props = json_object() };
	struct object other;
	size_t i;

	if (bad != NULL) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "%s is missing or has no valid value", bad);
		return;
	}
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		api_set(q, &o.props, kept[i], json_str(json_get_str(&q->in,
		    str_of(kept[i]))));
	if (find_name(q, member_type(&o), value(&o, "name"), &other)) {
		hs_fail(q, r, 400, "VALIDATION_ERROR", "A list with the name "
		    "'%.*s' already exists", STR_ARG(value(&o, "name")));
		json_set(&r->body, STR("subCategory"), json_str(
		    STR("ILS.DUPLICATE_LIST_NAMES")), q->a);
		return;
	}
	store_insert(q->store, &o);
	answer_list(q, r, &o);
}

void
hs_list_get(struct request *q, struct answer *r)
{
	struct object o;

	if (find_id(q, r, &o))
		answer_list(q, r, &o);
}

void
hs_list_by_name(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct object o;

	if (t == NULL)
		return;
	if (find_name(q, t, q->args[1], &o))
		answer_list(q, r, &o);
	else
		hs_fail(q, r, 404, "OBJECT_NOT_FOUND",
		    "List does not exist with name %.*s.",
		    STR_ARG(q->args[1]));
}

void
hs_list_many(struct request *q, struct answer *r)
{
	struct json list = json_array();
	struct object o;
	size_t i;

	for (i = 0; i < q->nquery; i++)
		if (str_eq(q->query[i].name, STR("listIds")) &&
		    store_get(q->store, list_type(), api_id(
		    q->query[i].value), q->a, &o) && !o.archived)
			json_push(&list, list_json(q, &o), q->a);
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "lists", list);
}

void
hs_list_delete(struct request *q, struct answer *r)
{
	struct object o;

	if (!find_id(q, r, &o))
		return;
	o.archived = true;
	store_update(q->store, &o);
	r->status = 204;
}

/* Is it asked for by ids, kinds and a part of its name? */
static bool
is_sought(const struct request *q, const struct object *o)
{
	const struct json *ids = json_get(&q->in, STR("listIds"));
	const struct json *kinds = json_get(&q->in, STR("processingTypes"));
	struct str part = json_get_str(&q->in, STR("query"));
	struct str name = value(o, "name");
	size_t i;
	bool in = false;

	for (i = 0; ids != NULL && ids->type == JSON_ARRAY && i < ids->len;
	    i++)
		in = in || api_id(store_scalar(&ids->items[i])) == o->id;
	if (i > 0 && !in)
		return false;
	in = false;
	for (i = 0; kinds != NULL && kinds->type == JSON_ARRAY &&
	    i < kinds->len; i++)
		in = in || str_eq(store_scalar(&kinds->items[i]),
		    value(o, "processingType"));
	if (i > 0 && !in)
		return false;
	for (i = 0; i + part.len <= name.len; i++)
		if (str_ieq(str_to(str_from(name, i), part.len), part))
			return true;
	return false;
}

static int64_t
number(const struct request *q, const char *name, int64_t otherwise)
{
	const struct json *v = json_get(&q->in, str_of(name));
	int64_t n;

	return v != NULL && json_to_int(v, &n) && n >= 0 ? n : otherwise;
}

void
hs_list_search(struct request *q, struct answer *r)
{
	int64_t offset = number(q, "offset", 0), count = number(q, "count",
	    20), total = 0;
	struct json list = json_array(), item;
	struct object o = { .id = 0 };

	if (count > MAX_COUNT)
		count = MAX_COUNT;
	while (store_next(q->store, list_type(), o.id, false, q->a, &o)) {
		if (!is_sought(q, &o))
			continue;
		if (total++ < offset || list.len >= count)
			continue;
		item = list_json(q, &o);
		api_set(q, &item, "additionalProperties", json_object());
		json_push(&list, item, q->a);
	}
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "offset", json_int(offset + list.len, q->a));
	api_set(q, &r->body, "hasMore", json_bool(offset + list.len < total));
	api_set(q, &r->body, "total", json_int(total, q->a));
	api_set(q, &r->body, "lists", list);
}

void
hs_list_members(struct request *q, struct answer *r)
{
	struct json list = json_array(), item;
	struct object o;
	struct edge *edges;
	size_t i, n;

	if (!find_id(q, r, &o))
		return;
	n = members(q, &o, &edges);
	for (i = 0; i < n; i++) {
		item = json_object();
		api_set(q, &item, "recordId", api_number(q->a, edges[i].to));
		api_set(q, &item, "membershipTimestamp", api_time(q->a,
		    o.updated));
		json_push(&list, item, q->a);
	}
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "results", list);
	api_set(q, &r->body, "total", json_int((int64_t)n, q->a));
}

struct change {
	struct request		*q;
	const struct object	*list;
	struct edge_type	 edge;
	struct json		 added, removed, missing;
};

static void
change_all(struct change *c, const struct json *ids, bool add)
{
	struct request *q = c->q;
	struct object o;
	size_t i, k, n;
	struct edge *edges;
	bool there;

	for (i = 0; ids != NULL && ids->type == JSON_ARRAY && i < ids->len;
	    i++) {
		if (!store_get(q->store, member_type(c->list), api_id(
		    store_scalar(&ids->items[i])), q->a, &o) || o.archived) {
			json_push(&c->missing, json_str(store_scalar(
			    &ids->items[i])), q->a);
			continue;
		}
		there = false;
		n = members(q, c->list, &edges);
		for (k = 0; k < n; k++)
			there = there || edges[k].to == o.id;
		if (there == add)
			continue;
		if (add)
			store_edge_put(q->store, c->edge, c->list->id, o.id);
		else
			store_edge_del(q->store, c->edge, c->list->id, o.id);
		json_push(add ? &c->added : &c->removed, api_number(q->a,
		    o.id), q->a);
	}
}

/* What is there already is neither added nor missing. */
static void
change(struct request *q, struct answer *r, const struct json *add,
    const struct json *drop)
{
	struct object o;
	struct change c = { .q = q, .list = &o, .added = json_array(),
	    .removed = json_array(), .missing = json_array() };

	if (!find_id(q, r, &o))
		return;
	if (str_eq(value(&o, "processingType"), STR("DYNAMIC")) ||
	    !edge_find(&hs_schema, list_type(), member_type(&o), 0,
	    &c.edge)) {
		hs_fail(q, r, 400, "VALIDATION_ERROR", "Members of a list "
		    "whose processing type is DYNAMIC cannot be changed");
		return;
	}
	change_all(&c, add, true);
	change_all(&c, drop, false);
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "recordsIdsAdded", c.added);
	api_set(q, &r->body, "recordIdsRemoved", c.removed);
	api_set(q, &r->body, "recordIdsMissing", c.missing);
}

void
hs_list_add(struct request *q, struct answer *r)
{
	change(q, r, &q->in, NULL);
}

void
hs_list_remove(struct request *q, struct answer *r)
{
	change(q, r, NULL, &q->in);
}

void
hs_list_change(struct request *q, struct answer *r)
{
	change(q, r, json_get(&q->in, STR("recordIdsToAdd")),
	    json_get(&q->in, STR("recordIdsToRemove")));
}

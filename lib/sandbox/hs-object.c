/* Single objects: create, read, update, archive, list. */
#include <stdlib.h>
#include <string.h>

#include "sandbox/hs.h"

bool
hs_id_property_ok(struct request *q, const struct object_type *t,
    struct str name, struct answer *r)
{
	const struct property *p;

	if (name.len == 0 || str_eq(name, STR("hs_object_id")))
		return true;
	p = property_find(q, t, name);
	if (p != NULL && (p->flags & PROPERTY_UNIQUE) != 0)
		return true;
	hs_fail(q, r, 400, "VALIDATION_ERROR", "Unable to perform "
	    "read/update/upsert by non-unique %s property %.*s", t->id,
	    STR_ARG(name));
	return false;
}

bool
hs_lookup(struct request *q, const struct object_type *t, struct str id,
    struct str id_property, struct object *out)
{
	const struct property *p;
	int64_t n;

	if (id_property.len == 0 || str_eq(id_property, STR("hs_object_id")))
		n = api_id(id);
	else {
		p = property_find(q, t, id_property);
		if (p == NULL || hs_value_check(p, id, q->a, &id) != NULL)
			return false;
		n = store_key(q->store, t, p->name, id);
	}
	return n > 0 && store_get(q->store, t, n, q->a, out) &&
	    !out->archived;
}

/* What the CRM derives itself is not among the stored properties. */
static bool
system_value(const struct object *o, struct str name, struct arena *a,
    struct json *out)
{
	if (str_eq(name, STR("hs_object_id")))
		*out = api_number(a, o->id);
	else if (str_eq(name, str_of(o->type->created)))
		*out = api_time(a, o->created);
	else if (str_eq(name, str_of(o->type->modified)))
		*out = api_time(a, o->updated);
	else
		return false;
	return true;
}

static void
show(struct request *q, const struct object *o, struct str name,
    struct json *props)
{
	struct json *v, system;

	if (system_value(o, name, q->a, &system))
		json_set(props, name, system, q->a);
	else if ((v = json_get(&o->props, name)) != NULL)
		json_set(props, name, *v, q->a);
	else if (property_find(q, o->type, name) != NULL)
		json_set(props, name, json_null(), q->a);
}

/* The name of property ${i} of a list of names, or of an object of values. */
static struct str
asked_name(const struct json *asked, uint32_t i)
{
	if (asked->type == JSON_OBJECT)
		return asked->members[i].key;
	if (asked->items[i].type != JSON_STRING)
		return STR("");
	return (struct str){ asked->items[i].text, asked->items[i].len };
}

static bool
asks(const struct json *asked)
{
	return asked != NULL && asked->len > 0 &&
	    (asked->type == JSON_OBJECT || asked->type == JSON_ARRAY);
}

static struct json
shown_properties(struct request *q, const struct object *o,
    const struct json *asked)
{
	const struct property *p;
	struct json props = json_object();
	uint32_t i;

	show(q, o, str_of(o->type->created), &props);
	show(q, o, STR("hs_object_id"), &props);
	show(q, o, str_of(o->type->modified), &props);
	if (!asks(asked)) {
		for (p = o->type->properties; p->name != NULL; p++)
			if ((p->flags & PROPERTY_SHOWN) != 0)
				show(q, o, str_of(p->name), &props);
		return props;
	}
	for (i = 0; i < asked->len; i++)
		show(q, o, asked_name(asked, i), &props);
	return props;
}

struct json
hs_object_json(struct request *q, const struct object *o,
    const struct json *asked)
{
	struct json j = json_object();

	json_set(&j, STR("id"), api_number(q->a, o->id), q->a);
	json_set(&j, STR("properties"), shown_properties(q, o, asked), q->a);
	json_set(&j, STR("createdAt"), api_time(q->a, o->created), q->a);
	json_set(&j, STR("updatedAt"), api_time(q->a, o->updated), q->a);
	json_set(&j, STR("archived"), json_bool(o->archived), q->a);
	if (o->archived)
		json_set(&j, STR("archivedAt"), api_time(q->a, o->updated),
		    q->a);
	return j;
}

/* The query's properties: repeated, or with commas between. */
static struct json
asked_properties(struct request *q)
{
	struct json list = json_array();
	struct str rest, name;
	size_t i, comma;

	for (i = 0; i < q->nquery; i++) {
		if (!str_eq(q->query[i].name, STR("properties")))
			continue;
		for (rest = q->query[i].value; rest.len > 0;) {
			comma = str_find(rest, STR(","));
			name = str_to(rest, comma);
			rest = comma == (size_t)-1 ? STR("") :
			    str_from(rest, comma + 1);
			json_push(&list, json_str(name), q->a);
		}
	}
	return list;
}

/* The associations that a query asks for, by type. */
static void
add_associations(struct request *q, const struct object *o, struct json *j)
{
	const struct object_type *t;
	struct json all = json_object(), set, list, item;
	struct edge *edges;
	size_t i, k, n;

	for (i = 0; i < q->nquery; i++) {
		if (!str_eq(q->query[i].name, STR("associations")) ||
		    (t = schema_type(&hs_schema, q->query[i].value)) == NULL)
			continue;
		n = store_edges(q->store, o->type, o->id, t, q->a, &edges);
		list = json_array();
		for (k = 0; k < n; k++) {
			item = json_object();
			json_set(&item, STR("id"),
			    api_number(q->a, edges[k].to), q->a);
			json_set(&item, STR("type"), json_str(arena_printf(
			    q->a, "%s_to_%s", o->type->singular,
			    t->singular)), q->a);
			json_push(&list, item, q->a);
		}
		if (n == 0)
			continue;
		set = json_object();
		json_set(&set, STR("results"), list, q->a);
		json_set(&all, str_of(t->name), set, q->a);
	}
	if (all.len > 0)
		json_set(j, STR("associations"), all, q->a);
}

static void
not_found(struct request *q, struct answer *r)
{
	hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "resource not found");
}

static bool
wants_archived(struct request *q)
{
	return str_eq(api_query(q, "archived"), STR("true"));
}

void
hs_object_get(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct str by = api_query(q, "idProperty");
	struct json asked;
	struct object o;
	int64_t id = api_id(q->args[1]);

	if (t == NULL || !hs_id_property_ok(q, t, by, r))
		return;
	if (wants_archived(q)) {
		if (id == 0 || !store_get(q->store, t, id, q->a, &o) ||
		    !o.archived) {
			not_found(q, r);
			return;
		}
	} else if (!hs_lookup(q, t, q->args[1], by, &o)) {
		not_found(q, r);
		return;
	}
	asked = asked_properties(q);
	r->status = 200;
	r->body = hs_object_json(q, &o, &asked);
	add_associations(q, &o, &r->body);
}

static void
answer_outcome(struct request *q, const struct hs_outcome *out,
    struct answer *r)
{
	r->status = out->status;
	if (out->status < 300) {
		r->body = hs_object_json(q, &out->object, &out->sent);
		return;
	}
	r->body = out->error;
	r->undo = true;
}

void
hs_object_create(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct hs_outcome out;

	if (t == NULL)
		return;
	hs_write_create(q, t, &q->in, &out);
	answer_outcome(q, &out, r);
}

void
hs_object_patch(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct str by = api_query(q, "idProperty");
	struct hs_outcome out;

	if (t == NULL || !hs_id_property_ok(q, t, by, r))
		return;
	hs_write_update(q, t, q->args[1], by,
	    json_get(&q->in, STR("properties")), &out);
	answer_outcome(q, &out, r);
}

/* Archiving what is not there is no error. */
void
hs_object_archive(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct object o;

	if (t == NULL)
		return;
	if (hs_lookup(q, t, q->args[1], STR_NONE, &o))
		hs_write_archive(q, &o);
	r->status = 204;
}

static size_t
limit_of(struct request *q, size_t most)
{
	int64_t n = api_id(api_query(q, "limit"));

	return n <= 0 ? 10 : (size_t)n < most ? (size_t)n : most;
}

void
hs_object_list(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	size_t limit = limit_of(q, HS_BATCH);
	int64_t after = api_id(api_query(q, "after"));
	struct json asked, list = json_array(), paging, next, item;
	struct object o;

	if (t == NULL)
		return;
	asked = asked_properties(q);
	while (list.len < limit && store_next(q->store, t, after,
	    wants_archived(q), q->a, &o)) {
		after = o.id;
		item = hs_object_json(q, &o, &asked);
		add_associations(q, &o, &item);
		json_push(&list, item, q->a);
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), list, q->a);
	if (list.len < limit || !store_next(q->store, t, after,
	    wants_archived(q), q->a, &o))
		return;
	next = json_object();
	json_set(&next, STR("after"), api_number(q->a, after), q->a);
	paging = json_object();
	json_set(&paging, STR("next"), next, q->a);
	json_set(&r->body, STR("paging"), paging, q->a);
}

/* Creating, updating and upserting rows, one by one or many in a block. */
#include <string.h>

#include "sandbox/dynamics.h"

/* Whom the lookup names until now is tied no longer. */
static void
untie(struct request *q, struct object *o, const struct dyn_lookup *l,
    const struct object_type *t)
{
	int64_t old = store_key(q->store, t, dyn_key(t),
	    json_get_str(&o->props, str_of(l->column)));
	struct edge_type e;

	if (old != 0 && edge_find(&dyn_schema, o->type, t, 0, &e))
		store_edge_del(q->store, e, o->id, old);
	json_del(&o->props, str_of(l->column));
}

/* "/accounts(key)" or the same with the host before it. */
static bool
bind(struct request *q, struct object *o, const struct dyn_lookup *l,
    const struct json *v, struct answer *r)
{
	const struct object_type *t = schema_type(&dyn_schema,
	    str_of(l->target));
	struct str uri = store_scalar(v), name, value, head;
	size_t at, open;
	struct object to;
	struct edge_type e;

	head = arena_printf(q->a, "%s(", l->target);
	at = str_find(uri, head);
	open = at + head.len;
	if (v->type != JSON_STRING || at == (size_t)-1 ||
	    !str_ends(uri, STR(")")) || !dyn_row(q, t, str_to(str_from(uri,
	    open), uri.len - open - 1), &name, &value, &to)) {
		dyn_fail(q, r, 404, "0x80040217", "Entity '%s' With Id = "
		    "%.*s Does Not Exist", t->singular, STR_ARG(uri));
		return false;
	}
	untie(q, o, l, t);
	json_set(&o->props, str_of(l->column), *json_get(&to.props,
	    str_of(dyn_key(t))), q->a);
	if (edge_find(&dyn_schema, o->type, t, 0, &e))
		store_edge_put(q->store, e, o->id, to.id);
	return true;
}

/* "NAVIGATION@odata.bind": null clears. */
static bool
write_bind(struct request *q, struct object *o, struct str name,
    const struct json *v, struct answer *r)
{
	const struct dyn_lookup *l;

	for (l = dyn_lookups; l->type != NULL; l++)
		if (strcmp(l->type, o->type->name) == 0 &&
		    str_eq(name, str_of(l->navigation)))
			break;
	if (l->type == NULL) {
		dyn_fail(q, r, 400, "0x80048d19", "An undeclared property "
		    "'%.*s' which only has property annotations in the "
		    "payload but no property value was found.",
		    STR_ARG(name));
		return false;
	}
	if (v->type != JSON_NULL)
		return bind(q, o, l, v, r);
	untie(q, o, l, schema_type(&dyn_schema, str_of(l->target)));
	return true;
}

/* A value that an alternate key or the id holds must be its own. */
static bool
write_key(struct request *q, struct object *o, const struct property *p,
    const struct json *v, struct answer *r)
{
	struct str is = store_scalar(v), was = store_scalar(json_get(
	    &o->props, str_of(p->name)));
	int64_t other;

	if (str_eq(is, was))
		return true;
	other = is.len > 0 ? store_key(q->store, o->type, p->name, is) : 0;
	if (other != 0 && other != o->id) {
		dyn_fail(q, r, 412, "0x80060892", "A record with matching "
		    "key values already exists.");
		return false;
	}
	if (was.len > 0)
		store_key_del(q->store, o->type, p->name, was);
	if (is.len > 0)
		store_key_put(q->store, o->type, p->name, is, o->id);
	return true;
}

static bool
write_column(struct request *q, struct object *o, struct str name,
    const struct json *v, bool new, struct answer *r)
{
	const struct property *p = property_find(q, o->type, name);

	if (p == NULL || (p->flags & PROPERTY_READ_ONLY) != 0) {
		dyn_fail(q, r, 400, "0x80048d19", "Error identified in "
		    "Payload provided by the user for Entity :'%s'. Could "
		    "not find a property named '%.*s' on type "
		    "'Microsoft.Dynamics.CRM.%s'.", o->type->name,
		    STR_ARG(name), o->type->singular);
		return false;
	}
	/* The id of a row that is there stays. */
	if (str_eq(name, str_of(dyn_key(o->type))) && !new)
		return true;
	if (!dyn_check(q, o->type, p, v, r) ||
	    ((p->flags & PROPERTY_UNIQUE) != 0 &&
	    !write_key(q, o, p, v, r)))
		return false;
	if (v->type == JSON_NULL)
		json_del(&o->props, name);
	else
		json_set(&o->props, name, *v, q->a);
	return true;
}

static bool
write_member(struct request *q, struct object *o, struct json_member *m,
    bool new, struct answer *r)
{
	size_t at = str_find(m->key, STR("@"));

	if (at == 0)
		return true;	/* "@odata.type" and the like */
	if (at == (size_t)-1)
		return write_column(q, o, m->key, &m->value, new, r);
	if (!str_eq(str_from(m->key, at), STR("@odata.bind")))
		return true;
	return write_bind(q, o, str_to(m->key, at), &m->value, r);
}

static bool
has_required(struct request *q, const struct object *o, struct answer *r)
{
	const struct property *p;

	for (p = o->type->properties; p->name != NULL; p++)
		if ((p->flags & PROPERTY_REQUIRED) != 0 &&
		    json_get(&o->props, str_of(p->name)) == NULL) {
			dyn_fail(q, r, 400, "0x80044312", "Required "
			    "attribute '%s' of '%s' is missing.", p->name,
			    o->type->singular);
			return false;
		}
	return true;
}

/* What a test wants to go wrong with this row. */
static bool
fated(struct request *q, const struct object *o, struct answer *r)
{
	switch (api_item_fault(q)) {
	case ITEM_REFUSED:
		dyn_fail(q, r, 403, "0x80040220", "Principal user is missing "
		    "prvWrite privilege on '%s'.", o->type->singular);
		return false;
	case ITEM_LOCKED:
		dyn_fail(q, r, 500, "0x80044151", "SQL timeout expired.");
		return false;
	case ITEM_PICKLIST:
		dyn_fail(q, r, 400, "0x80044330", "A validation error "
		    "occurred. The value of 'leadsourcecode' on record of "
		    "type '%s' is outside the valid range. Accepted Values: "
		    "1,2,3", o->type->singular);
		return false;
	case ITEM_DUPLICATE:
		dyn_fail(q, r, 500, "0x80040333", "A record was not created "
		    "or updated because a duplicate of the current record "
		    "already exists.");
		return false;
	default:
		return true;
	}
}

/* firstname and lastname make fullname. */
static void
derive(struct request *q, struct object *o)
{
	struct str first = json_get_str(&o->props, STR("firstname"));
	struct str last = json_get_str(&o->props, STR("lastname"));

	if (property_in(o->type, STR("fullname")) == NULL)
		return;
	json_set(&o->props, STR("fullname"), json_str(str_trim(arena_printf(
	    q->a, "%.*s %.*s", STR_ARG(first), STR_ARG(last)))), q->a);
}

/*
 * The columns of ${in} into ${o}; false: ${r} says why not, and nothing is to
 * be kept.  For a new row ${o}'s props may hold the key it is to have.
 */
static bool
dyn_write(struct request *q, struct object *o, const struct json *in,
    bool new, struct answer *r)
{
	struct str key = str_of(dyn_key(o->type));
	struct json guid;
	uint32_t i;

	if (in->type != JSON_OBJECT) {
		dyn_fail(q, r, 400, "0x80048d19", "Invalid JSON. A row must "
		    "be an object.");
		return false;
	}
	if (!fated(q, o, r))
		return false;
	for (i = 0; i < in->len; i++)
		if (!write_member(q, o, &in->members[i], new, r))
			return false;
	guid = json_str(dyn_guid(o->id, q->a));
	if (json_get(&o->props, key) == NULL &&
	    !write_column(q, o, key, &guid, true, r))
		return false;
	if (new && json_get(&o->props, STR("statecode")) == NULL &&
	    property_in(o->type, STR("statecode")) != NULL)
		json_set(&o->props, STR("statecode"), json_int(0, q->a),
		    q->a);
	derive(q, o);
	if (!has_required(q, o, r))
		return false;
	o->updated = q->now;
	store_update(q->store, o);
	return true;
}

/* A new row, with the key that its address names, if any. */
static bool
insert(struct request *q, const struct object_type *t, struct str name,
    struct str value, const struct json *in, struct object *o,
    struct answer *r)
{
	struct json v = json_str(value);

	*o = (struct object){ .type = t, .created = q->now,
	    .updated = q->now, .props = json_object() };
	store_insert(q->store, o);
	if (name.p != NULL && json_get(in, name) == NULL &&
	    !write_column(q, o, name, &v, true, r))
		return false;
	return dyn_write(q, o, in, true, r);
}

static void
answer_row(struct request *q, const struct object *o, int status,
    struct answer *r)
{
	struct str key = json_get_str(&o->props, str_of(dyn_key(o->type)));

	if (str_find(api_header(q, "Prefer"), STR("return=representation")) !=
	    (size_t)-1) {
		r->status = status;
		r->body = dyn_json(q, o, api_query(q, "$select"));
		return;
	}
	r->status = 204;
	api_answer_header(r, "OData-EntityId", arena_printf(q->a,
	    "http://%.*s/api/data/v%.*s/%s(%.*s)", STR_ARG(api_header(q,
	    "Host")), STR_ARG(q->args[0]), o->type->name, STR_ARG(key)));
}

void
dyn_create(struct request *q, struct answer *r)
{
	const struct object_type *t = dyn_type(q, 1, r);
	struct object o;

	if (t != NULL && insert(q, t, STR_NONE, STR_NONE, &q->in, &o, r))
		answer_row(q, &o, 201, r);
}

static void
does_not_exist(struct request *q, const struct object_type *t,
    struct str key, struct answer *r)
{
	dyn_fail(q, r, 404, "0x80040217", "Entity '%s' With Id = %.*s Does "
	    "Not Exist", t->singular, STR_ARG(key));
}

/* If-Match: * updates only, If-None-Match: * creates only. */
void
dyn_patch(struct request *q, struct answer *r)
{
	const struct object_type *t = dyn_type(q, 1, r);
	struct str name, value;
	struct object o;
	bool found;

	if (t == NULL)
		return;
	found = dyn_row(q, t, q->args[2], &name, &value, &o);
	if (name.p == NULL)
		dyn_fail(q, r, 400, "0x80060888", "No key is called so: %.*s",
		    STR_ARG(q->args[2]));
	else if (!found && str_eq(api_header(q, "If-Match"), STR("*")))
		does_not_exist(q, t, q->args[2], r);
	else if (found && str_eq(api_header(q, "If-None-Match"), STR("*")))
		dyn_fail(q, r, 412, "0x80060892", "A record with matching "
		    "key values already exists.");
	else if (found ? dyn_write(q, &o, &q->in, false, r) :
	    insert(q, t, name, value, &q->in, &o, r))
		answer_row(q, &o, found ? 200 : 201, r);
}

void
dyn_delete(struct request *q, struct answer *r)
{
	const struct object_type *t = dyn_type(q, 1, r);
	struct str name, value;
	struct object o;

	if (t == NULL)
		return;
	if (!dyn_row(q, t, q->args[2], &name, &value, &o)) {
		does_not_exist(q, t, q->args[2], r);
		return;
	}
	o.archived = true;
	o.updated = q->now;
	store_update(q->store, &o);
	store_keys_move(q->store, t, o.id, 0);
	r->status = 204;
}

static const struct json *
targets(struct request *q, struct answer *r)
{
	const struct json *list = json_get(&q->in, STR("Targets"));

	if (list != NULL && list->type == JSON_ARRAY && list->len > 0 &&
	    list->len <= DYN_TARGETS)
		return list;
	dyn_fail(q, r, 400, "0x80048d19", "Targets must be 1 to %d rows.",
	    DYN_TARGETS);
	return NULL;
}

/* One transaction: the first bad row undoes all, and nobody says which. */
void
dyn_create_many(struct request *q, struct answer *r)
{
	const struct object_type *t = dyn_type(q, 1, r);
	const struct json *list = t != NULL ? targets(q, r) : NULL;
	struct json ids = json_array();
	struct object o;
	uint32_t i;

	for (i = 0; list != NULL && i < list->len; i++) {
		if (!insert(q, t, STR_NONE, STR_NONE, &list->items[i], &o, r))
			return;
		json_push(&ids, *json_get(&o.props, str_of(dyn_key(t))),
		    q->a);
	}
	if (list == NULL)
		return;
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("Ids"), ids, q->a);
}

/* The row that a target names, by its id or by "@odata.id". */
static bool
target_row(struct request *q, const struct object_type *t,
    const struct json *target, struct str *name, struct str *value,
    struct object *o)
{
	struct str key = json_get_str(target, str_of(dyn_key(t)));
	struct str uri = json_get_str(target, STR("@odata.id"));
	size_t open = str_find(uri, STR("("));

	if (key.len == 0 && open != (size_t)-1 && str_ends(uri, STR(")")))
		key = str_to(str_from(uri, open + 1), uri.len - open - 2);
	return dyn_row(q, t, key, name, value, o);
}

static void
write_many(struct request *q, struct answer *r, bool upsert)
{
	const struct object_type *t = dyn_type(q, 1, r);
	const struct json *list = t != NULL ? targets(q, r) : NULL, *in;
	struct str name, value;
	struct object o;
	uint32_t i;
	bool found;

	for (i = 0; list != NULL && i < list->len; i++) {
		in = &list->items[i];
		found = target_row(q, t, in, &name, &value, &o);
		if (!found && (!upsert || name.p == NULL)) {
			does_not_exist(q, t, value, r);
			return;
		}
		if (found ? !dyn_write(q, &o, in, false, r) :
		    !insert(q, t, name, value, in, &o, r))
			return;
	}
	if (list != NULL)
		r->status = 204;
}

void
dyn_update_many(struct request *q, struct answer *r)
{
	write_many(q, r, false);
}

void
dyn_upsert_many(struct request *q, struct answer *r)
{
	write_many(q, r, true);
}

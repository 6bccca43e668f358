/* The application, its fields, and what an administrator does. */
#include <string.h>

#include "sandbox/espo.h"

void
espo_app_user(struct request *q, struct answer *r)
{
	struct json user = json_object(), settings = json_object();

	json_set(&user, STR("id"), json_str(espo_id(NULL, 99, q->a)), q->a);
	json_set(&user, STR("userName"), json_str(STR("chatcrm")), q->a);
	json_set(&user, STR("type"), json_str(STR("api")), q->a);
	json_set(&settings, STR("siteUrl"),
	    json_str(STR("https://espo.sandbox.example")), q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("user"), user, q->a);
	json_set(&r->body, STR("settings"), settings, q->a);
}

static const char *const type_names[] = {
	[PROPERTY_STRING] = "varchar",
	[PROPERTY_NUMBER] = "float",
	[PROPERTY_BOOL] = "bool",
	[PROPERTY_ENUMERATION] = "enum",
	[PROPERTY_DATE] = "date",
	[PROPERTY_DATETIME] = "datetime",
	[PROPERTY_PHONE] = "phone",
};

static struct json
field_json(struct request *q, const struct property *p)
{
	struct json o = json_object(), list = json_array();
	size_t i;

	json_set(&o, STR("type"), json_str(str_of(type_names[p->type])),
	    q->a);
	json_set(&o, STR("required"), json_bool((p->flags &
	    PROPERTY_REQUIRED) != 0), q->a);
	if ((p->flags & PROPERTY_CUSTOM) != 0)
		json_set(&o, STR("isCustom"), json_bool(true), q->a);
	for (i = 0; p->options != NULL && p->options[i] != NULL; i++)
		json_push(&list, json_str(str_of(p->options[i])), q->a);
	if (list.len > 0)
		json_set(&o, STR("options"), list, q->a);
	return o;
}

static struct json
fields_json(struct request *q, const struct object_type *t)
{
	struct json all = json_object();
	const struct property *p;
	size_t i;

	for (p = t->properties; p->name != NULL; p++)
		json_set(&all, str_of(p->name), field_json(q, p), q->a);
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		json_set(&all, str_of(p->name), field_json(q, p), q->a);
	return all;
}

/* "entityDefs.Contact.fields", or one field behind it; null if none. */
void
espo_metadata(struct request *q, struct answer *r)
{
	struct str key = api_query(q, "key"), rest;
	const struct object_type *t;
	const struct property *p;
	size_t dot;

	r->status = 200;
	r->body = json_null();
	r->text = STR("null");
	if (!str_starts(key, STR("entityDefs.")))
		return;
	rest = str_from(key, 11);
	dot = str_find(rest, STR("."));
	t = schema_type(&espo_schema, str_to(rest, dot));
	rest = str_from(rest, dot == (size_t)-1 ? rest.len : dot);
	if (t == NULL || !str_starts(rest, STR(".fields")))
		return;
	rest = str_from(rest, 7);
	if (rest.len == 0)
		r->body = fields_json(q, t);
	else if ((p = property_find(q, t, str_from(rest, 1))) != NULL)
		r->body = field_json(q, p);
	if (r->body.type != JSON_NULL)
		r->text = STR_NONE;
}

static enum property_type
type_of(struct str name)
{
	if (str_eq(name, STR("float")) || str_eq(name, STR("int")))
		return PROPERTY_NUMBER;
	if (str_eq(name, STR("datetime")))
		return PROPERTY_DATETIME;
	if (str_eq(name, STR("bool")))
		return PROPERTY_BOOL;
	return PROPERTY_STRING;
}

/* A field of the administrator's own gets a "c" before its name. */
void
espo_field_create(struct request *q, struct answer *r)
{
	const struct object_type *t = espo_type(q, 0, r);
	struct str name = json_get_str(&q->in, STR("name"));
	struct property p = { 0 };

	if (t == NULL)
		return;
	if (name.len == 0) {
		espo_fail(q, r, 400, "No 'name'");
		return;
	}
	p.name = p.label = arena_printf(q->a, "c%c%.*s", name.p[0] >= 'a' ?
	    name.p[0] - 'a' + 'A' : name.p[0],
	    STR_ARG(str_from(name, 1))).p;
	p.type = type_of(json_get_str(&q->in, STR("type")));
	if (property_find(q, t, str_of(p.name)) != NULL) {
		espo_fail(q, r, 409, "Field already exists");
		return;
	}
	property_define(q, t, &p, NULL);
	r->status = 200;
	r->body = field_json(q, &p);
}

/* The one that goes is deleted; its addresses are the other's. */
void
espo_merge(struct request *q, struct object *into, const struct object *from)
{
	const struct json *have = json_get(&into->props,
	    STR("emailAddressData")), *more = json_get(&from->props,
	    STR("emailAddressData"));
	struct object gone = *from;
	struct json list;
	uint32_t i;

	list = have != NULL && have->type == JSON_ARRAY ?
	    json_copy(have, q->a) : json_array();
	for (i = 0; more != NULL && more->type == JSON_ARRAY &&
	    i < more->len; i++) {
		struct json *o = json_push(&list, json_copy(&more->items[i],
		    q->a), q->a);

		json_set(o, STR("primary"), json_bool(false), q->a);
	}
	json_set(&into->props, STR("emailAddressData"), list, q->a);
	into->updated = gone.updated = q->now;
	gone.archived = true;
	store_update(q->store, into);
	store_update(q->store, &gone);
}

/* A converted lead stays, and names the contact it became. */
bool
espo_convert(struct request *q, const struct object *o, struct json *out)
{
	struct object contact = { .type = schema_type(&espo_schema,
	    STR("Contact")), .created = q->now, .updated = q->now,
	    .props = json_object() }, lead = *o;
	struct str id;
	uint32_t i;

	if (strcmp(o->type->name, "Lead") != 0)
		return false;
	for (i = 0; i < o->props.len; i++)
		if (property_find(q, contact.type, o->props.members[i].key) !=
		    NULL)
			json_set(&contact.props, o->props.members[i].key,
			    o->props.members[i].value, q->a);
	store_insert(q->store, &contact);
	store_update(q->store, &contact);
	id = espo_id(contact.type, contact.id, q->a);
	json_set(&lead.props, STR("status"), json_str(STR("Converted")),
	    q->a);
	json_set(&lead.props, STR("createdContactId"), json_str(id), q->a);
	lead.updated = q->now;
	store_update(q->store, &lead);
	*out = json_object();
	json_set(out, STR("contact"), json_str(id), q->a);
	return true;
}

/* Metadata, lists, and what an administrator does. */
#include <string.h>

#include "sandbox/dynamics.h"

void
dyn_who_am_i(struct request *q, struct answer *r)
{
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("BusinessUnitId"), json_str(dyn_guid(11,
	    q->a)), q->a);
	json_set(&r->body, STR("UserId"), json_str(dyn_guid(1, q->a)), q->a);
	json_set(&r->body, STR("OrganizationId"), json_str(dyn_guid(10,
	    q->a)), q->a);
}

static const struct object_type *
logical(struct request *q, size_t i, struct answer *r)
{
	const struct object_type *t;

	for (t = dyn_schema.types; t->name != NULL; t++)
		if (str_eq(q->args[i], str_of(t->singular)))
			return t;
	dyn_fail(q, r, 404, "0x80060888", "The entity with a name = '%.*s' "
	    "was not found.", STR_ARG(q->args[i]));
	return NULL;
}

static const char *const type_names[] = {
	[PROPERTY_STRING] = "String",
	[PROPERTY_NUMBER] = "Decimal",
	[PROPERTY_BOOL] = "Boolean",
	[PROPERTY_ENUMERATION] = "Picklist",
	[PROPERTY_DATE] = "DateTime",
	[PROPERTY_DATETIME] = "DateTime",
	[PROPERTY_PHONE] = "String",
};

static struct json
options_json(struct request *q, const struct property *p)
{
	struct json set = json_object(), list = json_array(), o;
	size_t i;

	for (i = 0; p->options[i] != NULL; i++) {
		o = json_object();
		json_set(&o, STR("Value"), (struct json){
		    .type = JSON_NUMBER, .text = p->options[i],
		    .len = (uint32_t)strlen(p->options[i]) }, q->a);
		json_push(&list, o, q->a);
	}
	json_set(&set, STR("Options"), list, q->a);
	return set;
}

static struct json
attribute_json(struct request *q, const struct property *p)
{
	struct json o = json_object();
	bool writable = (p->flags & PROPERTY_READ_ONLY) == 0;

	json_set(&o, STR("LogicalName"), json_str(str_of(p->name)), q->a);
	json_set(&o, STR("AttributeType"),
	    json_str(str_of(type_names[p->type])), q->a);
	json_set(&o, STR("IsValidForCreate"), json_bool(writable), q->a);
	json_set(&o, STR("IsValidForUpdate"), json_bool(writable), q->a);
	json_set(&o, STR("IsCustomAttribute"), json_bool((p->flags &
	    PROPERTY_CUSTOM) != 0), q->a);
	if (p->type == PROPERTY_ENUMERATION && p->options != NULL)
		json_set(&o, STR("OptionSet"), options_json(q, p), q->a);
	return o;
}

/* "LogicalName eq 'x'", which is all that is filtered by. */
static bool
is_asked(struct request *q, const struct property *p)
{
	struct str filter = api_query(q, "$filter");

	if (q->args[2].p != NULL && p->type != PROPERTY_ENUMERATION)
		return false;
	return filter.len == 0 || str_eq(filter, arena_printf(q->a,
	    "LogicalName eq '%s'", p->name));
}

void
dyn_attributes(struct request *q, struct answer *r)
{
	const struct object_type *t = logical(q, 1, r);
	const struct property *p;
	struct json list = json_array();
	size_t i;

	if (t == NULL)
		return;
	for (p = t->properties; p->name != NULL; p++)
		if (is_asked(q, p))
			json_push(&list, attribute_json(q, p), q->a);
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		if (is_asked(q, p))
			json_push(&list, attribute_json(q, p), q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("value"), list, q->a);
}

static enum property_type
attribute_type(struct str odata_type)
{
	static const struct {
		const char		*name;
		enum property_type	 type;
	} kinds[] = {
		{ "Decimal", PROPERTY_NUMBER }, { "Integer", PROPERTY_NUMBER },
		{ "Boolean", PROPERTY_BOOL }, { "DateTime", PROPERTY_DATETIME },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_find(odata_type, str_of(kinds[i].name)) != (size_t)-1)
			return kinds[i].type;
	return PROPERTY_STRING;
}

/* The logical name is the schema name in lower case. */
void
dyn_attribute_create(struct request *q, struct answer *r)
{
	const struct object_type *t = logical(q, 1, r);
	struct str name = json_get_str(&q->in, STR("SchemaName"));
	struct property p = { 0 };
	char *lower;
	size_t i;

	if (t == NULL)
		return;
	if (name.len == 0 || str_find(name, STR("_")) == (size_t)-1) {
		dyn_fail(q, r, 400, "0x80044363", "SchemaName must begin "
		    "with a publisher's prefix.");
		return;
	}
	lower = arena_alloc(q->a, name.len + 1);
	for (i = 0; i < name.len; i++)
		lower[i] = ascii_lower(name.p[i]);
	lower[name.len] = '\0';
	p.name = p.label = lower;
	p.type = attribute_type(json_get_str(&q->in, STR("@odata.type")));
	if (property_find(q, t, str_of(lower)) != NULL) {
		dyn_fail(q, r, 400, "0x80044153", "Attribute %s already "
		    "exists.", lower);
		return;
	}
	property_define(q, t, &p, NULL);
	r->status = 204;
}

/* {"List": {"listid": ...}, "Members": [{"contactid": ...}]} */
static void
members(struct request *q, struct answer *r,
    void (*act)(struct store *, struct edge_type, int64_t, int64_t))
{
	const struct object_type *lists = schema_type(&dyn_schema,
	    STR("lists")), *t;
	const struct json *in = json_get(&q->in, STR("Members"));
	struct str name, value;
	struct object list, o;
	struct edge_type e;
	uint32_t i;

	if (!dyn_row(q, lists, json_get_str(json_get(&q->in, STR("List")),
	    STR("listid")), &name, &value, &list) || in == NULL ||
	    in->type != JSON_ARRAY) {
		dyn_fail(q, r, 404, "0x80040217", "The list does not exist");
		return;
	}
	for (i = 0; i < in->len; i++) {
		t = json_get(&in->items[i], STR("leadid")) != NULL ?
		    schema_type(&dyn_schema, STR("leads")) :
		    schema_type(&dyn_schema, STR("contacts"));
		if (!dyn_row(q, t, json_get_str(&in->items[i],
		    str_of(dyn_key(t))), &name, &value, &o) ||
		    !edge_find(&dyn_schema, lists, t, 0, &e)) {
			dyn_fail(q, r, 404, "0x80040217",
			    "A member does not exist");
			return;
		}
		act(q->store, e, list.id, o.id);
	}
	r->status = 204;
}

void
dyn_member_add(struct request *q, struct answer *r)
{
	members(q, r, store_edge_put);
}

void
dyn_member_remove(struct request *q, struct answer *r)
{
	members(q, r, store_edge_del);
}

/* The one that goes stays as an inactive row that names its master. */
void
dyn_merge(struct request *q, struct object *into, const struct object *from)
{
	struct object gone = *from;
	struct json *p = &gone.props;

	json_set(p, STR("merged"), json_bool(true), q->a);
	json_set(p, STR("statecode"), json_int(1, q->a), q->a);
	json_set(p, STR("_masterid_value"), *json_get(&into->props,
	    str_of(dyn_key(into->type))), q->a);
	gone.updated = q->now;
	store_edges_move(q->store, from->id, into->id);
	store_update(q->store, &gone);
}

static void
copy(struct request *q, const struct object *from, struct object *to)
{
	uint32_t i;

	for (i = 0; i < from->props.len; i++)
		if (property_find(q, to->type, from->props.members[i].key) !=
		    NULL && from->props.members[i].key.p[0] != '_')
			json_set(&to->props, from->props.members[i].key,
			    from->props.members[i].value, q->a);
}

/* A qualified lead: a contact is made, and the lead names it. */
bool
dyn_convert(struct request *q, const struct object *o, struct json *out)
{
	struct object contact = { .type = schema_type(&dyn_schema,
	    STR("contacts")), .created = q->now, .updated = q->now,
	    .props = json_object() }, lead = *o;
	struct json guid;

	if (strcmp(o->type->name, "leads") != 0)
		return false;
	store_insert(q->store, &contact);
	copy(q, o, &contact);
	guid = json_str(dyn_guid(contact.id, q->a));
	json_set(&contact.props, STR("contactid"), guid, q->a);
	json_set(&contact.props, STR("statecode"), json_int(0, q->a), q->a);
	json_set(&contact.props, STR("_originatingleadid_value"),
	    *json_get(&o->props, STR("leadid")), q->a);
	store_key_put(q->store, contact.type, "contactid", store_scalar(&guid),
	    contact.id);
	store_update(q->store, &contact);
	json_set(&lead.props, STR("statecode"), json_int(1, q->a), q->a);
	json_set(&lead.props, STR("_parentcontactid_value"), guid, q->a);
	lead.updated = q->now;
	store_update(q->store, &lead);
	*out = json_object();
	json_set(out, STR("contact"), guid, q->a);
	return true;
}

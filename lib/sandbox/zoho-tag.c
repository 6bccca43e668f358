/* Tags of records, members of campaigns, leads that become contacts. */
#include "sandbox/zoho.h"

static bool
has_tag(const struct json *tags, struct str name)
{
	uint32_t i;

	for (i = 0; i < tags->len; i++)
		if (str_ieq((struct str){ tags->items[i].text,
		    tags->items[i].len }, name))
			return true;
	return false;
}

/* ${names} to or from what the record has. */
static void
change_tags(struct request *q, struct object *o, const struct json *names,
    bool add)
{
	const struct json *old = json_get(&o->props, STR("Tag"));
	struct json new = json_array();
	struct str name;
	uint32_t i;

	for (i = 0; old != NULL && i < old->len; i++) {
		name = (struct str){ old->items[i].text, old->items[i].len };
		if (add || !has_tag(names, name))
			json_push(&new, old->items[i], q->a);
	}
	for (i = 0; add && i < names->len; i++) {
		name = (struct str){ names->items[i].text,
		    names->items[i].len };
		if (!has_tag(&new, name))
			json_push(&new, names->items[i], q->a);
	}
	json_set(&o->props, STR("Tag"), new, q->a);
	o->updated = q->now;
	store_update(q->store, o);
}

static struct json
tagged(struct request *q, const struct object_type *t, struct str id,
    const struct json *names, bool add)
{
	struct json row = json_object(), details = json_object(), tags;
	struct object o;

	if (!store_get_exact(q->store, t, zoho_number(t, id), q->a, &o) ||
	    o.archived) {
		row = zoho_error(q, "INVALID_DATA", "invalid data");
		zoho_detail(q, &row, "id", id);
		return row;
	}
	change_tags(q, &o, names, add);
	zoho_field(q, &o, STR("Tag"), &tags);
	json_set(&details, STR("id"), json_str(id), q->a);
	json_set(&details, STR("tags"), tags, q->a);
	json_set(&row, STR("code"), json_str(STR("SUCCESS")), q->a);
	json_set(&row, STR("details"), details, q->a);
	json_set(&row, STR("message"), json_str(STR("tags updated "
	    "successfully")), q->a);
	json_set(&row, STR("status"), json_str(STR("success")), q->a);
	return row;
}

static void
change(struct request *q, struct answer *r, const struct json *ids, bool add)
{
	const struct object_type *t = zoho_module(q, 0, r);
	const struct json *tags = json_get(&q->in, STR("tags"));
	struct json rows = json_array(), names;
	uint32_t i;

	if (t == NULL)
		return;
	if (tags == NULL || ids == NULL || ids->type != JSON_ARRAY ||
	    ids->len > 500) {
		zoho_refuse(q, r, 400, "MANDATORY_NOT_FOUND",
		    "required field not found");
		return;
	}
	names = zoho_tags(q, tags);
	for (i = 0; i < ids->len; i++)
		json_push(&rows, tagged(q, t, (struct str){
		    ids->items[i].type == JSON_STRING ? ids->items[i].text :
		    "", ids->items[i].type == JSON_STRING ?
		    ids->items[i].len : 0 }, &names, add), q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), rows, q->a);
}

void
zoho_tags_add(struct request *q, struct answer *r)
{
	change(q, r, json_get(&q->in, STR("ids")), true);
}

void
zoho_tags_remove(struct request *q, struct answer *r)
{
	change(q, r, json_get(&q->in, STR("ids")), false);
}

static void
change_one(struct request *q, struct answer *r, bool add)
{
	struct json ids = json_array();

	json_push(&ids, json_str(q->args[1]), q->a);
	change(q, r, &ids, add);
}

void
zoho_tags_add_one(struct request *q, struct answer *r)
{
	change_one(q, r, true);
}

void
zoho_tags_remove_one(struct request *q, struct answer *r)
{
	change_one(q, r, false);
}

static const char *
kept_name(struct request *q)
{
	return arena_printf(q->a, "tags/%.*s", STR_ARG(api_query(q,
	    "module"))).p;
}

void
zoho_tag_list(struct request *q, struct answer *r)
{
	struct json tags;

	if (!store_kept(q->store, kept_name(q), q->a, &tags)) {
		r->status = 204;
		return;
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("tags"), tags, q->a);
}

void
zoho_tag_create(struct request *q, struct answer *r)
{
	const struct json *in = json_get(&q->in, STR("tags"));
	struct json tags = json_array();
	uint32_t i;

	store_kept(q->store, kept_name(q), q->a, &tags);
	for (i = 0; in != NULL && in->type == JSON_ARRAY && i < in->len; i++)
		json_push(&tags, in->items[i], q->a);
	store_keep(q->store, kept_name(q), &tags);
	r->status = 201;
	r->body = json_object();
	json_set(&r->body, STR("tags"), tags, q->a);
}

/* The two ends of a membership, or false and an error. */
static bool
ends(struct request *q, struct answer *r, const struct object_type **from,
    const struct object_type **to, struct edge_type *e)
{
	*from = schema_type(&zoho_schema, STR("Campaigns"));
	*to = schema_type(&zoho_schema, q->args[1]);
	if (*to != NULL && edge_find(&zoho_schema, *from, *to, 0, e))
		return true;
	zoho_refuse(q, r, 400, "INVALID_DATA",
	    "the related list given seems to be invalid");
	return false;
}

static struct json
member_row(struct request *q, struct str id, bool done)
{
	struct json row = done ? json_object() : zoho_error(q,
	    "INVALID_DATA", "the id given seems to be invalid.");
	struct json details = json_object();

	json_set(&details, STR("id"), json_str(id), q->a);
	if (done) {
		json_set(&row, STR("code"), json_str(STR("SUCCESS")), q->a);
		json_set(&row, STR("message"), json_str(STR("relation "
		    "added")), q->a);
		json_set(&row, STR("status"), json_str(STR("success")),
		    q->a);
	}
	json_set(&row, STR("details"), details, q->a);
	return row;
}

void
zoho_member_put(struct request *q, struct answer *r)
{
	const struct object_type *from, *to;
	const struct json *in = json_get(&q->in, STR("data"));
	struct json rows = json_array();
	struct edge_type e;
	struct object o;
	struct str id;
	uint32_t i;
	bool there;

	if (!ends(q, r, &from, &to, &e))
		return;
	for (i = 0; in != NULL && in->type == JSON_ARRAY && i < in->len; i++) {
		id = json_get_str(&in->items[i], STR("id"));
		there = store_get_exact(q->store, from, zoho_number(from,
		    q->args[0]), q->a, &o) && store_get_exact(q->store, to,
		    zoho_number(to, id), q->a, &o);
		if (there)
			store_edge_put(q->store, e, zoho_number(from,
			    q->args[0]), o.id);
		json_push(&rows, member_row(q, id, there), q->a);
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), rows, q->a);
}

void
zoho_member_delete(struct request *q, struct answer *r)
{
	const struct object_type *from, *to;
	struct json rows = json_array();
	struct str ids = api_query(q, "ids");
	struct edge_type e;
	size_t comma;

	if (!ends(q, r, &from, &to, &e))
		return;
	while (ids.len > 0) {
		comma = str_find(ids, STR(","));
		store_edge_del(q->store, e, zoho_number(from, q->args[0]),
		    zoho_number(to, str_to(ids, comma)));
		json_push(&rows, member_row(q, str_to(ids, comma), true),
		    q->a);
		ids = comma == (size_t)-1 ? STR("") : str_from(ids,
		    comma + 1);
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), rows, q->a);
}

/* What of a lead its contact gets. */
static struct json
contact_of(struct request *q, const struct object *lead)
{
	static const char *const same[] = { "Email", "First_Name",
	    "Last_Name", "Phone", "Mobile", "Lead_Source", "Email_Opt_Out",
	    "Owner", "Tag", NULL };
	struct json props = json_object();
	const struct json *v;
	size_t i;

	for (i = 0; same[i] != NULL; i++)
		if ((v = json_get(&lead->props, str_of(same[i]))) != NULL)
			json_set(&props, str_of(same[i]), *v, q->a);
	return props;
}

/* The notes of a lead are its contact's from then on. */
static void
move_notes(struct request *q, const struct object *lead, struct str contact)
{
	const struct object_type *t = schema_type(&zoho_schema,
	    STR("Notes"));
	struct str id = zoho_id(lead->type, lead->id, q->a);
	struct object o = { .id = 0 };

	while (store_next(q->store, t, o.id, false, q->a, &o)) {
		if (!str_eq(json_get_str(&o.props, STR("Parent_Id")), id))
			continue;
		json_set(&o.props, STR("Parent_Id"), json_str(contact), q->a);
		o.updated = q->now;
		store_update(q->store, &o);
	}
}

bool
zoho_convert_lead(struct request *q, const struct object *o,
    struct json *out)
{
	struct object lead = *o, contact = {
		.type = schema_type(&zoho_schema, STR("Contacts")),
		.created = q->now, .updated = q->now };
	struct str id;

	contact.props = contact_of(q, o);
	store_insert(q->store, &contact);
	store_update(q->store, &contact);
	id = zoho_id(contact.type, contact.id, q->a);
	move_notes(q, o, id);
	json_set(&lead.props, STR("$converted"), json_bool(true), q->a);
	json_set(&lead.props, STR("Converted_Contact"), json_str(id), q->a);
	lead.updated = q->now;
	store_update(q->store, &lead);
	*out = json_object();
	json_set(out, STR("Contacts"), json_str(id), q->a);
	return true;
}

void
zoho_convert(struct request *q, struct answer *r)
{
	const struct object_type *t = schema_type(&zoho_schema,
	    STR("Leads"));
	struct json rows = json_array(), row = json_object(), to, details;
	struct object o;
	struct str id;

	if (!store_get_exact(q->store, t, zoho_number(t, q->args[0]), q->a,
	    &o)) {
		zoho_refuse(q, r, 400, "INVALID_DATA",
		    "the id given seems to be invalid.");
		return;
	}
	if (json_get(&o.props, STR("$converted")) != NULL) {
		zoho_refuse(q, r, 400, "ID_ALREADY_CONVERTED",
		    "id already converted");
		return;
	}
	zoho_convert_lead(q, &o, &to);
	id = json_get_str(&to, STR("Contacts"));
	details = json_object();
	json_set(&details, STR("Contacts"), member_row(q, id, true), q->a);
	json_set(&row, STR("code"), json_str(STR("SUCCESS")), q->a);
	json_set(&row, STR("details"), details, q->a);
	json_set(&row, STR("status"), json_str(STR("success")), q->a);
	json_push(&rows, row, q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), rows, q->a);
}

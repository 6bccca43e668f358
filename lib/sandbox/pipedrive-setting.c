/* The company, its users, and the fields and labels that it has. */
#include <inttypes.h>

#include "sandbox/pipedrive.h"

static struct json
user_json(struct request *q, const struct pipedrive_user *u)
{
	const struct sandbox_conf *c = api_conf(q);
	struct json o = json_object();

	api_set(q, &o, "id", json_int(u->id, q->a));
	api_set(q, &o, "name", api_text(u->name));
	api_set(q, &o, "email", api_text(u->email));
	api_set(q, &o, "active_flag", json_bool(true));
	api_set(q, &o, "is_admin", json_int(u == pipedrive_users, q->a));
	api_set(q, &o, "company_id", json_int(c->portal, q->a));
	api_set(q, &o, "company_name", api_text("Sandbox Ltd"));
	api_set(q, &o, "company_domain", api_text(strcmp(c->account_type,
	    "STANDARD") == 0 ? "acme" : "acme-sandbox"));
	api_set(q, &o, "timezone_name", api_text("Etc/UTC"));
	return o;
}

void
pipedrive_me(struct request *q, struct answer *r)
{
	pipedrive_answer(q, r, 200, user_json(q, pipedrive_users));
}

static void
list_users(struct request *q, struct answer *r, struct str email)
{
	const struct pipedrive_user *u;
	struct json list = json_array();

	for (u = pipedrive_users; u->id != 0; u++)
		if (email.len == 0 || str_ieq(email, str_of(u->email)))
			json_push(&list, user_json(q, u), q->a);
	pipedrive_answer(q, r, 200, list);
}

void
pipedrive_user_list(struct request *q, struct answer *r)
{
	list_users(q, r, STR(""));
}

void
pipedrive_user_find(struct request *q, struct answer *r)
{
	struct str term = api_query(q, "term");

	if (term.len < 2)
		pipedrive_refuse(q, r, 400, STR("Bad request"));
	else
		list_users(q, r, term);
}

/* "person" of "/api/v2/personFields". */
static const struct object_type *
fields_of(struct request *q, struct answer *r)
{
	const struct object_type *t = schema_type(&pipedrive_schema,
	    q->args[0]);

	if (t == NULL)
		pipedrive_refuse(q, r, 404, STR("Unknown method ."));
	return t;
}

static const struct { const char *name; enum property_type type; }
    field_types[] = {
	{ "varchar", PROPERTY_STRING }, { "double", PROPERTY_NUMBER },
	{ "boolean", PROPERTY_BOOL }, { "enum", PROPERTY_ENUMERATION },
	{ "date", PROPERTY_DATE }, { "datetime", PROPERTY_DATETIME },
	{ "phone", PROPERTY_PHONE }, { "text", PROPERTY_STRING },
	{ "varchar_auto", PROPERTY_STRING }
};

enum { FIELD_TYPES = sizeof(field_types) / sizeof(field_types[0]) };

static struct str
kept_options(struct request *q, const struct object_type *t,
    struct str code)
{
	return arena_printf(q->a, "options/%s/%.*s", t->name, STR_ARG(code));
}

static struct json
field_json(struct request *q, const struct object_type *t,
    const struct property *p)
{
	struct json o = json_object(), options = json_null();
	size_t i;

	for (i = 0; i < FIELD_TYPES && field_types[i].type != p->type; i++)
		;
	store_kept(q->store, kept_options(q, t, str_of(p->name)).p, q->a,
	    &options);
	api_set(q, &o, "field_name", api_text(p->label != NULL ? p->label :
	    p->name));
	api_set(q, &o, "field_code", api_text(p->name));
	api_set(q, &o, "field_type", api_text(i < FIELD_TYPES ?
	    field_types[i].name :
	    "varchar"));
	api_set(q, &o, "options", options);
	api_set(q, &o, "subfields", json_null());
	api_set(q, &o, "is_custom_field", json_bool((p->flags &
	    PROPERTY_CUSTOM) != 0));
	api_set(q, &o, "is_optional_response_field", json_bool(false));
	return o;
}

void
pipedrive_field_list(struct request *q, struct answer *r)
{
	const struct object_type *t = fields_of(q, r);
	const struct property *p;
	struct json list = json_array(), more = json_object();
	size_t i;

	if (t == NULL)
		return;
	for (p = t->properties; p->name != NULL; p++)
		if (strcmp(p->name, "custom_fields") != 0)
			json_push(&list, field_json(q, t, p), q->a);
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		json_push(&list, field_json(q, t, p), q->a);
	pipedrive_answer(q, r, 200, list);
	api_set(q, &more, "next_cursor", json_null());
	api_set(q, &r->body, "additional_data", more);
}

/* Forty hexadecimal digits that nobody can guess from the name. */
static const char *
new_code(struct request *q)
{
	return arena_printf(q->a, "%016" PRIx64 "%016" PRIx64 "%08" PRIx32,
	    api_chance(q), api_chance(q), (uint32_t)api_chance(q)).p;
}

static struct json
number_options(struct request *q, const struct json *in, int64_t from)
{
	struct json list = json_array(), one;
	uint32_t i;

	for (i = 0; in != NULL && in->type == JSON_ARRAY && i < in->len; i++) {
		one = json_object();
		api_set(q, &one, "id", json_int(from + i, q->a));
		api_set(q, &one, "label", json_str(json_get_str(&in->items[i],
		    STR("label"))));
		json_push(&list, one, q->a);
	}
	return list;
}

void
pipedrive_field_add(struct request *q, struct answer *r)
{
	const struct object_type *t = fields_of(q, r);
	struct str name = json_get_str(&q->in, STR("field_name"));
	struct str type = json_get_str(&q->in, STR("field_type"));
	const struct json *options = json_get(&q->in, STR("options"));
	struct property p = { .label = arena_str(q->a, name).p };
	struct json list;
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < FIELD_TYPES && !str_eq(type,
	    str_of(field_types[i].name)); i++)
		;
	if (name.len == 0 || i == FIELD_TYPES) {
		pipedrive_refuse(q, r, 400, STR("Bad request"));
		return;
	}
	p.name = new_code(q);
	p.type = field_types[i].type;
	list = number_options(q, options, 1);
	if (list.len > 0)
		store_keep(q->store, kept_options(q, t, str_of(p.name)).p,
		    &list);
	pipedrive_answer(q, r, 201, field_json(q, t, property_define(q, t,
	    &p, &q->in)));
}

void
pipedrive_option_add(struct request *q, struct answer *r)
{
	const struct object_type *t = fields_of(q, r);
	struct json list = json_array(), new;
	struct str kept;
	uint32_t i;

	if (t == NULL)
		return;
	kept = kept_options(q, t, q->args[1]);
	store_kept(q->store, kept.p, q->a, &list);
	new = number_options(q, &q->in, list.len + 1);
	for (i = 0; i < new.len; i++)
		json_push(&list, new.items[i], q->a);
	store_keep(q->store, kept.p, &list);
	pipedrive_answer(q, r, 200, new);
}

void
pipedrive_label_list(struct request *q, struct answer *r)
{
	struct json list = json_array();

	store_kept(q->store, "leadLabels", q->a, &list);
	pipedrive_answer(q, r, 200, list);
}

void
pipedrive_label_add(struct request *q, struct answer *r)
{
	struct json list = json_array(), one = json_object();

	store_kept(q->store, "leadLabels", q->a, &list);
	api_set(q, &one, "id", json_str(arena_printf(q->a,
	    "f08b42a0-4e75-11ea-9643-%012u", (unsigned)list.len + 1)));
	api_set(q, &one, "name", json_str(json_get_str(&q->in, STR("name"))));
	api_set(q, &one, "color", api_text("blue"));
	json_push(&list, one, q->a);
	store_keep(q->store, "leadLabels", &list);
	pipedrive_answer(q, r, 201, one);
}

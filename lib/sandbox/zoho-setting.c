/* The account and what it defines: organisation, users, modules, fields. */
#include "sandbox/zoho.h"

static struct json
number_text(struct request *q, int64_t n)
{
	return json_str(arena_printf(q->a, "%lld", (long long)n));
}

/* {"name": [LIST]}, as everything below is answered. */
static void
wrap(struct request *q, struct answer *r, int status, const char *name,
    struct json list)
{
	r->status = status;
	r->body = json_object();
	api_set(q, &r->body, name, list);
}

void
zoho_org(struct request *q, struct answer *r)
{
	const struct sandbox_conf *c = api_conf(q);
	struct json o = json_object(), list = json_array();

	api_set(q, &o, "id", number_text(q, INT64_C(5545974000000000000) +
	    c->portal));
	api_set(q, &o, "zgid", number_text(q, c->portal));
	api_set(q, &o, "company_name", api_text("Sandbox Ltd"));
	api_set(q, &o, "type", api_text(strcmp(c->account_type,
	    "STANDARD") == 0 ?
	    "Production" : "Sandbox"));
	api_set(q, &o, "time_zone", api_text("Asia/Kolkata"));
	api_set(q, &o, "currency", api_text("US Dollar"));
	api_set(q, &o, "iso_code", api_text("USD"));
	api_set(q, &o, "primary_email", api_text(zoho_users[0].email));
	json_push(&list, o, q->a);
	wrap(q, r, 200, "org", list);
}

void
zoho_user_list(struct request *q, struct answer *r)
{
	const struct zoho_user *u;
	struct json list = json_array(), o, info = json_object();

	for (u = zoho_users; u->id != NULL; u++) {
		o = json_object();
		api_set(q, &o, "id", api_text(u->id));
		api_set(q, &o, "full_name", api_text(u->name));
		api_set(q, &o, "email", api_text(u->email));
		api_set(q, &o, "status", api_text("active"));
		json_push(&list, o, q->a);
	}
	wrap(q, r, 200, "users", list);
	api_set(q, &info, "per_page", json_int(ZOHO_PAGE, q->a));
	api_set(q, &info, "count", json_int(list.len, q->a));
	api_set(q, &info, "page", json_int(1, q->a));
	api_set(q, &info, "more_records", json_bool(false));
	api_set(q, &r->body, "info", info);
}

void
zoho_module_list(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct json list = json_array(), o;

	for (t = zoho_schema.types; t->name != NULL; t++) {
		o = json_object();
		api_set(q, &o, "api_name", api_text(t->name));
		api_set(q, &o, "singular_label", api_text(t->singular));
		api_set(q, &o, "api_supported", json_bool(true));
		api_set(q, &o, "creatable", json_bool(true));
		api_set(q, &o, "editable", json_bool(true));
		json_push(&list, o, q->a);
	}
	wrap(q, r, 200, "modules", list);
}

/* The module that the query names, or NULL and an error. */
static const struct object_type *
asked_module(struct request *q, struct answer *r)
{
	q->args[0] = api_query(q, "module");
	return zoho_module(q, 0, r);
}

static const char *
data_type(const struct object_type *t, const struct property *p)
{
	static const char *const types[] = {
		[PROPERTY_STRING] = "text", [PROPERTY_NUMBER] = "double",
		[PROPERTY_BOOL] = "boolean",
		[PROPERTY_ENUMERATION] = "picklist",
		[PROPERTY_DATE] = "date", [PROPERTY_DATETIME] = "datetime",
		[PROPERTY_PHONE] = "phone"
	};

	if (strcmp(p->name, "Owner") == 0)
		return "ownerlookup";
	if (zoho_target(t, str_of(p->name)) != NULL)
		return "lookup";
	return (p->flags & PROPERTY_EMAIL) != 0 ? "email" : types[p->type];
}

static struct json
options_json(struct request *q, const struct property *p)
{
	struct json list = json_array(), o;
	size_t i;

	for (i = 0; p->options != NULL && p->options[i] != NULL; i++) {
		o = json_object();
		api_set(q, &o, "id", number_text(q,
		    INT64_C(5545974000000090000) +
		    (int64_t)i));
		api_set(q, &o, "display_value", api_text(p->options[i]));
		api_set(q, &o, "actual_value", api_text(p->options[i]));
		json_push(&list, o, q->a);
	}
	return list;
}

static struct json
field_json(struct request *q, const struct object_type *t,
    const struct property *p)
{
	struct json o = json_object(), unique = json_object();

	if ((p->flags & PROPERTY_UNIQUE) != 0)
		api_set(q, &unique, "casesensitive", api_text("false"));
	api_set(q, &o, "id", number_text(q, INT64_C(5545974000000050000) +
	    (int64_t)(str_hash(str_of(p->name)) % 10000)));
	api_set(q, &o, "api_name", api_text(p->name));
	api_set(q, &o, "field_label", api_text(p->label));
	api_set(q, &o, "data_type", api_text(data_type(t, p)));
	api_set(q, &o, "length", json_int(ZOHO_TEXT, q->a));
	api_set(q, &o, "system_mandatory", json_bool((p->flags &
	    PROPERTY_REQUIRED) != 0));
	api_set(q, &o, "read_only", json_bool((p->flags & PROPERTY_READ_ONLY) !=
	    0));
	api_set(q, &o, "custom_field", json_bool((p->flags & PROPERTY_CUSTOM) !=
	    0));
	api_set(q, &o, "unique", unique);
	api_set(q, &o, "pick_list_values", options_json(q, p));
	return o;
}

void
zoho_field_list(struct request *q, struct answer *r)
{
	const struct object_type *t = asked_module(q, r);
	const struct property *p;
	struct json list = json_array();
	size_t i;

	if (t == NULL)
		return;
	for (p = t->properties; p->name != NULL; p++)
		json_push(&list, field_json(q, t, p), q->a);
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		json_push(&list, field_json(q, t, p), q->a);
	wrap(q, r, 200, "fields", list);
}

void
zoho_layout_list(struct request *q, struct answer *r)
{
	const struct object_type *t = asked_module(q, r);
	struct json list = json_array(), o = json_object();

	if (t == NULL)
		return;
	api_set(q, &o, "id", api_text("5545974000000091055"));
	api_set(q, &o, "name", api_text("Standard"));
	api_set(q, &o, "visible", json_bool(true));
	json_push(&list, o, q->a);
	wrap(q, r, 200, "layouts", list);
}

/* "chat score" becomes "chat_score", by which the API calls it. */
static const char *
api_name(struct request *q, struct str label)
{
	char *p = arena_alloc(q->a, label.len + 1);
	size_t i;

	for (i = 0; i < label.len; i++)
		p[i] = ascii_alpha(label.p[i]) || ascii_digit(label.p[i]) ?
		    label.p[i] : '_';
	p[label.len] = '\0';
	return p;
}

static bool
define(struct request *q, const struct object_type *t, const struct json *in,
    struct json *row)
{
	static const struct { const char *name; enum property_type type; }
	    types[] = {
		{ "text", PROPERTY_STRING }, { "textarea", PROPERTY_STRING },
		{ "integer", PROPERTY_NUMBER }, { "double", PROPERTY_NUMBER },
		{ "boolean", PROPERTY_BOOL }, { "date", PROPERTY_DATE },
		{ "datetime", PROPERTY_DATETIME }, { "phone", PROPERTY_PHONE }
	};
	struct str label = json_get_str(in, STR("field_label"));
	struct str type = json_get_str(in, STR("data_type"));
	const struct json *unique = json_get(in, STR("unique"));
	struct property p = { .label = arena_str(q->a, label).p };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]) &&
	    !str_eq(type, str_of(types[i].name)); i++)
		;
	if (label.len == 0 || i == sizeof(types) / sizeof(types[0])) {
		*row = zoho_error(q, "INVALID_DATA", "invalid data");
		zoho_detail(q, row, "api_name", label.len == 0 ?
		    STR("field_label") : STR("data_type"));
		return false;
	}
	p.name = api_name(q, label);
	p.type = types[i].type;
	if (unique != NULL && unique->type == JSON_OBJECT && unique->len > 0)
		p.flags = PROPERTY_UNIQUE;
	if (property_find(q, t, str_of(p.name)) != NULL) {
		*row = zoho_error(q, "DUPLICATE_DATA", "duplicate data");
		zoho_detail(q, row, "api_name", STR("field_label"));
		return false;
	}
	property_define(q, t, &p, in);
	return true;
}

void
zoho_field_create(struct request *q, struct answer *r)
{
	const struct object_type *t = asked_module(q, r);
	const struct json *in = json_get(&q->in, STR("fields"));
	struct json list = json_array(), row, details;
	uint32_t i;
	bool done = true;

	if (t == NULL)
		return;
	for (i = 0; in != NULL && in->type == JSON_ARRAY && i < in->len; i++) {
		if (define(q, t, &in->items[i], &row)) {
			row = json_object();
			details = json_object();
			api_set(q, &details, "id",
			    api_text("5545974000000050001"));
			api_set(q, &row, "code", api_text("SUCCESS"));
			api_set(q, &row, "details", details);
			api_set(q, &row, "message", api_text("field created"));
			api_set(q, &row, "status", api_text("success"));
		} else
			done = false;
		json_push(&list, row, q->a);
	}
	wrap(q, r, done && list.len > 0 ? 201 : 400, "fields", list);
	r->undo = !done;
}

/* Zoho CRM as a persona: paths, tokens, and what is wrong in its words. */
#include "sandbox/zoho.h"

#define V8	"/crm/v8"

static const struct route routes[] = {
	{ "GET", V8 "/org", zoho_org, ROUTE_READ },
	{ "GET", V8 "/users", zoho_user_list, ROUTE_READ },
	{ "GET", V8 "/settings/modules", zoho_module_list, ROUTE_READ },
	{ "GET", V8 "/settings/fields", zoho_field_list, ROUTE_READ },
	{ "POST", V8 "/settings/fields", zoho_field_create, ROUTE_SCHEMA },
	{ "GET", V8 "/settings/layouts", zoho_layout_list, ROUTE_READ },
	{ "GET", V8 "/settings/tags", zoho_tag_list, ROUTE_READ },
	{ "POST", V8 "/settings/tags", zoho_tag_create, 0 },
	{ "POST", V8 "/coql", zoho_coql, ROUTE_READ | ROUTE_SEARCH },

	{ "POST", V8 "/{}/upsert", zoho_upsert, 0 },
	{ "GET", V8 "/{}/search", zoho_search, ROUTE_READ | ROUTE_SEARCH },
	{ "GET", V8 "/{}/deleted", zoho_deleted, ROUTE_READ },
	{ "POST", V8 "/{}/actions/add_tags", zoho_tags_add, 0 },
	{ "POST", V8 "/{}/actions/remove_tags", zoho_tags_remove, 0 },
	{ "POST", V8 "/{}/{}/actions/add_tags", zoho_tags_add_one, 0 },
	{ "POST", V8 "/{}/{}/actions/remove_tags", zoho_tags_remove_one, 0 },
	{ "POST", V8 "/Leads/{}/actions/convert", zoho_convert, 0 },
	{ "PUT", V8 "/Campaigns/{}/{}", zoho_member_put, 0 },
	{ "DELETE", V8 "/Campaigns/{}/{}", zoho_member_delete, 0 },
	{ "GET", V8 "/{}/{}/{}", zoho_related, ROUTE_READ },

	{ "GET", V8 "/{}", zoho_list, ROUTE_READ },
	{ "POST", V8 "/{}", zoho_create, 0 },
	{ "PUT", V8 "/{}", zoho_update, 0 },
	{ "DELETE", V8 "/{}", zoho_delete, 0 },
	{ "GET", V8 "/{}/{}", zoho_get, ROUTE_READ },
	{ "PUT", V8 "/{}/{}", zoho_update_one, 0 },
	{ "DELETE", V8 "/{}/{}", zoho_delete_one, 0 },

	{ "GET", "/oauth/v2/auth", oauth_authorize, ROUTE_OAUTH },
	{ "POST", "/oauth/v2/token", oauth_token, ROUTE_OAUTH },
	{ "POST", "/oauth/v2/token/revoke", oauth_revoke, ROUTE_OAUTH },
	{ "GET", "/oauth/v2/token/revoke", oauth_revoke, ROUTE_OAUTH },
	{ "POST", "/oauth/v3/device/code", oauth_device, ROUTE_OAUTH },
	{ .method = NULL }
};

struct json
zoho_error(struct request *q, const char *code, const char *message)
{
	struct json o = json_object();

	json_set(&o, STR("code"), json_str(str_of(code)), q->a);
	json_set(&o, STR("details"), json_object(), q->a);
	json_set(&o, STR("message"), json_str(str_of(message)), q->a);
	json_set(&o, STR("status"), json_str(STR("error")), q->a);
	return o;
}

void
zoho_detail(struct request *q, struct json *error, const char *key,
    struct str value)
{
	json_set(json_get(error, STR("details")), str_of(key),
	    json_str(value), q->a);
}

void
zoho_refuse(struct request *q, struct answer *r, int status,
    const char *code, const char *message)
{
	r->status = status;
	r->body = zoho_error(q, code, message);
	r->undo = true;
}

const struct object_type *
zoho_module(struct request *q, size_t i, struct answer *r)
{
	const struct object_type *t = schema_type(&zoho_schema, q->args[i]);

	/* Names of modules are told apart by case. */
	if (t != NULL && str_eq(q->args[i], str_of(t->name)))
		return t;
	zoho_refuse(q, r, 400, "INVALID_MODULE",
	    "The module name given seems to be invalid");
	zoho_detail(q, &r->body, "resource_path_index", STR("0"));
	return NULL;
}

static const int64_t id_base = INT64_C(5545974000000000000);

struct str
zoho_id(const struct object_type *t, int64_t id, struct arena *a)
{
	(void)t;
	return arena_printf(a, "%lld", (long long)(id_base + id));
}

int64_t
zoho_number(const struct object_type *t, struct str id)
{
	struct json n = { .type = JSON_NUMBER, .len = (uint32_t)id.len };
	int64_t v;

	(void)t;
	n.text = id.p;
	if (id.len != 19 || !ascii_digit(id.p[0]) || !json_to_int(&n, &v) ||
	    v <= id_base)
		return 0;
	return v - id_base;
}

/* The header says neither Bearer nor what the token answer says. */
static struct str
token(const struct request *q)
{
	return api_token_after(q, "Zoho-oauthtoken");
}

static const struct {
	enum trouble	 what;
	int		 status;
	const char	*code, *message;
} troubles[] = {
	{ TROUBLE_PATH, 404, "INVALID_URL_PATTERN",
	    "Please check if the URL trying to access is a correct one" },
	{ TROUBLE_METHOD, 400, "INVALID_REQUEST_METHOD",
	    "The http request method type is not a valid one" },
	{ TROUBLE_TOKEN_MISSING, 401, "AUTHENTICATION_FAILURE",
	    "Authentication failed" },
	{ TROUBLE_TOKEN_BAD, 401, "INVALID_TOKEN", "invalid oauth token" },
	{ TROUBLE_TOKEN_EXPIRED, 401, "INVALID_TOKEN",
	    "invalid oauth token" },
	{ TROUBLE_SCOPE, 401, "OAUTH_SCOPE_MISMATCH",
	    "invalid oauth scope to access this URL" },
	{ TROUBLE_RATE, 429, "TOO_MANY_REQUESTS", "" },
	{ TROUBLE_SEARCH_RATE, 429, "TOO_MANY_REQUESTS", "" },
	{ TROUBLE_QUOTA, 429, "TOO_MANY_REQUESTS", "" },
	{ TROUBLE_MEDIA_TYPE, 415, "UNSUPPORTED_MEDIA_TYPE", "" },
	{ TROUBLE_JSON, 400, "INVALID_DATA", "body" },
	{ TROUBLE_SIZE, 413, "INVALID_REQUEST", "request is too large" },
	{ TROUBLE_HOST, 403, "NO_PERMISSION", "permission denied" },
	{ TROUBLE_POISON, 409, "INVALID_DATA", "invalid data" },
	{ TROUBLE_STORE, 500, "INTERNAL_ERROR",
	    "Internal server error occurred." },
};

static void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	struct usage u;
	size_t i;

	r->body = zoho_error(q, "INTERNAL_ERROR",
	    "Internal server error occurred.");
	for (i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
		if (troubles[i].what == what) {
			r->status = troubles[i].status;
			r->body = zoho_error(q, troubles[i].code,
			    troubles[i].message);
		}
	if (what == TROUBLE_JSON)
		zoho_detail(q, &r->body, "reason", detail);
	/* Where no quota is kept count of, one that is spent says so too. */
	api_usage(q, &u);
	if (what == TROUBLE_QUOTA && u.daily == 0)
		api_answer_header(r, "X-API-CREDITS-REMAINING", STR("0"));
}

/* What is left is told only when half of the day's credits are gone. */
static void
headers(struct request *q, struct answer *r, const struct route *route)
{
	struct usage u;

	(void)route;
	api_usage(q, &u);
	if (u.daily > 0 && u.daily_left <= u.daily / 2)
		api_answer_header(r, "X-API-CREDITS-REMAINING",
		    arena_printf(q->a, "%lld", (long long)u.daily_left));
}

/* The winner keeps what it has and gets what it lacks. */
static void
merge(struct request *q, struct object *into, const struct object *from)
{
	const struct json_member *m;
	uint32_t i;

	for (i = 0; i < from->props.len; i++) {
		m = &from->props.members[i];
		if (json_get(&into->props, m->key) == NULL)
			json_set(&into->props, m->key, m->value, q->a);
	}
}

const struct persona persona_zoho = {
	.name = "zoho",
	.title = "Zoho CRM",
	.schema = &zoho_schema,
	.routes = routes,
	.items = "data",
	.token = token,
	.trouble = trouble,
	.headers = headers,
	.id_text = zoho_id,
	.id_number = zoho_number,
	.merge = merge,
	.convert = zoho_convert_lead,
	.oauth = &zoho_oauth,
};

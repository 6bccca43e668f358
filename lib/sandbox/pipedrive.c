/* Pipedrive as a persona: paths, tokens, frames, and what is wrong. */
#include <inttypes.h>

#include "sandbox/pipedrive.h"

#define V2	"/api/v2"

/* Reading, writing and deleting of one type. */
#define OBJECT(base, type, change) \
	{ "GET", base "/" type, pipedrive_list, ROUTE_READ }, \
	{ "POST", base "/" type, pipedrive_add, 0 }, \
	{ "GET", base "/" type "/{}", pipedrive_get, ROUTE_READ }, \
	{ change, base "/" type "/{}", pipedrive_change, 0 }, \
	{ "DELETE", base "/" type "/{}", pipedrive_delete, 0 }

static const struct route routes[] = {
	{ "GET", V2 "/itemSearch/field", pipedrive_search_field,
	    ROUTE_READ | ROUTE_SEARCH },
	{ "GET", V2 "/{}/search", pipedrive_search,
	    ROUTE_READ | ROUTE_SEARCH },
	{ "GET", V2 "/{}Fields", pipedrive_field_list, ROUTE_READ },
	{ "POST", V2 "/{}Fields", pipedrive_field_add, ROUTE_SCHEMA },
	{ "POST", V2 "/{}Fields/{}/options", pipedrive_option_add, 0 },
	OBJECT(V2, "persons", "PATCH"),
	OBJECT(V2, "organizations", "PATCH"),
	OBJECT(V2, "deals", "PATCH"),
	OBJECT(V2, "activities", "PATCH"),
	OBJECT("/v1", "notes", "PUT"),
	OBJECT("/v1", "leads", "PATCH"),
	{ "PUT", "/v1/{}/{}/merge", pipedrive_merge, 0 },
	{ "GET", "/v1/leadLabels", pipedrive_label_list, ROUTE_READ },
	{ "POST", "/v1/leadLabels", pipedrive_label_add, 0 },
	{ "GET", "/v1/users/me", pipedrive_me, ROUTE_READ },
	{ "GET", "/v1/users/find", pipedrive_user_find, ROUTE_READ },
	{ "GET", "/v1/users", pipedrive_user_list, ROUTE_READ },

	{ "GET", "/oauth/authorize", oauth_authorize, ROUTE_OAUTH },
	{ "POST", "/oauth/token", oauth_token, ROUTE_OAUTH },
	{ "POST", "/oauth/revoke", oauth_revoke, ROUTE_OAUTH },
	{ .method = NULL }
};

/* "/api/v1" is "/v1" under the name of the company. */
static struct str
rewrite(struct str path, struct arena *a)
{
	(void)a;
	return str_starts(path, STR("/api/v1/")) ? str_from(path, 4) : path;
}

bool
pipedrive_is_v1(const struct request *q)
{
	return str_starts(rewrite(q->path, q->a), STR("/v1/"));
}

const struct object_type *
pipedrive_type(const struct request *q)
{
	struct str path = rewrite(q->path, q->a);

	path = str_from(path, pipedrive_is_v1(q) ? 4 : 8);
	return schema_type(&pipedrive_schema, str_to(path, str_find(path,
	    STR("/"))));
}

struct str
pipedrive_id(const struct object_type *t, int64_t id, struct arena *a)
{
	if (t != NULL && strcmp(t->name, "leads") == 0)
		return arena_printf(a, "adf21080-0e10-11eb-879b-%012" PRIx64,
		    (uint64_t)id);
	return arena_printf(a, "%" PRId64, id);
}

int64_t
pipedrive_number(const struct object_type *t, struct str id)
{
	int64_t n = 0;
	size_t i;
	char c;

	(void)t;
	if (id.len != 36)
		return api_id(id);
	for (i = 24; i < 36; i++) {
		c = ascii_lower(id.p[i]);
		if (!ascii_digit(c) && (c < 'a' || c > 'f'))
			return 0;
		n = n << 4 | (ascii_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return n;
}

void
pipedrive_refuse(struct request *q, struct answer *r, int status,
    struct str message)
{
	struct json o = json_object();

	json_set(&o, STR("success"), json_bool(false), q->a);
	json_set(&o, STR("error"), json_str(message), q->a);
	json_set(&o, STR("error_info"), json_str(STR("Please check "
	    "developers.pipedrive.com for more information about Pipedrive "
	    "API.")), q->a);
	json_set(&o, STR("data"), json_null(), q->a);
	json_set(&o, STR("additional_data"), json_null(), q->a);
	r->status = status;
	r->body = o;
	r->undo = true;
}

void
pipedrive_answer(struct request *q, struct answer *r, int status,
    struct json data)
{
	r->status = status;
	r->body = json_object();
	json_set(&r->body, STR("success"), json_bool(true), q->a);
	json_set(&r->body, STR("data"), data, q->a);
}

static struct str
token(const struct request *q)
{
	struct str key = api_header(q, "x-api-token");

	return key.len > 0 ? key : api_token_after(q, "Bearer");
}

static void
number_header(struct request *q, struct answer *r, const char *name,
    int64_t n)
{
	api_answer_header(r, name, arena_printf(q->a, "%" PRId64, n));
}

static void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	static const struct { enum trouble what; int status;
	    const char *message; } all[] = {
		{ TROUBLE_PATH, 404, "Unknown method ." },
		{ TROUBLE_METHOD, 405, "Method not allowed" },
		{ TROUBLE_TOKEN_MISSING, 401, "unauthorized access" },
		{ TROUBLE_TOKEN_BAD, 401, "unauthorized access" },
		{ TROUBLE_TOKEN_EXPIRED, 401, "unauthorized access" },
		{ TROUBLE_SCOPE, 403, "Scope and URL mismatch" },
		{ TROUBLE_RATE, 429, "request over limit" },
		{ TROUBLE_SEARCH_RATE, 429, "request over limit" },
		{ TROUBLE_QUOTA, 429, "request over limit" },
		{ TROUBLE_MEDIA_TYPE, 415, "Unsupported Media Type" },
		{ TROUBLE_JSON, 400, "Bad request" },
		{ TROUBLE_SIZE, 413, "Payload too large" },
		{ TROUBLE_HOST, 403, "Forbidden" },
		{ TROUBLE_POISON, 400, "Bad request" },
	};
	int status = r->status > 0 ? r->status : 500;
	struct usage u;
	size_t i;

	(void)detail;
	pipedrive_refuse(q, r, status, STR("Internal server error"));
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].what == what)
			pipedrive_refuse(q, r, all[i].status,
			    str_of(all[i].message));
	/* Where no quota is kept count of, one that is spent says so too. */
	api_usage(q, &u);
	if (what == TROUBLE_QUOTA && u.daily == 0)
		number_header(q, r, "x-daily-ratelimit-token-remaining", 0);
}

static void
headers(struct request *q, struct answer *r, const struct route *route)
{
	struct usage u;

	(void)route;
	api_usage(q, &u);
	if (u.max > 0) {
		number_header(q, r, "x-ratelimit-limit", u.max);
		number_header(q, r, "x-ratelimit-remaining", u.left);
		number_header(q, r, "x-ratelimit-reset",
		    (u.interval_ms + 999) / 1000);
	}
	if (u.daily > 0) {
		number_header(q, r, "x-daily-ratelimit-token-limit",
		    u.daily);
		number_header(q, r, "x-daily-ratelimit-token-remaining",
		    u.daily_left);
	}
}

/* Lists become one; of the rest, what the other lacks is taken. */
static void
merge(struct request *q, struct object *into, const struct object *from)
{
	const struct json_member *m;
	struct json *have;
	uint32_t i, k;

	for (i = 0; i < from->props.len; i++) {
		m = &from->props.members[i];
		have = json_get(&into->props, m->key);
		if (have == NULL || have->type == JSON_NULL)
			json_set(&into->props, m->key, m->value, q->a);
		else if (pipedrive_is_list(m->key))
			for (k = 0; k < m->value.len; k++)
				json_push(have, m->value.items[k], q->a);
	}
}

const struct persona persona_pipedrive = {
	.name = "pipedrive",
	.title = "Pipedrive",
	.schema = &pipedrive_schema,
	.routes = routes,
	.path = rewrite,
	.token = token,
	.trouble = trouble,
	.headers = headers,
	.id_text = pipedrive_id,
	.id_number = pipedrive_number,
	.merge = merge,
	.oauth = &pipedrive_oauth,
};

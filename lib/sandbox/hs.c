/* HubSpot: its paths, tokens, headers, and what it says when it refuses. */
#include "sandbox/hs.h"

#define OBJECTS		"/crm/v3/objects/{}"
#define PROPERTIES	"/crm/v3/properties/{}"
#define LISTS		"/crm/v3/lists"
#define WISHES		"/communication-preferences"
#define V4		"/crm/v4/associations/{}/{}"
#define EDGES		"/crm/v4/objects/{}/{}/associations"

static const struct route routes[] = {
	{ "POST", OBJECTS "/batch/read", hs_batch_read, ROUTE_READ },
	{ "POST", OBJECTS "/batch/create", hs_batch_create, 0 },
	{ "POST", OBJECTS "/batch/update", hs_batch_update, 0 },
	{ "POST", OBJECTS "/batch/upsert", hs_batch_upsert, 0 },
	{ "POST", OBJECTS "/batch/archive", hs_batch_archive, 0 },
	{ "POST", OBJECTS "/search", hs_search, ROUTE_READ | ROUTE_SEARCH },
	{ "POST", OBJECTS "/merge", hs_object_merge, 0 },
	{ "POST", OBJECTS "/gdpr-delete", hs_object_erase, 0 },
	{ "POST", OBJECTS, hs_object_create, 0 },
	{ "GET", OBJECTS, hs_object_list, ROUTE_READ },
	{ "GET", OBJECTS "/{}", hs_object_get, ROUTE_READ },
	{ "PATCH", OBJECTS "/{}", hs_object_patch, 0 },
	{ "DELETE", OBJECTS "/{}", hs_object_archive, 0 },

	{ "PUT", EDGES "/default/{}/{}", hs_association_default, 0 },
	{ "PUT", EDGES "/{}/{}", hs_association_create, 0 },
	{ "DELETE", EDGES "/{}/{}", hs_association_archive, 0 },
	{ "GET", EDGES "/{}", hs_association_list, ROUTE_READ },
	{ "POST", V4 "/batch/associate/default",
	    hs_association_batch_default, 0 },
	{ "POST", V4 "/batch/create", hs_association_batch_create, 0 },
	{ "POST", V4 "/batch/read", hs_association_batch_read, ROUTE_READ },
	{ "POST", V4 "/batch/archive", hs_association_batch_archive, 0 },
	{ "GET", V4 "/labels", hs_association_labels, ROUTE_READ },

	{ "GET", PROPERTIES, hs_property_list, ROUTE_READ },
	{ "POST", PROPERTIES, hs_property_create, ROUTE_SCHEMA },
	{ "POST", PROPERTIES "/batch/create", hs_property_batch_create,
	    ROUTE_SCHEMA },
	{ "POST", PROPERTIES "/batch/read", hs_property_batch_read,
	    ROUTE_READ },
	{ "POST", PROPERTIES "/batch/archive", hs_property_batch_archive,
	    ROUTE_SCHEMA },
	{ "GET", PROPERTIES "/groups", hs_group_list, ROUTE_READ },
	{ "POST", PROPERTIES "/groups", hs_group_create, 0 },
	{ "GET", PROPERTIES "/groups/{}", hs_group_get, ROUTE_READ },
	{ "GET", PROPERTIES "/{}", hs_property_get, ROUTE_READ },
	{ "PATCH", PROPERTIES "/{}", hs_property_update, ROUTE_SCHEMA },
	{ "DELETE", PROPERTIES "/{}", hs_property_archive, ROUTE_SCHEMA },

	{ "GET", "/crm/v3/pipelines/{}", hs_pipeline_list, ROUTE_READ },
	{ "GET", "/crm/v3/pipelines/{}/{}", hs_pipeline_get, ROUTE_READ },
	{ "GET", "/crm/v3/pipelines/{}/{}/stages", hs_stage_list,
	    ROUTE_READ },
	{ "GET", "/crm/v3/pipelines/{}/{}/stages/{}", hs_stage_get,
	    ROUTE_READ },

	{ "POST", LISTS, hs_list_create, 0 },
	{ "GET", LISTS, hs_list_many, ROUTE_READ },
	{ "POST", LISTS "/search", hs_list_search, ROUTE_READ },
	{ "GET", LISTS "/object-type-id/{}/name/{}", hs_list_by_name,
	    ROUTE_READ },
	{ "GET", LISTS "/{}", hs_list_get, ROUTE_READ },
	{ "DELETE", LISTS "/{}", hs_list_delete, 0 },
	{ "GET", LISTS "/{}/memberships", hs_list_members, ROUTE_READ },
	{ "PUT", LISTS "/{}/memberships/add", hs_list_add, 0 },
	{ "PUT", LISTS "/{}/memberships/remove", hs_list_remove, 0 },
	{ "PUT", LISTS "/{}/memberships/add-and-remove", hs_list_change, 0 },

	{ "GET", WISHES "/v3/definitions", hs_subscription_kinds,
	    ROUTE_READ },
	{ "GET", WISHES "/v3/status/email/{}", hs_subscription_status,
	    ROUTE_READ },
	{ "POST", WISHES "/v3/subscribe", hs_subscribe, 0 },
	{ "POST", WISHES "/v3/unsubscribe", hs_unsubscribe, 0 },
	{ "GET", WISHES "/v4/definitions", hs_subscription_kinds,
	    ROUTE_READ },
	{ "GET", WISHES "/v4/statuses/{}", hs_subscription_status,
	    ROUTE_READ },
	{ "POST", WISHES "/v4/statuses/{}", hs_subscription_set, 0 },
	{ "POST", WISHES "/v4/statuses/{}/unsubscribe-all",
	    hs_unsubscribe_all, 0 },

	{ "GET", "/crm/v3/schemas", hs_schema_list, ROUTE_READ },
	{ "GET", "/crm-object-schemas/v3/schemas", hs_schema_list,
	    ROUTE_READ },
	{ "GET", "/crm/v3/limits/custom-properties", hs_property_limits,
	    ROUTE_READ },
	{ "GET", "/crm/v3/owners", hs_owner_list, ROUTE_READ },
	{ "GET", "/crm/v3/owners/{}", hs_owner_get, ROUTE_READ },
	{ "GET", "/account-info/v3/details", hs_account_details, ROUTE_READ },
	{ "GET", "/account-info/v3/api-usage/daily/private-apps",
	    hs_account_usage, ROUTE_READ },

	{ "GET", "/oauth/authorize", oauth_authorize, ROUTE_OAUTH },
	{ "POST", "/oauth/{}/token", oauth_token, ROUTE_OAUTH },
	{ "POST", "/oauth/device", oauth_device, ROUTE_OAUTH },
	{ "POST", "/oauth/{}/token/revoke", oauth_revoke, ROUTE_OAUTH },
	{ "POST", "/oauth/{}/token/introspect", hs_introspect, ROUTE_OAUTH },
	{ "GET", "/oauth/v1/access-tokens/{}", hs_access_token,
	    ROUTE_OAUTH },
	{ "GET", "/oauth/v1/refresh-tokens/{}", hs_refresh_token,
	    ROUTE_OAUTH },
	{ "DELETE", "/oauth/v1/refresh-tokens/{}", hs_refresh_token,
	    ROUTE_OAUTH },
	{ "POST", "/oauth/v2/private-apps/get/access-token-info",
	    hs_private_app, ROUTE_READ | ROUTE_OPEN },
	{ .method = NULL }
};

/* The next part of a path; ${path} moves past it. */
static struct str
next_part(struct str *path)
{
	struct str part;
	size_t n;

	*path = str_from(*path, 1);
	n = str_find(*path, STR("/"));
	part = str_to(*path, n);
	*path = str_from(*path, part.len);
	return part;
}

/* "2026-03": a version by date. */
static bool
is_date(struct str s)
{
	return s.len == 7 && s.p[4] == '-' && ascii_digit(s.p[0]) &&
	    ascii_digit(s.p[3]) && ascii_digit(s.p[6]);
}

/*
 * The dated spelling says "/crm/objects/2026-09/..." for what was
 * "/crm/v3/objects/...", or v4 where associations are concerned; the newest
 * schema of labels says "/crm/associations/v4/...".
 */
static struct str
old_spelling(struct str path, struct arena *a)
{
	struct str rest = path, first, area, version;

	first = next_part(&rest);
	if (!str_eq(first, STR("crm")) || rest.len == 0)
		return path;
	area = next_part(&rest);
	if (rest.len == 0)
		return path;
	version = next_part(&rest);
	if (!is_date(version) && !str_eq(version, STR("v4")))
		return path;
	version = str_eq(area, STR("associations")) ||
	    str_find(rest, STR("/associations/")) != (size_t)-1 ?
	    STR("v4") : STR("v3");
	return arena_printf(a, "/crm/%.*s/%.*s%.*s", STR_ARG(version),
	    STR_ARG(area), STR_ARG(rest));
}

static struct str
token(const struct request *q)
{
	return api_token_after(q, "Bearer");
}

/* The words for each trouble; NULL: the detail. */
static const struct {
	const char	*category, *message;
} words[] = {
	[TROUBLE_PATH] = { "OBJECT_NOT_FOUND", "No such path" },
	[TROUBLE_METHOD] = { "OBJECT_NOT_FOUND", "Method not allowed" },
	[TROUBLE_TOKEN_MISSING] = { "INVALID_AUTHENTICATION",
	    "Authentication credentials not found. This API supports "
	    "OAuth 2.0 authentication." },
	[TROUBLE_TOKEN_BAD] = { "INVALID_AUTHENTICATION",
	    "The OAuth token used to make this call is invalid." },
	[TROUBLE_TOKEN_EXPIRED] = { "EXPIRED_AUTHENTICATION",
	    "The OAuth token used to make this call expired." },
	[TROUBLE_SCOPE] = { "MISSING_SCOPES", "This app hasn't been granted "
	    "all required scopes to make this call." },
	[TROUBLE_RATE] = { "RATE_LIMITS",
	    "You have reached your ten_secondly_rolling limit." },
	[TROUBLE_SEARCH_RATE] = { "RATE_LIMITS",
	    "You have reached your secondly limit." },
	[TROUBLE_QUOTA] = { "RATE_LIMITS",
	    "You have reached your daily limit." },
	[TROUBLE_MEDIA_TYPE] = { "VALIDATION_ERROR",
	    "Unsupported media type; application/json is expected" },
	[TROUBLE_JSON] = { "VALIDATION_ERROR", NULL },
	[TROUBLE_SIZE] = { "VALIDATION_ERROR", NULL },
	[TROUBLE_HOST] = { "FORBIDDEN", "this host name is not ours" },
	[TROUBLE_POISON] = { "CONFLICT", "One of the inputs conflicts with "
	    "a record that exists." },
	[TROUBLE_SERVER] = { "INTERNAL_ERROR",
	    "There was a problem with the request." },
	[TROUBLE_STORE] = { "INTERNAL_ERROR", NULL },
};

static void
rate_policy(struct request *q, struct answer *r, const char *policy)
{
	json_set(&r->body, STR("errorType"), json_str(STR("RATE_LIMIT")),
	    q->a);
	json_set(&r->body, STR("policyName"), json_str(str_of(policy)), q->a);
}

static void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	struct str message = words[what].message != NULL ?
	    str_of(words[what].message) : detail;

	if (what == TROUBLE_JSON)
		message = arena_printf(q->a, "Invalid input JSON on %.*s",
		    STR_ARG(detail));
	r->body = hs_error(q, words[what].category, message);
	if (what == TROUBLE_RATE)
		rate_policy(q, r, "TEN_SECONDLY_ROLLING");
	else if (what == TROUBLE_SEARCH_RATE)
		rate_policy(q, r, "SECONDLY");
	else if (what == TROUBLE_QUOTA)
		rate_policy(q, r, "DAILY");
}

static void
set_number(struct request *q, struct answer *r, const char *name, int64_t n)
{
	api_answer_header(r, name, arena_printf(q->a, "%lld", (long long)n));
}

/* Search tells nothing of its limit. */
static void
headers(struct request *q, struct answer *r, const struct route *route)
{
	struct usage u;

	api_usage(q, &u);
	if (route == NULL || (route->flags & ROUTE_SEARCH) != 0)
		return;
	if (u.max > 0) {
		set_number(q, r, "X-HubSpot-RateLimit-Max", u.max);
		set_number(q, r, "X-HubSpot-RateLimit-Remaining", u.left);
		set_number(q, r, "X-HubSpot-RateLimit-Interval-Milliseconds",
		    u.interval_ms);
	}
	if (u.daily > 0) {
		set_number(q, r, "X-HubSpot-RateLimit-Daily", u.daily);
		set_number(q, r, "X-HubSpot-RateLimit-Daily-Remaining",
		    u.daily_left);
	}
}

static struct str
id_text(const struct object_type *t, int64_t id, struct arena *a)
{
	(void)t;
	return arena_printf(a, "%lld", (long long)id);
}

static int64_t
id_number(const struct object_type *t, struct str id)
{
	(void)t;
	return api_id(id);
}

const struct persona persona_hubspot = {
	.name = "hubspot",
	.title = "HubSpot",
	.schema = &hs_schema,
	.routes = routes,
	.items = "inputs",
	.path = old_spelling,
	.token = token,
	.trouble = trouble,
	.headers = headers,
	.id_text = id_text,
	.id_number = id_number,
	.merge = hs_merge,
	.oauth = &hs_oauth,
};

const struct object_type *
hs_type(struct request *q, size_t i, struct answer *r)
{
	const struct object_type *t = schema_type(&hs_schema, q->args[i]);

	if (t != NULL && t->id == NULL)	/* a list is no object to them */
		t = NULL;
	if (t == NULL)
		hs_fail(q, r, 404, "OBJECT_NOT_FOUND",
		    "Unable to infer object type from: %.*s",
		    STR_ARG(q->args[i]));
	return t;
}

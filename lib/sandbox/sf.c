/* Salesforce: its paths, and what it says when it refuses. */
#include "sandbox/oauth.h"
#include "sandbox/sf.h"

#define V	"/services/data/v{}"
#define OAUTH	"/services/oauth2"
#define ONE	V "/sobjects/{}"
#define MANY	V "/composite/sobjects"
#define JOB	V "/jobs/ingest/{}"

static const struct route routes[] = {
	{ "POST", OAUTH "/token", oauth_token, ROUTE_OAUTH },
	{ "GET", OAUTH "/authorize", oauth_authorize, ROUTE_OAUTH },
	{ "POST", OAUTH "/revoke", oauth_revoke, ROUTE_OAUTH },
	{ "GET", OAUTH "/revoke", oauth_revoke, ROUTE_OAUTH },
	{ "POST", OAUTH "/introspect", oauth_introspect, ROUTE_OAUTH },
	{ "GET", OAUTH "/userinfo", sf_identity, ROUTE_READ },

	{ "GET", "/services/data", sf_versions, ROUTE_READ | ROUTE_OPEN },
	{ "GET", V, sf_resources, ROUTE_READ },
	{ "GET", V "/limits", sf_limits, ROUTE_READ },
	{ "GET", "/id/{}/{}", sf_identity, ROUTE_READ },

	{ "GET", V "/query", sf_query, ROUTE_READ },
	{ "GET", V "/queryAll", sf_query_all, ROUTE_READ },
	{ "GET", V "/query/{}", sf_query_more, ROUTE_READ },
	{ "GET", V "/queryAll/{}", sf_query_more, ROUTE_READ },
	{ "GET", V "/parameterizedSearch", sf_search,
	    ROUTE_READ | ROUTE_SEARCH },

	{ "GET", V "/sobjects", sf_describe_all, ROUTE_READ },
	{ "GET", ONE, sf_object_info, ROUTE_READ },
	{ "POST", ONE, sf_object_create, 0 },
	{ "GET", ONE "/describe", sf_describe, ROUTE_READ },
	{ "GET", ONE "/updated", sf_updated, ROUTE_READ },
	{ "GET", ONE "/deleted", sf_deleted, ROUTE_READ },
	{ "GET", ONE "/{}", sf_object_get, ROUTE_READ },
	{ "PATCH", ONE "/{}", sf_object_update, 0 },
	{ "DELETE", ONE "/{}", sf_object_delete, 0 },
	{ "GET", ONE "/{}/{}", sf_key_get, ROUTE_READ },
	{ "PATCH", ONE "/{}/{}", sf_key_upsert, 0 },
	{ "DELETE", ONE "/{}/{}", sf_key_delete, 0 },

	{ "POST", V "/composite", sf_composite, 0 },
	{ "POST", V "/composite/graph", sf_graph, 0 },
	{ "POST", V "/composite/batch", sf_batch, 0 },
	{ "POST", MANY, sf_many_create, 0 },
	{ "PATCH", MANY, sf_many_update, 0 },
	{ "DELETE", MANY, sf_many_delete, 0 },
	{ "GET", MANY "/{}", sf_many_read, ROUTE_READ },
	{ "POST", MANY "/{}", sf_many_read, ROUTE_READ },
	{ "PATCH", MANY "/{}/{}", sf_many_upsert, 0 },

	{ "POST", V "/jobs/ingest", sf_job_create, 0 },
	{ "GET", JOB, sf_job_get, ROUTE_READ },
	{ "PATCH", JOB, sf_job_patch, 0 },
	{ "DELETE", JOB, sf_job_delete, 0 },
	{ "PUT", JOB "/batches", sf_job_upload, ROUTE_RAW },
	{ "GET", JOB "/successfulResults", sf_job_good, ROUTE_READ },
	{ "GET", JOB "/failedResults", sf_job_bad, ROUTE_READ },
	{ "GET", JOB "/unprocessedrecords", sf_job_rest, ROUTE_READ },
	{ "POST", V "/jobs/query", sf_export_create, 0 },
	{ "GET", V "/jobs/query/{}", sf_job_get, ROUTE_READ },
	{ "GET", V "/jobs/query/{}/results", sf_export_results,
	    ROUTE_READ },

	{ "GET", V "/tooling/query", sf_tooling_query, ROUTE_READ },
	{ "POST", V "/tooling/sobjects/CustomField", sf_field_create,
	    ROUTE_SCHEMA },
	{ "POST", "/_sandbox/salesforce", sf_rules,
	    ROUTE_OPEN | ROUTE_QUIET },
	{ .method = NULL }
};

static struct str
token(const struct request *q)
{
	struct str t = api_token_after(q, "Bearer");

	return t.len > 0 ? t : api_token_after(q, "OAuth");
}

/* message NULL: the detail. */
static const struct {
	const char	*code, *message;
} words[] = {
	[TROUBLE_PATH] = { "NOT_FOUND",
	    "The requested resource does not exist" },
	[TROUBLE_METHOD] = { "METHOD_NOT_ALLOWED", "HTTP Method not allowed. "
	    "Allowed are HEAD,GET,POST,PATCH,DELETE" },
	[TROUBLE_TOKEN_MISSING] = { "INVALID_SESSION_ID",
	    "Session expired or invalid" },
	[TROUBLE_TOKEN_BAD] = { "INVALID_SESSION_ID",
	    "Session expired or invalid" },
	[TROUBLE_TOKEN_EXPIRED] = { "INVALID_SESSION_ID",
	    "Session expired or invalid" },
	[TROUBLE_SCOPE] = { "INSUFFICIENT_ACCESS",
	    "insufficient access rights on cross-reference id" },
	[TROUBLE_RATE] = { "REQUEST_LIMIT_EXCEEDED",
	    "ConcurrentRequests (Concurrent API Requests) Limit exceeded." },
	[TROUBLE_SEARCH_RATE] = { "REQUEST_LIMIT_EXCEEDED",
	    "ConcurrentRequests (Concurrent API Requests) Limit exceeded." },
	[TROUBLE_QUOTA] = { "REQUEST_LIMIT_EXCEEDED",
	    "TotalRequests Limit exceeded." },
	[TROUBLE_MEDIA_TYPE] = { "UNSUPPORTED_MEDIA_TYPE",
	    "The Content-Type is not supported" },
	[TROUBLE_JSON] = { "JSON_PARSER_ERROR", NULL },
	[TROUBLE_SIZE] = { "REQUEST_ENTITY_TOO_LARGE", NULL },
	[TROUBLE_HOST] = { "INVALID_HOST", "this host name is not ours" },
	[TROUBLE_POISON] = { "UNABLE_TO_LOCK_ROW",
	    "unable to obtain exclusive access to this record" },
	[TROUBLE_SERVER] = { "UNKNOWN_EXCEPTION",
	    "An unexpected error occurred. Please include this ErrorId if "
	    "you contact support: 1234567890-12345 (-1234567890)" },
	[TROUBLE_STORE] = { "UNKNOWN_EXCEPTION", NULL },
};

/* There is no 429: limits are a 403 without a time to wait. */
static void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	struct sf_error e = { .code = words[what].code,
	    .fields = json_array(), .status = r->status };

	e.message = words[what].message != NULL ?
	    str_of(words[what].message) : detail;
	if (what == TROUBLE_RATE || what == TROUBLE_SEARCH_RATE ||
	    what == TROUBLE_QUOTA)
		e.status = 403;
	else if (what == TROUBLE_POISON)
		e.status = 400;
	sf_error_answer(q, r, &e);
	if (e.status == 401)
		api_answer_header(r, "WWW-Authenticate", STR("Token"));
}

/* Calls used and allowed in the last day. */
static void
headers(struct request *q, struct answer *r, const struct route *route)
{
	struct usage u;

	if (route == NULL || (route->flags & ROUTE_OPEN) != 0)
		return;
	api_usage(q, &u);
	if (u.daily == 0)
		u.daily = u.daily_left = 100000;
	api_answer_header(r, "Sforce-Limit-Info", arena_printf(q->a,
	    "api-usage=%lld/%lld", (long long)(u.daily - u.daily_left),
	    (long long)u.daily));
}

const struct persona persona_salesforce = {
	.name = "salesforce",
	.title = "Salesforce",
	.schema = &sf_schema,
	.routes = routes,
	.items = "records",
	.token = token,
	.trouble = trouble,
	.headers = headers,
	.id_text = sf_id_text,
	.id_number = sf_id_number,
	.merge = sf_merge,
	.convert = sf_convert,
	.oauth = &sf_oauth,
};

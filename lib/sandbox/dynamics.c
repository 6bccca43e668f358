/* Dynamics 365: its paths, headers, and what it says when it refuses. */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "sandbox/dynamics.h"
#include "sandbox/oauth.h"

#define API	"/api/data/v{}"
#define MANY	API "/{}/Microsoft.Dynamics.CRM."

/* Entra ID's paths have the tenant in front. */
static const struct route routes[] = {
	{ "POST", "/{}/oauth2/v2.0/token", oauth_token, ROUTE_OAUTH },
	{ "POST", "/{}/oauth2/v2.0/devicecode", oauth_device, ROUTE_OAUTH },
	{ "GET", "/{}/oauth2/v2.0/authorize", oauth_authorize, ROUTE_OAUTH },
	{ "GET", API "/WhoAmI", dyn_who_am_i, ROUTE_READ },
	{ "GET", API "/WhoAmI()", dyn_who_am_i, ROUTE_READ },
	{ "GET", API "/EntityDefinitions(LogicalName='{}')/Attributes",
	    dyn_attributes, ROUTE_READ },
	{ "GET", API "/EntityDefinitions(LogicalName='{}')/Attributes"
	    "/Microsoft.Dynamics.CRM.{}", dyn_attributes, ROUTE_READ },
	{ "POST", API "/EntityDefinitions(LogicalName='{}')/Attributes",
	    dyn_attribute_create, ROUTE_SCHEMA },
	{ "POST", API "/AddListMembersList", dyn_member_add, 0 },
	{ "POST", API "/RemoveMemberList", dyn_member_remove, 0 },
	{ "POST", MANY "CreateMultiple", dyn_create_many, 0 },
	{ "POST", MANY "UpdateMultiple", dyn_update_many, 0 },
	{ "POST", MANY "UpsertMultiple", dyn_upsert_many, 0 },
	{ "GET", API "/{}({})", dyn_get, ROUTE_READ },
	{ "PATCH", API "/{}({})", dyn_patch, 0 },
	{ "DELETE", API "/{}({})", dyn_delete, 0 },
	{ "GET", API "/{}", dyn_list, ROUTE_READ },
	{ "POST", API "/{}", dyn_create, 0 },
	{ .method = NULL }
};

/* Column of ids by table, where it is not the singular and "id". */
const char *
dyn_key(const struct object_type *t)
{
	return t->properties[0].name;
}

/* The ids this persona gives: its number at the end of a GUID. */
static const char guid_head[] = "00c0ffee-0000-4000-8000-";

struct str
dyn_guid(int64_t id, struct arena *a)
{
	return arena_printf(a, "%s%012" PRIx64, guid_head, (uint64_t)id);
}

bool
dyn_is_guid(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s.p[i] != '-' :
		    !ascii_digit(s.p[i]) && (ascii_lower(s.p[i]) < 'a' ||
		    ascii_lower(s.p[i]) > 'f'))
			return false;
	return s.len == DYN_GUID;
}

static struct str
id_text(const struct object_type *t, int64_t id, struct arena *a)
{
	(void)t;
	return dyn_guid(id, a);
}

static int64_t
id_number(const struct object_type *t, struct str id)
{
	size_t head = sizeof(guid_head) - 1, i;
	int64_t n = 0;

	(void)t;
	if (!dyn_is_guid(id) || !str_starts(id, (struct str){ guid_head,
	    head }))
		return 0;
	for (i = head; i < id.len; i++)
		n = n << 4 | (ascii_digit(id.p[i]) ? id.p[i] - '0' :
		    ascii_lower(id.p[i]) - 'a' + 10);
	return n;
}

void
dyn_fail(struct request *q, struct answer *r, int status, const char *code,
    const char *fmt, ...)
{
	struct json error = json_object();
	struct str message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(q->a, fmt, ap);
	va_end(ap);
	json_set(&error, STR("code"), json_str(str_of(code)), q->a);
	json_set(&error, STR("message"), json_str(message), q->a);
	r->status = status;
	r->body = json_object();
	json_set(&r->body, STR("error"), error, q->a);
	r->undo = true;
}

const struct object_type *
dyn_type(struct request *q, size_t i, struct answer *r)
{
	const struct object_type *t;

	for (t = dyn_schema.types; t->name != NULL; t++)
		if (str_eq(q->args[i], str_of(t->name)))
			return t;
	dyn_fail(q, r, 404, "0x8006088a", "Resource not found for the "
	    "segment '%.*s'.", STR_ARG(q->args[i]));
	return NULL;
}

static struct str
token(const struct request *q)
{
	return api_token_after(q, "Bearer");
}

static const struct {
	const char	*code, *message;
} words[] = {
	[TROUBLE_PATH] = { "0x8006088a", "Resource not found." },
	[TROUBLE_METHOD] = { "0x80060888", "The method is not allowed." },
	[TROUBLE_TOKEN_MISSING] = { "0x80048306", "No token was sent." },
	[TROUBLE_TOKEN_BAD] = { "0x80048306", "The token is not valid." },
	[TROUBLE_TOKEN_EXPIRED] = { "0x80048306", "The token has expired." },
	[TROUBLE_SCOPE] = { "0x80072560",
	    "The user is not a member of the organization." },
	[TROUBLE_RATE] = { "0x80072322", "Number of requests exceeded the "
	    "limit of 6000 over time window of 300 seconds." },
	[TROUBLE_SEARCH_RATE] = { "0x80072322",
	    "Number of requests exceeded the limit." },
	[TROUBLE_QUOTA] = { "0x80072321", "Combined execution time of "
	    "incoming requests exceeded the limit." },
	[TROUBLE_MEDIA_TYPE] = { "0x80060892",
	    "Content-Type must be application/json." },
	[TROUBLE_JSON] = { "0x80048d19", NULL },
	[TROUBLE_SIZE] = { "0x80072321", NULL },
	[TROUBLE_HOST] = { "0x80072560", "This host name is not ours." },
	[TROUBLE_POISON] = { "0x80060892", "A record with matching key "
	    "values already exists." },
	[TROUBLE_SERVER] = { "0x80040216", "An unexpected error occurred." },
	[TROUBLE_STORE] = { "0x80040216", NULL },
};

static void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	int status = what == TROUBLE_POISON ? 412 : r->status;

	if (words[what].message != NULL)
		detail = str_of(words[what].message);
	dyn_fail(q, r, status, words[what].code, "%.*s", STR_ARG(detail));
	if (status == 429)
		api_answer_header(r, "Retry-After", STR("1"));
}

static void
headers(struct request *q, struct answer *r, const struct route *route)
{
	struct usage u;

	(void)route;
	api_answer_header(r, "OData-Version", STR("4.0"));
	api_answer_header(r, "REQ_ID", dyn_guid((int64_t)(api_chance(q) >>
	    17), q->a));
	api_usage(q, &u);
	if (u.max > 0)
		api_answer_header(r,
		    "x-ms-ratelimit-burst-remaining-xrm-requests",
		    arena_printf(q->a, "%" PRId64, u.left));
}

static const struct persona_oauth oauth = {
	.life = 3599,
	.scopes = "https://sandbox.crm.dynamics.com/.default",
};

const struct persona persona_dynamics = {
	.name = "dynamics",
	.title = "Dynamics 365",
	.schema = &dyn_schema,
	.routes = routes,
	.items = "Targets",
	.token = token,
	.trouble = trouble,
	.headers = headers,
	.id_text = id_text,
	.id_number = id_number,
	.merge = dyn_merge,
	.convert = dyn_convert,
	.oauth = &oauth,
};

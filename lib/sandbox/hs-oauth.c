/* HubSpot's words for tokens, and where it tells of them. */
#include <string.h>

#include "sandbox/hs.h"

#define SCOPES	"oauth crm.objects.contacts.read crm.objects.contacts.write " \
	"crm.objects.companies.read crm.objects.companies.write " \
	"crm.schemas.contacts.read crm.objects.owners.read crm.lists.read " \
	"crm.lists.write tickets"

enum { USER = 9000, APP = 4242 };

static struct json
scope_list(struct request *q, struct str scope)
{
	struct json list = json_array();
	size_t n;

	if (scope.len == 0)
		scope = STR(SCOPES);
	while (scope.len > 0) {
		n = str_find(scope, STR(" "));
		json_push(&list, json_str(str_to(scope, n)), q->a);
		scope = n == (size_t)-1 ? STR("") : str_from(scope, n + 1);
	}
	return list;
}

static void
put(struct request *q, struct json *o, const char *key, struct json v)
{
	json_set(o, str_of(key), v, q->a);
}

static void
put_account(struct request *q, struct json *o, struct str scope)
{
	put(q, o, "hub_id", json_int(api_conf(q)->portal, q->a));
	put(q, o, "user_id", json_int(USER, q->a));
	put(q, o, "scopes", scope_list(q, scope));
}

static bool
is_v1(const struct request *q)
{
	return str_starts(q->path, STR("/oauth/v1/"));
}

/* The first version tells nothing of scope and account. */
static void
granted(struct request *q, const struct grant *g, struct json *body)
{
	json_del(body, STR("scope"));
	if (is_v1(q))
		return;
	put_account(q, body, g->access.scope);
	put(q, body, "token_use", json_str(str_eq(g->type,
	    STR("client_credentials")) ? STR("client_credentials") :
	    STR("access_token")));
}

static void
refused(struct request *q, struct answer *r, const char *error,
    struct str description)
{
	struct json body = hs_error(q, "BAD_REQUEST", description);

	put(q, &body, "error", json_str(str_of(error)));
	put(q, &body, "error_description", json_str(description));
	r->body = body;
}

const struct persona_oauth hs_oauth = {
	.life = 1800,
	.scopes = SCOPES,
	.granted = granted,
	.refused = refused,
};

/* Of the right kind and alive; if not, a 404. */
static bool
find_live(struct request *q, struct str text, enum token_kind kind,
    struct token *t, struct answer *r)
{
	if (token_find(q, text, t) && t->kind == kind && token_live(q, t))
		return true;
	hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "the token is not known");
	return false;
}

static void
describe(struct request *q, struct answer *r, const struct token *t,
    const char *type)
{
	r->status = 200;
	r->body = json_object();
	put(q, &r->body, "token", json_str(t->text));
	put_account(q, &r->body, t->scope);
	put(q, &r->body, "hub_domain", json_str(STR("sandbox.example")));
	put(q, &r->body, "user", json_str(STR("ops@sandbox.example")));
	put(q, &r->body, "token_type", json_str(str_of(type)));
	put(q, &r->body, "client_id", json_str(t->client));
	put(q, &r->body, "app_id", json_int(APP, q->a));
	if (t->expires > 0)
		put(q, &r->body, "expires_in", json_int((t->expires -
		    q->now) / 1000, q->a));
}

void
hs_access_token(struct request *q, struct answer *r)
{
	struct token t;

	if (find_live(q, q->args[0], TOKEN_ACCESS, &t, r))
		describe(q, r, &t, "access");
}

void
hs_refresh_token(struct request *q, struct answer *r)
{
	struct token t;

	if (!find_live(q, q->args[0], TOKEN_REFRESH, &t, r))
		return;
	if (strcmp(q->method, "DELETE") == 0) {
		token_end_family(q, t.family);
		r->status = 204;
	} else
		describe(q, r, &t, "refresh");
}

/* The newer endpoint tells of both kinds, and of dead ones too. */
void
hs_introspect(struct request *q, struct answer *r)
{
	struct str text = oauth_param(q, "token");
	struct token t;
	bool live = token_find(q, text, &t) && token_live(q, &t);

	t.text = text;
	describe(q, r, &t, "bearer");
	put(q, &r->body, "active", json_bool(live));
	put(q, &r->body, "token_use", json_str(t.kind == TOKEN_REFRESH ?
	    STR("refresh_token") : STR("access_token")));
}

/* Of a private app's token, which is not of OAuth. */
void
hs_private_app(struct request *q, struct answer *r)
{
	if (json_get_str(&q->in, STR("tokenKey")).len == 0) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "tokenKey is missing");
		return;
	}
	r->status = 200;
	r->body = json_object();
	put(q, &r->body, "userId", json_int(USER, q->a));
	put(q, &r->body, "hubId", json_int(api_conf(q)->portal, q->a));
	put(q, &r->body, "appId", json_int(APP, q->a));
	put(q, &r->body, "scopes", scope_list(q, STR_NONE));
}

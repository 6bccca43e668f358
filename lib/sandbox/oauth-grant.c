/* Grants: what is shown, and the tokens that are given for it. */
#include <string.h>

#include "base/base64.h"
#include "crypto/crypto.h"
#include "sandbox/oauth.h"
#include "sandbox/server.h"

#define URN	"urn:ietf:params:oauth:grant-type:"

enum { USUAL_LIFE = 1800 };	/* seconds */

static int64_t
life_of(const struct request *q)
{
	const struct persona_oauth *o = q->persona->oauth;

	if (q->sb->conf.token_life_s > 0)
		return q->sb->conf.token_life_s;
	return o != NULL && o->life > 0 ? o->life : USUAL_LIFE;
}

static void
answer_grant(struct request *q, struct answer *r, const struct grant *g)
{
	const struct persona_oauth *o = q->persona->oauth;
	struct json *b = &r->body;

	r->status = 200;
	*b = json_object();
	json_set(b, STR("access_token"), json_str(g->access.text), q->a);
	if (g->refresh.text.len > 0)
		json_set(b, STR("refresh_token"), json_str(g->refresh.text),
		    q->a);
	json_set(b, STR("token_type"), json_str(STR("bearer")), q->a);
	json_set(b, STR("expires_in"), json_int(life_of(q), q->a), q->a);
	json_set(b, STR("scope"), json_str(g->access.scope), q->a);
	api_answer_header(r, "Cache-Control", STR("no-store"));
	if (o != NULL && o->granted != NULL)
		o->granted(q, g, b);
}

/* ${from}: what was shown; its family, client and scope go on. */
static void
give(struct request *q, struct answer *r, const char *type,
    const struct token *from, const struct token *refresh, bool same)
{
	struct grant g = { .type = str_of(type), .same = same };

	g.access = (struct token){ .kind = TOKEN_ACCESS,
	    .family = from->family, .client = from->client,
	    .scope = from->scope, .expires = q->now + life_of(q) * 1000 };
	token_new(q, &g.access);
	if (refresh != NULL)
		g.refresh = *refresh;
	answer_grant(q, r, &g);
}

static void
give_with_refresh(struct request *q, struct answer *r, const char *type,
    const struct token *from)
{
	struct token refresh = { .kind = TOKEN_REFRESH,
	    .family = from->family, .client = from->client,
	    .scope = from->scope };

	token_new(q, &refresh);
	give(q, r, type, from, &refresh, false);
}

/* BASE64URL(SHA256(verifier)) is the challenge; "plain" is not taken. */
static bool
verifies(struct request *q, const struct token *code)
{
	struct str challenge = json_get_str(&code->more, STR("challenge"));
	struct str verifier = oauth_param(q, "code_verifier");
	struct buf text = { 0 };
	uint8_t hash[32];
	bool same;

	if (challenge.len == 0)
		return verifier.len == 0;
	if (verifier.len < 43 || verifier.len > 128)
		return false;
	hash_sha256(verifier, hash);
	base64url_put((struct str){ (const char *)hash, sizeof(hash) },
	    &text);
	same = str_eq(buf_str(&text), challenge);
	buf_free(&text);
	return same;
}

static void
by_code(struct request *q, struct answer *r)
{
	struct token t;

	if (!token_find(q, oauth_param(q, "code"), &t) ||
	    t.kind != TOKEN_CODE) {
		if (q->sb->conf.oauth || oauth_param(q, "code").len == 0) {
			oauth_refuse(q, r, "invalid_grant",
			    "the code is not known");
			return;
		}
		t = (struct token){ .client = oauth_client(q),
		    .scope = STR("") };
		give_with_refresh(q, r, "authorization_code", &t);
		return;
	}
	if (t.state != TOKEN_LIVE)
		token_end_family(q, t.family);
	if (!token_live(q, &t) || !str_eq(t.client, oauth_client(q)) ||
	    !str_eq(json_get_str(&t.more, STR("redirect_uri")),
	    oauth_param(q, "redirect_uri")) || !verifies(q, &t)) {
		oauth_refuse(q, r, "invalid_grant", "the code is used, "
		    "expired, or was given to another");
		return;
	}
	t.state = TOKEN_USED;
	token_set(q, &t);
	give_with_refresh(q, r, "authorization_code", &t);
}

/* One that nobody issued is taken as it is, unless --oauth. */
static bool
adopt(struct request *q, struct str text, struct token *t)
{
	if (q->sb->conf.oauth || text.len == 0)
		return false;
	*t = (struct token){ .text = text, .kind = TOKEN_REFRESH,
	    .client = oauth_client(q), .scope = STR("") };
	token_new(q, t);
	return true;
}

static void
by_refresh(struct request *q, struct answer *r)
{
	struct str text = oauth_param(q, "refresh_token");
	struct token t;

	if ((!token_find(q, text, &t) && !adopt(q, text, &t)) ||
	    t.kind != TOKEN_REFRESH || !str_eq(t.client, oauth_client(q))) {
		oauth_refuse(q, r, "invalid_grant",
		    "the refresh token is not known");
		return;
	}
	if (t.state == TOKEN_USED)
		token_end_family(q, t.family);
	if (!token_live(q, &t)) {
		oauth_refuse(q, r, "invalid_grant",
		    "the refresh token is used, revoked or expired");
		return;
	}
	if (!q->sb->conf.oauth_rotate) {
		give(q, r, "refresh_token", &t, &t, true);
		return;
	}
	t.state = TOKEN_USED;
	token_set(q, &t);
	give_with_refresh(q, r, "refresh_token", &t);
}

static void
by_client(struct request *q, struct answer *r)
{
	struct token t = { .client = oauth_client(q),
	    .scope = oauth_scope(q) };

	if (oauth_param(q, "client_secret").len == 0 &&
	    api_token_after(q, "Basic").len == 0 &&
	    oauth_param(q, "client_assertion").len == 0) {
		oauth_refuse(q, r, "invalid_client",
		    "the client must show its secret");
		return;
	}
	give(q, r, "client_credentials", &t, NULL, false);
}

/* The claims of a JWT. */
static bool
read_claims(struct request *q, struct str jwt, struct json *out)
{
	size_t dot = str_find(jwt, STR("."));
	struct str rest = str_from(jwt, dot + 1), json;
	struct json_doc doc;

	if (dot == (size_t)-1 || str_find(rest, STR(".")) == (size_t)-1)
		return false;
	if (!oauth_decode(str_to(rest, str_find(rest, STR("."))), q->a,
	    &json) || json_parse(q->sb->parser, json, q->a, &doc, NULL) == -1)
		return false;
	*out = doc.root;
	return out->type == JSON_OBJECT;
}

static void
by_jwt(struct request *q, struct answer *r)
{
	struct token t = { .scope = oauth_scope(q) };
	const struct json *exp;
	struct json claims;
	int64_t until;

	if (!read_claims(q, oauth_param(q, "assertion"), &claims) ||
	    (exp = json_get(&claims, STR("exp"))) == NULL ||
	    !json_to_int(exp, &until) || until * 1000 <= q->now ||
	    json_get_str(&claims, STR("iss")).len == 0) {
		oauth_refuse(q, r, "invalid_grant",
		    "the assertion is malformed or expired");
		return;
	}
	if (!oauth_is_signed(q, oauth_param(q, "assertion"))) {
		oauth_refuse(q, r, "invalid_grant",
		    "the assertion's signature is not the client's");
		return;
	}
	t.client = json_get_str(&claims, STR("iss"));
	give(q, r, "jwt-bearer", &t, NULL, false);
}

/* Polling sooner than it was told makes the interval longer. */
static const char *
poll_device(struct request *q, struct token *t)
{
	int64_t last = 0, interval = 1;
	struct json *v;
	const char *error = "authorization_pending";
	struct str said = json_get_str(&t->more, STR("answer"));

	if ((v = json_get(&t->more, STR("polled"))) != NULL)
		json_to_int(v, &last);
	if ((v = json_get(&t->more, STR("interval"))) != NULL)
		json_to_int(v, &interval);
	if (str_eq(said, STR("allow")))
		return NULL;
	if (str_eq(said, STR("deny")))
		return "access_denied";
	if (last > 0 && q->now - last < interval * 1000) {
		error = "slow_down";
		json_set(&t->more, STR("interval"),
		    json_int(interval + 5, q->a), q->a);
	}
	json_set(&t->more, STR("polled"), json_int(q->now, q->a), q->a);
	token_set(q, t);
	return error;
}

static void
by_device(struct request *q, struct answer *r)
{
	struct str code = oauth_param(q, "device_code");
	const char *error;
	struct token t;

	if (code.len == 0)
		code = oauth_param(q, "code");	/* Salesforce */
	if (!token_find(q, code, &t) || t.kind != TOKEN_DEVICE ||
	    t.state != TOKEN_LIVE || !str_eq(t.client, oauth_client(q)))
		error = "invalid_grant";
	else if (t.expires <= q->now)
		error = "expired_token";
	else
		error = poll_device(q, &t);
	if (error != NULL) {
		oauth_refuse(q, r, error, "the device has no token yet");
		return;
	}
	t.state = TOKEN_USED;
	token_set(q, &t);
	give_with_refresh(q, r, "device_code", &t);
}

static const struct {
	const char	*name;
	api_handler	*give;
} grants[] = {
	{ "authorization_code", by_code },
	{ "refresh_token", by_refresh },
	{ "client_credentials", by_client },
	{ URN "jwt-bearer", by_jwt },
	{ URN "device_code", by_device },
	{ "device", by_device },
	{ "device_token", by_device },
};

void
oauth_token(struct request *q, struct answer *r)
{
	struct str type = oauth_param(q, "grant_type");
	size_t i;

	if (str_eq(oauth_param(q, "response_type"), STR("device_code"))) {
		oauth_device(q, r);
		return;
	}
	for (i = 0; i < sizeof(grants) / sizeof(grants[0]); i++)
		if (str_eq(type, str_of(grants[i].name)))
			break;
	if (i == sizeof(grants) / sizeof(grants[0]))
		oauth_refuse(q, r, type.len == 0 ? "invalid_request" :
		    "unsupported_grant_type", "there is no such grant");
	else if (grants[i].give != by_jwt && oauth_client(q).len == 0)
		oauth_refuse(q, r, "invalid_client", "no client is named");
	else if (grants[i].give != by_jwt && !oauth_is_client(q))
		oauth_refuse(q, r, "invalid_client",
		    "the client's secret is another");
	else
		grants[i].give(q, r);
}

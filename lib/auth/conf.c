/* crm.auth: the keys, and what each kind of credential must have. */
#include "auth/auth.h"

const char *const auth_kind_names[] = { "none", "token", "api_key", "basic",
    "hmac", "oauth", NULL };
const char *const auth_grant_names[] = { "client_credentials",
    "refresh_token", "device", "authorization_code", "jwt_bearer", NULL };
static const char *const client_names[] = { "post", "basic", NULL };

struct basic_conf {
	const struct json	*user, *password;
};

static const struct conf_key name_forms[] = {
	CONF_FORM("a text", CONF_STR, "as it is", NULL),
	CONF_FORM("a secret", CONF_SECRET, "where it is", NULL), { 0 }
};

static const struct conf_key params[] = {
	CONF_FORM("*", CONF_STR, "a parameter", NULL), { 0 }
};

static const struct conf_key basic_keys[] = {
	{ "user", CONF_EITHER, offsetof(struct basic_conf, user),
	    "the user's name, or where it is", CONF_REQUIRED, 0, 0, NULL,
	    name_forms },
	{ "password", CONF_SECRET, offsetof(struct basic_conf, password),
	    "where the password is", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ 0 }
};

static const struct conf_key hmac_keys[] = {
	{ "key", CONF_EITHER, offsetof(struct basic_conf, user),
	    "the API key, or where it is", CONF_REQUIRED, 0, 0, NULL,
	    name_forms },
	{ "secret", CONF_SECRET, offsetof(struct basic_conf, password),
	    "where the secret is that requests are signed with",
	    CONF_REQUIRED, 0, 0, NULL, NULL },
	{ 0 }
};

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct oauth_conf, f), help, 0, 0, 0, NULL, \
	    NULL }

static const struct conf_key oauth_keys[] = {
	{ "grant", CONF_ENUM, offsetof(struct oauth_conf, grant),
	    "how a token is got", CONF_REQUIRED, 0, 0, auth_grant_names,
	    NULL },
	KEY(CONF_STR, name, "name of the vault's entry"),
	{ "client_id", CONF_EITHER, offsetof(struct oauth_conf, client_id),
	    "the application's id, or where it is", CONF_REQUIRED, 0, 0,
	    NULL, name_forms },
	KEY(CONF_SECRET, client_secret, "where the application's secret is"),
	KEY(CONF_SECRET, refresh_token, "where the first refresh token is"),
	KEY(CONF_SECRET, key, "where the private key is, PEM"),
	KEY(CONF_STR, token_url, "where tokens are given"),
	KEY(CONF_STR, authorize_url, "where a person allows it"),
	KEY(CONF_STR, device_url, "where a device's code is given"),
	KEY(CONF_STR, revoke_url, "where tokens are revoked"),
	KEY(CONF_STR, redirect_url, "where on this machine the browser is "
	    "sent back to"),
	KEY(CONF_STR, subject, "the user a signed token speaks for"),
	KEY(CONF_STR, issuer, "who signs, if not the client"),
	KEY(CONF_STR, audience, "for whom it is signed"),
	KEY(CONF_STRS, scopes, "what is asked for"),
	{ "params", CONF_MAP, offsetof(struct oauth_conf, params),
	    "further parameters of the request", 0, 0, 0, NULL, params },
	{ "client", CONF_ENUM, offsetof(struct oauth_conf, client),
	    "how the client's secret is shown", 0, 0, 0, client_names,
	    NULL },
	{ 0 }
};

#undef KEY

struct section {
	const struct json	*token, *api_key, *basic_node, *hmac_node;
	const struct json	*oauth_node;
	int64_t			 rotate_after;
};

#define KEY(name, type, f, sub, help) \
	{ name, type, offsetof(struct section, f), help, 0, 0, 0, NULL, sub }

const struct conf_key auth_conf_keys[] = {
	KEY("token", CONF_SECRET, token, NULL, "where the access token is"),
	KEY("api_key", CONF_SECRET, api_key, NULL, "where the API key is"),
	KEY("basic", CONF_MAP, basic_node, basic_keys, "user and password"),
	KEY("hmac", CONF_MAP, hmac_node, hmac_keys, "requests are signed"),
	KEY("oauth", CONF_MAP, oauth_node, oauth_keys, "OAuth 2.0"),
	KEY("rotate_after", CONF_DURATION, rotate_after, NULL,
	    "age from which a credential should be replaced"),
	{ 0 }
};

/* A name may stand in the file; where it is kept secret, as a secret may. */
static void
check_text_or_secret(const struct json *v, const char *what,
    struct arena *a, struct diags *d)
{
	struct json *o;
	const struct json *out;
	const struct conf_key key[] = { { what, CONF_SECRET, 0, "", 0, 0, 0,
	    NULL, NULL }, { 0 } };

	if (v == NULL || (v->type == JSON_STRING && v->len > 0) ||
	    v->type == JSON_NUMBER)
		return;
	o = ARENA_NEW(a, struct json);
	*o = json_object();
	json_set(o, str_of(what), *v, a);
	conf_read(o, "crm.auth", key, &out, a, d);
}

static void
take_kind(const struct json *node, const struct section *s,
    struct diags *d, struct auth_conf *out)
{
	const struct json *all[] = { NULL, s->token, s->api_key,
	    s->basic_node, s->hmac_node, s->oauth_node };
	int i;

	for (i = AUTH_TOKEN; i <= AUTH_OAUTH; i++) {
		if (all[i] == NULL)
			continue;
		if (out->kind != AUTH_NONE) {
			diag_error(d, yaml_where(node), "auth.kind",
			    "crm.auth has one of token, api_key, basic and "
			    "oauth, or hmac, not two");
			return;
		}
		out->kind = i;
	}
	out->secret = s->token != NULL ? s->token : s->api_key;
}

/* Which header carries it; by default the standard one (RFC 6750). */
static void
take_header(const struct auth_profile *p, struct auth_conf *out)
{
	bool key = out->kind == AUTH_API_KEY;

	out->header = p == NULL ? STR_NONE : key ? p->key_header : p->header;
	out->prefix = p == NULL ? STR_NONE : key ? p->key_prefix : p->prefix;
	if (out->kind == AUTH_BASIC) {
		out->header = STR("Authorization");
		out->prefix = STR("Basic ");
	} else if (out->kind == AUTH_HMAC) {
		out->header = p != NULL ? p->hmac_header : STR_NONE;
		out->prefix = p != NULL ? p->hmac_prefix : STR_NONE;
	} else if (out->header.p == NULL) {
		out->header = key ? STR("X-Api-Key") : STR("Authorization");
		if (out->prefix.p == NULL && !key)
			out->prefix = STR("Bearer ");
	}
}

static void
missing(const struct json *node, const char *key, const char *why,
    struct diags *d)
{
	diag_error(d, yaml_where(node), "auth.missing",
	    "crm.auth.oauth needs %s: %s", key, why);
}

/* What the profile needs, and of a person that we may come again. */
static struct conf_strs
ask_for(const struct auth_profile *p, int grant, struct arena *a)
{
	struct conf_strs out = { arena_array(a, p->scopes.n + 1,
	    sizeof(*out.p)), p->scopes.n };

	if (p->scopes.n > 0)
		memcpy(out.p, p->scopes.p, out.n * sizeof(*out.p));
	if (p->offline.p != NULL && (grant == GRANT_CODE ||
	    grant == GRANT_DEVICE))
		out.p[out.n++] = p->offline;
	return out;
}

/* What the profile says holds where the user says nothing. */
static void
take_defaults(const struct auth_profile *p, struct oauth_conf *o,
    struct arena *a)
{
#define DEFAULT(f) if (o->f.p == NULL) o->f = p->f
	DEFAULT(token_url);
	DEFAULT(authorize_url);
	DEFAULT(device_url);
	DEFAULT(revoke_url);
	DEFAULT(audience);
	DEFAULT(name);
#undef DEFAULT
	if (o->scopes.p == NULL && (p->scoped >> o->grant & 1))
		o->scopes = ask_for(p, o->grant, a);
	o->separator = p->separator.p != NULL ? p->separator : STR(" ");
	if (o->client == -1)
		o->client = p->client;
	o->device = p->device;
	o->lifetime = p->lifetime;
	o->url = p->url;
}

/* On this machine, where nobody reads along. */
static bool
is_loopback(struct str url)
{
	const struct str hosts[] = { STR("http://127.0.0.1"),
	    STR("http://localhost"), STR("http://[::1]") };
	struct str rest;
	size_t i;

	for (i = 0; i < 3; i++) {
		rest = str_from(url, hosts[i].len);
		if (str_starts(url, hosts[i]) && (rest.len == 0 ||
		    rest.p[0] == ':' || rest.p[0] == '/'))
			return true;
	}
	return false;
}

static void
check_url(const struct json *node, const char *key, struct str url,
    struct diags *d)
{
	if (url.p != NULL && !str_starts(url, STR("https://")) &&
	    !is_loopback(url))
		diag_error(d, yaml_where(json_get(node, str_of(key))),
		    "auth.url", "crm.auth.oauth.%s must begin with https://",
		    key);
}

static void
check_urls(const struct json *node, const struct oauth_conf *o,
    struct diags *d)
{
	check_url(node, "token_url", o->token_url, d);
	check_url(node, "authorize_url", o->authorize_url, d);
	check_url(node, "device_url", o->device_url, d);
	check_url(node, "revoke_url", o->revoke_url, d);
	if (o->redirect_url.p != NULL && !is_loopback(o->redirect_url))
		diag_error(d, yaml_where(json_get(node,
		    STR("redirect_url"))), "auth.url",
		    "crm.auth.oauth.redirect_url must be on this machine: "
		    "http://127.0.0.1:PORT/PATH or http://localhost:...");
}

/* What the grant cannot do without, once the profile has spoken. */
static void
check_grant(const struct json *node, const struct auth_profile *p,
    const struct oauth_conf *o, struct diags *d)
{
	if (p->grants != 0 && !(p->grants >> o->grant & 1))
		diag_error(d, yaml_where(json_get(node, STR("grant"))),
		    "auth.grant", "profile %.*s says that the CRM knows no "
		    "grant %s", STR_ARG(p->name),
		    auth_grant_names[o->grant]);
	if (!vault_name_ok(o->name))
		missing(node, "name", "the profile's is no name of an "
		    "entry in the vault", d);
	if (o->token_url.p == NULL)
		missing(node, "token_url", "the profile has none", d);
	if (o->grant == GRANT_CODE && o->authorize_url.p == NULL)
		missing(node, "authorize_url", "the profile has none", d);
	if (o->grant == GRANT_DEVICE && o->device_url.p == NULL &&
	    o->device == DEVICE_STANDARD)
		missing(node, "device_url", "the profile has none", d);
}

static void
check_secrets(const struct json *node, const struct oauth_conf *o,
    struct diags *d)
{
	size_t i;

	if (o->grant == GRANT_CLIENT && o->client_secret == NULL)
		missing(node, "client_secret",
		    "client_credentials is nothing else", d);
	if (o->grant == GRANT_JWT && o->key == NULL)
		missing(node, "key", "with it the token is signed", d);
	if (o->grant != GRANT_JWT && o->key != NULL)
		diag_error(d, yaml_where(o->key), "auth.key",
		    "crm.auth.oauth.key is for the grant jwt_bearer");
	if (o->name.p != NULL && !vault_name_ok(o->name))
		diag_error(d, yaml_where(json_get(node, STR("name"))),
		    "auth.name", "crm.auth.oauth.name has letters, digits "
		    "and ._:/@+-, at most %d", VAULT_NAME_MAX);
	if (o->params == NULL)
		return;
	if (o->params->type != JSON_OBJECT)
		diag_error(d, yaml_where(o->params), "config.type",
		    "crm.auth.oauth.params must be a mapping (key: value)");
	else
		for (i = 0; i < o->params->len; i++)
			if (yaml_text(&o->params->members[i].value).p == NULL)
				diag_error(d, yaml_where(
				    &o->params->members[i].value),
				    "config.type", "a parameter is a text");
}

static void
read_oauth(const struct json *node, const struct auth_profile *p,
    struct arena *a, struct diags *d, struct auth_conf *out)
{
	struct oauth_conf *o = &out->oauth;

	*o = (struct oauth_conf){ .grant = -1, .client = -1 };
	conf_read(node, "crm.auth.oauth", oauth_keys, o, a, d);
	check_text_or_secret(o->client_id, "client_id", a, d);
	if (o->grant == -1)
		return;		/* nothing can be said of the rest */
	check_secrets(node, o, d);
	if (p == NULL) {
		check_urls(node, o, d);
		return;
	}
	out->needs = ask_for(p, o->grant, a);
	take_defaults(p, o, a);
	check_urls(node, o, d);
	check_grant(node, p, o, d);
}

static void
read_basic(const struct json *node, struct arena *a, struct diags *d,
    struct auth_conf *out)
{
	struct basic_conf c = { 0 };

	conf_read(node, "crm.auth.basic", basic_keys, &c, a, d);
	check_text_or_secret(c.user, "user", a, d);
	out->user = c.user;
	out->password = c.password;
}

static void
read_hmac(const struct json *node, const struct auth_profile *p,
    struct arena *a, struct diags *d, struct auth_conf *out)
{
	struct basic_conf c = { 0 };

	conf_read(node, "crm.auth.hmac", hmac_keys, &c, a, d);
	check_text_or_secret(c.user, "key", a, d);
	out->user = c.user;
	out->password = c.password;
	if (p != NULL && p->hmac_header.p == NULL)
		diag_error(d, yaml_where(node), "auth.kind", "profile %.*s "
		    "knows no signed requests", STR_ARG(p->name));
}

void
auth_conf_read(const struct json *node, const struct auth_profile *p,
    struct arena *a, struct diags *d, struct auth_conf *out)
{
	struct section s = { .rotate_after = INT64_C(90) * 24 * 3600 *
	    1000000000 };

	conf_read(node, "crm.auth", auth_conf_keys, &s, a, d);
	take_kind(node, &s, d, out);
	take_header(p, out);
	out->rotate_after = s.rotate_after;
	if (s.basic_node != NULL)
		read_basic(s.basic_node, a, d, out);
	if (s.hmac_node != NULL)
		read_hmac(s.hmac_node, p, a, d, out);
	if (s.oauth_node != NULL)
		read_oauth(s.oauth_node, p, a, d, out);
}

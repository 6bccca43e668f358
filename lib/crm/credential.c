/*
 * credential: how a profile's CRM wants to know who we are, and with what
 * the user answers.  A profile's addresses may depend on where the CRM is
 * and on switches of the profile, as on a tenant's name.
 */
#include "auth/auth.h"
#include "crm/profile.h"

struct header_conf {
	struct str	header, prefix;
};

#define KEY(name, type, f, help) \
	{ name, type, offsetof(struct header_conf, f), help, 0, 0, 0, NULL, \
	    NULL }

static const struct conf_key header_keys[] = {
	KEY("header", CONF_STR, header, "name of the header with the key"),
	KEY("prefix", CONF_STR, prefix, "what stands before the key"),
	{ 0 }
};

struct oauth_rules {
	struct str		 token_url, authorize_url, device_url,
				 revoke_url, audience, url, separator,
				 offline;
	struct conf_strs	 scopes, grants, scoped;
	int			 client, device;
	int64_t			 lifetime;
};

static const char *const client_names[] = { "post", "basic", NULL };
static const char *const device_names[] = { "standard", "salesforce", NULL };

#undef KEY
#define KEY(f, type, names, help) \
	{ #f, type, offsetof(struct oauth_rules, f), help, 0, 0, 0, names, \
	    NULL }

static const struct conf_key oauth_keys[] = {
	KEY(token_url, CONF_STR, NULL, "where tokens are given"),
	KEY(authorize_url, CONF_STR, NULL, "where a person allows it"),
	KEY(device_url, CONF_STR, NULL, "where a device's code is given"),
	KEY(revoke_url, CONF_STR, NULL, "where tokens are revoked"),
	KEY(audience, CONF_STR, NULL, "for whom assertions are signed"),
	KEY(url, CONF_STR, NULL, "member of a token answer: the CRM's URL"),
	KEY(scopes, CONF_STRS, NULL, "what the profile needs"),
	KEY(grants, CONF_STRS, NULL, "grants that the CRM knows"),
	KEY(scoped, CONF_STRS, NULL, "grants that name scopes"),
	KEY(separator, CONF_STR, NULL, "what stands between scopes"),
	KEY(offline, CONF_STR, NULL, "scope that brings a refresh token"),
	KEY(client, CONF_ENUM, client_names, "how the client shows its secret"),
	KEY(device, CONF_ENUM, device_names, "names of the device grant"),
	KEY(lifetime, CONF_DURATION, NULL, "of a token without expires_in"),
	{ 0 }
};

#undef KEY

struct rules {
	struct header_conf	own, key, hmac;
	struct oauth_rules	oauth;
};

#define KEY(name, type, f, help, sub) \
	{ name, type, offsetof(struct rules, f), help, 0, 0, 0, NULL, sub }

static const struct conf_key rule_keys[] = {
	KEY("header", CONF_STR, own.header,
	    "name of the header with the token", NULL),
	KEY("prefix", CONF_STR, own.prefix,
	    "what stands before the token", NULL),
	KEY("api_key", CONF_OBJ, key, "the same for API keys", header_keys),
	KEY("hmac", CONF_OBJ, hmac, "the same for signatures", header_keys),
	KEY("oauth", CONF_OBJ, oauth, "where tokens come from", oauth_keys),
	{ 0 }
};

#undef KEY

/* What the expressions in a profile's addresses see. */
struct places {
	struct profile_reader	*r;
	struct cel_env		*env;
	struct cel_val		 vars[2];	/* options, url */
	const struct json	*node;		/* profile's auth.oauth */
};

static bool
put_value(struct places *p, struct str src, const struct json *at,
    bool encode, struct buf *b)
{
	struct cel_prog *prog = cel_compile(p->env, src, at, p->r->arena,
	    p->r->diags);
	struct cel_val v;

	if (prog == NULL)
		return true;		/* it was complained about */
	if (cel_eval(prog, p->vars, p->r->arena, &v, NULL) != CEL_OK ||
	    v.kind != CEL_STRING || v.s.len == 0)
		return false;
	if (encode)
		http_escape(v.s, b);
	else
		buf_adds(b, v.s);
	return true;
}

/*
 * "https://login.example/{options.tenant}/token": a place with a gap that
 * nobody filled is none; what needs it says so.  What begins a URL is one.
 */
static struct str
expand(struct places *p, struct str text, const char *key, bool encode)
{
	const struct json *at = json_get(p->node, str_of(key));
	struct buf b = { 0 };
	bool whole = true;
	size_t open, close;

	while ((open = str_find(text, STR("{"))) != (size_t)-1) {
		buf_adds(&b, str_to(text, open));
		text = str_from(text, open + 1);
		close = str_find(text, STR("}"));
		if (close == (size_t)-1) {
			diag_error(p->r->diags, yaml_where(at),
			    "profile.auth", "'{' without '}' in %s", key);
			break;
		}
		whole &= put_value(p, str_to(text, close), at, encode &&
		    b.len > 0, &b);
		text = str_from(text, close + 1);
	}
	buf_adds(&b, text);
	text = whole ? arena_str(p->r->arena, buf_str(&b)) : STR_NONE;
	buf_free(&b);
	return text;
}

static struct str
place(struct places *p, struct str text, const char *key)
{
	return text.p != NULL ? expand(p, text, key, true) : text;
}

static struct conf_strs
scopes(struct places *p, const struct conf_strs *from)
{
	struct conf_strs out = { arena_array(p->r->arena, from->n + 1,
	    sizeof(*out.p)), 0 };
	size_t i;

	for (i = 0; i < from->n; i++) {
		out.p[out.n] = expand(p, from->p[i], "scopes", false);
		out.n += out.p[out.n].p != NULL;
	}
	return out.n > 0 ? out : (struct conf_strs){ NULL, 0 };
}

/* Bits of the grants that the list under ${key} names. */
static unsigned
grants(struct places *p, const struct conf_strs *names, const char *key)
{
	unsigned bits = 0;
	size_t i, g;

	for (i = 0; i < names->n; i++) {
		for (g = 0; g < GRANTS; g++)
			if (str_eq(names->p[i],
			    str_of(auth_grant_names[g])))
				break;
		if (g < GRANTS)
			bits |= 1u << g;
		else
			conf_unknown(p->r->diags, yaml_where(json_get(
			    p->node, str_of(key))), key, names->p[i],
			    auth_grant_names, GRANTS);
	}
	return bits;
}

static void
take(struct places *p, const struct rules *c, struct auth_profile *out)
{
	const struct oauth_rules *o = &c->oauth;

	*out = (struct auth_profile){
		.name = p->r->p->name,
		.header = c->own.header, .prefix = c->own.prefix,
		.key_header = c->key.header, .key_prefix = c->key.prefix,
		.hmac_header = c->hmac.header,
		.hmac_prefix = c->hmac.prefix,
		.token_url = place(p, o->token_url, "token_url"),
		.authorize_url = place(p, o->authorize_url, "authorize_url"),
		.device_url = place(p, o->device_url, "device_url"),
		.revoke_url = place(p, o->revoke_url, "revoke_url"),
		.audience = place(p, o->audience, "audience"),
		.url = o->url,
		.scopes = scopes(p, &o->scopes),
		.separator = o->separator, .offline = o->offline,
		.grants = grants(p, &o->grants, "grants"),
		.scoped = o->scoped.p == NULL ? ~0u :
		    grants(p, &o->scoped, "scoped"),
		.client = o->client, .device = o->device,
		.lifetime = o->lifetime
	};
}

void
profile_auth(struct profile_reader *r, const struct json *node,
    const struct json *own)
{
	struct places p = { .r = r, .env = cel_env_new(r->arena),
	    .node = json_get(node, STR("oauth")) };
	struct auth_profile profile;
	struct rules c = { 0 };

	cel_env_var(p.env, "options", "dyn");
	cel_env_var(p.env, "url", "string");
	p.vars[0] = cel_from_json(&r->crm->options);
	p.vars[1] = (struct cel_val){ .kind = CEL_STRING,
	    .s = r->crm->url.p != NULL ? r->crm->url : STR("") };
	conf_read(node, "auth", rule_keys, &c, r->arena, r->diags);
	take(&p, &c, &profile);
	auth_conf_read(own, &profile, r->arena, r->diags, &r->p->auth);
}

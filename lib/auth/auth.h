/*
 * auth: who we are to a CRM: a token, an API key, a password, or OAuth 2.0.
 *
 * A credential is opened once a run and asked for its header before each
 * request.  What expires is renewed ahead of its time, by one process at a
 * time: whoever holds the vault's lock renews, the others find the new
 * token there.  A refresh token that the provider replaces is stored on the
 * disk before the access token that came with it is used; the request for it
 * is made by a child that a kill of this process does not end, since an
 * answer that nobody stores would be the end of the login.
 *
 * Source: RFC 6749 (OAuth 2.0), RFC 6750 (bearer tokens), RFC 7009
 * (revocation), RFC 7523 (JWT grant), RFC 7636 (PKCE), RFC 8252 (native
 * apps), RFC 8628 (device grant), RFC 9700 (best current practice).
 */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include "auth/secret.h"
#include "auth/vault.h"
#include "http/http.h"

enum auth_kind { AUTH_NONE, AUTH_TOKEN, AUTH_API_KEY, AUTH_BASIC,
    AUTH_HMAC, AUTH_OAUTH };

enum auth_grant { GRANT_CLIENT, GRANT_REFRESH, GRANT_DEVICE, GRANT_CODE,
    GRANT_JWT, GRANTS };

extern const char *const auth_kind_names[];	/* "none", "token" ... */
extern const char *const auth_grant_names[];	/* NULL-terminated */

enum auth_client { CLIENT_POST, CLIENT_BASIC };
enum auth_device { DEVICE_STANDARD, DEVICE_SALESFORCE };

/* What a profile knows of its CRM's ways; texts are none where it does not. */
struct auth_profile {
	struct str		 name;
	struct str		 header, prefix;	/* of token and OAuth */
	struct str		 key_header, key_prefix;	/* of api_key */
	struct str		 hmac_header, hmac_prefix;	/* none: the CRM
							   knows no such */
	struct str		 token_url, authorize_url, device_url,
				 revoke_url, audience;
	struct str		 url;		/* member of token answers */
	struct conf_strs	 scopes;
	struct str		 separator;	/* of scopes; none: a space */
	struct str		 offline;	/* scope for a refresh token */
	unsigned		 grants;	/* bits; 0: not said */
	unsigned		 scoped;	/* those that name scopes */
	int			 client;	/* enum auth_client */
	int			 device;	/* enum auth_device */
	int64_t			 lifetime;	/* ns; 0: not said */
};

struct oauth_conf {
	int			 grant;		/* enum auth_grant, or -1 */
	struct str		 name;		/* of the vault's entry */
	const struct json	*client_id;	/* a text or a secret */
	const struct json	*client_secret, *refresh_token, *key;
	struct str		 token_url, authorize_url, device_url,
				 revoke_url, redirect_url;
	struct str		 subject, issuer, audience;
	struct conf_strs	 scopes;	/* to ask for, perhaps none */
	struct str		 separator;
	const struct json	*params;	/* mapping of texts, or NULL */
	int			 client, device;
	int64_t			 lifetime;
	struct str		 url;		/* member of token answers */
};

struct auth_conf {
	int			 kind;		/* enum auth_kind */
	struct str		 header, prefix;
	const struct json	*secret;	/* token or API key */
	const struct json	*user;		/* a text or a secret: also
						   the key of an HMAC, */
	const struct json	*password;	/* and this its secret */
	struct oauth_conf	 oauth;
	struct conf_strs	 needs;		/* scopes the profile needs */
	int64_t			 rotate_after;	/* ns */
	struct vault_conf	 vault;
};

/* auth_conf_secret(c): where the one secret of a static credential is. */
static inline const struct json *
auth_conf_secret(const struct auth_conf *c)
{
	return c->password != NULL ? c->password : c->secret;
}

extern const struct conf_key auth_conf_keys[];	/* of crm.auth */

/*
 * auth_conf_read(node, p, a, d, out): the mapping ${node}, "crm.auth"; ${p}
 * NULL: the profile is not at hand, and what it might say is not missed.
 */
void		 auth_conf_read(const struct json *node,
		    const struct auth_profile *p, struct arena *a,
		    struct diags *d, struct auth_conf *out);

struct trace;			/* trace.h */

/* How requests for tokens are sent. */
struct auth_way {
	const char	*key_file;	/* of the vault; or NULL */
	const char	*ca_file, *proxy;
	struct trace	*trace;		/* or NULL */
	double		 retry_scale;	/* see http_retry; 0: 1 */
};

struct auth;

/*
 * auth_open(c, way, e): read what can be read now; for OAuth no request is
 * sent before the first auth_header.  ${c} and what it points to must
 * outlive it.  NULL with ERR_AUTH, ERR_CONFIG.
 */
struct auth	*auth_open(const struct auth_conf *c,
		    const struct auth_way *way, struct err *e);
void		 auth_close(struct auth *au);

/*
 * auth_header(au, out, e): the header that authorises a request, good for at
 * least one; renewed if it must be.  It belongs to ${au} and is good until
 * the next call.  1: it is another one than last time; 0; -1 with ERR_AUTH
 * (log in), ERR_REMOTE (the provider cannot be reached), ERR_LOCKED.  A
 * header without name: none is needed.
 */
int		 auth_header(struct auth *au, struct http_header *out,
		    struct err *e);

/*
 * auth_sign(au, method, path, a, out): of a credential that signs each
 * request, the header for this one, in ${a}; ${path} is as it is sent, from
 * where the CRM's own paths begin, without the query.  False: it does not.
 */
bool		 auth_sign(const struct auth *au, const char *method,
		    struct str path, struct arena *a,
		    struct http_header *out);

/*
 * auth_renew(au, e): the CRM said that the credential is not good.  1: there
 * is another one, by a refresh or because somebody changed it; 0: there is
 * none; -1.
 */
int		 auth_renew(struct auth *au, struct err *e);

/* auth_url(au): where the provider said that the CRM is, or none. */
struct str	 auth_url(const struct auth *au);

/* auth_grant_now(au, e): get a new token now, whatever the old one is. */
int		 auth_grant_now(struct auth *au, struct err *e);

/*
 * auth_login(au, say, e): get the first token of a grant that a person must
 * allow, and store it.  ${say} is told what the person should do, one or
 * more lines.  For grants without a person it is auth_grant_now.
 */
int		 auth_login(struct auth *au, void (*say)(const char *text),
		    struct err *e);

/*
 * auth_login_code(au, code, e): the same with a code that the provider's own
 * pages have shown, as those of Zoho's self client do.
 */
int		 auth_login_code(struct auth *au, struct str code,
		    struct err *e);

/*
 * auth_revoke(au, e): tell the provider that the tokens are not to be good
 * any more, and forget them.  1; 0: it was forgotten, but the provider has
 * no way to be told; -1: nothing was forgotten.
 */
int		 auth_revoke(struct auth *au, struct err *e);

#endif

/*
 * oauth: tokens that the sandbox issues, and the handlers that do; private
 * to it.
 *
 * A persona puts the handlers under its own paths, all of them ROUTE_OAUTH,
 * and may change the words.  Client ids are taken as they come, and secrets
 * and signatures unless the sandbox was given what proves them, but a token
 * belongs to the client that got it.  Parameters are read from the form, or
 * the query where the form has none.
 *
 * A family is all that came from one consent.  Who shows a code or, under
 * rotation, a refresh token a second time ends the whole family.
 *
 * Source: RFC 6749, 7009 (revocation), 7523 (JWT bearer), 7636 (PKCE), 7662
 * (introspection), 8252 (loopback), 8628 (device), 9700 (rotation).
 */
#ifndef SANDBOX_OAUTH_H
#define SANDBOX_OAUTH_H

#include "sandbox/persona.h"

enum { ROUTE_OAUTH = ROUTE_READ | ROUTE_OPEN | ROUTE_RAW | ROUTE_SECRET };

enum token_kind {
	TOKEN_ACCESS,
	TOKEN_REFRESH,
	TOKEN_CODE,
	TOKEN_DEVICE
};

enum token_state {
	TOKEN_LIVE,
	TOKEN_USED,		/* a code, or a refresh token rotated out */
	TOKEN_DEAD		/* revoked, or its family ended */
};

struct token {
	struct str		 text;
	enum token_kind		 kind;
	enum token_state	 state;
	int64_t			 family;
	struct str		 client, scope;
	int64_t			 issued, expires; /* ms; 0: never */
	struct json		 more;	/* what else its kind needs */
};

/* What a grant gave. */
struct grant {
	struct str	 type;		/* "refresh_token" ... */
	struct token	 access;
	struct token	 refresh;	/* text none: there is none */
	bool		 same;		/* the refresh token was known */
};

struct persona_oauth {
	int64_t		 life;		/* of access tokens: seconds */
	const char	*prefix;	/* of tokens: "00D...!", "1000." */
	const char	*scopes;	/* if none were asked for */
	const char	*device_uri;	/* where the user code is typed in;
					   NULL: /_sandbox/device */
	/* Change a grant's body, or the words of a refusal; or NULL. */
	void		(*granted)(struct request *q, const struct grant *g,
			    struct json *body);
	void		(*refused)(struct request *q, struct answer *r,
			    const char *error, struct str description);
};

/*
 * oauth_token: all grants: authorization_code, refresh_token,
 * client_credentials, JWT bearer, device code; and Salesforce's spelling of a device request.
 * oauth_authorize: consents at once and redirects to the loopback address
 * that the client named.
 * oauth_device: a device asks for a code; oauth_approve and oauth_approved:
 * the page where the person types it, and what it sends.
 * oauth_revoke: 200, by form; oauth_introspect: RFC 7662.
 */
api_handler	oauth_token, oauth_authorize, oauth_device, oauth_approve,
		oauth_approved, oauth_revoke, oauth_introspect;

/* oauth_param(q, name): of the form, else the query; or none. */
struct str	oauth_param(const struct request *q, const char *name);
void		oauth_refuse(struct request *q, struct answer *r,
		    const char *error, const char *description);
/* oauth_client(q): its id, from the form or HTTP basic; or none. */
struct str	oauth_client(const struct request *q);
/* oauth_scope(q): what was asked for, else the usual scopes. */
struct str	oauth_scope(const struct request *q);
/* oauth_loopback(uri): may a code be sent there?  RFC 8252. */
bool		oauth_loopback(struct str uri);

/*
 * oauth-proof.c: oauth_is_client: is this the client's secret?
 * oauth_is_signed: did the client sign this JWT?  Both are, where the sandbox
 * knows no better.  oauth_decode: base64url (RFC 4648, 5) without padding.
 */
int		oauth_proof_open(struct sandbox *sb, struct err *e);
void		oauth_proof_close(struct sandbox *sb);
bool		oauth_is_client(const struct request *q);
bool		oauth_is_signed(const struct request *q, struct str jwt);
bool		oauth_decode(struct str s, struct arena *a, struct str *out);

/* What an access token is in words: "bad", or the trouble that it makes. */
bool		token_valid(struct request *q, struct str text,
		    enum trouble *what);

/* token_new: issue one; t->text and t->issued are filled in. */
void		token_new(struct request *q, struct token *t);
bool		token_find(struct request *q, struct str text,
		    struct token *out);
void		token_set(struct request *q, const struct token *t);
void		token_end_family(struct request *q, int64_t family);
/* token_live(q, t): neither used, ended, nor out of time? */
bool		token_live(const struct request *q, const struct token *t);
/* token_by_code: the device whose user code that is. */
bool		token_by_code(struct request *q, struct str code,
		    struct token *out);

#endif

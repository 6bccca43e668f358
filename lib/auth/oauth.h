/* oauth: requests for tokens and their answers; private to auth. */
#ifndef AUTH_OAUTH_H
#define AUTH_OAUTH_H

#include "auth/auth.h"

enum { HEADER_MAX = SECRET_MAX * 2, FORM_MAX = 256 * 1024 };

struct auth {
	const struct auth_conf	*conf;
	struct auth_way		 way;
	struct vault		*vault;
	struct str		 client_id;	/* in arena: no secret */
	struct arena		 arena;
	char			*value;		/* locked: header's value */
	size_t			 len;
	struct str		 token;		/* OAuth: its part of value */
	bool			 has_expiry, told;
	struct instant		 expires, due, retry_at;
	struct str		 url;		/* in url_text */
	char			 url_text[512];
};

/* What a token answer says.  Its strings are secrets: wipe their arena. */
struct token {
	struct str	 access, refresh, scope, url;
	int64_t		 lifetime;		/* s; -1: not said */
};

/* What an endpoint says instead of a token. */
enum oauth_trouble {
	OAUTH_OK, OAUTH_PENDING, OAUTH_SLOW_DOWN, OAUTH_DENIED, OAUTH_BUSY
};

/*
 * token_parse(body, c, a, out, e): a successful answer of a token endpoint,
 * read strictly: whoever sends it may be hostile.
 */
int		 token_parse(struct str body, const struct oauth_conf *c,
		    struct arena *a, struct token *out, struct err *e);

/*
 * token_trouble(status, body, form, header, e): what a failed answer to
 * ${form} means; ${e} says it: ERR_AUTH for good, ERR_REMOTE for now.  Words
 * that hold some of what was sent are not repeated; form NULL: none are.
 */
enum oauth_trouble token_trouble(int status, struct str body,
		    const struct buf *form, const struct buf *header,
		    struct err *e);

/* oauth_echoes(words, form, header): do ${words} hold some secret of it? */
bool		 oauth_echoes(struct str words, const struct buf *form,
		    const struct buf *header);

/* A form, application/x-www-form-urlencoded, in memory that is wiped. */
void		 form_begin(struct buf *b);
void		 form_add(struct buf *b, const char *name, struct str value);

/* form_client(au, b, auth, e): the client's id and secret, as it shows them.
 * ${auth} gets the header's value, or nothing. */
int		 form_client(struct auth *au, struct buf *b,
		    struct buf *header, struct err *e);

/* form_more(au, b): scopes and the configuration's further parameters. */
void		 form_more(const struct auth *au, struct buf *b);

/*
 * oauth_post(au, url, form, header, a, status, body, e): send the form and
 * read the answer into ${a}.  -1: no answer, ERR_REMOTE.
 */
int		 oauth_post(struct auth *au, struct str url,
		    const struct buf *form, const struct buf *header,
		    struct arena *a, int *status, struct str *body,
		    struct err *e);

/*
 * oauth_ask(au, form, header, a, out, trouble, e): the same to the token
 * endpoint; sent again if it is busy.  0 with a token, or -1.
 */
int		 oauth_ask(struct auth *au, const struct buf *form,
		    const struct buf *header, struct arena *a,
		    struct token *out, enum oauth_trouble *trouble,
		    struct err *e);

/*
 * oauth_grant(au, en, a, out, e): ask by the grant of the configuration, or
 * with the refresh token of ${en} (NULL: there is none).
 */
int		 oauth_grant(struct auth *au, const struct vault_entry *en,
		    struct arena *a, struct token *out, struct err *e);

/*
 * oauth_store(au, en, t, fresh, e): put the token ${t} into the vault, whose
 * lock is held; what the answer left out is taken from ${en}.  ${fresh}: it
 * is a new login and not a refresh.
 */
int		 oauth_store(struct auth *au, const struct vault_entry *en,
		    const struct token *t, bool fresh, struct err *e);

/*
 * oauth_due(en, due, ends): when its token is to be renewed, and when it
 * ends; false if it does not say.  A tenth of its life before the end, at
 * most five minutes: the request that carries it still has to travel.
 */
bool		 oauth_due(const struct vault_entry *en, struct instant *due,
		    struct instant *ends);

/*
 * oauth_may_store(au, e): the vault has nothing under our entry's name that
 * is another's and cannot be got again: a secret, somebody's login.
 */
int		 oauth_may_store(struct auth *au, struct err *e);

/* oauth_mine(au, en): was the entry made by this client at this provider? */
bool		 oauth_mine(const struct auth *au,
		    const struct vault_entry *en);

/*
 * renew(au, stale, e): see that the vault has another token than ${stale},
 * by another process or by asking for one.
 */
int		 renew(struct auth *au, struct str stale, struct err *e);

/* jwt_make(au, a, out, e): the signed assertion of RFC 7523. */
int		 jwt_make(struct auth *au, struct arena *a, struct str *out,
		    struct err *e);

/* pkce_challenge(verifier, a): S256 of RFC 7636, 4.2. */
struct str	 pkce_challenge(struct str verifier, struct arena *a);

/*
 * A listener on this machine for one answer of a browser.  loopback_open
 * takes "http://127.0.0.1[:PORT]/PATH" (none: a free port) and gives the URL
 * to tell the provider, in ${a}.
 */
struct loopback;
struct loopback	*loopback_open(struct str url, struct arena *a,
		    struct str *redirect, struct err *e);
void		 loopback_close(struct loopback *l);

/*
 * loopback_wait(l, state, seconds, a, code, e): wait for the browser, check
 * that it brings ${state}, and give the code.
 */
int		 loopback_wait(struct loopback *l, struct str state,
		    int seconds, struct arena *a, struct str *code,
		    struct err *e);

/*
 * query_get(query, name, a, out): parameter ${name} of a URL's query,
 * decoded; false if it is missing, stands twice or holds a control byte.
 */
bool		 query_get(struct str query, const char *name,
		    struct arena *a, struct str *out);

#endif

/* Requests for tokens.  Source: RFC 6749, 2.3.1, 4.4, 6; RFC 7523, 2.1. */
#include "auth/oauth.h"

#include <time.h>

#include "auth/trace.h"
#include "base/base64.h"
#include "base/step.h"
#include "crypto/crypto.h"

enum { TRIES = 3 };

void
form_begin(struct buf *b)
{
	*b = (struct buf){ .max = FORM_MAX };
	buf_room(b, FORM_MAX - 1);	/* it never moves */
}

void
form_add(struct buf *b, const char *name, struct str value)
{
	if (b->len > 0)
		buf_addc(b, '&');
	buf_adds(b, str_of(name));
	buf_addc(b, '=');
	http_escape(value, b);
}

/* RFC 6749, 2.3.1: both are encoded as in a form, then as in RFC 7617. */
static void
basic_header(struct str id, struct str secret, struct buf *header)
{
	struct buf pair;

	form_begin(&pair);
	http_escape(id, &pair);
	buf_addc(&pair, ':');
	http_escape(secret, &pair);
	buf_adds(header, STR("Basic "));
	base64_put(buf_str(&pair), header);
	buf_wipe(&pair);
}

int
form_client(struct auth *au, struct buf *b, struct buf *header,
    struct err *e)
{
	const struct oauth_conf *c = &au->conf->oauth;
	struct secret secret = { 0 };

	form_begin(header);
	if (c->client_secret != NULL && secret_read(c->client_secret,
	    au->vault, &secret, e) == -1)
		return -1;
	if (secret.p != NULL && c->client == CLIENT_BASIC)
		basic_header(au->client_id, secret_str(&secret), header);
	else {
		form_add(b, "client_id", au->client_id);
		if (secret.p != NULL)
			form_add(b, "client_secret", secret_str(&secret));
	}
	secret_free(&secret);
	return 0;
}

void
form_more(const struct auth *au, struct buf *b)
{
	const struct oauth_conf *c = &au->conf->oauth;
	struct buf scope = { 0 };
	size_t i;

	for (i = 0; i < c->scopes.n; i++)
		buf_printf(&scope, "%.*s%.*s", i > 0 ?
		    (int)c->separator.len : 0, c->separator.p,
		    STR_ARG(c->scopes.p[i]));
	if (scope.len > 0)
		form_add(b, "scope", buf_str(&scope));
	buf_free(&scope);
	for (i = 0; c->params != NULL && i < c->params->len; i++)
		form_add(b, arena_str((struct arena *)(uintptr_t)&au->arena,
		    c->params->members[i].key).p,
		    yaml_text(&c->params->members[i].value));
}

static struct http *
client(struct auth *au, struct err *e)
{
	const struct http_conf c = { .connections = 1,
	    .total_ns = INT64_C(30000000000), .max_answer = 1 << 20,
	    .ca_file = au->way.ca_file, .proxy = au->way.proxy,
	    .trace = au->way.trace != NULL ? trace_http : NULL,
	    .trace_arg = au->way.trace };

	return http_new(&c, e);
}

int
oauth_post(struct auth *au, struct str url, const struct buf *form,
    const struct buf *header, struct arena *a, int *status,
    struct str *body, struct err *e)
{
	struct http_header h[3] = {
		{ STR("Content-Type"),
		    STR("application/x-www-form-urlencoded") },
		{ STR("Accept"), STR("application/json") },
		{ STR("Authorization"), buf_str(header) }
	};
	const struct http_request q = { .method = "POST", .url = url,
	    .headers = h, .nheaders = header->len > 0 ? 3 : 2,
	    .body = buf_str(form), .secret = true };
	struct http_response *r;
	struct http *http = client(au, e);
	int rc = -1;

	if (http == NULL)
		return -1;
	if (form->full)
		err_set(e, ERR_CONFIG, "auth.form",
		    "the request for a token is too long");
	else if (http_submit(http, &q, e) == 0) {
		while ((r = http_take(http)) == NULL)
			http_wait(http, -1, -1);
		*status = r->status;
		if (r->error == HTTP_OK) {
			*body = arena_str(a, r->body);
			rc = 0;
		} else
			err_set(e, ERR_REMOTE, "auth.unreachable",
			    "the provider of tokens: %s: %s",
			    http_error_name(r->error), r->why);
		http_release(http, r);
	}
	http_free(http);
	return rc;
}

static void
pause_for(const struct auth *au, unsigned attempt)
{
	struct http_retry retry = { .scale = au->way.retry_scale };
	struct timespec t;
	int64_t ns;

	random_bytes(&retry.seed, sizeof(retry.seed));
	ns = http_retry_delay(&retry, attempt, -1);
	t = (struct timespec){ ns / 1000000000, ns % 1000000000 };
	nanosleep(&t, NULL);
}

/* Some providers say with status 200 that there is no token. */
static bool
has_token(int status, struct str body)
{
	return status >= 200 && status < 300 &&
	    str_find(body, STR("\"access_token\"")) != (size_t)-1;
}

int
oauth_ask(struct auth *au, const struct buf *form, const struct buf *header,
    struct arena *a, struct token *out, enum oauth_trouble *trouble,
    struct err *e)
{
	const struct oauth_conf *c = &au->conf->oauth;
	struct str body;
	unsigned i;
	int status;

	for (i = 1;; i++) {
		*trouble = OAUTH_BUSY;
		if (oauth_post(au, c->token_url, form, header, a, &status,
		    &body, e) == 0) {
			if (has_token(status, body)) {
				*trouble = OAUTH_OK;
				return token_parse(body, c, a, out, e);
			}
			*trouble = token_trouble(status, body, form, header,
			    e);
		} else if (e->kind != ERR_REMOTE)
			return -1;
		if (*trouble != OAUTH_BUSY || i == TRIES)
			return -1;
		pause_for(au, i);
	}
}

/* By the configured grant, where no person is needed. */
static int
grant_form(struct auth *au, const struct vault_entry *en, struct buf *b,
    struct arena *a, struct err *e)
{
	static const char jwt[] =
	    "urn:ietf:params:oauth:grant-type:jwt-bearer";
	struct secret first = { 0 };
	struct str token = vault_field(en, "refresh_token");

	switch (au->conf->oauth.grant) {
	case GRANT_CLIENT:
		form_add(b, "grant_type", STR("client_credentials"));
		form_more(au, b);
		return 0;
	case GRANT_JWT:
		form_add(b, "grant_type", STR(jwt));
		if (jwt_make(au, a, &token, e) == -1)
			return -1;
		form_add(b, "assertion", token);
		form_more(au, b);
		return 0;
	default:
		form_add(b, "grant_type", STR("refresh_token"));
		if (token.p == NULL && secret_read(
		    au->conf->oauth.refresh_token, au->vault, &first,
		    e) == -1)
			return -1;
		form_add(b, "refresh_token", token.p != NULL ? token :
		    secret_str(&first));
		secret_free(&first);
		return 0;
	}
}

/* Only a signed token needs no other proof of who asks. */
static int
client_part(struct auth *au, struct buf *form, struct buf *header,
    struct err *e)
{
	if (au->conf->oauth.grant == GRANT_JWT &&
	    au->conf->oauth.client_secret == NULL) {
		form_begin(header);
		form_add(form, "client_id", au->client_id);
		return 0;
	}
	return form_client(au, form, header, e);
}

int
oauth_grant(struct auth *au, const struct vault_entry *en, struct arena *a,
    struct token *out, struct err *e)
{
	struct buf form, header = { 0 };
	enum oauth_trouble trouble;
	int r = -1;

	form_begin(&form);
	if (grant_form(au, en, &form, a, e) == 0 &&
	    client_part(au, &form, &header, e) == 0)
		r = oauth_ask(au, &form, &header, a, out, &trouble, e);
	if (r == 0)
		step();
	buf_wipe(&form);
	buf_wipe(&header);
	return r;
}

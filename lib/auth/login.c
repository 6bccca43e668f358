/* login: tokens that a person allows, and their end. */
#include "auth/oauth.h"

#include <time.h>

#include "base/base64.h"
#include "crypto/crypto.h"

enum { CODE_WAIT_S = 600 };

static const char device_grant[] =
    "urn:ietf:params:oauth:grant-type:device_code";

/* 256 random bits as RFC 7636, 4.1 wants them: 43 characters. */
static struct str
random_text(struct arena *a)
{
	struct buf b = { 0 };
	uint8_t bytes[32];
	struct str s;

	random_bytes(bytes, sizeof(bytes));
	base64url_put((struct str){ (char *)bytes, sizeof(bytes) }, &b);
	s = arena_str(a, buf_str(&b));
	buf_wipe(&b);
	bytes_wipe(bytes, sizeof(bytes));
	return s;
}

struct str
pkce_challenge(struct str verifier, struct arena *a)
{
	uint8_t hash[CRYPTO_HASH];
	struct buf b = { 0 };
	struct str s;

	hash_sha256(verifier, hash);
	base64url_put((struct str){ (char *)hash, sizeof(hash) }, &b);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
say_url(struct auth *au, struct str redirect, struct str state,
    struct str verifier, void (*say)(const char *), struct arena *a)
{
	struct str base = au->conf->oauth.authorize_url;
	struct buf b = { .max = FORM_MAX }, q = { .max = FORM_MAX };

	form_add(&q, "response_type", STR("code"));
	form_add(&q, "client_id", au->client_id);
	form_add(&q, "redirect_uri", redirect);
	form_add(&q, "state", state);
	form_add(&q, "code_challenge", pkce_challenge(verifier, a));
	form_add(&q, "code_challenge_method", STR("S256"));
	form_more(au, &q);
	buf_printf(&b, "open this address in a browser on this machine:\n"
	    "%.*s%c%.*s", STR_ARG(base), memchr(base.p, '?', base.len) !=
	    NULL ? '&' : '?', STR_ARG(buf_str(&q)));
	say(b.p);
	buf_free(&b);
	buf_free(&q);
}

static int
exchange(struct auth *au, struct str code, struct str redirect,
    struct str verifier, struct arena *a, struct token *out, struct err *e)
{
	enum oauth_trouble trouble;
	struct buf form, header = { 0 };
	int r = -1;

	form_begin(&form);
	form_add(&form, "grant_type", STR("authorization_code"));
	form_add(&form, "code", code);
	if (redirect.p != NULL)
		form_add(&form, "redirect_uri", redirect);
	if (verifier.p != NULL)
		form_add(&form, "code_verifier", verifier);
	if (form_client(au, &form, &header, e) == 0)
		r = oauth_ask(au, &form, &header, a, out, &trouble, e);
	buf_wipe(&form);
	buf_wipe(&header);
	return r;
}

static int
login_code(struct auth *au, void (*say)(const char *text), struct arena *a,
    struct token *out, struct err *e)
{
	struct str state = random_text(a), verifier = random_text(a);
	struct str redirect, code;
	struct loopback *l;
	int r;

	l = loopback_open(au->conf->oauth.redirect_url, a, &redirect, e);
	if (l == NULL)
		return -1;
	say_url(au, redirect, state, verifier, say, a);
	r = loopback_wait(l, state, CODE_WAIT_S, a, &code, e);
	loopback_close(l);
	if (r == -1)
		return -1;
	return exchange(au, code, redirect, verifier, a, out, e);
}

/* What the provider gives a device (RFC 8628, 3.2). */
struct device {
	struct str	code, user_code, uri, complete;
	int64_t		interval, lifetime;		/* s */
};

static bool
is_url(struct str s)
{
	return str_starts(s, STR("https://")) || str_starts(s,
	    STR("http://127.0.0.1:")) || str_starts(s,
	    STR("http://localhost:"));
}

/* It is shown on a terminal. */
static bool
is_printable(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= 0x20 ||
		    (unsigned char)s.p[i] >= 0x7f)
			return false;
	return s.len > 0 && s.len <= 2048;
}

static int
parse_device(struct str body, struct arena *a, struct device *d,
    struct err *e)
{
	static const struct json_limits limits = { .bytes = 64 << 10,
	    .depth = 8 };
	struct json_parser *p = json_parser_new(&limits, NULL);
	struct json_doc doc;
	int r = -1;

	*d = (struct device){ .interval = 5, .lifetime = 600 };
	if (json_parse(p, body, a, &doc, NULL) == 0) {
		d->code = json_get_str(&doc.root, STR("device_code"));
		d->user_code = json_get_str(&doc.root, STR("user_code"));
		d->uri = json_get_str(&doc.root, STR("verification_uri"));
		d->complete = json_get_str(&doc.root,
		    STR("verification_uri_complete"));
		if (json_get(&doc.root, STR("interval")) != NULL)
			json_to_int(json_get(&doc.root, STR("interval")),
			    &d->interval);
		if (json_get(&doc.root, STR("expires_in")) != NULL)
			json_to_int(json_get(&doc.root, STR("expires_in")),
			    &d->lifetime);
	}
	json_parser_free(p);
	if (!is_printable(d->code) || !is_printable(d->user_code) ||
	    !is_printable(d->uri) || !is_url(d->uri) ||
	    (d->complete.p != NULL && (!is_printable(d->complete) ||
	    !is_url(d->complete))) || d->interval < 0 ||
	    d->interval > 300 || d->lifetime < 1 || d->lifetime > 86400)
		err_set(e, ERR_REMOTE, "auth.answer",
		    "the provider's answer holds no code for a device");
	else
		r = 0;
	return r;
}

static int
ask_device(struct auth *au, struct arena *a, struct device *d,
    struct err *e)
{
	const struct oauth_conf *c = &au->conf->oauth;
	bool own_way = c->device == DEVICE_SALESFORCE;
	struct buf form, header = { 0 };
	struct str body;
	int status, r = -1;

	form_begin(&form);
	if (own_way)
		form_add(&form, "response_type", STR("device_code"));
	if (form_client(au, &form, &header, e) == 0) {
		form_more(au, &form);
		r = oauth_post(au, own_way ? c->token_url : c->device_url,
		    &form, &header, a, &status, &body, e);
	}
	buf_wipe(&form);
	buf_wipe(&header);
	if (r == -1)
		return -1;
	if (status < 200 || status > 299) {
		token_trouble(status, body, NULL, NULL, e);
		return -1;
	}
	return parse_device(body, a, d, e);
}

static void
say_device(const struct device *d, void (*say)(const char *))
{
	struct buf b = { 0 };

	buf_printf(&b, "open %.*s and enter the code %.*s", STR_ARG(d->uri),
	    STR_ARG(d->user_code));
	if (d->complete.p != NULL)
		buf_printf(&b, "\nor open %.*s", STR_ARG(d->complete));
	say(b.p);
	buf_free(&b);
}

static int
poll_form(struct auth *au, const struct device *d, struct buf *form,
    struct buf *header, struct err *e)
{
	bool own_way = au->conf->oauth.device == DEVICE_SALESFORCE;

	form_begin(form);
	form_add(form, "grant_type", own_way ? STR("device") :
	    STR(device_grant));
	form_add(form, own_way ? "code" : "device_code", d->code);
	return form_client(au, form, header, e);
}

static int64_t
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Ask again and again, never sooner than allowed (RFC 8628, 3.5). */
static int
login_device(struct auth *au, void (*say)(const char *text),
    struct arena *a, struct token *out, struct err *e)
{
	enum oauth_trouble t = OAUTH_PENDING;
	struct buf form, header = { 0 };
	struct timespec pause = { 0 };
	struct device d;
	int64_t end;
	int r = -1;

	if (ask_device(au, a, &d, e) == -1)
		return -1;
	say_device(&d, say);
	end = seconds_now() + d.lifetime;
	if (poll_form(au, &d, &form, &header, e) == -1)
		t = OAUTH_DENIED;
	while (t != OAUTH_DENIED && t != OAUTH_OK) {
		pause.tv_sec = (time_t)d.interval;
		nanosleep(&pause, NULL);
		if (seconds_now() >= end) {
			err_set(e, ERR_AUTH, "auth.expired",
			    "nobody entered the code in time");
			break;
		}
		r = oauth_ask(au, &form, &header, a, out, &t, e);
		if (t == OAUTH_SLOW_DOWN)
			d.interval += 5;
		else if (t == OAUTH_BUSY)
			d.interval = d.interval * 2 + 1;
		if (t == OAUTH_OK && r == -1)
			break;
	}
	buf_wipe(&form);
	buf_wipe(&header);
	return r;
}

/* The new login takes the old one's place, on the disk, under the lock. */
static int
keep(struct auth *au, const struct token *t, struct err *e)
{
	int r;

	if (vault_lock(au->vault, e) == -1)
		return -1;
	r = oauth_may_store(au, e);
	if (r == 0)
		r = oauth_store(au, NULL, t, true, e);
	vault_unlock(au->vault);
	return r;
}

int
auth_login(struct auth *au, void (*say)(const char *text), struct err *e)
{
	struct arena a = { 0 };
	struct token t;
	int r = -1;

	if (oauth_may_store(au, e) == -1)
		return -1;
	switch (au->conf->oauth.grant) {
	case GRANT_CODE:
		r = login_code(au, say, &a, &t, e);
		break;
	case GRANT_DEVICE:
		r = login_device(au, say, &a, &t, e);
		break;
	default:
		return auth_grant_now(au, e);
	}
	if (r == 0)
		r = keep(au, &t, e);
	arena_wipe(&a);
	return r;
}

int
auth_login_code(struct auth *au, struct str code, struct err *e)
{
	struct arena a = { 0 };
	struct token t;
	int r = -1;

	if (oauth_may_store(au, e) == 0 && exchange(au, code,
	    au->conf->oauth.redirect_url, STR_NONE, &a, &t, e) == 0)
		r = keep(au, &t, e);
	arena_wipe(&a);
	return r;
}

/* RFC 7009: the refresh token, whose end is that of all its access tokens. */
static int
tell_revoked(struct auth *au, const struct vault_entry *en, struct err *e)
{
	struct str refresh = vault_field(en, "refresh_token"), body;
	struct arena a = { 0 };
	struct buf form, header = { 0 };
	int status, r = -1;

	form_begin(&form);
	form_add(&form, "token", refresh.p != NULL ? refresh :
	    vault_field(en, "access_token"));
	form_add(&form, "token_type_hint", refresh.p != NULL ?
	    STR("refresh_token") : STR("access_token"));
	if (form_client(au, &form, &header, e) == 0 && oauth_post(au,
	    au->conf->oauth.revoke_url, &form, &header, &a, &status, &body,
	    e) == 0) {
		if (status >= 200 && status < 300)
			r = 0;
		else
			token_trouble(status, body, NULL, NULL, e);
	}
	buf_wipe(&form);
	buf_wipe(&header);
	arena_wipe(&a);
	return r;
}

int
auth_revoke(struct auth *au, struct err *e)
{
	bool can_tell = au->conf->oauth.revoke_url.p != NULL;
	const struct vault_entry *en;
	int r;

	if (vault_lock(au->vault, e) == -1)
		return -1;
	r = vault_get(au->vault, au->conf->oauth.name, &en, e);
	if (r == 0)
		r = err_set(e, ERR_AUTH, "auth.login",
		    "there is no token to revoke");
	if (r == 1 && can_tell && oauth_mine(au, en))
		r = tell_revoked(au, en, e);
	if (r != -1 && vault_remove(au->vault, au->conf->oauth.name, e) == -1)
		r = -1;
	vault_unlock(au->vault);
	return r == -1 ? -1 : can_tell;
}

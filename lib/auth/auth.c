#include "auth/oauth.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "crypto/crypto.h"
#include "record/log.h"

/* A name: a text, or a secret that is one. */
static int
auth_text(const struct json *v, struct vault *vault, struct secret *out,
    struct err *e)
{
	if (v->type == JSON_OBJECT)
		return secret_read(v, vault, out, e);
	secret_new(yaml_text(v), out);
	return 0;
}

static void
hide_all(const struct auth_conf *c)
{
	const struct json *forms[] = { c->secret, c->user, c->password,
	    c->oauth.client_id, c->oauth.client_secret,
	    c->oauth.refresh_token, c->oauth.key };
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		secret_hide(forms[i]);
	secret_hide_name(c->vault.key_env);
}

/* The header's value; true if it is another one than before. */
static bool
set_value(struct auth *au, struct str s)
{
	struct str prefix = au->conf->kind == AUTH_HMAC ? STR("") :
	    au->conf->prefix;
	char *old = au->value;
	size_t was = au->len;
	bool same;

	au->len = prefix.len + s.len;
	au->value = locked_alloc(au->len + 1);
	if (prefix.len > 0)
		memcpy(au->value, prefix.p, prefix.len);
	memcpy(au->value + prefix.len, s.p, s.len);
	au->token = (struct str){ au->value + prefix.len, s.len };
	same = old != NULL && was == au->len &&
	    memcmp(old, au->value, was) == 0;
	locked_free(old);
	return !same;
}

/* user:password, encoded (RFC 7617). */
static int
read_basic(struct auth *au, struct err *e)
{
	struct secret user, password;
	struct buf pair = { 0 }, text = { 0 };
	int r = -1;

	if (auth_text(au->conf->user, au->vault, &user, e) == -1)
		return -1;
	buf_room(&pair, 2 * SECRET_MAX + 2);
	buf_room(&text, 4 * SECRET_MAX);
	if (memchr(user.p, ':', user.len) != NULL)
		err_set(e, ERR_CONFIG, "auth.user",
		    "a user's name with a colon cannot be sent");
	else if (secret_read(au->conf->password, au->vault, &password,
	    e) == 0) {
		buf_adds(&pair, secret_str(&user));
		buf_addc(&pair, ':');
		buf_adds(&pair, secret_str(&password));
		base64_put(buf_str(&pair), &text);
		r = set_value(au, buf_str(&text));
		secret_free(&password);
	}
	secret_free(&user);
	buf_wipe(&pair);
	buf_wipe(&text);
	return r;
}

/* Whose signature it is; the secret alone is secret. */
static int
read_key(struct auth *au, struct err *e)
{
	struct secret key;

	if (auth_text(au->conf->user, au->vault, &key, e) == -1)
		return -1;
	au->client_id = arena_str(&au->arena, secret_str(&key));
	secret_free(&key);
	return 0;
}

/* What does not expire: 1 if it is another one than before. */
static int
read_static(struct auth *au, struct err *e)
{
	struct secret s;
	int r;

	if (au->conf->kind == AUTH_BASIC)
		return read_basic(au, e);
	if (au->conf->kind == AUTH_HMAC && read_key(au, e) == -1)
		return -1;
	if (secret_read(auth_conf_secret(au->conf), au->vault, &s, e) == -1)
		return -1;
	r = set_value(au, secret_str(&s));
	secret_free(&s);
	return r;
}

static int
read_client(struct auth *au, struct err *e)
{
	struct secret id;

	if (auth_text(au->conf->oauth.client_id, au->vault, &id, e) == -1)
		return -1;
	au->client_id = arena_str(&au->arena, secret_str(&id));
	secret_free(&id);
	return 0;
}

struct auth *
auth_open(const struct auth_conf *c, const struct auth_way *way,
    struct err *e)
{
	struct auth *au = calloc(1, sizeof(*au));
	int r = 0;

	if (au == NULL)
		abort();
	hide_all(c);
	au->conf = c;
	au->way = *way;
	au->vault = vault_new(&c->vault, way->key_file);
	if (c->kind == AUTH_OAUTH)
		r = read_client(au, e);
	else if (c->kind != AUTH_NONE)
		r = read_static(au, e);
	if (r != -1)
		return au;
	auth_close(au);
	return NULL;
}

void
auth_close(struct auth *au)
{
	if (au == NULL)
		return;
	vault_free(au->vault);
	locked_free(au->value);
	arena_free(&au->arena);
	free(au);
}

struct str
auth_url(const struct auth *au)
{
	return au->url;
}

bool
oauth_mine(const struct auth *au, const struct vault_entry *en)
{
	return str_eq(vault_field(en, "client"), au->client_id) &&
	    str_eq(vault_field(en, "token_url"), au->conf->oauth.token_url);
}

bool
oauth_due(const struct vault_entry *en, struct instant *due,
    struct instant *ends)
{
	struct instant got;
	int64_t margin = 300;

	if (!vault_time(en, "expires", ends))
		return false;
	if (vault_time(en, "obtained", &got) &&
	    (ends->sec - got.sec) / 10 < margin)
		margin = (ends->sec - got.sec) / 10;
	*due = *ends;
	due->sec -= margin;
	return true;
}

int
oauth_may_store(struct auth *au, struct err *e)
{
	struct str name = au->conf->oauth.name;
	const struct vault_entry *en;
	int r = vault_get(au->vault, name, &en, e);

	if (r != 1 || oauth_mine(au, en))
		return r == -1 ? -1 : 0;
	if (vault_field(en, "value").p == NULL &&
	    vault_field(en, "refresh_token").p == NULL)
		return 0;
	return err_set(e, ERR_CONFIG, "auth.name", "entry %.*s of the vault "
	    "is of another client; give this one a crm.auth.oauth.name, or "
	    "take that one out with chatcrm-auth rm", STR_ARG(name));
}

/* Take over what the vault has. */
static int
take_entry(struct auth *au, struct err *e)
{
	const struct vault_entry *en;
	struct str token, url;
	int r = vault_get(au->vault, au->conf->oauth.name, &en, e);

	if (r == -1)
		return -1;
	token = vault_field(en, "access_token");
	if (token.len == 0 || !oauth_mine(au, en))
		return err_set(e, ERR_AUTH, "auth.login",
		    "no token for this client; log in with chatcrm-auth");
	au->has_expiry = oauth_due(en, &au->due, &au->expires);
	url = vault_field(en, "url");
	snprintf(au->url_text, sizeof(au->url_text), "%.*s", STR_ARG(url));
	au->url = url.len > 0 ? str_of(au->url_text) : STR_NONE;
	return set_value(au, token);
}

static bool
is_before(struct instant t)
{
	return time_cmp(time_now(), t) < 0;
}

static bool
is_good(const struct auth *au)
{
	return au->token.p != NULL && (!au->has_expiry ||
	    is_before(au->due));
}

/*
 * It is time for another, but the old one still works: a provider that is
 * away for a minute stops no run.
 */
static int
go_on(struct auth *au, struct err *e)
{
	if ((e->kind != ERR_REMOTE && e->kind != ERR_LOCKED) ||
	    !is_before(au->expires))
		return -1;
	if (!au->told)
		log_msg(LOG_WARNING, "the token is not renewed yet: %s",
		    e->msg);
	au->told = true;
	au->retry_at = time_now();
	au->retry_at.sec += 10;
	*e = (struct err){ 0 };
	return 0;
}

static int
need_token(struct auth *au, struct err *e)
{
	struct err none;
	int r;

	if (is_good(au) || (au->token.p != NULL && is_before(au->retry_at) &&
	    is_before(au->expires)))
		return 0;
	/* At the start, another process may have left a good one. */
	if (au->token.p == NULL && take_entry(au, &none) != -1 &&
	    is_good(au))
		return 1;
	if (renew(au, STR_NONE, e) == -1)
		return au->token.p != NULL && au->has_expiry ? go_on(au, e) :
		    -1;
	au->told = false;
	r = take_entry(au, e);
	return r;
}

int
auth_header(struct auth *au, struct http_header *out, struct err *e)
{
	bool first = au->value == NULL;
	int r = 0;

	*out = (struct http_header){ STR_NONE, STR_NONE };
	if (au->conf->kind == AUTH_NONE || au->conf->kind == AUTH_HMAC)
		return 0;
	if (au->conf->kind == AUTH_OAUTH && (r = need_token(au, e)) == -1)
		return -1;
	*out = (struct http_header){ au->conf->header,
	    { au->value, au->len } };
	return first ? 1 : r;
}

int
auth_renew(struct auth *au, struct err *e)
{
	struct secret old;
	int r;

	if (au->conf->kind == AUTH_NONE)
		return 0;
	if (au->conf->kind != AUTH_OAUTH) {
		vault_free(au->vault);	/* another may have changed it */
		au->vault = vault_new(&au->conf->vault, au->way.key_file);
		return read_static(au, e);
	}
	secret_new(au->token, &old);
	r = renew(au, secret_str(&old), e);
	secret_free(&old);
	return r == -1 ? -1 : take_entry(au, e);
}

int
auth_grant_now(struct auth *au, struct err *e)
{
	struct err none;

	if (au->token.p == NULL)
		take_entry(au, &none);
	return auth_renew(au, e) == -1 ? -1 : 0;
}

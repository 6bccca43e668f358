/* The signed assertion of RFC 7523, in the form of RFC 7515 and RFC 7519. */
#include "auth/oauth.h"

#include <stdio.h>

#include "base/base64.h"
#include "crypto/crypto.h"
#include "crypto/rsa.h"

enum { LIFETIME_S = 170 };	/* Salesforce allows three minutes */

/* "https://login.example/oauth/token" without its path. */
static struct str
origin(struct str url)
{
	size_t host = str_find(url, STR("://"));
	size_t path = str_find(str_from(url, host + 3), STR("/"));

	return path == (size_t)-1 ? url : str_to(url, host + 3 + path);
}

static void
put_json(const struct json *v, struct buf *b)
{
	struct buf text = { 0 };

	json_write(v, &text);
	base64url_put(buf_str(&text), b);
	buf_free(&text);
}

static struct json
claims(struct auth *au, struct arena *a)
{
	const struct oauth_conf *c = &au->conf->oauth;
	int64_t now = time_now().sec;
	struct json o = json_object();
	uint8_t id[16];
	char text[33];

	random_bytes(id, sizeof(id));
	hex(id, sizeof(id), text);
	json_set(&o, STR("iss"), json_str(c->issuer.p != NULL ? c->issuer :
	    au->client_id), a);
	json_set(&o, STR("sub"), json_str(c->subject.p != NULL ?
	    c->subject : au->client_id), a);
	json_set(&o, STR("aud"), json_str(c->audience.p != NULL ?
	    c->audience : origin(c->token_url)), a);
	json_set(&o, STR("iat"), json_int(now, a), a);
	json_set(&o, STR("exp"), json_int(now + LIFETIME_S, a), a);
	json_set(&o, STR("jti"), json_str(arena_str(a, str_of(text))), a);
	return o;
}

static int
sign(const struct json *form, struct auth *au, struct str text,
    struct arena *a, struct str *out, struct err *e)
{
	struct secret pem;
	struct rsa_key *k;
	int r = -1;

	if (secret_read_text(form, au->vault, &pem, e) == -1)
		return -1;
	k = rsa_key_read(secret_str(&pem), e);
	secret_free(&pem);
	if (k == NULL)
		return err_at(e, yaml_where(form));
	r = rsa_sign(k, text, a, out, e);
	rsa_key_free(k);
	return r;
}

int
jwt_make(struct auth *au, struct arena *a, struct str *out, struct err *e)
{
	struct json head = json_object(), body = claims(au, a);
	struct buf b = { 0 };
	struct str signature;
	int r;

	json_set(&head, STR("alg"), json_str(STR("RS256")), a);
	json_set(&head, STR("typ"), json_str(STR("JWT")), a);
	put_json(&head, &b);
	buf_addc(&b, '.');
	put_json(&body, &b);
	r = sign(au->conf->oauth.key, au, buf_str(&b), a, &signature, e);
	if (r == 0) {
		buf_addc(&b, '.');
		base64url_put(signature, &b);
		*out = arena_str(a, buf_str(&b));
	}
	buf_wipe(&b);
	return r;
}

/*
 * oauth-proof: does a client prove that it is the one?  Only where the
 * sandbox was given what is secret, or the public half of it.
 */
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "crypto/rsa.h"
#include "sandbox/oauth.h"
#include "sandbox/server.h"

enum { MAX_FILE = 64 * 1024 };

/* The whole of a small file, without the line break at its end. */
static int
read_small(const char *file, struct arena *a, struct str *out, struct err *e)
{
	struct buf text = { .max = MAX_FILE };
	FILE *in = fopen(file, "re");
	char part[4096];
	size_t n;

	if (in == NULL)
		return err_errno(e, ERR_IO, "cannot read %.100s", file);
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		buf_add(&text, part, n);
	fclose(in);
	*out = arena_str(a, str_trim(buf_str(&text)));
	buf_wipe(&text);
	return out->len > 0 ? 0 : err_set(e, ERR_CONFIG, "sandbox.proof",
	    "%.100s is empty", file);
}

int
oauth_proof_open(struct sandbox *sb, struct err *e)
{
	const struct sandbox_conf *c = &sb->conf;
	struct str pem;

	if (c->client_secret != NULL && read_small(c->client_secret,
	    &sb->life, &sb->client_secret, e) == -1)
		return -1;
	if (c->client_key == NULL)
		return 0;
	if (read_small(c->client_key, &sb->life, &pem, e) == -1)
		return -1;
	sb->client_key = rsa_public_read(pem, e);
	return sb->client_key != NULL ? 0 : err_wrap(e, "%.100s",
	    c->client_key);
}

void
oauth_proof_close(struct sandbox *sb)
{
	rsa_key_free(sb->client_key);
}

/* Its secret, from the form or HTTP basic; or none. */
static struct str
secret_of(const struct request *q)
{
	struct str basic = api_token_after(q, "Basic"), plain;
	size_t colon;

	if (basic.len == 0 || !base64_decode(basic, q->a, &plain))
		return oauth_param(q, "client_secret");
	colon = str_find(plain, STR(":"));
	return colon == (size_t)-1 ? STR_NONE :
	    route_decode(str_from(plain, colon + 1), true, q->a);
}

bool
oauth_is_client(const struct request *q)
{
	struct str assertion = oauth_param(q, "client_assertion");

	if (assertion.len > 0)
		return oauth_is_signed(q, assertion);
	return q->sb->client_secret.p == NULL ||
	    str_eq(secret_of(q), q->sb->client_secret);
}

bool
oauth_decode(struct str s, struct arena *a, struct str *out)
{
	char *copy = arena_alloc(a, s.len + 1);
	size_t i;

	for (i = 0; i < s.len; i++)
		copy[i] = s.p[i] == '-' ? '+' : s.p[i] == '_' ? '/' : s.p[i];
	return base64_decode((struct str){ copy, s.len }, a, out);
}

/* RFC 7515: what is before the last dot is signed; RS256 alone is taken. */
bool
oauth_is_signed(const struct request *q, struct str jwt)
{
	struct str head, signature;
	struct json_doc doc;
	size_t last = jwt.len;

	if (q->sb->client_key == NULL)
		return true;
	while (last > 0 && jwt.p[last - 1] != '.')
		last--;
	if (last == 0 || !oauth_decode(str_to(jwt, str_find(jwt, STR("."))),
	    q->a, &head) || !oauth_decode(str_from(jwt, last), q->a,
	    &signature) || json_parse(q->sb->parser, head, q->a, &doc,
	    NULL) == -1)
		return false;
	return str_eq(json_get_str(&doc.root, STR("alg")), STR("RS256")) &&
	    rsa_verify(q->sb->client_key, str_to(jwt, last - 1), signature);
}

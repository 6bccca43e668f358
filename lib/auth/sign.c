/*
 * sign: a header that proves who sends a request without showing the secret:
 * the key, and an HMAC over method and path.
 */
#include "auth/oauth.h"
#include "base/base64.h"
#include "crypto/crypto.h"

bool
auth_sign(const struct auth *au, const char *method, struct str path,
    struct arena *a, struct http_header *out)
{
	struct str what, who;
	uint8_t mac[CRYPTO_HASH];
	char text[2 * CRYPTO_HASH + 1];

	if (au->conf->kind != AUTH_HMAC)
		return false;
	what = arena_printf(a, "%s %.*s", method, STR_ARG(path));
	hmac_sha256((struct str){ au->value, au->len }, what, mac);
	hex(mac, sizeof(mac), text);
	who = base64_encode(arena_printf(a, "%.*s:%s",
	    STR_ARG(au->client_id), text), a);
	*out = (struct http_header){ au->conf->header, arena_printf(a,
	    "%.*s%.*s", STR_ARG(au->conf->prefix), STR_ARG(who)) };
	return true;
}

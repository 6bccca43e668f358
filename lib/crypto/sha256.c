/* Apart from crypto.c: a filter needs this and not what that starts with. */
#include <sodium.h>
#include <stdlib.h>

#include "crypto/crypto.h"

_Static_assert((int)CRYPTO_HASH == (int)crypto_hash_sha256_BYTES, "SHA-256");

struct sha256 {
	crypto_hash_sha256_state	st;
};

struct sha256 *
sha256_new(void)
{
	struct sha256 *h = malloc(sizeof(*h));

	if (h == NULL)
		abort();
	crypto_hash_sha256_init(&h->st);
	return h;
}

void
sha256_add(struct sha256 *h, struct str s)
{
	crypto_hash_sha256_update(&h->st, (const unsigned char *)s.p, s.len);
}

void
sha256_end(struct sha256 *h, uint8_t out[CRYPTO_HASH])
{
	crypto_hash_sha256_final(&h->st, out);
	free(h);
}

void
hash_sha256(struct str s, uint8_t out[CRYPTO_HASH])
{
	crypto_hash_sha256(out, (const unsigned char *)s.p, s.len);
}

void
hmac_sha256(struct str key, struct str s, uint8_t out[CRYPTO_HASH])
{
	crypto_auth_hmacsha256_state st;

	crypto_auth_hmacsha256_init(&st, (const unsigned char *)key.p,
	    key.len);
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)s.p,
	    s.len);
	crypto_auth_hmacsha256_final(&st, out);
	sodium_memzero(&st, sizeof(st));
}

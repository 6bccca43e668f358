#include "crypto/crypto.h"

#include <sodium.h>
#include <stdlib.h>

#include "crypto/key.h"

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};
_Static_assert((int)CRYPTO_SEAL == (int)NONCE + (int)TAG, "nonce and tag");

/* libsodium picks its fast code here; nothing else may run before it. */
__attribute__((constructor))
void
crypto_start(void)
{
	if (sodium_init() == -1)
		abort();
}

static void
update(crypto_generichash_state *st, struct str s)
{
	if (s.len > 0)
		crypto_generichash_update(st, (const unsigned char *)s.p,
		    s.len);
}

void
hash_keyed(const struct key *k, const struct str *parts, size_t n,
    uint8_t *out, size_t len)
{
	crypto_generichash_state st;
	uint8_t size[8];
	size_t i, b;

	crypto_generichash_init(&st, k != NULL ? k->bytes : NULL,
	    k != NULL ? sizeof(k->bytes) : 0, len);
	for (i = 0; i < n; i++) {
		for (b = 0; b < 8; b++)
			size[b] = (uint8_t)((uint64_t)parts[i].len >> (8 * b));
		crypto_generichash_update(&st, size, sizeof(size));
		update(&st, parts[i]);
	}
	crypto_generichash_final(&st, out, len);
}

struct hasher {
	crypto_generichash_state	st;
};

struct hasher *
hasher_new(void)
{
	struct hasher *h = aligned_alloc(_Alignof(struct hasher), sizeof(*h));

	if (h == NULL)
		abort();
	crypto_generichash_init(&h->st, NULL, 0, CRYPTO_HASH);
	return h;
}

void
hasher_add(struct hasher *h, struct str s)
{
	update(&h->st, s);
}

void
hasher_end(struct hasher *h, uint8_t out[CRYPTO_HASH])
{
	crypto_generichash_final(&h->st, out, CRYPTO_HASH);
	free(h);
}

struct str
seal(const struct key *k, struct str context, struct str s, struct arena *a)
{
	unsigned char *out = arena_alloc(a, s.len + CRYPTO_SEAL);
	unsigned long long len;

	randombytes_buf(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, &len,
	    (const unsigned char *)s.p, s.len,
	    (const unsigned char *)context.p, context.len, NULL, out,
	    k->bytes);
	return (struct str){ (char *)out, NONCE + (size_t)len };
}

int
unseal_into(const struct key *k, struct str context, struct str sealed,
    char *out, struct err *e)
{
	const unsigned char *in = (const unsigned char *)sealed.p;

	if (sealed.len < CRYPTO_SEAL)
		return err_set(e, ERR_IO, "seal.short",
		    "sealed value is cut off");
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)out,
	    NULL, NULL, in + NONCE, sealed.len - NONCE,
	    (const unsigned char *)context.p, context.len, in,
	    k->bytes) == -1)
		return err_set(e, ERR_IO, "seal.wrong",
		    "sealed value does not open: another key, or it was "
		    "changed");
	return 0;
}

int
unseal(const struct key *k, struct str context, struct str sealed,
    struct arena *a, struct str *out, struct err *e)
{
	size_t len = sealed.len < CRYPTO_SEAL ? 0 : sealed.len - CRYPTO_SEAL;
	char *p = arena_alloc(a, len + 1);

	if (unseal_into(k, context, sealed, p, e) == -1)
		return -1;
	p[len] = '\0';
	*out = (struct str){ p, len };
	return 0;
}

void
random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

void
wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

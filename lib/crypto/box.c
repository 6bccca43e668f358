#include "crypto/box.h"

#include <sodium.h>
#include <stdlib.h>

#include "crypto/key.h"

_Static_assert((int)BOX_KEY == (int)crypto_box_PUBLICKEYBYTES, "public key");
_Static_assert((int)BOX_MORE == (int)crypto_box_SEALBYTES, "box");
_Static_assert(sizeof(((struct key *)0)->bytes) == crypto_box_SECRETKEYBYTES,
    "secret key");

void
box_public(const struct key *k, uint8_t out[BOX_KEY])
{
	crypto_scalarmult_base(out, k->bytes);
}

bool
box_key_parse(struct str s, uint8_t out[BOX_KEY])
{
	uint8_t secret[crypto_scalarmult_SCALARBYTES] = { 1 };
	uint8_t shared[crypto_scalarmult_BYTES];
	size_t n;

	if (sodium_hex2bin(out, BOX_KEY, s.p, s.len, NULL, &n, NULL) == -1 ||
	    n != BOX_KEY)
		return false;
	/* points of small order close a box that anybody can open */
	return crypto_scalarmult(shared, secret, out) == 0;
}

struct str
box_close(const uint8_t to[BOX_KEY], struct str s, struct arena *a)
{
	unsigned char *out = arena_alloc(a, s.len + BOX_MORE);

	/* fails only for keys that box_key_parse refuses */
	if (crypto_box_seal(out, (const unsigned char *)s.p, s.len, to) != 0)
		abort();
	return (struct str){ (char *)out, s.len + BOX_MORE };
}

int
box_open(const struct key *k, struct str box, struct arena *a,
    struct str *out, struct err *e)
{
	uint8_t public[BOX_KEY];
	char *p;

	if (box.len < BOX_MORE)
		return err_set(e, ERR_INPUT, "seal.short",
		    "sealed value is cut off");
	p = arena_alloc(a, box.len - BOX_MORE + 1);
	box_public(k, public);
	if (crypto_box_seal_open((unsigned char *)p,
	    (const unsigned char *)box.p, box.len, public, k->bytes) != 0)
		return err_set(e, ERR_INPUT, "seal.wrong",
		    "sealed value does not open: another key, or it was "
		    "changed");
	p[box.len - BOX_MORE] = '\0';
	*out = (struct str){ p, box.len - BOX_MORE };
	return 0;
}

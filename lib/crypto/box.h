/*
 * box: what anybody can close with a public key, and only the holder of the
 * secret key can open.  Who wrote a box is not known.
 *
 * Source: libsodium's sealed boxes: X25519 with a key made for each box,
 * XSalsa20-Poly1305.
 */
#ifndef CRYPTO_BOX_H
#define CRYPTO_BOX_H

#include "crypto/crypto.h"

enum {
	BOX_KEY = 32,		/* bytes of a public key */
	BOX_MORE = 48		/* bytes that a box adds */
};

/* box_public(k, out): the public key that goes with the secret key ${k}. */
void		 box_public(const struct key *k, uint8_t out[BOX_KEY]);

/* box_key_parse(s, out): 64 hexadecimal digits; false if ${s} is no key. */
bool		 box_key_parse(struct str s, uint8_t out[BOX_KEY]);

/* box_close(to, s, a): s.len + BOX_MORE bytes in ${a}. */
struct str	 box_close(const uint8_t to[BOX_KEY], struct str s,
		    struct arena *a);

/*
 * box_open(k, box, a, out, e): what is in it; -1 (ERR_INPUT, seal.*) if it
 * was closed for somebody else, or changed.
 */
int		 box_open(const struct key *k, struct str box,
		    struct arena *a, struct str *out, struct err *e);

#endif

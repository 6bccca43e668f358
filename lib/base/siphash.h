/*
 * siphash: SipHash-2-4 with 128 bits of output, a keyed hash for names that
 * must be stable between runs and versions (str_hash promises neither).
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", and the
 * reference's 128-bit variant.  Without the key nobody can compute it; it is
 * no hash for passwords.
 */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include <stdint.h>

#include "base/str.h"

enum { SIPHASH_KEY = 16, SIPHASH_HEX = 33 };

struct siphash {
	uint64_t	v[4];
	uint64_t	total;		/* bytes taken */
	unsigned char	tail[8];	/* total % 8 of them wait for more */
};

void	siphash_init(struct siphash *s, const unsigned char key[SIPHASH_KEY]);
void	siphash_add(struct siphash *s, struct str bytes);

/* siphash_hex(s, out): the result as 32 hexadecimal digits and a NUL. */
void	siphash_hex(struct siphash *s, char out[SIPHASH_HEX]);

/* siphash_end(s, out): the result as two words, little-endian each. */
void	siphash_end(struct siphash *s, uint64_t out[2]);

#endif

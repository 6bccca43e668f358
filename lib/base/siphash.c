#include <stdio.h>

#include "base/siphash.h"

static uint64_t
rotl(uint64_t x, int n)
{
	return x << n | x >> (64 - n);
}

static uint64_t
load(const unsigned char *p)
{
	uint64_t x = 0;
	int i;

	for (i = 7; i >= 0; i--)
		x = x << 8 | p[i];
	return x;
}

static void
rounds(uint64_t v[4], int n)
{
	while (n-- > 0) {
		v[0] += v[1];
		v[1] = rotl(v[1], 13) ^ v[0];
		v[0] = rotl(v[0], 32);
		v[2] += v[3];
		v[3] = rotl(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotl(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotl(v[1], 17) ^ v[2];
		v[2] = rotl(v[2], 32);
	}
}

static void
block(struct siphash *s, const unsigned char *p)
{
	uint64_t m = load(p);

	s->v[3] ^= m;
	rounds(s->v, 2);
	s->v[0] ^= m;
}

void
siphash_init(struct siphash *s, const unsigned char key[SIPHASH_KEY])
{
	uint64_t k0 = load(key), k1 = load(key + 8);

	s->v[0] = k0 ^ 0x736f6d6570736575;
	s->v[1] = k1 ^ 0x646f72616e646f6d ^ 0xee;
	s->v[2] = k0 ^ 0x6c7967656e657261;
	s->v[3] = k1 ^ 0x7465646279746573;
	s->total = 0;
}

void
siphash_add(struct siphash *s, struct str bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	size_t n = bytes.len, have = s->total % 8;

	s->total += n;
	for (; have > 0 && n > 0; n--) {
		s->tail[have++] = *p++;
		if (have == 8) {
			block(s, s->tail);
			have = 0;
		}
	}
	for (; n >= 8; n -= 8, p += 8)
		block(s, p);
	while (n-- > 0)
		s->tail[have++] = *p++;
}

void
siphash_end(struct siphash *s, uint64_t out[2])
{
	size_t have = s->total % 8;

	while (have < 7)
		s->tail[have++] = 0;
	s->tail[7] = (unsigned char)s->total;
	block(s, s->tail);
	s->v[2] ^= 0xee;
	rounds(s->v, 4);
	out[0] = s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
	s->v[1] ^= 0xdd;
	rounds(s->v, 4);
	out[1] = s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

void
siphash_hex(struct siphash *s, char out[SIPHASH_HEX])
{
	uint64_t w[2];
	int i;

	siphash_end(s, w);
	for (i = 0; i < 16; i++)
		snprintf(out + i * 2, 3, "%02x",
		    (unsigned)(w[i / 8] >> (i % 8 * 8) & 0xff));
}

/*
 * digit: where ASCII digits stand in a text, eight bytes at a time: most
 * texts have few, and whoever looks for numbers looks at every byte.
 */
#ifndef TEXT_DIGIT_H
#define TEXT_DIGIT_H

#include <stdint.h>

#include "base/str.h"

/*
 * A one in each byte of ${w} that is a digit: XOR with '0' leaves 0 to 9 of
 * it, and adding 0x76 to more sets the top bit.
 */
static inline uint64_t
digit_bytes(uint64_t w)
{
	const uint64_t zeros = 0x3030303030303030, tops = 0x8080808080808080;

	w ^= zeros;
	return (~(((w & ~tops) + 0x7676767676767676) | w) & tops) >> 7;
}

/*
 * digit_count(s, seen): the digits in ${s}; the product sums those of eight
 * bytes.  ${seen} gets the bits of all bytes.
 */
static inline size_t
digit_count(struct str s, uint64_t *seen)
{
	size_t i = 0, n = 0;
	uint64_t w;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&w, s.p + i, 8);
		*seen |= w;
		n += digit_bytes(w) * 0x0101010101010101 >> 56;
	}
	for (; i < s.len; i++) {
		*seen |= (unsigned char)s.p[i];
		n += ascii_digit(s.p[i]);
	}
	return n;
}

/* digit_near(s, i, near): the digits in the ${near} bytes from ${i} on. */
static inline size_t
digit_near(struct str s, size_t i, size_t near)
{
	uint64_t seen = 0;

	return digit_count(str_to(str_from(s, i), near), &seen);
}

/* digit_next(s, i): the first digit at or after byte ${i}, or the end. */
static inline size_t
digit_next(struct str s, size_t i)
{
	uint64_t w;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&w, s.p + i, 8);
		if (digit_bytes(w) != 0)
			break;
	}
	while (i < s.len && !ascii_digit(s.p[i]))
		i++;
	return i;
}

#endif

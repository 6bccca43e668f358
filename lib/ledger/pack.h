/*
 * pack: numbers and texts as bytes.  A number is in base 128, least part
 * first, high bit: more follows; a text is its length and its bytes.
 */
#ifndef LEDGER_PACK_H
#define LEDGER_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

void		pack_number(struct buf *b, uint64_t n);
/* Short for numbers near 0 of either sign. */
void		pack_signed(struct buf *b, int64_t n);
void		pack_text(struct buf *b, struct str s);

/* Reading past the end gives zeros and sets ${bad}: look once, at the end. */
struct unpack {
	const uint8_t	*p, *end;
	bool		 bad;
};

struct unpack	unpack_from(struct str s);
/* unpack_done(u): was all well and nothing left over? */
bool		unpack_done(const struct unpack *u);
uint64_t	unpack_number(struct unpack *u);
int64_t		unpack_signed(struct unpack *u);
/* Both borrow what is unpacked. */
struct str	unpack_text(struct unpack *u);
struct str	unpack_bytes(struct unpack *u, uint64_t len);

#endif

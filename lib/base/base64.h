/* base64: bytes as text.  Source: RFC 4648 sections 4 and 5. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"
#include "base/buf.h"

/* base64_put(s, b): append ${s} encoded; 0, or -1 if it does not fit. */
int		base64_put(struct str s, struct buf *b);

/* base64_encode(s, a): the same in ${a}; with padding. */
struct str	base64_encode(struct str s, struct arena *a);

/* base64url_put(s, b): for URLs and tokens: - and _, without padding. */
int		base64url_put(struct str s, struct buf *b);

/*
 * base64_decode(s, a, out): the bytes, in ${a}; false if ${s} is no base64.
 * Padding must be right or left out.
 */
bool		base64_decode(struct str s, struct arena *a, struct str *out);

#endif

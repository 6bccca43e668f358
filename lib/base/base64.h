/* base64: bytes as text.  Source: RFC 4648 section 4, with padding. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/* base64_put(s, b): append ${s} encoded; 0, or -1 if it does not fit. */
int	base64_put(struct str s, struct buf *b);

#endif

#include "base/base64.h"

int
base64_put(struct str s, struct buf *b)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i, n;

	for (i = 0; i < s.len; i += 3) {
		unsigned long bits = (unsigned long)p[i] << 16;
		char out[4];

		n = s.len - i < 3 ? s.len - i : 3;
		if (n > 1)
			bits |= (unsigned long)p[i + 1] << 8;
		if (n > 2)
			bits |= p[i + 2];
		out[0] = digits[bits >> 18];
		out[1] = digits[bits >> 12 & 63];
		out[2] = n > 1 ? digits[bits >> 6 & 63] : '=';
		out[3] = n > 2 ? digits[bits & 63] : '=';
		buf_add(b, out, sizeof(out));
	}
	return b->full ? -1 : 0;
}

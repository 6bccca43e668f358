/* Apart from the rest, so that who only escapes needs no libcurl. */
#include <string.h>

#include "http/http.h"

/* RFC 3986, 2.3: all but the unreserved bytes. */
int
http_escape(struct str s, struct buf *b)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char c;
	char enc[3];
	size_t i;

	for (i = 0; i < s.len; i++) {
		c = (unsigned char)s.p[i];
		if (ascii_alpha((char)c) || ascii_digit((char)c) ||
		    (c != 0 && strchr("-._~", c) != NULL)) {
			if (buf_addc(b, (char)c) == -1)
				return -1;
			continue;
		}
		enc[0] = '%';
		enc[1] = hex[c >> 4];
		enc[2] = hex[c & 15];
		if (buf_add(b, enc, 3) == -1)
			return -1;
	}
	return 0;
}

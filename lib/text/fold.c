/* fold: see fold.h. */
#include "text/fold.h"

#include "base/utf8.h"

uint32_t
text_fold(uint32_t c)
{
	return c == 0x3c2 ? 0x3c3 : utf8_lower(c);
}

bool
text_ascii(struct str s)
{
	uint64_t w, all = 0;
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&w, s.p + i, 8);
		all |= w;
	}
	for (; i < s.len; i++)
		all |= (uint64_t)(s.p[i] & 0x80);
	return (all & 0x8080808080808080) == 0;
}

void
text_fold_into(struct str s, char *out)
{
	size_t i, at, n;
	char c[4];

	for (i = 0; i < s.len;) {
		at = i;
		if ((s.p[i] & 0x80) == 0) {
			out[at] = ascii_lower(s.p[i++]);
			continue;
		}
		n = utf8_put(text_fold(utf8_next(s, &i)), c);
		if (n == i - at)
			memcpy(out + at, c, n);
		else			/* ill-formed: as it is */
			memcpy(out + at, s.p + at, i - at);
	}
}

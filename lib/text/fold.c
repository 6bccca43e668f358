/* fold: see fold.h. */
#include "text/fold.h"

#include "base/utf8.h"

static uint32_t
fold_greek(uint32_t c)
{
	if (c >= 0x391 && c <= 0x3ab && c != 0x3a2)
		return c + 0x20;
	switch (c) {
	case 0x386:
		return 0x3ac;
	case 0x388: case 0x389: case 0x38a:
		return c + 0x25;
	case 0x38c:
		return 0x3cc;
	case 0x38e: case 0x38f:
		return c + 0x3f;
	case 0x3c2:			/* final sigma */
		return 0x3c3;
	default:
		return c;
	}
}

static uint32_t
fold_cyrillic(uint32_t c)
{
	if (c < 0x410)
		return c + 0x50;
	if (c < 0x430)
		return c + 0x20;
	if ((c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) ||
	    (c >= 0x4d0 && c <= 0x52f))
		return c | 1;
	return c;
}

static uint32_t
fold_latin(uint32_t c)
{
	if (c >= 0xc0 && c <= 0xde)
		return c == 0xd7 ? c : c + 0x20;
	if (c < 0x100 || c == 0x130 || c == 0x131 || c == 0x138 ||
	    c == 0x149 || c == 0x17f)
		return c;
	if (c == 0x178)
		return 0xff;
	if ((c >= 0x139 && c <= 0x148) || c >= 0x179)
		return c + (c & 1);
	return c | 1;
}

uint32_t
text_fold(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)ascii_lower((char)c);
	if (c < 0x180)
		return fold_latin(c);
	if (c >= 0x386 && c < 0x3d0)
		return fold_greek(c);
	if (c >= 0x400 && c < 0x530)
		return fold_cyrillic(c);
	if (c >= 0x531 && c <= 0x556)
		return c + 0x30;
	return c;
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

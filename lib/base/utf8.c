#include "base/utf8.h"

/*
 * Length of the longest well-formed prefix of a character at ${i}, and in
 * ${whole} whether it is a whole character (Unicode 15, table 3-7).
 */
static size_t
prefix(struct str s, size_t i, bool *whole)
{
	const unsigned char *p = (const unsigned char *)s.p + i;
	size_t left = s.len - i, need, n;
	unsigned char lo = 0x80, hi = 0xbf;

	*whole = false;
	if (p[0] < 0x80) {
		*whole = true;
		return 1;
	}
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	need = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	for (n = 1; n < need; n++) {
		if (n >= left || p[n] < lo || p[n] > hi)
			return n;
		lo = 0x80;
		hi = 0xbf;
	}
	*whole = true;
	return need;
}

size_t
utf8_valid_at(struct str s, size_t i)
{
	bool whole;
	size_t n = prefix(s, i, &whole);

	return whole ? n : 0;
}

/* Are the eight bytes at ${p} all ASCII? */
static bool
ascii8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (w & 0x8080808080808080u) == 0;
}

bool
utf8_valid(struct str s)
{
	size_t i = 0, n;

	while (i < s.len) {
		if (i + 8 <= s.len && ascii8(s.p + i)) {
			i += 8;
			continue;
		}
		n = utf8_valid_at(s, i);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

uint32_t
utf8_next(struct str s, size_t *i)
{
	const unsigned char *p = (const unsigned char *)s.p + *i;
	size_t n;

	if (p[0] < 0x80) {
		++*i;
		return p[0];
	}
	n = utf8_valid_at(s, *i);
	*i += n > 0 ? n : 1;
	switch (n) {
	case 2:
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	case 3:
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 |
		    (p[2] & 0x3fu);
	case 4:
		return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 |
		    (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
	default:
		return 0xfffd;
	}
}

size_t
utf8_put(uint32_t c, char out[4])
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t
utf8_length(struct str s)
{
	size_t i = 0, n = 0;

	while (i < s.len)
		if (i + 8 <= s.len && ascii8(s.p + i)) {
			i += 8;
			n += 8;
		} else {
			utf8_next(s, &i);
			n++;
		}
	return n;
}

size_t
utf8_offset(struct str s, size_t n)
{
	size_t i = 0;

	while (n > 0 && i < s.len)
		if (n >= 8 && i + 8 <= s.len && ascii8(s.p + i)) {
			i += 8;
			n -= 8;
		} else {
			utf8_next(s, &i);
			n--;
		}
	return i;
}

struct str
utf8_repair(struct str s, struct arena *a, size_t *bad)
{
	char *out;
	size_t i = 0, o = 0, n;
	bool whole;

	*bad = 0;
	if (utf8_valid(s))
		return s;
	out = arena_alloc(a, s.len * 3 + 1);
	while (i < s.len) {
		n = prefix(s, i, &whole);
		if (whole) {
			memcpy(out + o, s.p + i, n);
			o += n;
		} else {
			memcpy(out + o, "\xef\xbf\xbd", 3);
			o += 3;
			(*bad)++;
			n = n > 0 ? n : 1;
		}
		i += n;
	}
	out[o] = '\0';
	return (struct str){ out, o };
}

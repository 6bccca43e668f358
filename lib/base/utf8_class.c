/*
 * utf8_class: what kind of character; see utf8.h.  Source: Unicode's
 * simple case mappings, White_Space, and Cc, Cf, Cn.
 */
#include "base/utf8.h"

static uint32_t
lower_greek(uint32_t c)
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
	default:
		return c;
	}
}

static uint32_t
lower_cyrillic(uint32_t c)
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
lower_latin(uint32_t c)
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
utf8_lower(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)ascii_lower((char)c);
	if (c < 0x180)
		return lower_latin(c);
	if (c >= 0x386 && c < 0x3d0)
		return lower_greek(c);
	if (c >= 0x400 && c < 0x530)
		return lower_cyrillic(c);
	return c >= 0x531 && c <= 0x556 ? c + 0x30 : c;
}

bool
utf8_space(uint32_t c)
{
	if (c < 0x80)
		return ascii_space((char)c);
	return c == 0x85 || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

bool
utf8_unseen(uint32_t c)
{
	if (c < 0xa0)
		return c < 0x20 || (c >= 0x7f && c < 0xa0);
	return c == 0xad || c == 0x61c || c == 0x180e ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 ||
	    (c >= 0xfff9 && c <= 0xfffd) || (c & 0xfffe) == 0xfffe ||
	    (c >= 0xe0000 && c <= 0xe007f);
}

int
utf8_digit(uint32_t c)
{
	static const uint16_t zeros[] = { 0x0660, 0x06f0, 0x07c0, 0x0966,
		0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
		0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0,
		0x1810, 0xa9d0, 0xff10 };
	size_t i;

	if (c < 0x660)
		return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
	if (c >= 0x1d7ce && c <= 0x1d7ff)	/* bold and the like */
		return (int)((c - 0x1d7ce) % 10);
	for (i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (c >= zeros[i] && c < zeros[i] + 10u)
			return (int)(c - zeros[i]);
	return -1;
}

static bool
edge(uint32_t c)
{
	return utf8_space(c) || utf8_unseen(c);
}

static bool
edge_byte(char c)
{
	return (c & 0x80) == 0 && edge((uint32_t)c);
}

/* The end of the last character of ${s} that is no edge. */
static size_t
trimmed(struct str s)
{
	size_t i, end = 0;

	for (i = 0; i < s.len;)
		if (!edge(utf8_next(s, &i)))
			end = i;
	return end;
}

struct str
utf8_trim(struct str s)
{
	size_t i = 0, start = 0;

	while (i < s.len && edge(utf8_next(s, &i)))
		start = i;
	s = str_from(s, start);
	/* An ASCII byte is a character whatever stands before it. */
	while (s.len > 0 && edge_byte(s.p[s.len - 1]))
		s.len--;
	if (s.len > 0 && (s.p[s.len - 1] & 0x80) != 0)
		s.len = trimmed(s);
	return s;
}

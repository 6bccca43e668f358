/* name: see name.h. */
#include "text/name.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/unicode.h"

/* Printable ASCII without two spaces in a row is as tidy as can be. */
static bool
is_tidy(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
		if (s.p[i] == ' ' && (i == 0 || i + 1 == s.len ||
		    s.p[i - 1] == ' '))
			return false;
	}
	return true;
}

/*
 * U+200C and U+200D change how letters join: Persian, Indic scripts and
 * emoji are spelled with them.  Beside other letters they only hide.
 */
static bool
joins(uint32_t c, uint32_t before, bool emoji)
{
	return (c == 0x200c || c == 0x200d) && ((before >= 0x600 &&
	    (unicode_letter(before) || unicode_mark(before))) ||
	    (emoji && unicode_emoji(before)));
}

struct str
name_tidy(struct str s, bool emoji, struct arena *a)
{
	char *out;
	size_t i = 0, n = 0;
	uint32_t c, before = 0;
	bool space = false;

	if (is_tidy(s))
		return s;
	out = arena_alloc(a, 3 * s.len + 1);	/* a wrong byte is U+FFFD */
	while (i < s.len) {
		c = utf8_next(s, &i);
		if (utf8_space(c)) {
			space = n > 0;
			continue;
		}
		if ((utf8_unseen(c) && c != 0xfffd && !joins(c, before,
		    emoji)) || (!emoji && unicode_emoji(c)))
			continue;
		if (space)
			out[n++] = ' ';
		space = false;
		n += utf8_put(c, out + n);
		before = c;
	}
	/*
	 * What went may have left at an end what has no place there, as a
	 * joiner of nothing.  The normal form comes last: what stood between
	 * letters may have kept them apart.
	 */
	return unicode_nfc(utf8_trim((struct str){ out, n }), a);
}

bool
name_letters(struct str s)
{
	size_t i = 0;
	uint32_t c;

	while (i < s.len) {
		c = utf8_next(s, &i);
		if (c < 0x80 ? ascii_alpha((char)c) : unicode_letter(c))
			return true;
	}
	return false;
}

bool
name_emoji(struct str s)
{
	size_t i = 0;

	if (text_ascii(s))
		return false;
	while (i < s.len)
		if (unicode_emoji(utf8_next(s, &i)))
			return true;
	return false;
}

/* What glues emoji together goes with them; elsewhere it joins letters. */
static bool
glues(uint32_t c, bool after)
{
	return after && (c == 0x200d || c == 0xfe0f || c == 0x20e3);
}

struct str
text_no_emoji(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, 3 * s.len + 1);
	size_t i = 0, n = 0;
	bool after = false;
	uint32_t c;

	while (i < s.len) {
		c = utf8_next(s, &i);
		if (unicode_emoji(c) || glues(c, after)) {
			after = true;
			continue;
		}
		if (after && c == ' ' && (n == 0 || out[n - 1] == ' '))
			continue;
		after = false;
		n += utf8_put(c, out + n);
	}
	return utf8_trim((struct str){ out, n });
}

/* Windows-1252's bytes 0x80 to 0x9f; 0: as in Latin-1. */
static const uint16_t western[32] = {
	0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178
};

/* The byte that ${c} is in Windows-1252, or -1. */
static int
western_byte(uint32_t c)
{
	int i;

	if (c < 0x100)
		return (int)c;
	for (i = 0; i < 32; i++)
		if (western[i] == c)
			return 0x80 + i;
	return -1;
}

/* Windows-1251's bytes 0x80 to 0xbf; letters in order follow. */
static const uint16_t cyrillic[64] = {
	0x402, 0x403, 0x201a, 0x453, 0x201e, 0x2026, 0x2020, 0x2021,
	0x20ac, 0x2030, 0x409, 0x2039, 0x40a, 0x40c, 0x40b, 0x40f,
	0x452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0, 0x2122, 0x459, 0x203a, 0x45a, 0x45c, 0x45b, 0x45f,
	0xa0, 0x40e, 0x45e, 0x408, 0xa4, 0x490, 0xa6, 0xa7,
	0x401, 0xa9, 0x404, 0xab, 0xac, 0xad, 0xae, 0x407,
	0xb0, 0xb1, 0x406, 0x456, 0x491, 0xb5, 0xb6, 0xb7,
	0x451, 0x2116, 0x454, 0xbb, 0x458, 0x405, 0x455, 0x457
};

static int
cyrillic_byte(uint32_t c)
{
	int i;

	if (c < 0x80)
		return (int)c;
	if (c >= 0x410 && c <= 0x44f)
		return (int)(c - 0x410 + 0xc0);
	for (i = 0; i < 64; i++)
		if (cyrillic[i] == c)
			return 0x80 + i;
	return -1;
}

/* The bytes that ${s} is in an encoding, if they are UTF-8; else none. */
static struct str
undo(struct str s, int (*byte_of)(uint32_t), struct arena *a)
{
	char *out;
	size_t i = 0, n = 0;
	int b;

	if (text_ascii(s))
		return STR_NONE;
	out = arena_alloc(a, s.len + 1);
	while (i < s.len) {
		b = byte_of(utf8_next(s, &i));
		if (b == -1)
			return STR_NONE;
		out[n++] = (char)b;
	}
	if (!utf8_valid((struct str){ out, n }))
		return STR_NONE;
	return (struct str){ out, n };
}

/*
 * Two letters of Cyrillic may happen to be one of UTF-8 (Рі); more that do are
 * no chance, nor is one Latin letter among others ("MГјller").
 */
static struct str
undo_cyrillic(struct str s, struct arena *a)
{
	struct str was = undo(s, cyrillic_byte, a);
	size_t i = 0, odd = 0;
	uint32_t c, last = 0;
	bool ascii = false;

	while (i < was.len) {
		c = utf8_next(was, &i);
		if (c < 0x80) {
			ascii |= ascii_alpha((char)c);
			continue;
		}
		odd++;
		last = c;
	}
	return odd >= 2 || (odd == 1 && ascii && last < 0x250) ? was :
	    STR_NONE;
}

/* Whoever did it once may have done it again. */
struct str
text_mojibake(struct str s, struct arena *a)
{
	struct str was = undo(s, western_byte, a), before = STR_NONE;
	int i;

	if (was.p == NULL)
		before = undo_cyrillic(s, a);
	for (i = 0; i < 4 && was.p != NULL; i++) {
		before = was;
		was = undo(before, western_byte, a);
	}
	return before.p != NULL ? utf8_trim(before) : STR_NONE;
}

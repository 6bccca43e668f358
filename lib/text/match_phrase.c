/* match_phrase: see match_phrase.h. */
#include "text/match_phrase.h"

#include "base/utf8.h"
#include "text/fold.h"

enum { ANCHOR_MAX = 8 };

/*
 * Is ${c} a letter or digit of a script that parts words by spaces?  Between
 * two of them there is no border.  Thai, Lao, Khmer, Burmese, Chinese and
 * Japanese run on; Korean hangs its particles on the word.
 */
static bool
is_word(uint32_t c)
{
	if (c < 0x80)
		return ascii_alpha((char)c) || ascii_digit((char)c) ||
		    c == '_';
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba;
	if (c < 0xe00)
		return c != 0xd7 && c != 0xf7 && !utf8_unseen(c);
	return (c >= 0x10a0 && c < 0x1100) || (c >= 0x1200 && c < 0x1780) ||
	    (c >= 0x1800 && c < 0x1950) || (c >= 0x1c80 && c < 0x2000) ||
	    (c >= 0x2c00 && c < 0x2e00);
}

/* The character that ends before byte ${i}; 0 at the beginning. */
static uint32_t
char_before(struct str s, size_t i)
{
	size_t at = i, n;

	if (i == 0)
		return 0;
	for (n = 1; n < 4 && n < i && (s.p[i - n] & 0xc0) == 0x80; n++)
		;
	at = i - n;
	return utf8_next(s, &at);
}

static uint32_t
char_at(struct str s, size_t i)
{
	return i < s.len ? utf8_next(s, &i) : 0;
}

static uint32_t
folded(uint32_t c)
{
	return c == 0x2019 ? '\'' : text_fold(c);
}

bool
phrase_init(struct phrase *p, struct str text, struct arena *a)
{
	char *out = arena_alloc(a, 2 * text.len + 1);
	bool gap = false;
	size_t i, n = 0;
	uint32_t c;

	text = utf8_trim(text);
	for (i = 0; i < text.len;) {
		c = folded(utf8_next(text, &i));
		if (utf8_space(c)) {
			gap = true;
			continue;
		}
		if (gap)
			out[n++] = ' ';
		gap = false;
		n += utf8_put(c, out + n);
	}
	p->words = (struct str){ out, n };
	for (i = 0; i < n && i < ANCHOR_MAX && out[i] != ' ' &&
	    (out[i] != '\'' || i == 0); i++)
		;
	p->anchor = str_to(p->words, i);
	return n > 0;
}

/* White space at ${i}: where it ends. */
static size_t
skip_space(struct str s, size_t i)
{
	size_t at = i;

	while (i < s.len && utf8_space(utf8_next(s, &i)))
		at = i;
	return at;
}

size_t
phrase_at(const struct phrase *p, struct str text, size_t i)
{
	size_t at = i, k = 0;
	uint32_t want, c;

	if (is_word(char_before(text, i)) && is_word(char_at(text, i)))
		return 0;
	while (k < p->words.len) {
		want = utf8_next(p->words, &k);
		if (at >= text.len)
			return 0;
		if (want == ' ') {
			c = (uint32_t)skip_space(text, at);
			if (c == at)
				return 0;
			at = c;
		} else if (folded(utf8_next(text, &at)) != want)
			return 0;
	}
	if (is_word(char_before(text, at)) && is_word(char_at(text, at)))
		return 0;
	return at - i;
}

/* score_quote: the words that triggered a rule, in their place. */
#include "base/utf8.h"
#include "stage/score.h"
#include "text/space.h"

enum { QUOTE_MAX = 80 };	/* characters */

/* ${n} characters back from byte ${i}, at least 0. */
static size_t
back(struct str s, size_t i, size_t n)
{
	while (n > 0 && i > 0) {
		i--;
		while (i > 0 && (s.p[i] & 0xc0) == 0x80)
			i--;
		n--;
	}
	return i;
}

/* ${n} characters on from byte ${i}, at most s.len. */
static size_t
forth(struct str s, size_t i, size_t n)
{
	return i + utf8_offset(str_from(s, i), n);
}

/* The first byte of a word at or after ${i}, but not beyond ${end}. */
static size_t
word_start(struct str s, size_t i, size_t end)
{
	size_t at = i;

	if (i == 0 || ascii_space(s.p[i - 1]))
		return i;
	while (at < end && !ascii_space(s.p[at]))
		at++;
	while (at < end && ascii_space(s.p[at]))
		at++;
	/* One long word: rather a part of it than nothing. */
	return at < end ? at : i;
}

static size_t
word_end(struct str s, size_t i, size_t start)
{
	size_t at = i;

	if (i == s.len || ascii_space(s.p[i]))
		return i;
	while (at > start && !ascii_space(s.p[at - 1]))
		at--;
	return at > start ? at : i;
}

struct str
score_quote(struct str text, struct str hit, struct arena *a)
{
	size_t from = (size_t)(hit.p - text.p), to = from + hit.len, n, room;
	struct str whole = text_trim(text), cut;

	if (utf8_length(whole) <= QUOTE_MAX)
		return whole;
	to = forth(text, from, QUOTE_MAX - 2) < to ?
	    forth(text, from, QUOTE_MAX - 2) : to;
	n = utf8_length((struct str){ text.p + from, to - from });
	room = QUOTE_MAX - 2 - n;
	from = word_start(text, back(text, from, room / 3), from);
	n = utf8_length((struct str){ text.p + from, to - from });
	to = word_end(text, forth(text, to, QUOTE_MAX - 2 - n), to);
	cut = text_trim((struct str){ text.p + from, to - from });
	return arena_printf(a, "%s%.*s%s", from > 0 ? "…" : "", STR_ARG(cut),
	    to < text.len ? "…" : "");
}

/* score_quote: the words that triggered a rule, in their place. */
#include "base/utf8.h"
#include "stage/score.h"

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

static size_t
length(struct str s, size_t from, size_t to)
{
	return utf8_length((struct str){ s.p + from, to - from });
}

/*
 * A third of the room goes to what stands before the words, and more where
 * less follows them.
 */
struct str
score_quote(struct str text, struct str hit, struct arena *a)
{
	const size_t max = QUOTE_MAX - 2;	/* beside two ellipses */
	size_t from = (size_t)(hit.p - text.p), to = from + hit.len;
	struct str whole = utf8_trim(text), cut;
	size_t room, after;

	if (utf8_length(whole) <= QUOTE_MAX)
		return whole;
	if (length(text, from, to) > max)
		to = forth(text, from, max);
	room = max - length(text, from, to);
	after = length(text, to, forth(text, to, room));
	from = word_start(text, back(text, from, room - after > room / 3 ?
	    room - after : room / 3), from);
	to = word_end(text, forth(text, to, max - length(text, from, to)),
	    to);
	cut = utf8_trim((struct str){ text.p + from, to - from });
	return arena_printf(a, "%s%.*s%s", from > 0 ? "…" : "", STR_ARG(cut),
	    to < text.len ? "…" : "");
}

/*
 * match_need: what a regular expression's matches cannot be without.
 * Private to match.
 */
#ifndef TEXT_MATCH_NEED_H
#define TEXT_MATCH_NEED_H

#include "base/arena.h"

enum { NEED_MAX = 64, NEED_LEN = 8 };

/* At most NEED_MAX strings, each of 1 to NEED_LEN bytes, in lower case. */
struct need {
	size_t		n;
	struct str	s[NEED_MAX];
};

/*
 * need_of(pattern, a, out): strings one of which every match of ${pattern}
 * (PCRE2 syntax, letters in either case) holds, the set that prose holds
 * least often.  False when there is none, or the syntax is beyond us: then
 * the expression must be tried on every text.
 *
 * Letters outside ASCII never enter the set.  PCRE2 takes U+017F for an "s"
 * and U+212A for a "k": text with one of them must not be filtered.
 *
 * Source: Russ Cox, "Regular Expression Matching with a Trigram Index"
 * (2012), for the algebra of exact, prefix and suffix sets.
 */
bool	need_of(struct str pattern, struct arena *a, struct need *out);

#endif

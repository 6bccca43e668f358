/* match_phrase: one phrase at one place of a text.  Private to match. */
#ifndef TEXT_MATCH_PHRASE_H
#define TEXT_MATCH_PHRASE_H

#include "base/arena.h"

struct phrase {
	struct str	words;		/* folded, one space between words */
	struct str	anchor;		/* its first bytes, as text_fold_into
					   leaves them in a text */
};

/* phrase_init(p, text, a): false if there is no word in ${text}. */
bool	phrase_init(struct phrase *p, struct str text, struct arena *a);

/*
 * phrase_at(p, text, i): does it stand at byte ${i} of ${text}, on borders
 * of words?  Its length in ${text}, or 0.
 */
size_t	phrase_at(const struct phrase *p, struct str text, size_t i);

#endif

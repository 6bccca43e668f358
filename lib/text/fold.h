/*
 * fold: letters of either case made one, without changing their length in
 * UTF-8, so that offsets stay.  ASCII, Latin-1, Latin Extended-A, Greek,
 * Cyrillic, Armenian; curly apostrophes are straight ones.  Private to
 * lib/text.  Source: Unicode's CaseFolding, simple mappings.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/str.h"

/* text_fold(c): the lower-case twin of ${c}, or ${c}. */
uint32_t	text_fold(uint32_t c);

/* text_ascii(s): no byte above 0x7f? */
bool		text_ascii(struct str s);

/* text_fold_into(s, out): fold the letters of ${s} into s.len bytes. */
void		text_fold_into(struct str s, char *out);

#endif

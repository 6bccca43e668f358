/*
 * fold: letters of either case made one, without changing their length in
 * UTF-8, so that offsets stay: utf8_lower, and a final sigma is a sigma.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/str.h"

/* text_fold(c): what stands for ${c} in comparisons. */
uint32_t	text_fold(uint32_t c);

/* text_ascii(s): no byte above 0x7f? */
bool		text_ascii(struct str s);

/* text_fold_into(s, out): fold the letters of ${s} into s.len bytes. */
void		text_fold_into(struct str s, char *out);

#endif

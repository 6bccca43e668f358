/*
 * space: white space and marks that nobody sees, in any script.  Private to
 * lib/text but for text_trim.
 */
#ifndef TEXT_SPACE_H
#define TEXT_SPACE_H

#include "base/str.h"

/* text_space(c): white space, also no-break, ideographic and line ends? */
bool		text_space(uint32_t c);

/*
 * text_unseen(c): a control, zero-width or direction mark, a byte order mark
 * or a non-character: what pasting leaves behind and spoofing uses?
 */
bool		text_unseen(uint32_t c);

/* text_trim(s): without white space and unseen marks at both ends. */
struct str	text_trim(struct str s);

#endif

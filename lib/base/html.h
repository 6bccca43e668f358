/* html: text into an HTML document, and out of one. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* html_put(b, c): the byte ${c}, where markup begins its character reference. */
void	html_put(struct buf *b, char c);

/*
 * html_to_text(b, s): append what a reader of ${s} sees, as plain text.
 * Blocks, breaks and items of lists begin a line; the address of a link or
 * an image that its words do not show follows them in parentheses.  A '<'
 * that begins no tag and an unknown character reference stay as they are.
 * The time is linear in ${s}, whatever it holds.
 */
void	html_to_text(struct buf *b, struct str s);

#endif

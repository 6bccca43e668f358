/* html: text as it may stand in an HTML document. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* html_put(b, c): the byte ${c}, where markup begins its character reference. */
void	html_put(struct buf *b, char c);

#endif

/*
 * html: text into a page, escaped; private to the sandbox.
 *
 * What the CRM holds was typed by strangers.  Nothing of it reaches a page
 * but through html_text or html_rich.
 */
#ifndef SANDBOX_HTML_H
#define SANDBOX_HTML_H

#include "base/buf.h"
#include "base/str.h"

/* html_text(b, s): as text, also within a quoted attribute. */
void	html_text(struct buf *b, struct str s);

/*
 * html_rich(b, s): HTML as a note holds it: paragraphs, breaks, lists and
 * emphasis without attributes are kept and balanced, all other tags show as
 * the text they are.
 */
void	html_rich(struct buf *b, struct str s);

/* html_plain(b, s, max): the text of HTML on one line, cut after ${max}. */
void	html_plain(struct buf *b, struct str s, size_t max);

#endif

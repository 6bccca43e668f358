/* page: what all pages have, and their files; private to the sandbox. */
#ifndef SANDBOX_PAGE_H
#define SANDBOX_PAGE_H

#include "base/buf.h"
#include "sandbox/persona.h"

/*
 * No script or style stands in a page, nothing is asked of another host, and
 * no other page may frame one.
 */
#define PAGE_POLICY	"default-src 'none'; style-src 'self'; " \
	"script-src 'self'; connect-src 'self'; form-action 'self'; " \
	"base-uri 'none'; frame-ancestors 'none'"

/*
 * page_head(b, q, title): up to <main>.  page_end(b, q, r): to the end, and
 * the whole becomes the answer; ${b} is freed.
 */
void	page_head(struct buf *b, const struct request *q, const char *title);
void	page_end(struct buf *b, struct request *q, struct answer *r);

/* The two files, and a number that changes when a page may have. */
api_handler	page_style, page_script, page_pulse;

extern const char page_css[], page_js[];

#endif

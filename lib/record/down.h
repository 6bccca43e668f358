/*
 * down: what a line hands down to the items that were made of it: who waits
 * for an answer (source.lease), and what was mended in it.  Where items wait
 * among others, it goes with them as text.
 */
#ifndef RECORD_DOWN_H
#define RECORD_DOWN_H

#include "base/buf.h"
#include "json/json.h"

struct down {
	const struct json	*lease;		/* a list; or NULL */
	const struct json_note	*notes;
};

/*
 * down_lease(root, with, a): the leases of a line; or of the lines that were
 * folded into a list, and those ${with} that were handed down to some of
 * them, or NULL, each once.  NULL if there are none.
 */
const struct json *down_lease(const struct json *root,
		    const struct json *with, struct arena *a);

/* down_paths(p): the part of a line that down_lease reads. */
void		down_paths(struct json_paths *p);

/* down_write(d, a, b): what ${d} hands down, as text; nothing if nothing. */
void		down_write(const struct json_doc *d, struct arena *a,
		    struct buf *b);

/* down_read(text, p, a): what down_write wrote, several joined by commas. */
struct down	down_read(struct str text, struct json_parser *p,
		    struct arena *a);

#endif

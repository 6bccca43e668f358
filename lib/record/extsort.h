/*
 * extsort: sorts more than fits into memory.
 *
 * Items are put in, sorted by key and then by number, and taken out again.
 * What exceeds the bound goes to a temporary file in $TMPDIR (else /tmp),
 * which has no name by then and vanishes with the process.  The order does
 * not depend on the bound.
 *
 * When the temporary file cannot be written or read, one line is printed
 * and the process exits 74: nothing has been put out by then.
 */
#ifndef RECORD_EXTSORT_H
#define RECORD_EXTSORT_H

#include "base/arena.h"

struct extsort;

struct extsort_item {
	struct str	key;
	uint64_t	number;
	struct str	data;
};

/* extsort_new(bound): ${bound} bytes of memory at about the most. */
struct extsort	*extsort_new(size_t bound);
void		 extsort_free(struct extsort *s);

/* extsort_add(s, item): copied; not after the first extsort_next. */
void		 extsort_add(struct extsort *s,
		    const struct extsort_item *item);

/* extsort_next(s, out): the next in order, valid until the next call. */
bool		 extsort_next(struct extsort *s, struct extsort_item *out);

/* extsort_spilled(s): did it need the file? */
bool		 extsort_spilled(const struct extsort *s);

#endif

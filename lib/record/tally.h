/* tally: the counts of a run, and the equation they must satisfy. */
#ifndef RECORD_TALLY_H
#define RECORD_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct tally {
	uint64_t	in, out, refused, skipped, folded;
	uint64_t	untimed;	/* of those out: a time in the source
					   could not be read */
	bool		leased;		/* something had a lease */
	bool		ended;		/* the last line was a closing stub */
	bool		lines;		/* there was a line at all */
};

/* tally_add(t, more): what comes after ${t} in the input. */
void	tally_add(struct tally *t, const struct tally *more);

/* tally_tell(t): a warning if times were lost, and the closing line. */
void	tally_tell(const struct tally *t);

/* tally_stub(t, stage, b): the closing stub, with its line feed. */
void	tally_stub(const struct tally *t, const char *stage, struct buf *b);

#endif

/*
 * allowance: how many records may be refused (--max-rejects) before the exit
 * status says so.  Input that ends is judged as a whole; with ${follow} it
 * may never end, and is judged in stretches, each told of when it is over.
 */
#ifndef RECORD_ALLOWANCE_H
#define RECORD_ALLOWANCE_H

#include "base/err.h"

enum {
	ALLOWANCE_SAMPLE = 20,		/* a share of fewer tells nothing */
	ALLOWANCE_STRETCH = 1000	/* judged at once when following */
};

struct allowance {
	double		share;		/* that may be refused; 0: none */
	bool		follow;
	uint64_t	in, refused;	/* not judged so far */
	uint64_t	passed;		/* stretches that had too many */
};

/*
 * allowance_add(a, in, refused): more records, in the input's order.  A
 * stretch with too many is told of at once.
 */
void	allowance_add(struct allowance *a, uint64_t in, uint64_t refused);

/* allowance_end(a, e): no more come; -1 if too many were refused. */
int	allowance_end(struct allowance *a, struct err *e);

#endif

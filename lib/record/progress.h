/*
 * progress: one line on a terminal that says how far the run is.  Silent
 * when standard error is no terminal or the size of the input is not known.
 */
#ifndef RECORD_PROGRESS_H
#define RECORD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "record/tally.h"

struct progress {
	bool		 on;
	uint64_t	 size;		/* bytes of input */
	struct timespec	 start, shown;
};

void	progress_open(struct progress *p, uint64_t size);

/* progress_due(p): is it time to show the line again? */
bool	progress_due(const struct progress *p);

/* progress_show(p, bytes, t): ${bytes} are read, ${t} is written. */
void	progress_show(struct progress *p, uint64_t bytes,
	    const struct tally *t);

/* progress_close(p): take the line away. */
void	progress_close(struct progress *p);

#endif

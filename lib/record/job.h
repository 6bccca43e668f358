/*
 * job: some whole lines of the input on their way through the engine, and
 * what became of them.  input.c fills it, lane.c works on it, pool.c sees
 * to it that jobs are written in the order of the input.
 */
#ifndef RECORD_JOB_H
#define RECORD_JOB_H

#include "base/buf.h"
#include "base/err.h"
#include "record/dead.h"
#include "record/tally.h"

enum {
	JOB_BLOCK = 128 * 1024,	/* bytes of input aimed at */
	JOB_KEEP = 1024 * 1024,	/* a larger buffer is not kept */
	JOB_CUT = 64 * 1024	/* kept of a line above the limit */
};

struct job {
	struct buf	 in;		/* lines, LF after each but the last */
	struct where	 at;		/* of the first line */
	uint64_t	 offset;	/* of its first byte in its file */
	struct buf	 numbers;	/* size_t each: of lines not in a row */
	struct buf	 downs;		/* of each of those: a size_t of bytes
					   (down.h), and these */

	/* One line that was refused before any stage saw it. */
	bool		 refused;
	struct err	 err;
	struct cut	 cut;		/* if ${in} is not all of it */

	struct buf	 out, dead, asks; /* to be written */
	bool		 durable;	/* ${dead} must be on disk first */
	struct tally	 tally;
	struct buf	 told;		/* struct err each: refusals to tell */
};

/* job_reset(j): as new, but for the memory. */
void	job_reset(struct job *j);
void	job_free(struct job *j);

/* job_hand_down(j, s): the next line's; job_handed_down(j, pos): read it. */
void	job_hand_down(struct job *j, struct str s);
struct str job_handed_down(const struct job *j, size_t *pos);

#endif

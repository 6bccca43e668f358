/*
 * output: the engine's writing side.  Jobs come in the order of the input,
 * from one thread at a time.
 */
#ifndef RECORD_OUTPUT_H
#define RECORD_OUTPUT_H

#include "record/allowance.h"
#include "record/engine.h"
#include "record/job.h"

struct output {
	const struct engine_opts *o;
	struct letters	 letters;
	int		 asks;		/* descriptor, or -1 */
	size_t		 told;		/* refusals told of */
	struct allowance allowance;	/* of what is written */
};

enum { OUTPUT_TELL = 10 };	/* refusals told of without -v */

/* output_open(p, o, e): open the file of dead letters. */
int	output_open(struct output *p, const struct engine_opts *o,
	    struct err *e);

/*
 * output_job(p, j, e): write what became of ${j}: letters and questions
 * before records, and letters to the disk before the stubs that need them.
 */
int	output_job(struct output *p, const struct job *j, struct err *e);

/* output_write(p, s, e): more bytes to standard output. */
int	output_write(struct output *p, struct str s, struct err *e);

/* output_close(p, e): the file of dead letters is complete. */
int	output_close(struct output *p, struct err *e);

#endif

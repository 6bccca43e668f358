/*
 * select: --select EXPR prints the expression's value for each record, as a
 * line of JSON, instead of the record.  An absent value prints as null; any
 * other evaluation error refuses the record.
 */
#ifndef RECORD_SELECT_H
#define RECORD_SELECT_H

#include "record/engine.h"

struct select {
	const struct cel_prog	*prog;
	uint32_t		 reads;	/* as record_reads */
	struct instant		 now;
	struct engine_sink	 sink;	/* for engine_opts */
};

/*
 * select_open(s, expr, now, a, d): compile ${expr} over the variables of
 * record_env.  0, or -1 with the errors in ${d}.
 */
int	select_open(struct select *s, const char *expr, struct instant now,
	    struct arena *a, struct diags *d);

#endif

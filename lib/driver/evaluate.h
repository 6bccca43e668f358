/*
 * evaluate: "chatcrm eval EXPR", the playground: one expression over each
 * JSON line.  It may name input (the line), all variables of a record, and
 * slots, slot_history and facts of its conversation.
 */
#ifndef DRIVER_EVALUATE_H
#define DRIVER_EVALUATE_H

#include "record/engine.h"

struct evaluate {
	const struct cel_prog	*prog;
	struct instant		 now;
	int			 input, slots, history, facts;	/* variables */
	struct engine_sink	 sink;		/* for engine_opts */
};

/* The stage that goes with the sink: it passes every line as it is. */
extern const struct stage_ops evaluate_stage;

/* evaluate_open(v, expr, now, a, d): 0, or -1 with the errors in ${d}. */
int	evaluate_open(struct evaluate *v, const char *expr,
	    struct instant now, struct arena *a, struct diags *d);

/* evaluate_once(v, out, e): without any input; 0 or -1. */
int	evaluate_once(const struct evaluate *v, struct buf *out,
	    struct err *e);

#endif

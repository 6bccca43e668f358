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
	enum { EXPLAIN_NOT, EXPLAIN_TEXT, EXPLAIN_JSON } explain;
	int			 input, slots, history, facts;	/* variables */
	struct engine_sink	 sink;		/* for engine_opts */
};

/* The stage that goes with the sink: it passes every line as it is. */
extern const struct stage_ops evaluate_stage;

/* evaluate_open(v, expr, now, a, d): 0, or -1 with the errors in ${d}. */
int	evaluate_open(struct evaluate *v, const char *expr,
	    struct instant now, struct arena *a, struct diags *d);

/*
 * evaluate_once(v, doc, out, e): over ${doc}, or without any input if that
 * is NULL; its value as a line in ${out}.  0 or -1.
 */
int	evaluate_once(const struct evaluate *v, const struct json_doc *doc,
	    struct buf *out, struct err *e);

/*
 * playground(file, now, e): ask for expressions and evaluate them over the
 * lines of ${file} (or NULL), one at a time; 0, or -1 if it cannot be read.
 */
int	playground(const char *file, struct instant now, struct err *e);

#endif

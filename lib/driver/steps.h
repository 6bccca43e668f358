/*
 * steps: how an expression came to its value, for "chatcrm eval --explain".
 */
#ifndef DRIVER_STEPS_H
#define DRIVER_STEPS_H

#include "cel/cel.h"

/* What came of an evaluation, with the values of its parts. */
struct steps {
	const struct cel_prog	*prog;
	struct cel_trace	 trace;
	enum cel_status		 status;
	struct cel_val		 value;		/* CEL_OK */
	struct err		 err;		/* else */
};

/* steps_run(p, vars, a, out): evaluate and remember; all lives in ${a}. */
void	steps_run(const struct cel_prog *p, const struct cel_val *vars,
	    struct arena *a, struct steps *out);

/*
 * steps_json(s, a, b): one line: {"expression", "value" (or "absent" or
 * "error" with the reason), "steps": [the same of each part, with "at", its
 * byte in the expression, "depth", and "times" in a loop]}.  Names of whole
 * lists and mappings are no steps.
 */
void	steps_json(const struct steps *s, struct arena *a, struct buf *b);

/* steps_text(s, a, b): the same for people: a line for each part. */
void	steps_text(const struct steps *s, struct arena *a, struct buf *b);

#endif

/*
 * told: what chatcrm-map --explain prints: one object a record, or lines for
 * a person at a terminal.
 */
#ifndef STAGE_TOLD_H
#define STAGE_TOLD_H

#include "record/engine.h"

struct told {
	bool			 text, colour;
	struct engine_sink	 sink;		/* for engine_opts */
};

/* told_open(t, text, colour): the form is chosen. */
void	told_open(struct told *t, bool text, bool colour);

#endif

/*
 * lane: what one thread needs to take lines through the row of stages.
 */
#ifndef RECORD_LANE_H
#define RECORD_LANE_H

#include "record/engine.h"
#include "record/job.h"

/* The same for all lanes of a run, and not changed by them. */
struct row {
	const struct engine_opts	*o;
	const struct engine_stage	*stages;
	size_t				 n;
	const struct json_paths		*paths;		/* NULL: all */
	size_t				 told;		/* refusals a job tells */
};

struct lane {
	const struct row	*row;
	struct json_parser	*parser;	/* reads row->paths */
	struct json_parser	*whole;		/* reads all; made when needed */
	struct arena		 arena;		/* reset for each line */
	struct arena		 letter;	/* the same, for --replay */
	void			*scratch[ENGINE_STAGES];
};

void	lane_init(struct lane *l, const struct row *row);
void	lane_free(struct lane *l);

/* lane_work(l, j): all lines of ${j}; fills what is to be written. */
void	lane_work(struct lane *l, struct job *j);

#endif

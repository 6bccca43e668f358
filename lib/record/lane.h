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

/* One line on its way. */
struct line {
	struct str	 text;
	struct where	 at;
	uint64_t	 offset;
	size_t		 first;		/* the stage that reads it */
	unsigned	 attempt;	/* from 1; more when replayed */
	uint32_t	 part, parts;	/* as in struct rec */
	bool		 split;		/* ${text} is a part of a line */
	struct str	 letter;	/* its id, when replayed */
	struct str	 source;	/* of that letter */
	struct where	 from;		/* the same, where it is known */
	bool		 leased;	/* somebody waits for an answer */
	const struct json *lease;	/* as in struct rec */
	const struct json_note *notes;
};

struct lane {
	const struct row	*row;
	struct json_parser	*parser;	/* reads row->paths */
	struct json_parser	*whole;		/* reads all; made when needed */
	struct arena		 arena;		/* reset for each line */
	struct arena		 letter;	/* the same, for --replay */
	struct buf		 asks;		/* of the line, for --asks */
	struct arena		 parts;		/* of the line being split */
	void			*scratch[ENGINE_STAGES];
};

void	lane_init(struct lane *l, const struct row *row);
void	lane_free(struct lane *l);

/* lane_work(l, j): all lines of ${j}; fills what is to be written. */
void	lane_work(struct lane *l, struct job *j);

/* What is refused goes through these again: see aside.c. */

/* lane_parse(l, in, r, e): the whole line, in the arena's place. */
int	lane_parse(struct lane *l, const struct line *in, struct rec *r,
	    struct err *e);

/*
 * lane_run(l, r, first, end, k, e): take ${r} through the stages ${first} to
 * ${end}, which is not run; ${k} is the one where it ended.
 */
enum verdict lane_run(struct lane *l, struct rec *r, size_t first,
	    size_t end, size_t *k, struct err *e);

/* lane_stage(row, k): the name of stage ${k}. */
const char *lane_stage(const struct row *row, size_t k);

#endif

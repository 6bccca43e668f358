/*
 * trial: one text at a time through a row of stages, for commands that look
 * at what becomes of it instead of passing it on: diff, test.
 */
#ifndef RECORD_TRIAL_H
#define RECORD_TRIAL_H

#include "record/lane.h"

struct trial {
	struct engine_opts	 o;
	struct engine_stage	 stages[ENGINE_STAGES];
	struct row		 row;
	struct lane		 lane;
};

/* What became of a text; all of it lives until the next one is run. */
struct outcome {
	enum verdict	 verdict;
	const char	*stage;		/* that refused or skipped it */
	struct rec	 rec;		/* if it passed */
	struct err	 err;		/* else */
};

/*
 * trial_open(t, c, env, first, last, a): compile the stages ${first} to
 * ${last} (by name) of ${c}, and read the sections of the others; what is
 * wrong goes to c->diags, and with errors in there ${t} must not be run.
 * ${t} stays where it is until trial_close.
 */
void	trial_open(struct trial *t, const struct conf *c,
	    const struct run_env *env, const char *first, const char *last,
	    struct arena *a);

/*
 * trial_run(t, text, at, out): ${text}, a JSON text from ${at}, which must
 * live as long as ${out}.
 */
void	trial_run(struct trial *t, struct str text, struct where at,
	    struct outcome *out);

void	trial_close(struct trial *t);

#endif

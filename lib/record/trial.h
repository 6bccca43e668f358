/*
 * trial: one text at a time through a row of stages, for commands that look
 * at what becomes of it instead of passing it on: diff, test.
 */
#ifndef RECORD_TRIAL_H
#define RECORD_TRIAL_H

#include "record/document.h"
#include "record/lane.h"

struct trial {
	struct engine_opts	 o;
	struct engine_stage	 stages[ENGINE_STAGES];
	struct row		 row;
	struct lane		 lane;
	struct arena		 parts;		/* of a line that is split */
};

/* What became of a text, or of one of the records that it gives. */
struct result {
	enum verdict	 verdict;
	const char	*stage;		/* that refused or skipped it */
	struct err	 err;
	struct json	 record;	/* if it passed */
};

struct results {
	struct result	*v;
	size_t		 n, cap;
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
 * trial_run(t, text, at, a, out): ${text}, a JSON text from ${at}; what
 * becomes of it is added to ${out}, copied into ${a}.
 */
void	trial_run(struct trial *t, struct str text, struct where at,
	    struct arena *a, struct results *out);

/* results_add(r, a): one more, refused until it is known better. */
struct result *results_add(struct results *r, struct arena *a);

/*
 * trial_document(t, d): let ${d} take lists apart as the first stage of
 * ${t} wants it.
 */
void	trial_document(struct trial *t, struct document *d);

void	trial_close(struct trial *t);

#endif

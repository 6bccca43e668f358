/*
 * engine: a stream of lines through a row of stages.
 *
 * in = out + refused + skipped + folded, for every command; the closing
 * line on standard error says so.  Output is in input order and the same
 * bytes for any number of threads.
 */
#ifndef RECORD_ENGINE_H
#define RECORD_ENGINE_H

#include "record/record.h"

struct framer;		/* groups lines before the first stage: framer.h */

struct engine_opts {
	const char	*program;	/* "chatcrm-map", for messages */
	const char	*in_name;	/* "-" or a file's name */
	int		 in, out;	/* descriptors */
	const char	*rejects;	/* file for dead letters, or NULL */
	const char	*select;	/* CEL, or NULL */
	int		 jobs;		/* threads; 1: none */
	double		 max_rejects;	/* share of the input, 0.05 */
	struct json_limits limits;
	struct run_env	 env;
	bool		 quiet, end_stub, expect_end, replay;
	struct framer	*framer;	/* or NULL */
};

struct engine_stage {
	const struct stage_ops	*ops;
	const void		*stage;	/* from ops->open */
};

/*
 * engine_run(o, stages, n, e): run to the end of the input; the status to
 * exit with.  Signals: SIGPIPE is a write error; reading stops at SIGTERM.
 */
enum status	engine_run(const struct engine_opts *o,
		    const struct engine_stage *stages, size_t n,
		    struct err *e);

#endif

/*
 * filter: a command that takes lines through stages: map, validate, score,
 * route, and "chatcrm run".
 *
 *	struct filter f = { .program = "chatcrm-map", ... };
 *	cmd_init();
 *	filter_options(&f, argc, argv);
 *	return cmd_exit(filter_run(&f, &e), &e);
 */
#ifndef RECORD_FILTER_H
#define RECORD_FILTER_H

#include "record/cmd.h"
#include "record/engine.h"
#include "record/select.h"

struct filter {
	/*
	 * The caller's: stages ${first} to ${last} (by name) out of ${all}
	 * (NULL ends it), and options of the command's own or NULL.
	 */
	const char		*program, *purpose;
	const struct stage_ops	*const *all;
	const char		*first, *last;
	const struct opt	*options;
	/* Read the other sections, for their mistakes; may be NULL. */
	void			(*others)(const struct conf *c,
				    struct arena *a);
	int			 out;		/* descriptor */
	const char		*reader;	/* stage behind it, or NULL */
	const struct engine_sink *sink;		/* in place of records; or NULL */

	/* From the command line, by filter_options. */
	struct cmd_common	 common;
	const char		*files[OPT_LIST_MAX];
	size_t			 nfiles;
	const char		*rejects, *asks, *select, *replay;
	double			 max_rejects;	/* a share */
	bool			 follow;
	int64_t			 jobs;
	struct opt_list		 limit;		/* "NAME=VALUE" */
	bool			 group, end, expect_end, no_sandbox;
	struct run_env		 env;

	/* While it runs. */
	struct arena		 arena;
	struct json_limits	 limits;
	struct letters		 letters;
	struct engine_stage	 stages[ENGINE_STAGES];
	size_t			 n;
	struct select		 selected;
	struct framer		*framer;
};

/*
 * filter_options(f, argc, argv): read the command line; ends the program if
 * it is wrong (see cmd_options).
 */
void		 filter_options(struct filter *f, int argc, char **argv);

/*
 * filter_open(f, e): load the whole configuration, that of stages that do
 * not run too, so that all commands of a pipe end alike when it is wrong.
 */
int		 filter_open(struct filter *f, struct err *e);

/* filter_run(f, e): open if need be, and run; the status to exit with. */
enum status	 filter_run(struct filter *f, struct err *e);

#endif

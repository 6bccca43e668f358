/*
 * engine: a stream of lines through a row of stages.
 *
 * in = out + refused + skipped + folded, for every command; the closing
 * line on standard error says so.  Output is in input order and the same
 * bytes for any number of threads.  What one read(2) returned is worked on
 * and written before the next one is waited for, so that a stream that
 * trickles is never held back.  Memory does not grow with the input.
 *
 * A line ends with LF or at the end of the input, CR before the LF is white
 * space, and blank lines count as nothing.  A line above limits.bytes is
 * refused and costs no more memory than the limit.  From a file on whose
 * first line is only the beginning of a text, texts go over several lines,
 * and lists stand for their items (document.h).
 */
#ifndef RECORD_ENGINE_H
#define RECORD_ENGINE_H

#include "record/framer.h"
#include "record/letters.h"
#include "record/record.h"

/*
 * How a record leaves the row.  ${put} appends what is to be written for
 * ${r}, line feed included, or refuses the record with -1.  ${paths} are
 * the parts of a record it reads (NULL: all).
 */
struct engine_sink {
	int		 (*put)(const void *arg, struct rec *r,
			    struct buf *out, struct err *e);
	void		 (*paths)(const void *arg, struct json_paths *p);
	const void	*arg;
	const char	*name;		/* as "stage" in its dead letters */
};

struct engine_opts {
	const char	*const *files;	/* read one after the other */
	size_t		 nfiles;	/* 0: standard input, named "-" */
	int		 out;		/* descriptor */
	struct letters	 letters;	/* where dead ones go */
	const char	*asks;		/* file of what visitors are asked */
	int		 jobs;		/* threads; 1: none */
	double		 max_rejects;	/* share of the input, 0.05 */
	bool		 follow;	/* the input has no end in sight */
	struct json_limits limits;	/* strict is taken from env */
	struct run_env	 env;
	bool		 verbose;	/* tell of every refusal */
	bool		 silent;	/* no closing line */
	bool		 wall;		/* give up all else: base/wall.h */
	bool		 end_stub;	/* write a closing stub in any case */
	bool		 expect_end;	/* want one in the input */
	bool		 replay;	/* the input is dead letters */
	const char	*reader;	/* stage that reads the output, whose
					   letters pass as they are; or NULL */
	struct framer	*framer;	/* or NULL */
	const struct engine_sink *sink;	/* NULL: the record as a line */
};

struct engine_stage {
	const struct stage_ops	*ops;
	const void		*stage;	/* from ops->open */
};

enum { ENGINE_STAGES = 8 };	/* in a row, at most */

/*
 * engine_run(o, stages, n, e): run to the end of the input; the status to
 * exit with, and ${e} set where that is not said already.  SIGTERM and
 * SIGINT end the input early: what was read is finished, the status is
 * STATUS_DEFERRED; the second one kills.  SIGPIPE must be ignored.  With
 * ${wall} the process can do little else afterwards.
 *
 * Status: IO if reading or writing failed, or if the closing stub that was
 * expected is missing; REFUSED if more than max_rejects of at least
 * 20 records were refused (of any number, if max_rejects is 0), with
 * ${follow} in any stretch of about a thousand (allowance.h).
 */
enum status	engine_run(const struct engine_opts *o,
		    const struct engine_stage *stages, size_t n,
		    struct err *e);

#endif

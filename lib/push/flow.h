/* flow: from the input to waves, and from waves to result lines; private. */
#ifndef PUSH_FLOW_H
#define PUSH_FLOW_H

#include "push/wave.h"

enum {
	WAVE_MAX = 2000,		/* records */
	WAVE_BULK = 10000,		/* where bulk jobs are worth it */
	PLAN_MAX = 100000,		/* of a plan: all are one wave */
	OUTBOX_MAX = 200000		/* records */
};

#define OUTBOX_BYTES	(INT64_C(4) << 30)

/* How a run's input came to its end. */
struct feed {
	struct lines	 lines;
	size_t		 bytes;		/* in the wave */
	bool		 stopped;	/* a signal asked for it, or time */
	bool		 ended;		/* by a closing stub */
	bool		 done;
};

/*
 * feed.c: the next wave: wait for a first line, then for as many more as
 * come at once; of a plan, all of them.
 */
int		feed_fill(struct push *p, struct feed *f, struct err *e);

/*
 * feed.c: more of it without waiting; is it whole, full or the last?  What
 * cannot be read is told by the next feed_fill.
 */
bool		feed_ahead(struct push *p, struct feed *f);

/*
 * ahead.c: the next waves are read and looked up while this one is written.
 * ahead_take: this wave is done, go on with the next, as far as it is read.
 * ahead_waits: is anything read of a next one?
 */
int		ahead_open(struct push *p, struct feed *f, struct err *e);
void		ahead_close(struct push *p);
int		ahead_take(struct push *p, struct err *e);
bool		ahead_waits(const struct push *p);

/* answer.c: dead letters, then result lines, of jobs not yet told. */
int		answer_wave(struct push *p, struct err *e);
/* The same of what needs no request. */
int		answer_early(struct push *p, struct err *e);
int		answer_write(struct push *p, struct err *e);	/* p->out */
/* Lines of what was drained and did not come in the input as well. */
int		answer_drained(struct push *p, struct err *e);
int		answer_end(struct push *p, struct err *e);	/* the stub */
/* What became of all, as a log line and as JSON for the ledger. */
void		answer_tell(const struct push *p, struct buf *figures);

/*
 * outbox.c: push what waits there, before the input.  Where the same record
 * comes in the input, too, that line tells what became of it (outbox_same);
 * the others have lines of their own in the end.
 */
int		outbox_drain(struct push *p, struct err *e);
/* Is there room for so many more waves? */
bool		outbox_has_room(const struct push *p, int waves);
/* A wave has its verdicts: what is put there, and what is taken out. */
int		outbox_settle(struct push *p, struct job *j, struct err *e);
void		outbox_same(struct push *p, struct job *j);
/* Its dead letters are on disk. */
int		outbox_bury(struct push *p, struct err *e);
/* Does anything wait there that another run is to try? */
int		outbox_left(struct push *p, bool *left, struct err *e);

/* push.c: wait until the ledger is ours; what a wave goes through. */
int		push_turn(struct push *p, struct err *e);
int		push_wave(struct push *p, struct err *e);

/* plan.c: a line for each job; the last line; a line of a plan, to apply. */
void		plan_write(struct push *p);
void		plan_total(struct push *p);
bool		plan_is_total(struct push *p, const struct json *line);
bool		plan_read(struct push *p, struct job *j);
bool		plan_has_changes(const struct push *p);

#endif

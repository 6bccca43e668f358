/*
 * pool: threads that work on jobs, and output in the order of the input.
 *
 * The thread that reads puts jobs into a ring; workers take the next one;
 * who finishes the oldest writes it, and all finished ones behind it.  So
 * nobody waits to write what is ready, and the ring bounds the memory.
 */
#ifndef RECORD_POOL_H
#define RECORD_POOL_H

#include "record/lane.h"
#include "record/output.h"

enum { POOL_THREADS = 64 };

struct pool;

/*
 * pool_open(row, out, threads, e): ${threads} 1 starts none: pool_put then
 * does the work itself.  NULL on error.
 */
struct pool	*pool_open(const struct row *row, struct output *out,
		    size_t threads, struct err *e);

/* pool_job(p): an empty job to fill; NULL once writing has failed. */
struct job	*pool_job(struct pool *p);

/* pool_put(p): the job from pool_job is full; see it worked on. */
void		 pool_put(struct pool *p);

/* pool_tally(p): of all that is written by now. */
struct tally	 pool_tally(struct pool *p);

/*
 * pool_close(p, t, e): finish what was put, say in ${t} (may be NULL) what
 * was written, free all.  0, or -1 if writing failed.
 */
int		 pool_close(struct pool *p, struct tally *t, struct err *e);

#endif

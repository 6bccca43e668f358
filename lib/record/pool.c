#include "record/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "record/stop.h"

struct worker {
	struct pool	*pool;
	struct lane	 lane;
	pthread_t	 thread;
};

struct slot {
	struct job	 job;
	bool		 done;
};

struct pool {
	struct output	*out;
	struct worker	 workers[POOL_THREADS];
	size_t		 n;		/* workers */
	size_t		 running;	/* threads; 0: none are used */
	struct slot	*ring;
	size_t		 size;
	pthread_mutex_t	 lock;		/* of all below */
	pthread_cond_t	 filled, emptied;
	uint64_t	 put, taken, written;	/* jobs so far */
	bool		 writing, closed;
	bool		 failed;	/* writing did: ${err} */
	struct err	 err;
	struct tally	 tally;		/* of what is written */
};

/*
 * Write the oldest jobs while they are done.  The lock is not held while
 * writing; ${writing} keeps the others out meanwhile.
 */
static void
write_finished(struct pool *p)
{
	struct err e = { 0 };
	struct slot *s;
	bool failed;

	if (p->writing)
		return;
	p->writing = true;
	while (p->written < p->put &&
	    (s = &p->ring[p->written % p->size])->done) {
		failed = p->failed;
		pthread_mutex_unlock(&p->lock);
		if (!failed && output_job(p->out, &s->job, &e) != 0)
			failed = true;
		pthread_mutex_lock(&p->lock);
		if (failed && !p->failed) {
			p->failed = true;
			p->err = e;
			stop_wake();
		}
		if (!failed)
			tally_add(&p->tally, &s->job.tally);
		s->done = false;
		p->written++;
		pthread_cond_signal(&p->emptied);
	}
	p->writing = false;
}

static struct slot *
take(struct pool *p)
{
	while (p->taken == p->put && !p->closed)
		pthread_cond_wait(&p->filled, &p->lock);
	if (p->taken == p->put)
		return NULL;
	return &p->ring[p->taken++ % p->size];
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct pool *p = w->pool;
	struct slot *s;

	pthread_mutex_lock(&p->lock);
	while ((s = take(p)) != NULL) {
		pthread_mutex_unlock(&p->lock);
		lane_work(&w->lane, &s->job);
		pthread_mutex_lock(&p->lock);
		s->done = true;
		write_finished(p);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Signals are for the thread that reads. */
static int
start_threads(struct pool *p, struct err *e)
{
	sigset_t all, old;
	int error = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	while (p->running < p->n && error == 0) {
		error = pthread_create(&p->workers[p->running].thread, NULL,
		    work, &p->workers[p->running]);
		if (error == 0)
			p->running++;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error != 0)
		return err_set(e, ERR_IO, "io.thread",
		    "cannot start %zu threads; use a smaller -j", p->n);
	return 0;
}

struct pool *
pool_open(const struct row *row, struct output *out, size_t threads,
    struct err *e)
{
	struct pool *p = calloc(1, sizeof(*p));
	size_t size = threads > 1 ? 2 * threads + 2 : 1;

	if (p == NULL || (p->ring = calloc(size, sizeof(*p->ring))) == NULL) {
		free(p);
		err_set(e, ERR_IO, "io.memory", "no memory for the engine");
		return NULL;
	}
	p->out = out;
	p->size = size;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->filled, NULL);
	pthread_cond_init(&p->emptied, NULL);
	for (p->n = 0; p->n < threads; p->n++) {
		p->workers[p->n].pool = p;
		lane_init(&p->workers[p->n].lane, row);
	}
	if (threads > 1 && start_threads(p, e) != 0) {
		pool_close(p, NULL, NULL);
		return NULL;
	}
	return p;
}

struct job *
pool_job(struct pool *p)
{
	struct job *j;

	pthread_mutex_lock(&p->lock);
	while (p->put - p->written == p->size && !p->failed)
		pthread_cond_wait(&p->emptied, &p->lock);
	j = p->failed ? NULL : &p->ring[p->put % p->size].job;
	pthread_mutex_unlock(&p->lock);
	if (j != NULL)
		job_reset(j);
	return j;
}

void
pool_put(struct pool *p)
{
	struct slot *s = &p->ring[p->put % p->size];

	if (p->running == 0)
		lane_work(&p->workers[0].lane, &s->job);
	pthread_mutex_lock(&p->lock);
	p->put++;
	if (p->running == 0) {
		s->done = true;
		write_finished(p);
	} else
		pthread_cond_signal(&p->filled);
	pthread_mutex_unlock(&p->lock);
}

struct tally
pool_tally(struct pool *p)
{
	struct tally t;

	pthread_mutex_lock(&p->lock);
	t = p->tally;
	pthread_mutex_unlock(&p->lock);
	return t;
}

int
pool_close(struct pool *p, struct tally *t, struct err *e)
{
	bool failed;
	size_t i;

	pthread_mutex_lock(&p->lock);
	p->closed = true;
	pthread_cond_broadcast(&p->filled);
	pthread_mutex_unlock(&p->lock);
	for (i = 0; i < p->running; i++)
		pthread_join(p->workers[i].thread, NULL);
	failed = p->failed;
	if (failed && e != NULL)
		*e = p->err;
	if (t != NULL)
		*t = p->tally;
	for (i = 0; i < p->n; i++)
		lane_free(&p->workers[i].lane);
	for (i = 0; i < p->size; i++)
		job_free(&p->ring[i].job);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->filled);
	pthread_cond_destroy(&p->emptied);
	free(p->ring);
	free(p);
	return failed ? -1 : 0;
}

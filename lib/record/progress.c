#include "record/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "record/log.h"

/* Seconds between two shows. */
static const double pause_s = 0.5;

static double
since(struct timespec t)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - t.tv_sec) +
	    (double)(now.tv_nsec - t.tv_nsec) / 1e9;
}

void
progress_open(struct progress *p, uint64_t size)
{
	*p = (struct progress){ .size = size };
	p->on = size > 0 && log_to_person();
	clock_gettime(CLOCK_MONOTONIC, &p->start);
	p->shown = p->start;
}

bool
progress_due(const struct progress *p)
{
	return p->on && since(p->shown) >= pause_s;
}

void
progress_show(struct progress *p, uint64_t bytes, const struct tally *t)
{
	double gone = since(p->start), share, left;
	char line[200];
	ssize_t put;
	int n;

	share = (double)bytes / (double)p->size;
	left = share > 0 && share < 1 ? gone / share - gone : 0;
	n = snprintf(line, sizeof(line), "\r%ju records, %.0f/s, "
	    "%ju refused, %.0f %%, %.0f s left\033[K", (uintmax_t)t->in,
	    (double)t->in / (gone > 0 ? gone : 1),
	    (uintmax_t)t->refused, share < 1 ? share * 100 : 100, left);
	put = write(STDERR_FILENO, line, (size_t)n);
	(void)put;
	log_transient();
	clock_gettime(CLOCK_MONOTONIC, &p->shown);
}

void
progress_close(struct progress *p)
{
	ssize_t put = 0;

	if (p->on)
		put = write(STDERR_FILENO, "\r\033[K", 4);
	(void)put;
	p->on = false;
}

/*
 * stop: wait for input, and for all that may end a run meanwhile.
 *
 * SIGTERM and SIGINT ask for an orderly end, once: the second one has its
 * default effect.  One run at a time in a process.
 */
#ifndef RECORD_STOP_H
#define RECORD_STOP_H

#include <stdbool.h>

#include "base/err.h"

enum stop_event {
	STOP_INPUT,	/* read(2) will not block */
	STOP_SIGNAL,	/* an orderly end was asked for */
	STOP_WOKEN,	/* stop_wake was called */
	STOP_CLOSED,	/* nobody reads the output any more */
	STOP_TIME	/* nothing happened for so long */
};

int	stop_open(struct err *e);
void	stop_close(void);

/*
 * stop_wait(in, out): wait for the first of them; stop_wait_for: for ${ms}
 * at most (negative: for ever).
 */
enum stop_event stop_wait(int in, int out);
enum stop_event stop_wait_for(int in, int out, int ms);

/* stop_wake(): end the waiting, from any thread. */
void	stop_wake(void);

/* stop_asked(): did a signal ask for the end? */
bool	stop_asked(void);

#endif

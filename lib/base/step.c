#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/step.h"

static atomic_ulong steps;
static unsigned long stop_after;	/* 0: never */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
read_limit(void)
{
	const char *s = getenv("CHATCRM_STOP_AFTER");

	if (s != NULL)
		stop_after = strtoul(s, NULL, 10);
}

void
step(void)
{
	pthread_once(&once, read_limit);
	if (atomic_fetch_add(&steps, 1) + 1 == stop_after)
		raise(SIGKILL);
}

unsigned long
step_count(void)
{
	return atomic_load(&steps);
}

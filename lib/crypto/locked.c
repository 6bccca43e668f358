/* locked: memory and processes that keep a secret to themselves. */
#include <sys/prctl.h>
#include <sys/resource.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/key.h"

void *
locked_alloc(size_t n)
{
	void *p;

	crypto_start();
	p = sodium_malloc(n > 0 ? n : 1);
	if (p == NULL)
		abort();
	memset(p, 0, n);	/* it comes filled with a pattern */
	return p;
}

void
locked_free(void *p)
{
	sodium_free(p);
}

void
process_hide(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

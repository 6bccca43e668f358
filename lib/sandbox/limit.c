/* Rate limits that roll, and chance that repeats. */
#include <stdlib.h>

#include "sandbox/server.h"

int
limit_init(struct limit *l, struct sandbox_rate rate, struct err *e)
{
	*l = (struct limit){ .rate = rate };
	if (rate.requests > 0 &&
	    (l->at = calloc((size_t)rate.requests, sizeof(*l->at))) == NULL)
		return err_set(e, ERR_IO, NULL, "out of memory");
	return 0;
}

void
limit_free(struct limit *l)
{
	free(l->at);
	l->at = NULL;
}

bool
limit_take(struct limit *l, int64_t now_ms)
{
	size_t size = (size_t)l->rate.requests;

	if (size == 0)
		return true;
	while (l->used > 0 &&
	    now_ms - l->at[l->first] >= l->rate.interval_ms) {
		l->first = (l->first + 1) % size;
		l->used--;
	}
	if (l->used == size)
		return false;
	l->at[(l->first + l->used++) % size] = now_ms;
	return true;
}

int64_t
limit_left(const struct limit *l)
{
	return l->rate.requests - (int64_t)l->used;
}

uint64_t
chance_bits(struct chance *c)
{
	uint64_t z;

	z = (c->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

bool
chance_hit(struct chance *c, double p)
{
	if (p <= 0)
		return false;
	return (double)(chance_bits(c) >> 11) < p * 9007199254740992.0;
}

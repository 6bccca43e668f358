#include <stdlib.h>

#include "http/client.h"

/* The time of the i-th of the used slots, oldest first. */
static int64_t
nth(const struct budget *b, unsigned i)
{
	return b->at[(b->first + i) % b->tokens];
}

static void
forget_old(struct budget *b, int64_t now)
{
	while (b->used > 0 && now - b->at[b->first] >= b->interval) {
		b->first = (b->first + 1) % b->tokens;
		b->used--;
	}
}

void
budget_set(struct budget *b, unsigned tokens, int64_t interval)
{
	struct budget old = *b;
	unsigned i, skip;

	b->interval = interval;
	if (tokens == old.tokens)
		return;
	b->tokens = tokens;
	b->first = b->used = 0;
	b->at = tokens > 0 ? must(calloc(tokens, sizeof(*b->at))) : NULL;
	skip = old.used > tokens ? old.used - tokens : 0;
	for (i = skip; i < old.used; i++)
		budget_take(b, nth(&old, i));
	free(old.at);
}

void
budget_free(struct budget *b)
{
	free(b->at);
	*b = (struct budget){ 0 };
}

int64_t
budget_wait(struct budget *b, int64_t now)
{
	if (b->tokens == 0)
		return 0;
	forget_old(b, now);
	if (b->used < b->tokens)
		return 0;
	return b->at[b->first] + b->interval - now;
}

void
budget_take(struct budget *b, int64_t now)
{
	if (b->tokens == 0)
		return;
	if (b->used == b->tokens) {
		b->first = (b->first + 1) % b->tokens;
		b->used--;
	}
	b->at[(b->first + b->used) % b->tokens] = now;
	b->used++;
}

void
budget_left(struct budget *b, unsigned left, int64_t now)
{
	if (b->tokens == 0)
		return;
	forget_old(b, now);
	while (b->tokens - b->used > left)
		budget_take(b, now);
}

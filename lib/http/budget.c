#include "http/budget.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

/* No request is under way for longer: its process forgot it. */
#define FORGOTTEN	(INT64_C(3600) * 1000000000)

static struct budget_cell *
nth(struct budget *b, uint32_t i)
{
	return &b->cells[(b->first + i) % BUDGET_CELLS];
}

static void
add_end(struct budget *b, uint32_t n, int64_t now)
{
	struct budget_cell *c = b->used > 0 ? nth(b, b->used - 1) : NULL;

	if (c == NULL || (now - c->first > b->interval / BUDGET_CELLS &&
	    b->used < BUDGET_CELLS)) {
		c = nth(b, b->used++);
		*c = (struct budget_cell){ .first = now, .last = now };
	}
	if (now > c->last)
		c->last = now;
	c->n += n;
	b->recent += n;
}

static void
forget_old(struct budget *b, int64_t now)
{
	while (b->used > 0 && now - nth(b, 0)->last >= b->interval) {
		b->recent -= nth(b, 0)->n;
		b->first = (b->first + 1) % BUDGET_CELLS;
		b->used--;
	}
}

static struct budget_holder *
holder_of(struct budget *b, int32_t pid)
{
	size_t i;

	for (i = 0; i < BUDGET_HOLDERS; i++)
		if (b->holders[i].pid == pid)
			return &b->holders[i];
	return NULL;
}

static uint32_t
under_way(const struct budget *b)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < BUDGET_HOLDERS; i++)
		n += b->holders[i].n;
	return n;
}

static bool
is_gone(const struct budget_holder *h, int64_t now)
{
	return (kill(h->pid, 0) == -1 && errno == ESRCH) ||
	    now - h->since > FORGOTTEN;
}

/* What the dead had under way may have arrived until just now. */
static void
bury(struct budget *b, int64_t now)
{
	struct budget_holder *h;

	for (h = b->holders; h < b->holders + BUDGET_HOLDERS; h++) {
		if (h->pid == 0 || h->pid == getpid() || !is_gone(h, now))
			continue;
		if (h->n > 0)
			add_end(b, h->n, now);
		*h = (struct budget_holder){ 0 };
	}
}

void
budget_told(struct budget *b, uint32_t tokens, int64_t interval)
{
	b->tokens = tokens;
	b->interval = interval;
}

void
budget_set(struct budget *b, uint32_t tokens, int64_t interval)
{
	if (b->set_tokens == tokens && b->set_interval == interval)
		return;
	b->set_tokens = tokens;
	b->set_interval = interval;
	budget_told(b, tokens, interval);
}

int64_t
budget_wait(struct budget *b, uint32_t cost, int64_t now)
{
	uint32_t need, spent, i;

	if (b->tokens == 0)
		return 0;
	if (cost > b->tokens)
		cost = b->tokens;
	forget_old(b, now);
	if (b->recent + under_way(b) + cost <= b->tokens)
		return 0;
	bury(b, now);
	need = b->recent + under_way(b) + cost - b->tokens;
	for (i = 0, spent = 0; i < b->used; i++) {
		spent += nth(b, i)->n;
		if (spent >= need)
			return nth(b, i)->last + b->interval - now;
	}
	return b->interval;	/* and longer, until what goes on has ended */
}

void
budget_start(struct budget *b, uint32_t cost, int64_t now)
{
	struct budget_holder *h = holder_of(b, getpid());

	if (b->tokens == 0)
		return;
	if (h == NULL && (h = holder_of(b, 0)) == NULL) {
		add_end(b, cost, now);	/* no room: good enough */
		return;
	}
	h->pid = getpid();
	h->n += cost;
	h->since = now;
}

void
budget_end(struct budget *b, uint32_t cost, int64_t now)
{
	struct budget_holder *h = holder_of(b, getpid());

	if (h == NULL || h->n < cost)
		return;
	h->n -= cost;
	if (h->n == 0)
		*h = (struct budget_holder){ 0 };
	add_end(b, cost, now);
}

void
budget_left(struct budget *b, uint32_t left, int64_t now)
{
	uint32_t used;

	if (b->tokens == 0)
		return;
	forget_old(b, now);
	used = b->recent + under_way(b);
	if (used < b->tokens && b->tokens - used > left)
		add_end(b, b->tokens - used - left, now);
}

void
budget_mend(struct budget *b)
{
	uint32_t i;

	b->recent = 0;
	for (i = 0; i < b->used; i++)
		b->recent += nth(b, i)->n;
}

void
budget_shift(struct budget *b, int64_t ns)
{
	uint32_t i;

	for (i = 0; i < b->used; i++) {
		nth(b, i)->first += ns;
		nth(b, i)->last += ns;
	}
	for (i = 0; i < BUDGET_HOLDERS; i++)
		b->holders[i].since += ns;
}

/* limits: what holds requests back: budgets and pauses. */
#include "http/client.h"

static unsigned
cost_of(const unsigned *costs, unsigned i)
{
	return costs != NULL && costs[i] > 0 ? costs[i] : 1;
}

int64_t
limits_wait(struct http *h, unsigned budgets, const unsigned *costs,
    int64_t now)
{
	int64_t wait = 0, w;
	unsigned i;

	for (i = 0; i < HTTP_BUDGETS; i++)
		if ((budgets >> i & 1) != 0 && (w = budget_wait(
		    &h->share.map->budgets[i], cost_of(costs, i), now)) > wait)
			wait = w;
	return wait;
}

void
limits_start(struct http *h, const struct transfer *t, int64_t now)
{
	unsigned i;

	for (i = 0; i < HTTP_BUDGETS; i++)
		if ((t->budgets >> i & 1) != 0)
			budget_start(&h->share.map->budgets[i],
			    cost_of(t->costs, i), now);
}

void
limits_end(struct http *h, const struct transfer *t, int64_t now)
{
	unsigned i;

	share_lock(&h->share);
	for (i = 0; i < HTTP_BUDGETS; i++)
		if ((t->budgets >> i & 1) != 0)
			budget_end(&h->share.map->budgets[i],
			    cost_of(t->costs, i), now);
	share_unlock(&h->share);
}

void
http_budget(struct http *h, unsigned n, unsigned tokens, int64_t interval)
{
	if (n >= HTTP_BUDGETS)
		return;
	share_lock(&h->share);
	budget_set(&h->share.map->budgets[n], tokens, interval);
	share_unlock(&h->share);
}

void
http_budget_told(struct http *h, unsigned n, unsigned tokens,
    int64_t interval)
{
	if (n >= HTTP_BUDGETS)
		return;
	share_lock(&h->share);
	budget_told(&h->share.map->budgets[n], tokens, interval);
	share_unlock(&h->share);
}

void
http_budget_left(struct http *h, unsigned n, unsigned left)
{
	if (n >= HTTP_BUDGETS)
		return;
	share_lock(&h->share);
	budget_left(&h->share.map->budgets[n], left, time_monotonic());
	share_unlock(&h->share);
}

void
http_pause(struct http *h, int64_t ns)
{
	int64_t until = time_monotonic() + ns;

	share_lock(&h->share);
	if (until > h->share.map->paused_until)
		h->share.map->paused_until = until;
	share_unlock(&h->share);
}

int64_t
http_paused(struct http *h)
{
	int64_t ns;

	share_lock(&h->share);
	ns = h->share.map->paused_until - time_monotonic();
	share_unlock(&h->share);
	return ns > 0 ? ns : 0;
}

int64_t
http_delay(struct http *h, const struct http_request *r)
{
	int64_t paused = http_paused(h), wait;

	share_lock(&h->share);
	wait = limits_wait(h, r->budgets, r->costs, time_monotonic());
	share_unlock(&h->share);
	return wait > paused ? wait : paused;
}

int64_t
http_stuck(struct http *h)
{
	const struct transfer *t;
	int64_t soonest = -1, wait, now = time_monotonic();

	if (h->active > 0)
		return 0;
	share_lock(&h->share);
	for (t = h->queue.first; t != NULL; t = t->next) {
		wait = limits_wait(h, t->budgets, t->costs, now);
		if (soonest == -1 || wait < soonest)
			soonest = wait;
	}
	share_unlock(&h->share);
	return soonest > 0 ? soonest : 0;
}

/*
 * call: operations under way, each in requests of some of its items.
 *
 * Whoever waits for one of them lets all go on: answers are given to the
 * operation that they belong to.  So what is asked ahead of its time uses
 * budgets that would lie idle.
 */
#include <time.h>

#include "base/step.h"
#include "crm/call.h"

#define SEC	INT64_C(1000000000)

struct call *
call_add(struct crm_calls *cs, struct crm_item **items, size_t n,
    unsigned attempt, int64_t due)
{
	struct call *c = ARENA_NEW(cs->arena, struct call), **tail;

	c->of = cs;
	c->items = items;
	c->n = n;
	c->attempt = attempt;
	c->due = due;
	c->answers = cs->wire->answers;
	for (tail = &cs->waiting; *tail != NULL; tail = &(*tail)->next)
		;
	*tail = c;
	return c;
}

/* Nothing is sent any more: what waits is for another run. */
static void
give_up_waiting(struct crm_calls *cs, const struct err *why)
{
	struct call *c;

	http_unsend(cs->wire->http);
	while ((c = cs->waiting) != NULL) {
		cs->waiting = c->next;
		call_give(c, CRM_RETRY, why);
	}
}

/* Hand over what is due; what is left waits, ${next} is its time. */
static int
submit_due(struct crm_calls *cs, int64_t *next)
{
	struct call **p = &cs->waiting, *c;
	int64_t now = time_monotonic();

	*next = -1;
	while ((c = *p) != NULL) {
		if (c->due > now) {
			if (*next == -1 || c->due - now < *next)
				*next = c->due - now;
			p = &c->next;
			continue;
		}
		if (!breaker_lets(cs->wire, now, next))
			return 0;
		*p = c->next;
		if (call_send(cs, c) == -1)
			return -1;
		if (crm_over(cs->crm, NULL))
			return 0;
	}
	return 0;
}

static void
take(struct call *c, const struct http_response *r)
{
	struct crm_calls *cs = c->of;

	cs->out--;
	if (cs->op->writes && r->error != HTTP_UNSENT)
		step();
	if (!cs->failed)
		call_answered(cs, c, r);
}

struct http_response *
calls_take(struct crm *crm)
{
	struct http *h = crm->wire->http;
	struct http_response *r;

	while ((r = http_take(h)) != NULL) {
		if (r->cookie == NULL)
			return r;
		take(r->cookie, r);
		http_release(h, r);
	}
	return NULL;
}

static void
rest(int64_t ns)
{
	struct timespec t = { ns / SEC, ns % SEC };

	nanosleep(&t, NULL);	/* a signal ends it early */
}

/* A fault of our own ends an operation; what is under way ends unread. */
static void
fail(struct crm_calls *cs)
{
	cs->failed = true;
	cs->waiting = NULL;
}

/* Send what can be sent of all operations; ns until more can, or -1. */
static int64_t
submit_all(struct crm *crm)
{
	struct crm_calls *cs;
	int64_t soonest = -1, next;
	struct err why;

	for (cs = crm->wire->calls_out; cs != NULL; cs = cs->next) {
		next = -1;
		if (crm_over(crm, &why))
			give_up_waiting(cs, &why);
		else if (submit_due(cs, &next) == -1)
			fail(cs);
		if (next >= 0 && (soonest == -1 || next < soonest))
			soonest = next;
	}
	return soonest;
}

static bool
is_waiting(const struct crm_wire *w)
{
	const struct crm_calls *cs;

	for (cs = w->calls_out; cs != NULL; cs = cs->next)
		if (cs->waiting != NULL)
			return true;
	return false;
}

/* What the caller does while others wait may ask for more. */
static void
meanwhile(struct crm_wire *w)
{
	if (w->meanwhile == NULL || w->is_meanwhile)
		return;
	w->is_meanwhile = true;
	w->meanwhile(w->meanwhile_arg);
	w->is_meanwhile = false;
}

/*
 * Go on until something has happened, ${most} ns and a second at most.  Return
 * those in which nothing was under way and all waited to be tried again.
 */
static int64_t
go_on(struct crm *crm, int64_t most)
{
	struct crm_wire *w = crm->wire;
	int64_t next, idle = 0;

	meanwhile(w);
	next = submit_all(crm);
	if (most > SEC)
		most = SEC;
	if (next < 0 || next > most)
		next = most;
	if (http_pending(w->http) > 0) {
		http_wait(w->http, -1, next);
		calls_take(crm);
	} else if (is_waiting(w)) {
		rest(next);
		idle = next;
	}
	wire_can_wait(crm, NULL);
	return idle;
}

void
crm_wait(struct crm *crm, int64_t ns)
{
	int64_t most = crm_time_left(crm), left;
	int64_t end = time_monotonic() + (ns < most ? ns : most);

	while (!crm_over(crm, NULL) && (left = end - time_monotonic()) > 0) {
		go_on(crm, left);
		left = end - time_monotonic();
		if (left > 0 && http_pending(crm->wire->http) == 0 &&
		    !is_waiting(crm->wire))
			rest(left < SEC ? left : SEC);
	}
}

/* Batches of ${items}, those that are urgent before the others. */
static void
add_calls(struct crm_calls *cs, struct crm_item **items, size_t n)
{
	struct crm_item **sorted = arena_array(cs->arena, n + 1,
	    sizeof(*sorted));
	size_t i, k = 0, width;

	for (i = 0; i < n; i++)
		if (items[i]->urgent)
			sorted[k++] = items[i];
	for (i = 0; i < n; i++)
		if (!items[i]->urgent)
			sorted[k++] = items[i];
	for (i = 0; i < n; i += width) {
		width = n - i < cs->op->batch ? n - i : cs->op->batch;
		call_add(cs, sorted + i, width, 1, 0);
	}
}

/* A CRM that cannot be asked what it must be is one that cannot be used. */
static int
learn(struct crm *crm, struct err *e)
{
	struct err why = { 0 };

	if (crm_learn(crm, &why) == 0)
		return 0;
	if (why.kind != ERR_REMOTE && why.kind != ERR_AUTH &&
	    why.kind != ERR_REJECTED) {
		*e = why;
		return -1;
	}
	crm_stop(crm, &why);
	return 0;
}

void
crm_meanwhile(struct crm *crm, void (*fn)(void *), void *arg)
{
	crm->wire->meanwhile = fn;
	crm->wire->meanwhile_arg = arg;
}

static int
begin(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, struct arena *a, struct crm_calls **out, struct err *e)
{
	struct crm_calls *cs, **tail = &crm->wire->calls_out;
	struct crm_item **wanted;

	*out = NULL;
	if (n > 0 && learn(crm, e) == -1)
		return -1;
	cs = ARENA_NEW(a, struct crm_calls);
	*cs = (struct crm_calls){ .crm = crm, .wire = crm->wire, .op = op,
	    .arena = a, .items = items, .n = n };
	wanted = crm_wanted(crm, op, items, &n, a);
	add_calls(cs, wanted, n);
	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = *out = cs;
	return 0;
}

int
crm_start(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, struct arena *a, struct crm_calls **out, struct err *e)
{
	if (begin(crm, op, items, n, a, out, e) == -1)
		return -1;
	(*out)->ahead = true;
	return 0;
}

bool
crm_ended(const struct crm_calls *cs)
{
	return cs->waiting == NULL && cs->out == 0;
}

static void
unlist(struct crm_calls *cs)
{
	struct crm_calls **at = &cs->wire->calls_out;

	while (*at != cs)
		at = &(*at)->next;
	*at = cs->next;
}

int
crm_finish(struct crm_calls *cs, struct err *e)
{
	while (!crm_ended(cs))
		wire_waited(cs->wire, go_on(cs->crm, SEC));
	unlist(cs);
	if (cs->failed) {
		*e = cs->err;
		return -1;
	}
	if (crm_others(cs->crm, cs->op, cs->items, cs->n, cs->arena,
	    e) == -1)
		return -1;
	return crm_whole(cs->crm, cs->op, cs->items, cs->n, cs->arena, e);
}

int
crm_run(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, struct arena *a, struct err *e)
{
	struct crm_calls *cs;

	if (begin(crm, op, items, n, a, &cs, e) == -1)
		return -1;
	return crm_finish(cs, e);
}

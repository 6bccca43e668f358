/*
 * patience: how long a run waits, and when it sends nothing more.
 *
 * A run ends early when it is told to (SIGTERM), when its deadline is over,
 * when the credentials do not serve, when the CRM asks for a pause or has
 * spent its quota, and when it is away: after so many failures in a row that
 * it cannot be about the requests, nothing is sent for a while, then one
 * request to see, then nothing more.
 */
#include "base/time.h"
#include "crm/wire.h"
#include "record/stop.h"

#define SEC	INT64_C(1000000000)

enum { RATE_PATIENCE = 120 };	/* s that a budget is waited for */

void
crm_deadline(struct crm *crm, int64_t ns)
{
	crm->wire->deadline = time_monotonic() + ns;
}

int64_t
crm_time_left(const struct crm *crm)
{
	int64_t left = crm->wire->deadline - time_monotonic();

	return left > 0 ? left : 0;
}

void
crm_hold(struct crm *crm, int64_t ns)
{
	crm->wire->patience = ns;
}

int64_t
wire_patience(const struct crm_wire *w)
{
	int64_t left = w->deadline - time_monotonic();

	if (left > w->patience)
		left = w->patience;
	return left > 0 ? left : 0;
}

void
wire_waited(struct crm_wire *w, int64_t ns)
{
	w->patience = w->patience > ns ? w->patience - ns : 0;
}

bool
crm_over(const struct crm *crm, struct err *why)
{
	const struct crm_wire *w = crm->wire;

	if (w->stopped.kind != ERR_NONE) {
		if (why != NULL)
			*why = w->stopped;
		return true;
	}
	if (stop_asked()) {
		err_set(why, ERR_REMOTE, "crm.stopped",
		    "the run was told to end");
		return true;
	}
	if (time_monotonic() < w->deadline)
		return false;
	err_set(why, ERR_REMOTE, "crm.deadline",
	    "the time of this run is over");
	return true;
}

enum err_kind
crm_stopped(const struct crm *crm, struct err *why)
{
	if (why != NULL && crm->wire->stopped.kind != ERR_NONE)
		*why = crm->wire->stopped;
	return crm->wire->stopped.kind;
}

void
crm_stop(struct crm *crm, const struct err *why)
{
	if (crm->wire->stopped.kind == ERR_NONE)
		crm->wire->stopped = *why;
	http_unsend(crm->wire->http);
}

void
crm_pause(struct crm *crm, unsigned attempt)
{
	int64_t ns = http_retry_delay(&crm->wire->retry, attempt, -1);
	int64_t left = wire_patience(crm->wire);

	if (ns > left)
		ns = left;
	wire_waited(crm->wire, ns);
	crm_wait(crm, ns);
}

/* Is the pause too long to be waited out?  One that began counts as waited. */
static bool
is_too_long(struct crm_wire *w, int64_t pause)
{
	int64_t end = time_monotonic() + pause;

	if (pause == 0 || end <= w->pause_ends)
		return false;
	if (pause > wire_patience(w))
		return true;
	wire_waited(w, pause);
	w->pause_ends = end + SEC / 10;
	return false;
}

bool
wire_can_wait(struct crm *crm, const struct http_request *r)
{
	struct crm_wire *w = crm->wire;
	int64_t pause = http_paused(w->http), delay;
	struct err why;

	if (is_too_long(w, pause))
		err_set(&why, ERR_REMOTE, "crm.paused", "the CRM asks to be "
		    "left alone for %lld s", (long long)(pause / SEC) + 1);
	else if ((delay = r != NULL ? http_delay(w->http, r) :
	    http_stuck(w->http)) > RATE_PATIENCE * SEC)
		err_set(&why, ERR_REMOTE, "crm.quota", "the requests that "
		    "crm.limits and --daily-share allow are used up for the "
		    "next %lld s", (long long)(delay / SEC) + 1);
	else
		return true;
	crm_stop(crm, &why);
	return false;
}

void
breaker_good(struct crm_wire *w)
{
	w->failures = 0;
	w->open_until = 0;
	w->probing = false;
	w->answers++;
}

void
breaker_bad(struct crm *crm, const struct err *why)
{
	struct crm_wire *w = crm->wire;
	struct err said = *why;

	w->failures++;
	if (crm->rules->breaker == 0 || (!w->probing && (w->open_until > 0 ||
	    w->failures < crm->rules->breaker)))
		return;
	if (!w->probing && crm->rules->retry_ns * 6 <= wire_patience(w)) {
		w->open_until = time_monotonic() + crm->rules->retry_ns * 6;
		http_unsend(w->http);
		return;
	}
	err_wrap(&said, "the CRM failed %lld times in a row",
	    (long long)w->failures);
	said.kind = ERR_REMOTE;
	crm_stop(crm, &said);
}

bool
breaker_lets(struct crm_wire *w, int64_t now, int64_t *wait)
{
	*wait = -1;
	if (w->open_until == 0)
		return true;
	if (now < w->open_until) {
		*wait = w->open_until - now;
		return false;
	}
	if (http_pending(w->http) > 0)
		return false;
	w->probing = true;
	return true;
}

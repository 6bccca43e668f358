/* verdict: what an answer means for the items of a request. */
#include "crm/call.h"

static const char *const code_names[] = {
	NULL, "crm.busy", "crm.unknown", "crm.refused", "crm.duplicate",
	"crm.gone", "crm.auth", "crm.quota"
};

const char *
crm_code_name(enum crm_class c)
{
	return code_names[c];
}

void
call_give(struct call *c, enum crm_class verdict, const struct err *why)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		c->items[i]->verdict = verdict;
		c->items[i]->err = *why;
	}
}

/*
 * Nothing at all came back while it was tried.  A CRM that answers with an
 * error, and told a moment ago whose account this is, is not away.
 */
static bool
is_away(const struct crm_calls *cs, const struct call *c,
    const struct err *why)
{
	return c->answers == cs->wire->answers &&
	    (cs->crm->rules->account == NULL || str_eq(str_of(why->code),
	    STR("crm.unreachable")));
}

/*
 * Send it once more, later; or give up when that was tried often enough or
 * would hold up the rest for too long.
 */
static void
again(struct crm_calls *cs, struct call *c, enum crm_class class, int64_t after,
    const struct err *why)
{
	int64_t ns = http_retry_delay(&cs->wire->retry, c->attempt, after);
	bool last = c->attempt >= cs->crm->rules->attempts;
	struct err said = *why;

	if (!last && !crm_over(cs->crm, NULL) &&
	    ns <= wire_patience(cs->wire)) {
		call_add(cs, c->items, c->n, c->attempt + 1,
		    time_monotonic() + ns)->request.page = c->request.page;
		return;
	}
	call_give(c, class, why);
	if (last && is_away(cs, c, why) && !crm_over(cs->crm, NULL)) {
		err_wrap(&said, "given up after %u attempts", c->attempt);
		said.kind = ERR_REMOTE;
		crm_stop(cs->crm, &said);
	}
}

static void
halve(struct crm_calls *cs, struct call *c)
{
	size_t half = c->n / 2;

	call_add(cs, c->items, half, 1, 0);
	call_add(cs, c->items + half, c->n - half, 1, 0);
}

/* Some items of an answered batch are to be sent again: in a row anew. */
static void
again_some(struct crm_calls *cs, struct call *c, int64_t after)
{
	struct crm_item **left;
	struct err why = { 0 };
	struct call rest = *c;
	size_t i, n = 0;

	left = arena_array(cs->arena, c->n, sizeof(*left));
	for (i = 0; i < c->n; i++) {
		if (c->items[i]->verdict != CRM_RETRY &&
		    (c->items[i]->verdict != CRM_UNKNOWN ||
		    !cs->op->repeatable))
			continue;
		why = c->items[i]->err;
		left[n++] = c->items[i];
	}
	rest.items = left;
	rest.n = n;
	rest.request.page = (struct crm_page){ 0 };
	if (n > 0)
		again(cs, &rest, CRM_RETRY, after, &why);
}

void
call_refused(struct crm_calls *cs, struct call *c, enum crm_class class,
    int64_t after, const struct err *why)
{
	switch (class) {
	case CRM_UNKNOWN:
		if (!cs->op->repeatable) {
			call_give(c, CRM_UNKNOWN, why);
			return;
		}
		again(cs, c, CRM_RETRY, after, why);
		return;
	case CRM_RETRY:
		again(cs, c, CRM_RETRY, after, why);
		return;
	case CRM_AUTH:
	case CRM_QUOTA:
		crm_stop(cs->crm, why);
		call_give(c, class, why);
		return;
	default:
		if (c->n > 1)
			halve(cs, c);
		else
			call_give(c, class, why);
	}
}

/* No answer was read; what the CRM did, if anything, is not known. */
static void
failed_transport(struct crm_calls *cs, struct call *c,
    const struct http_response *r)
{
	bool unsure = r->sent && !cs->op->repeatable;
	struct err why;

	err_set(&why, ERR_REMOTE, unsure ? "crm.unknown" : "crm.unreachable",
	    "%s: %s", http_error_name(r->error), r->why);
	breaker_bad(cs->crm, &why);
	call_refused(cs, c, unsure ? CRM_UNKNOWN : CRM_RETRY, -1, &why);
}

/* Too many requests (RFC 6585): others would only be refused as well. */
static void
slow_down(struct crm_calls *cs, const struct call *c, int64_t after)
{
	int64_t ns = after >= 0 ? after : http_retry_delay(&cs->wire->retry,
	    c->attempt, -1);

	http_pause(cs->wire->http, ns);
	wire_can_wait(cs->crm, NULL);
}

/* It was taken out of the queue: it waits again, or for another run. */
void
call_unsent(struct crm_calls *cs, struct call *c)
{
	call_add(cs, c->items, c->n, c->attempt, 0)->request.page =
	    c->request.page;
}

/* The CRM failed as a whole, or has understood the request. */
static void
judge_whole(struct crm_calls *cs, enum crm_class whole, int status,
    const struct err *why)
{
	if (status != 429 && (whole == CRM_RETRY || whole == CRM_UNKNOWN))
		breaker_bad(cs->crm, why);
	else
		breaker_good(cs->wire);
}

/* Those that were done in one request are numbered: see verify.c. */
static void
number(struct call *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		if (c->items[i]->verdict == CRM_OK)
			c->items[i]->place = n++;
}

/* One row may tell that nothing more will do, as well as a whole answer. */
static void
stop_if_told(struct crm_calls *cs, const struct call *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->items[i]->verdict == CRM_AUTH ||
		    c->items[i]->verdict == CRM_QUOTA)
			crm_stop(cs->crm, &c->items[i]->err);
}

/* The answer goes on: ask for its next part, for the same items. */
static void
next_part(struct crm_calls *cs, const struct call *c)
{
	call_add(cs, c->items, c->n, 1, 0)->request.page = c->request.page;
}

void
call_answered(struct crm_calls *cs, struct call *c, const struct http_response *r)
{
	enum crm_class whole = CRM_OK;
	struct err why = { 0 };
	int64_t after;
	size_t i;

	if (r->error == HTTP_UNSENT) {
		call_unsent(cs, c);
		return;
	}
	for (i = 0; i < c->n; i++)
		c->items[i]->attempts++;
	if (r->error != HTTP_OK) {
		failed_transport(cs, c, r);
		return;
	}
	after = http_retry_after(r, time_now());
	if (r->status == 429)
		slow_down(cs, c, after);
	answer_budgets(cs->crm, r, cs->wire->http);
	switch (answer_read(cs->crm, cs->op, c->items, c->n, &c->request, r,
	    cs->arena, &whole, &why)) {
	case READ_FAILED:
		if (whole == CRM_AUTH && r->status == 401 &&
		    wire_again(cs->crm, c->credential, &why)) {
			call_add(cs, c->items, c->n, c->attempt, 0);
			break;
		}
		judge_whole(cs, whole, r->status, &why);
		call_refused(cs, c, whole, after, &why);
		break;
	case READ_ALL:
		breaker_good(cs->wire);
		number(c);
		stop_if_told(cs, c);
		again_some(cs, c, after);
		break;
	case READ_MORE:
		breaker_good(cs->wire);
		next_part(cs, c);
		break;
	case READ_CUT:
		breaker_good(cs->wire);
		halve(cs, c);
	}
}

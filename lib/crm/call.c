/* call: sending an operation for many items, until each has a verdict. */
#include <stdlib.h>
#include <time.h>

#include "base/step.h"
#include "crm/wire.h"

/* One request: some of the items, and when it may be sent. */
struct call {
	struct call		*next;
	struct crm_item		**items;
	size_t			 n;
	unsigned		 attempt;
	int64_t			 due;		/* monotonic ns */
	uint64_t		 answers;	/* wire's, when it was made */
	unsigned		 credential;	/* wire's, when it was sent */
	struct crm_request	 request;
};

struct calls {
	struct crm		*crm;
	struct crm_wire		*wire;
	const struct crm_op	*op;
	struct arena		*arena;
	struct call		*waiting;	/* not submitted */
	struct err		*e;
};

static const char *const code_names[] = {
	NULL, "crm.busy", "crm.unknown", "crm.refused", "crm.duplicate",
	"crm.gone", "crm.auth", "crm.quota"
};

const char *
crm_code_name(enum crm_class c)
{
	return code_names[c];
}

static void
give_all(struct call *c, enum crm_class verdict, const struct err *why)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		c->items[i]->verdict = verdict;
		c->items[i]->err = *why;
	}
}

static struct call *
add_call(struct calls *cs, struct crm_item **items, size_t n,
    unsigned attempt, int64_t due)
{
	struct call *c = ARENA_NEW(cs->arena, struct call), **tail;

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

/*
 * Nothing at all came back while it was tried.  A CRM that answers with an
 * error, and told a moment ago whose account this is, is not away.
 */
static bool
is_away(const struct calls *cs, const struct call *c, const struct err *why)
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
again(struct calls *cs, struct call *c, enum crm_class class, int64_t after,
    const struct err *why)
{
	int64_t ns = http_retry_delay(&cs->wire->retry, c->attempt, after);
	bool last = c->attempt >= cs->crm->rules->attempts;
	struct err said = *why;

	if (!last && !crm_over(cs->crm, NULL) &&
	    ns <= wire_patience(cs->wire)) {
		add_call(cs, c->items, c->n, c->attempt + 1,
		    monotonic() + ns)->request.page = c->request.page;
		return;
	}
	give_all(c, class, why);
	if (last && is_away(cs, c, why) && !crm_over(cs->crm, NULL)) {
		err_wrap(&said, "given up after %u attempts", c->attempt);
		said.kind = ERR_REMOTE;
		crm_stop(cs->crm, &said);
	}
}

static void
halve(struct calls *cs, struct call *c)
{
	size_t half = c->n / 2;

	add_call(cs, c->items, half, 1, 0);
	add_call(cs, c->items + half, c->n - half, 1, 0);
}

/* Some items of an answered batch are to be sent again: in a row anew. */
static void
again_some(struct calls *cs, struct call *c, int64_t after)
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

static void
failed_whole(struct calls *cs, struct call *c, enum crm_class class,
    int64_t after, const struct err *why)
{
	switch (class) {
	case CRM_UNKNOWN:
		if (!cs->op->repeatable) {
			give_all(c, CRM_UNKNOWN, why);
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
		give_all(c, class, why);
		return;
	default:
		if (c->n > 1)
			halve(cs, c);
		else
			give_all(c, class, why);
	}
}

/* No answer was read; what the CRM did, if anything, is not known. */
static void
failed_transport(struct calls *cs, struct call *c,
    const struct http_response *r)
{
	bool unsure = r->sent && !cs->op->repeatable;
	struct err why;

	err_set(&why, ERR_REMOTE, unsure ? "crm.unknown" : "crm.unreachable",
	    "%s: %s", http_error_name(r->error), r->why);
	breaker_bad(cs->crm, &why);
	failed_whole(cs, c, unsure ? CRM_UNKNOWN : CRM_RETRY, -1, &why);
}

/* Too many requests (RFC 6585): others would only be refused as well. */
static void
slow_down(struct calls *cs, const struct call *c, int64_t after)
{
	int64_t ns = after >= 0 ? after : http_retry_delay(&cs->wire->retry,
	    c->attempt, -1);

	http_pause(cs->wire->http, ns);
	wire_can_wait(cs->crm, NULL);
}

/* It was taken out of the queue: it waits again, or for another run. */
static void
unsent(struct calls *cs, struct call *c)
{
	add_call(cs, c->items, c->n, c->attempt, 0)->request.page =
	    c->request.page;
}

/* The CRM failed as a whole, or has understood the request. */
static void
judge_whole(struct calls *cs, enum crm_class whole, int status,
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
stop_if_told(struct calls *cs, const struct call *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->items[i]->verdict == CRM_AUTH ||
		    c->items[i]->verdict == CRM_QUOTA)
			crm_stop(cs->crm, &c->items[i]->err);
}

/* The answer goes on: ask for its next part, for the same items. */
static void
next_part(struct calls *cs, const struct call *c)
{
	add_call(cs, c->items, c->n, 1, 0)->request.page = c->request.page;
}

static void
take_answer(struct calls *cs, struct call *c, const struct http_response *r)
{
	enum crm_class whole = CRM_OK;
	struct err why = { 0 };
	int64_t after;
	size_t i;

	if (r->error == HTTP_UNSENT) {
		unsent(cs, c);
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
			add_call(cs, c->items, c->n, c->attempt, 0);
			break;
		}
		judge_whole(cs, whole, r->status, &why);
		failed_whole(cs, c, whole, after, &why);
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

/* What would have been sent, for people and for jq; no header is shown. */
static void
print_dry(struct calls *cs, struct call *c)
{
	struct json line = json_object();
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct json_doc body;
	struct buf b = { 0 };

	json_set(&line, STR("method"), json_str(str_of(c->request.method)),
	    cs->arena);
	json_set(&line, STR("url"), json_str(c->request.url), cs->arena);
	if (c->request.body.p != NULL && json_parse(parser, c->request.body,
	    cs->arena, &body, NULL) == 0)
		json_set(&line, STR("body"), body.root, cs->arena);
	json_write(&line, &b);
	fprintf(cs->wire->dry, "%.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	json_parser_free(parser);
}

static void
count_call(struct crm_wire *w, const struct crm_op *op)
{
	unsigned i;

	w->calls++;
	for (i = 0; i < HTTP_BUDGETS; i++)
		if ((op->budgets >> i & 1) != 0)
			w->calls_of[i] += op->costs[i] > 0 ?
			    op->costs[i] : 1;
}

/* It is not sent and counts as done; nor is it read back afterwards. */
static void
pretend(struct calls *cs, struct call *c)
{
	size_t i;

	if (cs->wire->dry != NULL)
		print_dry(cs, c);
	count_call(cs->wire, cs->op);
	if (cs->crm->verify != CRM_VERIFY_NONE)
		count_call(cs->wire, cs->op);
	for (i = 0; i < c->n; i++)
		c->items[i]->verdict = CRM_OK;
}

/* Without a credential nothing more is sent by this run. */
static bool
authorise(struct calls *cs, struct call *c)
{
	struct err why = { 0 };

	if (wire_authorise(cs->crm, &why) == 0) {
		c->credential = cs->wire->credentials;
		return true;
	}
	crm_stop(cs->crm, &why);
	give_all(c, why.kind == ERR_AUTH ? CRM_AUTH : CRM_RETRY, &why);
	return false;
}

/*
 * What cannot even be asked, such as to unsubscribe somebody without an
 * address, is refused; the others go on.
 */
static int
unaskable(struct calls *cs, struct call *c)
{
	struct err why = *cs->e;

	if (why.code == NULL || strcmp(why.code, "profile.path") != 0)
		return -1;
	*cs->e = (struct err){ 0 };
	why.kind = ERR_REJECTED;
	failed_whole(cs, c, CRM_REFUSED, -1, &why);
	return 0;
}

static int
submit(struct calls *cs, struct call *c)
{
	struct http_request r = { .budgets = cs->op->budgets,
	    .costs = cs->op->costs,
	    .repeatable = cs->op->repeatable, .cookie = c };

	if (!authorise(cs, c))
		return 0;
	if (request_build(cs->crm, cs->op, c->items, c->n, cs->arena,
	    &c->request, cs->e) == -1)
		return unaskable(cs, c);
	if (cs->wire->is_dry && cs->op->writes) {
		pretend(cs, c);
		return 0;
	}
	if (!wire_can_wait(cs->crm, &r)) {
		unsent(cs, c);
		return 0;
	}
	count_call(cs->wire, cs->op);
	r.headers = wire_headers(cs->crm, &c->request, cs->arena,
	    &r.nheaders);
	r.method = c->request.method;
	r.url = c->request.url;
	r.body = c->request.body;
	return http_submit(cs->wire->http, &r, cs->e);
}

/* Nothing is sent any more: what waits is for another run. */
static void
give_up_waiting(struct calls *cs, const struct err *why)
{
	struct call *c;

	http_unsend(cs->wire->http);
	while ((c = cs->waiting) != NULL) {
		cs->waiting = c->next;
		give_all(c, CRM_RETRY, why);
	}
}

/* Hand over what is due; what is left waits, ${next} is its time. */
static int
submit_due(struct calls *cs, int64_t *next)
{
	struct call **p = &cs->waiting, *c;
	int64_t now = monotonic();

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
		if (submit(cs, c) == -1)
			return -1;
		if (crm_over(cs->crm, NULL))
			return 0;
	}
	return 0;
}

static void
take_answers(struct calls *cs)
{
	struct http_response *r;

	while ((r = http_take(cs->wire->http)) != NULL) {
		if (cs->op->writes && r->error != HTTP_UNSENT)
			step();
		take_answer(cs, r->cookie, r);
		http_release(cs->wire->http, r);
	}
}

/* After a fault of our own: let what is under way end, unread. */
static void
drain(struct calls *cs)
{
	struct http_response *r;

	while (http_pending(cs->wire->http) > 0) {
		http_wait(cs->wire->http, -1, -1);
		while ((r = http_take(cs->wire->http)) != NULL)
			http_release(cs->wire->http, r);
	}
}

/* Nothing is under way: wait for the time of what is to be tried again. */
static void
idle(struct calls *cs, int64_t ns)
{
	struct timespec t = { ns / 1000000000, ns % 1000000000 };

	nanosleep(&t, NULL);
	wire_waited(cs->wire, ns);
}

/* Go on until something has happened, a second at most. */
static void
wait_some(struct calls *cs, int64_t next)
{
	const int64_t most = 1000000000;

	if (next < 0 || next > most)
		next = most;
	if (http_pending(cs->wire->http) > 0) {
		http_wait(cs->wire->http, -1, next);
		take_answers(cs);
	} else if (cs->waiting != NULL)
		idle(cs, next);
}

/* Batches of ${items}, those that are urgent before the others. */
static void
add_calls(struct calls *cs, struct crm_item **items, size_t n)
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
		add_call(cs, sorted + i, width, 1, 0);
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

int
crm_run(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, struct arena *a, struct err *e)
{
	struct calls cs = { .crm = crm, .wire = crm->wire, .op = op,
	    .arena = a, .e = e };
	struct crm_item **some;
	size_t wanted = n;
	struct err why;
	int64_t next = -1;

	if (n > 0 && learn(crm, e) == -1)
		return -1;
	some = crm_wanted(crm, op, items, &wanted, a);
	add_calls(&cs, some, wanted);
	while (cs.waiting != NULL || http_pending(crm->wire->http) > 0) {
		if (crm_over(crm, &why))
			give_up_waiting(&cs, &why);
		else if (submit_due(&cs, &next) == -1) {
			drain(&cs);
			return -1;
		}
		wait_some(&cs, next);
		wire_can_wait(crm, NULL);
	}
	if (crm_others(crm, op, items, n, a, e) == -1)
		return -1;
	return crm_whole(crm, op, items, n, a, e);
}

/* ask: one request by hand, for answers that are read as a whole. */
#include "crm/call.h"

/* Limits that it tells of, and a pause that it asks for. */
static void
heed(struct crm *crm, const struct http_response *answer)
{
	int64_t after = http_retry_after(answer, time_now());

	crm->wire->calls++;
	answer_budgets(crm, answer, crm->wire->http);
	if (answer->status == 429 && after > 0)
		http_pause(crm->wire->http, after);
}

/* What chatcrm-auth test tells. */
static void
note(struct crm_wire *w, const struct http_response *r)
{
	w->took_ns = r->took_ns;
	memcpy(w->self, r->self, sizeof(w->self));
	memcpy(w->peer, r->peer, sizeof(w->peer));
}

/*
 * Send it once and wait.  0 or -1; ${class} tells whether to try again.  1:
 * there is a new credential, send it with that.
 */
static int
send_once(struct crm *crm, const struct crm_op *op, struct crm_request *q,
    struct crm_item *it, struct arena *a, struct cel_val *vars,
    enum crm_class *class, struct err *e)
{
	struct http_request r = { .method = q->method, .url = q->url,
	    .body = q->body, .budgets = op->budgets,
	    .costs = q->costs };
	unsigned credential = crm->wire->credentials;
	struct http_response *answer;
	int rc = -1;

	*class = CRM_REFUSED;
	r.headers = wire_headers(crm, q, a, &r.nheaders);
	if (!wire_can_wait(crm, &r)) {
		crm_stopped(crm, e);
		return -1;
	}
	if (http_submit(crm->wire->http, &r, e) == -1)
		return -1;
	while ((answer = calls_take(crm)) == NULL) {
		http_wait(crm->wire->http, -1, 1000000000);
		if (crm_over(crm, NULL))
			http_unsend(crm->wire->http);
	}
	heed(crm, answer);
	if (answer->error != HTTP_OK) {
		*class = CRM_RETRY;
		err_set(e, ERR_REMOTE, "crm.unreachable", "%s: %s",
		    http_error_name(answer->error), answer->why);
	} else if (answer_read(crm, op, &it, 1, q, answer, a, class,
	    e) == READ_FAILED) {
		if (*class == CRM_AUTH && answer->status == 401 &&
		    wire_again(crm, credential, e))
			rc = 1;
		else
			err_wrap(e, "%s", op->name.p);
	} else {
		answer_vars(crm, op, answer, a, vars);
		note(crm->wire, answer);
		rc = 0;
	}
	http_release(crm->wire->http, answer);
	return rc;
}

int
crm_ask(struct crm *crm, const struct crm_op *op, struct cel_val *vars,
    struct crm_page *page, struct crm_item *it, struct arena *a,
    struct err *e)
{
	struct crm_request q = { 0 };
	struct crm_item none = { 0 };
	enum crm_class class;
	unsigned attempt;
	int r;

	if (page != NULL)
		q.page = *page;
	for (attempt = 1;;) {
		if (wire_authorise(crm, e) == -1 ||
		    request_build_for(crm, op, vars, a, &q, e) == -1)
			return -1;
		r = send_once(crm, op, &q, it != NULL ? it : &none, a, vars,
		    &class, e);
		if (r == 0)
			break;
		if (r == 1)
			continue;
		if ((class != CRM_RETRY && class != CRM_UNKNOWN) ||
		    attempt++ >= crm->rules->attempts)
			return -1;
		crm_pause(crm, attempt - 1);
	}
	*e = (struct err){ 0 };	/* earlier attempts' */
	return page != NULL && answer_next(crm, op, vars, page, a);
}

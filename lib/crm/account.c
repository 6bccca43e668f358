/* account: whose CRM this is, and what it must have before a push. */
#include "crm/wire.h"

/* Send ${q} once and wait.  0 or -1; ${class} tells whether to try again. */
static int
send_once(struct crm *crm, const struct crm_op *op,
    const struct crm_request *q, struct arena *a, struct cel_val *vars,
    enum crm_class *class, struct err *e)
{
	struct http_request r = { .method = q->method, .url = q->url,
	    .body = q->body, .headers = crm->wire->headers,
	    .nheaders = crm->wire->nheaders, .budgets = op->budgets };
	struct http_response *answer;
	struct crm_item it = { 0 }, *items = &it;
	int rc = -1;

	*class = CRM_REFUSED;
	if (http_submit(crm->wire->http, &r, e) == -1)
		return -1;
	while ((answer = http_take(crm->wire->http)) == NULL)
		http_wait(crm->wire->http, -1, -1);
	if (answer->error != HTTP_OK) {
		*class = CRM_RETRY;
		err_set(e, ERR_REMOTE, "crm.unreachable", "%s: %s",
		    http_error_name(answer->error), answer->why);
	} else if (answer_read(crm, op, &items, 1, answer, a, class, e) == 0)
		err_wrap(e, "%s", op->name.p);
	else {
		answer_vars(answer, a, vars);
		rc = 0;
	}
	http_release(crm->wire->http, answer);
	return rc;
}

/*
 * One request by hand, for answers that are read as a whole.  ${item} is
 * what its expressions see as "item".
 */
static int
ask(struct crm *crm, const struct crm_op *op, const struct json *item,
    struct arena *a, struct cel_val *vars, struct err *e)
{
	struct crm_request q;
	enum crm_class class;
	unsigned attempt;

	if (request_build_for(crm, op, item, a, &q, e) == -1)
		return -1;
	for (attempt = 1;; attempt++) {
		if (send_once(crm, op, &q, a, vars, &class, e) == 0) {
			*e = (struct err){ 0 };	/* earlier attempts' */
			return 0;
		}
		if ((class != CRM_RETRY && class != CRM_UNKNOWN) ||
		    attempt >= crm->rules->attempts)
			return -1;
		crm_pause(crm, attempt);
	}
}

/* A token of the wrong account is noticed before anything is written. */
static int
check_environment(const struct crm *crm, const struct cel_val *vars,
    struct arena *a, struct err *e)
{
	const struct profile *p = crm->rules;
	bool sandbox;

	if (p->environment == ANY_ACCOUNT || p->is_sandbox == NULL)
		return 0;
	sandbox = cel_true(p->is_sandbox, vars, a);
	if (sandbox == (p->environment == SANDBOX_ACCOUNT))
		return 0;
	return err_set(e, ERR_CONFIG, "crm.environment",
	    "the token belongs to a %s account, crm.environment says %s",
	    sandbox ? "sandbox" : "production", sandbox ? "production" :
	    "sandbox");
}

int
crm_account(struct crm *crm, struct arena *a, struct str *id, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	*id = STR_NONE;
	if (crm->rules->account == NULL)
		return 0;
	if (ask(crm, crm->rules->account, NULL, a, vars, e) == -1)
		return -1;
	if (!cel_text(crm->rules->account_id, vars, a, id))
		return err_set(e, ERR_REMOTE, "crm.account",
		    "the CRM does not say which account this is");
	return check_environment(crm, vars, a, e);
}

static void
print_need(FILE *f, const char *what, const struct json *need)
{
	struct buf b = { 0 };

	json_write(need, &b);
	fprintf(f, "%s %.*s\n", what, STR_ARG(buf_str(&b)));
	buf_free(&b);
}

/* 1: it is there; 0: it is not. */
static int
look_for(struct crm *crm, const struct json *need, struct arena *a,
    struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	if (ask(crm, crm->rules->check, need, a, vars, e) == -1)
		return -1;
	vars[PV_ITEM] = cel_from_json(need);
	return cel_true(crm->rules->exists, vars, a);
}

/* A create that was done and whose answer was lost fails the second time. */
static int
make(struct crm *crm, const struct json *need, struct arena *a,
    struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct err why = { 0 };

	if (ask(crm, crm->rules->make, need, a, vars, &why) == 0 ||
	    look_for(crm, need, a, e) == 1)
		return 0;
	*e = why;
	return -1;
}

int
crm_setup(struct crm *crm, bool apply, FILE *f, struct err *e)
{
	const struct profile *p = crm->rules;
	struct arena a = { 0 };
	int missing = 0, there = 0;
	size_t i;

	for (i = 0; p->need != NULL && i < p->need->len; i++) {
		arena_reset(&a);
		there = look_for(crm, &p->need->items[i], &a, e);
		if (there == -1)
			break;
		print_need(f, there ? "have" : apply ? "make" : "lack",
		    &p->need->items[i]);
		if (there)
			continue;
		if (!apply)
			missing++;
		else if ((there = make(crm, &p->need->items[i], &a, e)) == -1)
			break;
	}
	arena_free(&a);
	return there == -1 ? -1 : missing;
}

/* send: one request of an operation, from its items to the queue. */
#include <stdio.h>

#include "crm/call.h"

/* What would have been sent, for people and for jq; no header is shown. */
static void
print_dry(struct crm_calls *cs, struct call *c)
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
count_call(struct crm_wire *w, const struct crm_op *op,
    const unsigned *costs)
{
	unsigned i;

	w->calls++;
	for (i = 0; i < HTTP_BUDGETS; i++)
		if ((op->budgets >> i & 1) != 0)
			w->calls_of[i] += costs[i] > 0 ? costs[i] : 1;
}

/* It is not sent and counts as done; nor is it read back afterwards. */
static void
pretend(struct crm_calls *cs, struct call *c)
{
	size_t i;

	if (cs->wire->dry != NULL)
		print_dry(cs, c);
	count_call(cs->wire, cs->op, c->request.costs);
	if (cs->crm->verify != CRM_VERIFY_NONE)
		count_call(cs->wire, cs->op, c->request.costs);
	for (i = 0; i < c->n; i++)
		c->items[i]->verdict = CRM_OK;
}

/* Without a credential nothing more is sent by this run. */
static bool
authorise(struct crm_calls *cs, struct call *c)
{
	struct err why = { 0 };

	if (wire_authorise(cs->crm, &why) == 0) {
		c->credential = cs->wire->credentials;
		return true;
	}
	crm_stop(cs->crm, &why);
	call_give(c, why.kind == ERR_AUTH ? CRM_AUTH : CRM_RETRY, &why);
	return false;
}

/*
 * What cannot even be asked, such as to unsubscribe somebody without an
 * address, is refused; the others go on.
 */
static int
unaskable(struct crm_calls *cs, struct call *c)
{
	struct err why = cs->err;

	if (why.code == NULL || strcmp(why.code, "profile.path") != 0)
		return -1;
	cs->err = (struct err){ 0 };
	why.kind = ERR_REJECTED;
	call_refused(cs, c, CRM_REFUSED, -1, &why);
	return 0;
}

int
call_send(struct crm_calls *cs, struct call *c)
{
	struct http_request r = { .budgets = cs->op->budgets,
	    .costs = c->request.costs,
	    .repeatable = cs->op->repeatable,
	    .yields = cs->ahead && cs->op->scarce, .cookie = c };

	if (!authorise(cs, c))
		return 0;
	if (request_build(cs->crm, cs->op, c->items, c->n, cs->arena,
	    &c->request, &cs->err) == -1)
		return unaskable(cs, c);
	if (cs->wire->is_dry && cs->op->writes) {
		pretend(cs, c);
		return 0;
	}
	if (!wire_can_wait(cs->crm, &r)) {
		call_unsent(cs, c);
		return 0;
	}
	count_call(cs->wire, cs->op, c->request.costs);
	r.headers = wire_headers(cs->crm, &c->request, cs->arena,
	    &r.nheaders);
	r.method = c->request.method;
	r.url = c->request.url;
	r.body = c->request.body;
	if (http_submit(cs->wire->http, &r, &cs->err) == -1)
		return -1;
	cs->out++;
	return 0;
}

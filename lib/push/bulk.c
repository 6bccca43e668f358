/*
 * bulk: many new objects as one file.  The job is written down before the
 * file is sent, so that a run after this one waits for it before it looks
 * for what came of it.
 */
#include "push/thing.h"

struct bulk {
	struct push	*p;
	enum crm_type	 type;
	int64_t		 intent;	/* 0: there is no job */
};

static int
started(void *cookie, struct str job, struct err *e)
{
	struct bulk *b = cookie;

	return intent_open(b->p, arena_printf(&b->p->arena, "%s.bulk",
	    crm_type_names[b->type]), in_ledger(b->type),
	    (struct ledger_tokens){ &job, 1 }, &b->intent, e);
}

int
bulk_things(struct push *p, enum crm_type type, struct thing **things,
    size_t n, bool *done, struct err *e)
{
	size_t least = crm_bulk(p->crm, type);
	struct bulk b = { .p = p, .type = type };
	struct err said = { 0 };
	int end;

	*done = false;
	if (p->o->dry_run || least == 0 || n < least || crm_over(p->crm, NULL))
		return 0;
	end = crm_bulk_run(p->crm, type, thing_items(p, things, n), n,
	    started, &b, &p->arena, &said);
	if (end == -1) {
		*e = said;
		return -1;
	}
	*done = end != CRM_BULK_NONE;
	things_sent(things, n);
	/* Of a job that has not ended the next run asks. */
	if (b.intent == 0 || end == CRM_BULK_LEFT)
		return 0;
	return intent_close(p, b.intent, e);
}

static enum crm_type
type_of(struct str op)
{
	int t;

	for (t = CRM_TYPES - 1; t > 0; t--)
		if (str_eq(str_to(op, str_find(op, STR("."))),
		    str_of(crm_type_names[t])))
			break;
	return (enum crm_type)t;
}

int
bulk_recover(struct push *p, const struct ledger_intent *in, struct err *e)
{
	struct err said = { 0 };
	int end = CRM_BULK_ENDED;

	if (in->tokens.n > 0)
		end = crm_bulk_wait(p->crm, type_of(in->op),
		    in->tokens.p[0], &p->arena, &said);
	if (end == -1)
		*e = said;
	if (end != CRM_BULK_ENDED)
		return end == -1 ? -1 : 0;
	return ledger_intent_close(p->ledger, in->id, "found", e);
}

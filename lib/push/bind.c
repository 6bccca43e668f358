/* bind: a ledger belongs to one account of one CRM; never mix two. */
#include "push/wave.h"
#include "record/log.h"

/*
 * What is for real is only planned, until somebody has said that it is
 * meant; from then on the ledger remembers it.
 */
static int
ask_first(struct push *p, struct str account, struct err *e)
{
	struct str known;
	int rc = ledger_fact(p->ledger, "production", &p->arena, &known, e);

	if (rc != 0)
		return rc == -1 ? -1 : 0;
	if (p->o->production)
		return ledger_fact_put(p->ledger, "production", account, e);
	log_msg(LOG_WARNING, "this is a production account: nothing is "
	    "written, this is the plan; when it is what you want, push with "
	    "--production");
	p->o->dry_run = p->o->plan = true;
	crm_dry(p->crm);
	return 0;
}

int
bind_account(struct push *p, struct err *e)
{
	struct err why = { 0 };
	struct str account;

	if (crm_account(p->crm, &p->arena, &account, &why) == -1) {
		if (why.kind == ERR_REMOTE || why.kind == ERR_AUTH) {
			crm_stop(p->crm, &why);	/* all will be deferred */
			return 0;
		}
		if (why.kind != ERR_REJECTED) {
			*e = why;
			return -1;
		}
		log_msg(LOG_WARNING, "the CRM does not say whose account "
		    "this is; the ledger is not bound to it");
		return 0;
	}
	if (p->crm->production && !p->o->dry_run && ask_first(p, account,
	    e) == -1)
		return -1;
	if (account.p == NULL || p->o->dry_run)
		return 0;
	return ledger_bind(p->ledger, p->crm->profile, account, e);
}

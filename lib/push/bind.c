/* bind: a ledger belongs to one account of one CRM; never mix two. */
#include "push/wave.h"
#include "record/log.h"

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
	if (account.p == NULL || p->o->dry_run)
		return 0;
	return ledger_bind(p->ledger, p->crm->profile, account, e);
}

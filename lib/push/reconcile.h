/*
 * reconcile: does the CRM have what the ledger says was written to it?
 *
 * Every object of the ledger is read back by its id.  A discrepancy is one
 * JSON line:
 *	{"chatcrm":1,"discrepancy":"drifted","object":"contact","id":"101",
 *	 "token":"p-...","field":"grade","ours":"hot","theirs":"cold"}
 * missing	the CRM has no object of that id
 * moved	it answers with another id, after a merge
 * drifted	a field has another value than was sent last
 * duplicate	another object has the same key
 * unfinished	it was to be created, and that never ended
 */
#ifndef PUSH_RECONCILE_H
#define PUSH_RECONCILE_H

#include "crm/crm.h"
#include "ledger/ledger.h"

struct reconcile_opts {
	FILE		*out;
	bool		 fix;	/* write records for push, not discrepancies */
	struct instant	 now;
	struct instant	 since;	/* only what the CRM changed since; 0: all */
};

struct reconcile_found {
	size_t	 all;		/* discrepancies */
	size_t	 forgotten;	/* notes to be pushed again */
};

/*
 * reconcile_run(crm, l, o, found, e): compare; ${found} counts the
 * discrepancies.  With ${fix} the ledger must be open for writing: what was
 * lost without trace is forgotten in it, so that the same record pushed
 * again is no longer "unchanged".  0, or -1.
 */
int	reconcile_run(struct crm *crm, struct ledger *l,
	    const struct reconcile_opts *o,
	    struct reconcile_found *found, struct err *e);

#endif

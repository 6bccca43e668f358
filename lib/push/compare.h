/* compare: a page of the ledger beside what the CRM has; private to push. */
#ifndef PUSH_COMPARE_H
#define PUSH_COMPARE_H

#include "base/hmap.h"
#include "push/reconcile.h"
#include "push/wave.h"

enum { PAGE = 400 };		/* objects at a time */

struct compare {
	struct crm		*crm;
	struct ledger		*ledger;
	const struct reconcile_opts *o;
	struct arena		 arena;		/* of the page */
	struct arena		 kept;		/* of the run */
	struct hmap		 lost_firms;	/* token to ledger_object */
	struct reconcile_found	 found;
	struct err		*e;
};

/* One object: ${its} holds the CRM's answer. */
struct pair {
	struct ledger_object	 ours;
	struct crm_item		 its, other;	/* by id; by key */
	bool			 missing, drifted, moved;
};

/*
 * learn.c: with --fix, what the ledger takes from the CRM: where an object
 * was merged into, and values that its people chose and push would let
 * stand.  What is left to be mended stays missing or drifted.
 */
int	learn(struct compare *c, enum crm_type t, struct pair *p);

/* mend.c: a record that brings ${p} back, or a note in the ledger. */
int	mend(struct compare *c, enum crm_type t, const struct pair *p);

/* mend.c: the company of this contact is lost: a record for both. */
int	mend_firm(struct compare *c, const struct pair *contact,
	    const struct ledger_object *firm);

#endif

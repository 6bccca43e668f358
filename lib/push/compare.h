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
	struct hmap		 changed;	/* tokens, of one type */
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
 * since.c: with --since, gather what the CRM has changed of type ${t}: 1; 0:
 * it cannot tell, so that all are to be compared; -1.  since_keeps: of
 * ${n} objects those that are, or were never finished; how many they are.
 */
int	since_gather(struct compare *c, enum crm_type t);
size_t	since_keeps(const struct compare *c, struct ledger_object *objects,
	    size_t n);

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

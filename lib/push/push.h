/*
 * push: records into a CRM, each once.
 *
 * Records are taken in waves.  A wave goes through the same steps together,
 * so that each step costs one request for a hundred records: who is this
 * (ledger, then CRM), what is there now, what would change, journal, send,
 * read back, journal, answer.  One result line for each line of input, in
 * the order of the input (chatcrm-record(5)).
 */
#ifndef PUSH_PUSH_H
#define PUSH_PUSH_H

#include "crm/crm.h"
#include "ledger/ledger.h"
#include "record/letters.h"

struct push_opts {
	int		 in, out;	/* descriptors */
	struct letters	*letters;	/* open, for dead ones */
	int		 quarantine;	/* for records to be decided, or -1 */
	bool		 decisions;	/* the input are such, answered */
	int64_t		 limit;		/* records; 0: all */
	double		 max_rejects;	/* share, 0.05 */
	bool		 follow;	/* judge it by stretches: allowance.h */
	struct instant	 now;
	int64_t		 deadline;	/* ns from the start; 0: none */
	int64_t		 hold;		/* ns that a record may wait to be tried
					   again, before it is deferred */
	double		 pilot;		/* share of people; 1: all */
	unsigned	 only;		/* bit n: crm_type n; 0: all */
	const struct cel_prog *high;	/* over the record: what goes first, or
					   NULL: its member high_value */
	bool		 create_only, update_only;
	bool		 shared;	/* other runs use the ledger as well */
	bool		 no_actions;	/* leave the record's actions undone */
	bool		 unordered;	/* answer what is known at once */
	bool		 production;	/* a production account is meant */
	bool		 dry_run;	/* change nothing, also not the ledger */
	bool		 plan;		/* with dry_run: say what would change */
	bool		 apply;		/* the input is a plan: do just that */
	bool		 exit_code;	/* of a plan with changes: 1 */
	bool		 strict, end_stub, expect_end;
};

/*
 * push_run(crm, l, o, e): push all of the input, and before it what waits in
 * the ledger's outbox.  ${crm} is connected, ${l} open for writing.  The
 * status to exit with; ${e} says more where it is not 0.  SIGTERM and SIGINT
 * end the run early: what is under way is finished, what else was read goes
 * into the outbox, the status is STATUS_DEFERRED.
 */
enum status	push_run(struct crm *crm, struct ledger *l,
		    const struct push_opts *o, struct err *e);

/*
 * push_revert(crm, l, run, o, e): put back what run ${run} replaced, where
 * the CRM still holds what it wrote, and delete what it made, but for people
 * and companies.  With o->plan only say so.
 */
enum status	push_revert(struct crm *crm, struct ledger *l, int64_t run,
		    const struct push_opts *o, struct err *e);

#endif

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

struct push_opts {
	int		 in, out;	/* descriptors */
	int		 rejects;	/* descriptor for dead letters, or -1 */
	int64_t		 limit;		/* records; 0: all */
	double		 max_rejects;	/* share, 0.05 */
	struct instant	 now;
	bool		 dry_run;	/* change nothing, also not the ledger */
	bool		 strict, end_stub, expect_end;
};

/*
 * push_run(crm, l, o, e): push all of the input.  ${crm} is connected, ${l}
 * open for writing.  The status to exit with; ${e} says more where it is
 * not 0.  SIGTERM and SIGINT end the input early: what was read is finished,
 * the status is STATUS_DEFERRED.
 */
enum status	push_run(struct crm *crm, struct ledger *l,
		    const struct push_opts *o, struct err *e);

#endif

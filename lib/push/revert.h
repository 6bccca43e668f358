/* revert: what a run did, to be undone; private to push. */
#ifndef PUSH_REVERT_H
#define PUSH_REVERT_H

#include "push/flow.h"

/* One object that the run changed, or made. */
struct restore {
	struct thing			 thing;
	const struct ledger_change	*changes;
	size_t				 n;
	bool				 made;
	struct json			 kept;	/* names: changed since */
};

struct reverting {
	struct push	 p;
	int64_t		 run;		/* to be reverted */
	struct restore	*all;
	size_t		 n;
	uint64_t	 counts[OUT_COUNT];
};

/* count_gone(t): one that is no longer there is settled so. */
void	 count_gone(struct thing *t);

/*
 * unmake(v, e): delete the notes, deals, tickets and tasks that the run made
 * and nobody has changed since, where the profile can; all others are
 * settled and say why they stay, people and companies always.
 */
int	 unmake(struct reverting *v, struct err *e);

#endif

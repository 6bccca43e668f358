/*
 * budget: so many requests in any stretch of an interval, exactly; private
 * to http.
 *
 * The other side counts a request when it arrives: at some time between our
 * start and our end of it.  So what counts here are requests under way and
 * those that ended less than an interval ago.  However the network or this
 * machine stalls, no stretch of an interval sees more over there.  Unlike a
 * bucket that fills steadily this allows no second burst inside one
 * interval, which is how rolling limits are enforced on the other side.
 *
 * Ends that lie close together share a cell, which counts until its last one
 * is old: a thousandth of the interval is lost at most, and a day's million
 * takes no more room than ten a second.
 *
 * A struct budget holds no pointer: it may lie in memory that processes
 * share (share.h).  All zero is one without a limit.
 */
#ifndef HTTP_BUDGET_H
#define HTTP_BUDGET_H

#include <stdint.h>

enum {
	BUDGET_CELLS = 1024,
	BUDGET_HOLDERS = 64	/* processes that draw on one at a time */
};

struct budget_cell {
	int64_t		 first, last;	/* ends, ns */
	uint32_t	 n;
};

/* What a process has under way. */
struct budget_holder {
	int32_t		 pid;		/* 0: free */
	uint32_t	 n;
	int64_t		 since;		/* its last start */
};

struct budget {
	uint32_t		 tokens;	/* 0: no limit */
	uint32_t		 recent;	/* ended, in all cells */
	int64_t			 interval;	/* ns */
	uint32_t		 first, used;	/* the oldest cell, how many */
	uint32_t		 set_tokens;	/* as configured, before the */
	int64_t			 set_interval;	/* other side told better */
	struct budget_holder	 holders[BUDGET_HOLDERS];
	struct budget_cell	 cells[BUDGET_CELLS];
};

/*
 * budget_set: the limit as configured; one that was told since the same was
 * set before stands.  budget_told: as the other side tells it.  What was
 * spent stays spent.  0 tokens: no limit.
 */
void	budget_set(struct budget *b, uint32_t tokens, int64_t interval);
void	budget_told(struct budget *b, uint32_t tokens, int64_t interval);

/*
 * budget_wait(b, cost, now): ns until ${cost} tokens can be free; 0 is at
 * once.  More than there ever are count as all of them.
 */
int64_t	budget_wait(struct budget *b, uint32_t cost, int64_t now);

/* budget_start: spend ${cost}; budget_wait was 0.  budget_end: it is over. */
void	budget_start(struct budget *b, uint32_t cost, int64_t now);
void	budget_end(struct budget *b, uint32_t cost, int64_t now);

/* budget_left(b, left, now): no more than ${left} are free from now on. */
void	budget_left(struct budget *b, uint32_t left, int64_t now);

/* budget_mend(b): who changed it last may have died in the middle. */
void	budget_mend(struct budget *b);

/* budget_shift(b, ns): its times were told by another clock: add ${ns}. */
void	budget_shift(struct budget *b, int64_t ns);

#endif

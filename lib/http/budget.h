/*
 * budget: so many starts in any interval, exactly; private to http.
 *
 * A ring holds the times of the last starts, one slot a token: a start is
 * free when the oldest has left the interval.  Unlike a bucket that fills
 * steadily this allows no second burst inside one interval, which is how
 * rolling limits are enforced on the other side.
 */
#ifndef HTTP_BUDGET_H
#define HTTP_BUDGET_H

#include <stdint.h>

struct budget {
	int64_t		*at;		/* ring of start times, ns */
	unsigned	 tokens;	/* its size; 0: no limit */
	unsigned	 first, used;	/* the oldest, and how many */
	int64_t		 interval;	/* ns */
};

/* budget_set: a new limit; what was spent stays spent.  0 tokens: none. */
void	budget_set(struct budget *b, unsigned tokens, int64_t interval);
void	budget_free(struct budget *b);

/* budget_wait(b, now): ns until a token is free; 0 is at once. */
int64_t	budget_wait(struct budget *b, int64_t now);

/* budget_take(b, now): spend one; budget_wait was 0. */
void	budget_take(struct budget *b, int64_t now);

/* budget_left(b, left, now): no more than ${left} are free from now on. */
void	budget_left(struct budget *b, unsigned left, int64_t now);

#endif

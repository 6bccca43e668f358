/*
 * route_sum: what chatcrm-route --summary tells in place of records: how
 * often each rule fired and what it wants done, so that rules can be tried on
 * history before they are switched on.
 */
#ifndef STAGE_ROUTE_SUM_H
#define STAGE_ROUTE_SUM_H

#include "record/engine.h"
#include "stage/route.h"

enum { ROUTE_EXAMPLES = 3 };

struct rule_sum {
	uint64_t	 tried, fired, stopped;
	uint64_t	 failed;	/* not all of it can be evaluated */
	uint64_t	 actions[ROUTE_TYPES];
	uint64_t	 expired;	/* of these, older than max_age */
	struct str	 examples[ROUTE_EXAMPLES];	/* ids of records */
	size_t		 nexamples;
};

struct route_sum {
	struct arena		 arena;
	struct str		*names;		/* of the rules */
	struct rule_sum		*rules;
	size_t			 n;
	struct instant		 now;
	uint64_t		 records;
	uint64_t		 routed;	/* some rule has fired */
	uint64_t		 nobodys;	/* no consent */
	struct engine_sink	 sink;		/* for engine_opts: no output */
	struct route_sum	*self;		/* what the sink fills */
};

/*
 * route_sum_open(m, stage, now): of the compiled section ${stage}, which may
 * be gone when the rest is asked.  One thread at a time.
 */
void	route_sum_open(struct route_sum *m, const void *stage,
	    struct instant now);

/* route_sum_text(m, b), route_sum_json(m, b): for people; one object. */
void	route_sum_text(const struct route_sum *m, struct buf *b);
void	route_sum_json(struct route_sum *m, struct buf *b);

void	route_sum_free(struct route_sum *m);

#endif

/* hs-draft: a write before it is done; private to HubSpot's persona. */
#ifndef SANDBOX_HS_DRAFT_H
#define SANDBOX_HS_DRAFT_H

#include "sandbox/hs.h"

/* A write under way: the values that will be set, and what is wrong. */
struct draft {
	struct request			*q;
	const struct object_type	*t;
	struct json			 values;	/* normalised */
	struct json			 problems;
};

/* draft_fail: the outcome is that error. */
void	draft_fail(struct request *q, struct hs_outcome *out, int status,
	    const char *category, struct str message);
/* draft_problem: one property is wrong; draft_refuse: say all that are. */
void	draft_problem(struct draft *d, struct str name, const char *code,
	    struct str message);
void	draft_refuse(struct draft *d, struct hs_outcome *out);

/*
 * draft_spoilt: is something to go wrong with this record on purpose?  Then
 * the outcome says what; ${merged}: it is to be merged away first.
 */
bool	draft_spoilt(struct request *q, const struct object_type *t,
	    const struct json *props, bool *merged, struct hs_outcome *out);

/*
 * draft_values: begin a draft of ${props}, checked and normalised; false if
 * some are wrong, said in ${out}.  draft_one: add one more.
 */
bool	draft_values(struct draft *d, struct request *q,
	    const struct object_type *t, const struct json *props,
	    struct hs_outcome *out);
void	draft_one(struct draft *d, struct str name, const struct json *v);

#endif

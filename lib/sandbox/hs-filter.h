/* filter: the conditions of a search; private to it. */
#ifndef SANDBOX_FILTER_H
#define SANDBOX_FILTER_H

#include "sandbox/hs.h"

/* filter_check(q, t, groups, r): are they well-formed?  If not, a 400. */
bool	filter_check(struct request *q, const struct object_type *t,
	    const struct json *groups, struct answer *r);

/* filter_match(q, o, groups, a): groups are ORed, filters in one ANDed. */
bool	filter_match(const struct request *q, const struct object *o,
	    const struct json *groups, struct arena *a);

/* filter_value(o, name, a): a property as searched, system ones too. */
struct str filter_value(const struct object *o, struct str name,
	    struct arena *a);

/*
 * filter_compare(a, b, by_value): numbers and times by value, else as text
 * without case.  filter_by_value: which of the two a property calls for.
 */
int	filter_compare(struct str a, struct str b, bool by_value);
bool	filter_by_value(const struct request *q, const struct object_type *t,
	    struct str name);

/* filter_number(s, out): a number, or a time as milliseconds? */
bool	filter_number(struct str s, double *out);

/*
 * filter_candidates(q, t, groups, ids, n): objects, by id, among which are all
 * that the groups can hold; false if that takes a look at each.
 */
bool	filter_candidates(struct request *q, const struct object_type *t,
	    const struct json *groups, int64_t **ids, size_t *n);

/* filter_contains(text, token): as a token or phrase, "*" at its ends. */
bool	filter_contains(struct str text, struct str token);

#endif

/*
 * ends: the two objects of an association, and what can be done with them;
 * private to the sandbox.
 *
 * Where a function returns int it is 0, or the status of the error whose
 * body it has put into ${error}.
 */
#ifndef SANDBOX_ENDS_H
#define SANDBOX_ENDS_H

#include "sandbox/hs.h"

struct ends {
	const struct object_type	*from, *to;
	int64_t				 a, b;	/* ids, from and to */
};

/* ends_types: both types from the path, at arguments 0 and ${i}. */
bool		ends_types(struct request *q, size_t i, struct ends *e,
		    struct answer *r);

/* ends_find: is it there?  ${id} becomes that of a merge's survivor. */
bool		ends_find(struct request *q, const struct object_type *t,
		    int64_t *id);
int		ends_missing(struct request *q, const struct object_type *t,
		    struct str id, struct json *error);
int		ends_both(struct request *q, struct ends *e, struct str from,
		    struct str to, struct json *error);

/* ends_spec(spec): its associationTypeId, -1 if it has none. */
int		ends_spec(const struct json *spec);
int		ends_no_type(struct request *q, struct json *error);

/* ends_put: associate by the list ${types}; ends_drop: not any more. */
int		ends_put(struct request *q, const struct ends *e,
		    const struct json *types, struct json *error);
void		ends_drop(struct request *q, const struct ends *e);

/* ends_put_default: associate by ${t}; both directions go to ${results}. */
void		ends_put_default(struct request *q, const struct ends *e,
		    struct edge_type t, struct json *results);

/* {"id"}; the two ends with their labels; all that ${e->a} leads to. */
struct json	ends_id(struct request *q, int64_t id);
struct json	ends_labels(struct request *q, const struct ends *e);
struct json	ends_targets(struct request *q, const struct ends *e);

#endif

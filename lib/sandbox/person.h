/*
 * person: how pages show a contact, and how they end; private to the
 * sandbox.
 */
#ifndef SANDBOX_PERSON_H
#define SANDBOX_PERSON_H

#include "sandbox/api.h"

/* What happened with a contact: a note, a task ... */
struct activity {
	struct str	 at;		/* RFC 3339, or none */
	struct object	 object;
};

/* person_name: first and last name, else the address, else the number. */
bool	person_has_name(const struct object *o);
void	person_name(struct buf *b, const struct object *o);
/* person_value: a property; person_score: score and grade, if any. */
void	person_value(struct buf *b, const struct object *o, const char *name);
void	person_score(struct buf *b, const struct object *o);
/* person_time: "2026-03-01 10:15" of an RFC 3339 time. */
void	person_time(struct buf *b, struct str t);
/* person_companies: the names of a contact's companies. */
void	person_companies(struct buf *b, struct request *q,
	    const struct object *o);
/* person_timeline: all activities, newest first; return how many. */
size_t	person_timeline(struct request *q, const struct object *o,
	    struct activity **out);

/* page_end(b, q, r): finish the page and make it the answer. */
void	page_end(struct buf *b, struct request *q, struct answer *r);

#endif

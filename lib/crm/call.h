/* call: the requests of an operation; what the files of it share. */
#ifndef CRM_CALL_H
#define CRM_CALL_H

#include "crm/wire.h"

/* One request: some of the items, and when it may be sent. */
struct call {
	struct call		*next;
	struct crm_calls	*of;
	struct crm_item		**items;
	size_t			 n;
	unsigned		 attempt;
	int64_t			 due;		/* monotonic ns */
	uint64_t		 answers;	/* wire's, when it was made */
	unsigned		 credential;	/* wire's, when it was sent */
	struct crm_request	 request;
};

/* An operation over many items, until each of them has a verdict. */
struct crm_calls {
	struct crm_calls	*next;		/* that is under way as well */
	struct crm		*crm;
	struct crm_wire		*wire;
	const struct crm_op	*op;
	struct arena		*arena;
	struct crm_item		**items;	/* all that it is about */
	size_t			 n;
	struct call		*waiting;	/* not submitted */
	size_t			 out;		/* submitted, not answered */
	bool			 ahead;		/* of its time: crm_start */
	bool			 failed;	/* a fault of our own: */
	struct err		 err;
};

/* call.c: one more of them, to be sent when it is ${due}. */
struct call	*call_add(struct crm_calls *cs, struct crm_item **items,
		    size_t n, unsigned attempt, int64_t due);

/* call.c: wait for answers; one to a request by hand, or NULL. */
struct http_response *calls_take(struct crm *crm);

/* send.c: hand it to the queue of requests; -1: a fault of our own. */
int		 call_send(struct crm_calls *cs, struct call *c);

/* verdict.c: what its answer means: verdicts, or other calls. */
void		 call_answered(struct crm_calls *cs, struct call *c,
		    const struct http_response *r);

/* verdict.c: the same verdict for all of its items. */
void		 call_give(struct call *c, enum crm_class verdict,
		    const struct err *why);
/* ... or it was refused as a whole: by halves, if it has several. */
void		 call_refused(struct crm_calls *cs, struct call *c,
		    enum crm_class class, int64_t after,
		    const struct err *why);

/* verdict.c: it was taken out of the queue and waits again. */
void		 call_unsent(struct crm_calls *cs, struct call *c);

#endif

/* wire: the way to the CRM while a run lasts; private to this folder. */
#ifndef CRM_WIRE_H
#define CRM_WIRE_H

#include "crm/profile.h"

struct crm_wire {
	struct http		*http;
	struct http_retry	 retry;
	struct auth		*auth;
	struct http_header	 credential;	/* its header; or no name */
	unsigned		 credentials;	/* made so far */
	uint64_t		 renewed;	/* answers when a 401 last led to
						   a new credential, plus 1 */
	struct trace		*trace;
	int64_t			 took_ns;	/* the last answer of crm_ask */
	char			 self[48], peer[48];
	struct str		 given_url;	/* by the profile or the user */
	bool			 is_dry;	/* writes are not sent */
	FILE			*dry;		/* but printed there, or NULL */
	struct err		 stopped;	/* ERR_NONE: go on */
	uint64_t		 answers;	/* good ones so far */
	uint64_t		 calls, calls_of[HTTP_BUDGETS];	/* so far, and
					   those a dry run would have made */
	int64_t			 deadline;	/* monotonic ns */
	int64_t			 patience;	/* ns that may be idled away */
	int64_t			 failures;	/* of the CRM, in a row */
	int64_t			 open_until;	/* the breaker's; 0: closed */
	bool			 probing;	/* one request is to tell */
	int64_t			 pause_ends;	/* one that is waited out */
	struct json		 known;		/* what the account told */
	bool			 asked;		/* for it */
	int64_t			 asked_at;	/* monotonic ns */
	struct crm_calls	*calls_out;	/* operations under way */
	void			(*meanwhile)(void *arg);	/* or NULL */
	void			*meanwhile_arg;
	bool			 is_meanwhile;	/* it is being called */
};

/*
 * crm_ask(crm, op, vars, page, a, e): one request by hand, for answers that
 * are read as a whole: sent again while that may help, its status, headers
 * and body then in ${vars} [PV_COUNT], where the caller has put what its
 * expressions see.  ${page} (or NULL): which part is asked for, then the
 * next: 1 if there is one, else 0; -1 on error.  ${it} (or NULL) gets what
 * the operation's results found.
 */
int		 crm_ask(struct crm *crm, const struct crm_op *op,
		    struct cel_val *vars, struct crm_page *page,
		    struct crm_item *it, struct arena *a, struct err *e);

/*
 * crm_learn(crm, e): ask the account for what the profile wants to know of
 * it, and again once that is older than crm.cache.
 */
int		 crm_learn(struct crm *crm, struct err *e);

/*
 * wire_authorise(crm, e): see that the next request has a credential that is
 * good; called before each is made.  -1 with ERR_AUTH or, for now,
 * ERR_REMOTE.
 */
int		 wire_authorise(struct crm *crm, struct err *e);

/*
 * wire_again(crm, sent, e): the CRM answered 401 to a request that left when
 * the wire had made ${sent} credentials.  True: there is another one by now,
 * send it again; false: it is no use, ${e} may say why.
 */
bool		 wire_again(struct crm *crm, unsigned sent, struct err *e);

/* wire_headers(crm, q, a, n): the credentials' and those of a request. */
struct http_header *wire_headers(const struct crm *crm,
		    const struct crm_request *q, struct arena *a, size_t *n);

/*
 * crm_wanted(crm, op, items, n, a): those items that ${op} is sent for; the
 * others have found nothing.  crm_others(...): for those, and where nothing
 * was found, run what the profile has in its place.  crm_whole(...): what a
 * find found, read by id where it does not tell all fields.
 */
struct crm_item **crm_wanted(const struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t *n, struct arena *a);
int		 crm_others(struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t n, struct arena *a,
		    struct err *e);
int		 crm_whole(struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t n, struct arena *a,
		    struct err *e);

/* wire_patience(w): ns that may still be waited; wire_waited: they were. */
int64_t		wire_patience(const struct crm_wire *w);
void		wire_waited(struct crm_wire *w, int64_t ns);

/* wire_budgets(crm, h): the limits before the CRM has said anything. */
void		wire_budgets(const struct crm *crm, struct http *h);

/*
 * wire_can_wait(crm, r): can ${r} (NULL: what is queued already) start
 * within reason?  Else the run is stopped: the CRM asked for a long pause,
 * or the day's requests are spent.
 */
bool		wire_can_wait(struct crm *crm, const struct http_request *r);

/*
 * The breaker.  breaker_good, breaker_bad: the CRM as a whole answered or
 * failed.  breaker_lets(w, now, wait): may a request go out?  If not, ns
 * until one may, or -1: when those under way have ended.
 */
void		breaker_good(struct crm_wire *w);
void		breaker_bad(struct crm *crm, const struct err *why);
bool		breaker_lets(struct crm_wire *w, int64_t now, int64_t *wait);

/* crm_code_name(c): "crm.refused"; static. */
const char	*crm_code_name(enum crm_class c);

#endif

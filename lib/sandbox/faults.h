/*
 * faults: what goes wrong on purpose, and when; private to the sandbox.
 *
 * A fault is drawn once for each request, before it is handled.  Rules come
 * first, in their order: one fires for requests that it matches, so many
 * times.  Then shares are drawn, in the order of the kinds.  Under one seed
 * the same requests in the same order meet the same faults.
 */
#ifndef SANDBOX_FAULTS_H
#define SANDBOX_FAULTS_H

#include "sandbox/persona.h"

enum fault_kind {
	FAULT_RESET,		/* connection cut, with or without effect */
	FAULT_FAIL,		/* 5xx, with or without effect */
	FAULT_LIE,		/* 2xx as if done, nothing stored */
	FAULT_EMPTY,		/* 2xx without any result, nothing stored */
	FAULT_RATE,		/* 429 of the burst */
	FAULT_QUOTA,		/* 429 of the day */
	FAULT_SLOW,		/* a long wait */
	FAULT_EXPIRED,		/* 401, the token has run out */
	FAULT_SCOPE,		/* 403 */
	FAULT_POISON,		/* 409, one record fails its batch for good */
	FAULT_PARTIAL,		/* one record is refused: from here on, */
	FAULT_LOCKED,		/* faults of one record of a write */
	FAULT_PICKLIST,
	FAULT_DUPLICATE,
	FAULT_MERGED,
	FAULT_CONVERTED,
	FAULT_RESET_BEFORE,	/* halves of the first two, and half an */
	FAULT_RESET_AFTER,	/* answer, for rules that want no chance */
	FAULT_HALF,
	FAULT_FAIL_BEFORE,
	FAULT_FAIL_AFTER,
	FAULT_NONE,		/* of a rule that only acts as administrator */
	FAULT_KINDS = FAULT_NONE
};

/* The name in options, rules and the log; kind of a name, FAULT_NONE. */
const char	*fault_name(enum fault_kind k);
enum fault_kind	 fault_of(struct str name);

/* When a fault is played.  Text that is none matches anything. */
struct fault_rule {
	struct fault_rule	*next;
	enum fault_kind		 kind;
	struct str		 method, route, path, body;
	int64_t			 nth;	/* from that matching request on */
	int64_t			 left;	/* so many times; -1: always */
	double			 share;	/* of those that match */
	int64_t			 ms;	/* of FAULT_SLOW; 0: usual */
	int			 status; /* of FAULT_FAIL; 0: any */
	int64_t			 retry_after;	/* seconds; -1: not told */
	struct json		 admin;	/* what an administrator does first */
	int64_t			 met;	/* requests that matched */
	struct fault_rule	*self;	/* in a copy: the rule itself */
};

struct faults {
	double			 share[FAULT_KINDS];
	int64_t			 slow_ms;
	int64_t			 search_lag_ms;
	uint64_t		 seed;
	struct arena		 arena;	/* of the rules */
	struct fault_rule	*rules, **tail;
	uint64_t		*poisoned;	/* hashes of records */
	size_t			 npoisoned, cap;
};

/* What is to become of a request. */
struct fault {
	const char	*name;		/* for the log; NULL: nothing */
	enum fault_kind	 kind;
	bool		 effect;	/* it is done all the same */
	bool		 forget;	/* it is undone, silently */
	bool		 fail;		/* 5xx is answered */
	bool		 cut, half;	/* the connection ends, in the answer */
	int		 status;
	int64_t		 retry_after;	/* -1: not told */
	int64_t		 ms;		/* before the answer */
	struct fault_rule *rule;	/* that fired, or NULL */
	size_t		 item, asked;	/* the record that it hits */
	bool		 played;	/* it was hit */
};

int	faults_init(struct faults *f, const struct sandbox_conf *c,
	    struct err *e);
void	faults_free(struct faults *f);

/* faults_add(f, spec, e): "KIND", "KIND:3" (times) or "KIND:5%". */
int	faults_add(struct faults *f, struct str spec, struct err *e);

/*
 * faults_rules(f, list, e): take the rules of a script in place of those of
 * an earlier one; all or none.
 */
int	faults_rules(struct faults *f, const struct json *list,
	    struct err *e);
struct json faults_json(const struct faults *f, struct arena *a);

/* fault_draw(q, route, f): for this request; acts as administrator. */
void	fault_draw(struct request *q, const struct route *route,
	    struct fault *f);
/* fault_settle(f): give a rule back what was never played. */
void	fault_settle(struct fault *f);

/* The records of a request: the i-th of ${n}, or the body alone. */
size_t	fault_items(const struct request *q, const struct json **list);

#endif

/* server: what the sandbox is made of; private to it. */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include <microhttpd.h>
#include <stdio.h>

#include "base/hmap.h"
#include "sandbox/faults.h"
#include "sandbox/persona.h"

enum {
	TYPES = 24,		/* object types, with room */
	RECENT = 50		/* requests that the page shows */
};

/* A seeded source of chance, so that runs repeat (splitmix64). */
struct chance {
	uint64_t	 state;
};

uint64_t	 chance_bits(struct chance *c);
/* chance_hit(c, p): true with probability ${p}; draws only if ${p} > 0. */
bool		 chance_hit(struct chance *c, double p);

/* A rolling limit: a ring with the times of the last requests. */
struct limit {
	struct sandbox_rate	 rate;
	int64_t			*at;
	size_t			 first, used;
};

int		 limit_init(struct limit *l, struct sandbox_rate rate,
		    struct err *e);
/* limit_take(l, now_ms): may one more come in? */
bool		 limit_take(struct limit *l, int64_t now_ms);
int64_t		 limit_left(const struct limit *l);
void		 limit_free(struct limit *l);

/* What is remembered of a request, for the log and the page. */
struct seen {
	uint64_t	 number;
	char		 method[8], path[96];
	const char	*route, *fault;	/* static; fault NULL: none */
	int		 status;
	size_t		 inputs, in, out;
	int64_t		 at;		/* ms since 1970 */
	int64_t		 wait_ms;	/* before it is answered */
	bool			 write;
	bool			 quiet;		/* not for the log */
	bool			 secret;	/* nor is its path */
};

struct sandbox {
	struct sandbox_conf	 conf;
	const struct persona	*persona;
	struct faults		 faults;	/* those of now */
	struct chance		 chance;	/* of faults */
	struct chance		 ids;		/* of correlation ids, tokens */
	struct limit		 limit, search_limit;
	int64_t			 day, used_today; /* of the daily quota */
	struct store		*store;
	struct arena		 life;		/* property definitions */
	struct hmap		 properties[TYPES];
	struct MHD_Daemon	*daemon;
	struct exchange		*waiting;	/* answers held back */
	struct json_parser	*parser;
	FILE			*log;
	struct seen		 recent[RECENT];
	uint64_t		 requests;
	uint64_t		 pulse;		/* changes with the pages */
	int64_t			 clock_offset;	/* ms, for --now */
	struct str		 client_secret;	/* none: any will do */
	struct rsa_key		*client_key;	/* NULL: unchecked */
};

/* sandbox_make: all of a sandbox but its port, for one that needs none. */
int		 sandbox_make(const struct sandbox_conf *c,
		    struct sandbox **out, struct err *e);

/* properties_add(sb, specs, n, e): those named on the command line. */
int		 properties_add(struct sandbox *sb, const char *const *specs,
		    size_t n, struct err *e);

/* sandbox_now(sb): ms since 1970, by the fixed clock if there is one. */
int64_t		 sandbox_now(const struct sandbox *sb);

/* log_request(sb, seen): one JSON line, and one for the page. */
void		 log_request(struct sandbox *sb, const struct seen *seen);

/* Routes of the sandbox itself. */
enum { ROUTE_OWN = ROUTE_READ | ROUTE_OPEN | ROUTE_QUIET };

/*
 * route_find(q, path, other): the route of q->method and ${path}, with
 * q->args filled; NULL if there is none, and in ${other} whether there is
 * one for another method.
 */
const struct route *route_find(struct request *q, struct str path,
		    bool *other);

/* route_decode(s, plus, a): "%xx", and "+" where ${plus}. */
struct str	 route_decode(struct str s, bool plus, struct arena *a);

/* request_query(q, query): read what follows "?". */
void		 request_query(struct request *q, struct str query);

/* properties_load(sb): read those that users defined from the store. */
void		 properties_load(struct sandbox *sb);

/* How an answer ends: whole, or with the connection cut. */
enum verdict {
	ANSWER,
	CUT_SILENT,	/* no byte of it is sent */
	CUT_HALF	/* in the middle of the body */
};

/*
 * serve(q, seen, r): all of a request but the socket: token, limits, faults,
 * handler, transaction.  Return what is to be done with the answer.
 */
enum verdict	 serve(struct request *q, struct seen *seen,
		    struct answer *r);

/* trouble(q, r, what, detail): an answer that says so in the CRM's words. */
void		 trouble(struct request *q, struct answer *r,
		    enum trouble what, struct str detail);

/* fault_poisoned(q, f): is one of its records?  ${f} may poison one. */
bool		 fault_poisoned(struct request *q, const struct fault *f);

/* admin_act(q, in): do what an administrator would, before a request. */
void		 admin_act(struct request *q, const struct json *in);

/* The sandbox's own pages and what tests ask of it. */
api_handler	 admin_state, admin_faults, admin_post, page_index,
		 page_record;

#endif

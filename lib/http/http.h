/*
 * http: requests over HTTPS, several at a time; the one facade of libcurl.
 *
 * A client holds a queue.  http_submit puts a request into it, http_wait
 * lets transfers go on, http_take hands over what has finished:
 *
 *	http_submit(h, &req, &e);
 *	while (http_pending(h) > 0) {
 *		http_wait(h, -1, -1);
 *		while ((r = http_take(h)) != NULL) {
 *			...
 *			http_release(h, r);
 *		}
 *	}
 *
 * A request leaves the queue when a connection is free, all its budgets have
 * a token and no pause is on; those that wait for one budget do not hold up
 * others.  HTTP/1.1 with keep-alive.  How many are under way at a time
 * adapts: half as many after a 429, 503 or time-out, then more and more
 * again, up to http_conf.connections.
 *
 * Safety: only https, but for loopback; redirects are answers, never
 * followed; header values appear in no message; a request is sent at most
 * once unless it is marked repeatable, so that "sent" can be believed.
 *
 * One client belongs to one thread.  Times are nanoseconds of the monotonic
 * clock unless they are an instant.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

struct http;

struct http_exchange;

struct http_conf {
	unsigned	 connections;	/* at a time, at most; 0: 4 */
	int64_t		 connect_ns;	/* to connect; 0: 10 s */
	int64_t		 total_ns;	/* for a request; 0: 60 s */
	size_t		 max_answer;	/* bytes of body, decoded; 0: 16 MiB */
	bool		 cleartext;	/* http:// also beyond loopback */
	const char	*ca_file;	/* NULL: the system's */
	const char	*proxy;		/* NULL: as the environment says */
	const char	*user_agent;	/* NULL: chatcrm/VERSION */
	const char	*share;		/* a file: budgets and pauses are those
					   of all clients that name it; NULL:
					   of this one alone */
	/* NULL, or told of each request when it has ended */
	void		(*trace)(void *arg, const struct http_exchange *x);
	void		*trace_arg;
};

struct http_header {
	struct str	 name, value;
};

enum { HTTP_BUDGETS = 8 };	/* budgets a client can have */

/*
 * Method, headers and URL are copied; ${body} is borrowed until the answer
 * is taken.
 */
struct http_request {
	const char		*method;	/* "POST" */
	struct str		 url;
	const struct http_header *headers;
	size_t			 nheaders;
	struct str		 body;		/* none: no body */
	unsigned		 budgets;	/* bit n: takes from budget n */
	const unsigned		*costs;		/* so much of each, [HTTP_BUDGETS];
					   0, or NULL: 1 */
	bool			 repeatable;	/* may be sent twice: a read */
	bool			 yields;	/* those of the same budgets that
						   do not go before it */
	bool			 secret;	/* wipe both bodies afterwards */
	int64_t			 total_ns;	/* 0: as the client's */
	void			*cookie;	/* the caller's, comes back */
};

enum http_error {
	HTTP_OK,		/* there is an answer, whatever its status */
	HTTP_UNREACHABLE,	/* no such host, or it refused to connect */
	HTTP_TIMEOUT,		/* no whole answer in time */
	HTTP_RESET,		/* the connection ended in mid-request */
	HTTP_TLS,		/* its certificate or handshake is wrong */
	HTTP_TOO_BIG,		/* the answer passed the limit */
	HTTP_MALFORMED,		/* the answer is no HTTP */
	HTTP_UNSENT		/* http_unsend took it out of the queue */
};

struct http_response {
	void			*cookie;
	enum http_error		 error;
	bool			 sent;	/* the server may have acted on it */
	int			 status;	/* 0 if none was read */
	const struct http_header *headers;	/* names as they came */
	size_t			 nheaders;
	struct str		 body;		/* NUL after it */
	int64_t			 waited_ns;	/* in the queue */
	int64_t			 took_ns;	/* from start to answer */
	char			 why[128];	/* error in words, else "" */
	char			 self[48];	/* our address, as text, or "" */
	char			 peer[48];	/* that of who answered */
};

/* A request that has ended, as a trace sees it; all is borrowed. */
struct http_exchange {
	const char			*method;
	struct str			 url, body;
	const struct http_header	*headers;	/* as they were sent */
	size_t				 nheaders;
	const struct http_response	*answer;
};

/* http_new(c, e): a client; ${c} and its strings are copied.  NULL: ${e}. */
struct http	*http_new(const struct http_conf *c, struct err *e);

/* http_free(h): end what is under way unanswered, close all. */
void		 http_free(struct http *h);

/*
 * http_submit(h, r, e): queue a request.  -1: it is not a request that this
 * client may send (ERR_CONFIG, ERR_BUG); nothing is queued.
 */
int		 http_submit(struct http *h, const struct http_request *r,
		    struct err *e);

/* http_pending(h): requests whose answers have not been taken. */
size_t		 http_pending(const struct http *h);

/*
 * http_wait(h, fd, ns): go on until there is an answer to take, ${fd} (if
 * not -1) is readable, or ${ns} have passed (negative: as long as anything
 * is pending or ${fd} is given); 0 does what can be done at once.
 * Return the flags of what is ready; 0 when the time is over or a signal
 * came, and now and then for no reason: ask again.
 */
enum { HTTP_ANSWER = 1, HTTP_INPUT = 2 };
int		 http_wait(struct http *h, int fd, int64_t ns);

/*
 * http_take(h): an answer, in the order in which they ended, or NULL.  It is
 * the caller's until http_release, at the latest http_free.
 */
struct http_response *http_take(struct http *h);
void		 http_release(struct http *h, struct http_response *r);

/* http_header(r, name): first header of that name in any case, or none. */
struct str	 http_header(const struct http_response *r, const char *name);

/*
 * http_budget(h, n, tokens, interval): no stretch of ${interval} ns sees
 * more than ${tokens} requests that draw on budget ${n} arrive, however slow
 * the way there is; 0 tokens: no limit.  http_budget_told: as an answer
 * tells it; of a shared budget that stands for later clients which set the
 * same.  What was spent stays spent.
 */
void		 http_budget(struct http *h, unsigned n, unsigned tokens,
		    int64_t interval);
void		 http_budget_told(struct http *h, unsigned n, unsigned tokens,
		    int64_t interval);

/*
 * http_budget_left(h, n, left): the server said that ${left} requests are
 * left of the interval; never raises what is there.
 */
void		 http_budget_left(struct http *h, unsigned n, unsigned left);

/* http_pause(h, ns): start nothing for so long; a longer pause stands. */
void		 http_pause(struct http *h, int64_t ns);

/*
 * http_paused(h): ns that the pause still lasts, or 0.  http_delay(h, r): ns
 * until a request with ${r}'s budgets and cost can start at the earliest.
 */
int64_t		 http_paused(struct http *h);
int64_t		 http_delay(struct http *h, const struct http_request *r);

/*
 * http_stuck(h): ns until the first of the queue can start, for it was free
 * to when it was submitted and others came first; 0 while any is under way,
 * or nothing waits.
 */
int64_t		 http_stuck(struct http *h);

/*
 * http_unsend(h): what is queued and not under way ends at once, with error
 * HTTP_UNSENT.
 */
void		 http_unsend(struct http *h);

/*
 * When to try again: after 5, 10, 30, 60, 120, 300, 300 ... s, of which a
 * random part is taken (full jitter), so that many clients that failed
 * together do not come back together.
 */
struct http_retry {
	double		 scale;		/* 0: 1; tests take less */
	uint64_t	 seed;		/* changes; equal seeds, equal delays */
};

/*
 * http_retry_delay(r, attempt, after): ns to wait after failed attempt
 * number ${attempt} (from 1); at least ${after} (the answer's Retry-After,
 * negative: none), to which then up to 10 % are added.
 */
int64_t		 http_retry_delay(struct http_retry *r, unsigned attempt,
		    int64_t after);

/*
 * http_retry_after(r, now): ns of its Retry-After header, seconds or HTTP
 * date (RFC 9110, 10.2.3); -1 if it has none.  Bounded by one day.
 */
int64_t		 http_retry_after(const struct http_response *r,
		    struct instant now);

/* http_error_name(e): "unreachable", "timeout" ...; static. */
const char	*http_error_name(enum http_error e);

/* http_escape(s, b): append ${s} percent-encoded for a path or query. */
int		 http_escape(struct str s, struct buf *b);

#endif

/* client: what the files of http share; private to http. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <curl/curl.h>

#include "http/http.h"
#include "http/pace.h"
#include "http/share.h"

/* A request from submission to release. */
struct transfer {
	struct http_response	 pub;		/* first: the caller's view */
	struct transfer		*next;		/* in whichever list it is */
	struct http		*http;
	CURL			*easy;		/* while under way */
	struct curl_slist	*sent_headers;
	struct buf		 head;		/* header lines as read */
	struct buf		 body;
	struct http_header	*headers;	/* into head */
	size_t			 nheaders;	/* room there is */
	struct buf		 url;
	char			 method[16];
	struct str		 payload;	/* borrowed */
	unsigned		 budgets, costs[HTTP_BUDGETS];
	unsigned		 starts;	/* times it went onto a wire */
	bool			 repeatable, loopback, too_big, secret, yields;
	int64_t			 total_ns;
	int64_t			 queued_at, started_at;
	int64_t			 answered_at;	/* first byte; 0: none */
	char			 why[CURL_ERROR_SIZE];
};

/* Transfers in the order in which they came. */
struct transfers {
	struct transfer	*first, **last;
};

struct http {
	CURLM			*multi;
	struct http_conf	 conf;
	struct transfers	 queue, done, spare;
	struct transfer		*out;		/* libcurl's or the caller's */
	CURL			**easies;	/* idle handles */
	unsigned		 neasies, active;
	size_t			 pending;
	struct share		 share;		/* budgets and pauses */
	struct pace		 pace;
};

/* must(p): ${p}; running out of memory ends the run (see base/arena.h). */
void	*must(void *p);

/*
 * url_check(url, cleartext, loopback, e): may requests go to ${url}?  Says
 * whether it is on this machine.
 */
int	url_check(const char *url, bool cleartext, bool *loopback,
	    struct err *e);

/* transfer_fill(t, r, e): take over the request; -1 if it is none. */
int	transfer_fill(struct transfer *t, const struct http_request *r,
	    struct err *e);

/* transfer_start(t, easy): hand it to libcurl. */
void	transfer_start(struct transfer *t, CURL *easy);

/* transfer_end(t, code): libcurl is done with it; make the answer. */
void	transfer_end(struct transfer *t, CURLcode code);

/*
 * limits_wait: ns until all of ${budgets} have ${costs} tokens; limits_start:
 * ${t} draws on its own (both with the share's lock held).  limits_end: it
 * is over.
 */
int64_t	limits_wait(struct http *h, unsigned budgets, const unsigned *costs,
	    int64_t now);
void	limits_start(struct http *h, const struct transfer *t, int64_t now);
void	limits_end(struct http *h, const struct transfer *t, int64_t now);

/* transfer_trace(t): tell the client's trace of it. */
void	transfer_trace(const struct transfer *t);

/* transfer_clear(t): as new, memory kept.  transfer_free(t): no more. */
void	transfer_clear(struct transfer *t);
void	transfer_free(struct transfer *t);

#endif

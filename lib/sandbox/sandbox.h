/*
 * sandbox: a CRM on loopback that speaks the API of a real one (its persona),
 * goes wrong on demand, and shows what it holds.
 *
 * One thread, one SQLite file (or memory), libmicrohttpd for the HTTP.
 * Deliberately like the real thing where that hurts: results of a batch are
 * not in the order of its inputs, the search index may lag, one bad input
 * fails the whole batch.
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/time.h"

/* What goes wrong, how often (0 to 1), and how slow it is. */
struct sandbox_faults {
	double		 fail;	/* 5xx, half of them after the effect */
	double		 lie;	/* a write is answered 2xx and forgotten */
	double		 reset;	/* cut off, half of them after the effect */
	int64_t		 slow_ms;	/* before each answer */
	int64_t		 search_lag_ms;	/* the index is behind */
	uint64_t	 seed;
};

/* So many requests in any interval; 0: any number. */
struct sandbox_rate {
	int64_t		 requests, interval_ms;
};

struct sandbox_conf {
	const char		*persona;	/* NULL: "hubspot" */
	uint16_t		 port;		/* 0: any free one */
	const char		*db;		/* NULL: in memory */
	const char		*log;		/* NULL: none */
	struct sandbox_faults	 faults;
	const char *const	*played;	/* "rate:3", "partial:5%" */
	size_t			 nplayed;
	const char		*script;	/* file of rules; NULL: none */
	struct sandbox_rate	 rate, search_rate;
	int64_t			 daily;		/* requests a day; 0: any */
	bool			 oauth;		/* only tokens it issued */
	bool			 oauth_rotate;	/* refresh tokens, each once */
	const char		*client_secret;	/* file: all show it; NULL:
						   any will do */
	const char		*client_key;	/* file: assertions are signed
						   by it; NULL: unchecked */
	int64_t			 token_life_s;	/* 0: the persona's */
	int64_t			 retry_after_s;	/* sent with 429; -1: not */
	int64_t			 portal;	/* the account's id */
	const char		*account_type;	/* "SANDBOX" */
	const char *const	*properties;	/* "contacts.size:number" */
	int64_t			 property_limit;	/* of each type; 0: as
							   the persona has it */
	size_t			 nproperties;
	struct instant		 now;		/* where its clock starts;
						   sec 0: the real one */
};

struct sandbox;

/* sandbox_new(c, out, e): open store and port; ${c} outlives it. */
int		 sandbox_new(const struct sandbox_conf *c,
		    struct sandbox **out, struct err *e);
void		 sandbox_free(struct sandbox *sb);

uint16_t	 sandbox_port(const struct sandbox *sb);

/* sandbox_run(sb, stop, e): serve until *stop is set by a signal. */
int		 sandbox_run(struct sandbox *sb,
		    const volatile sig_atomic_t *stop, struct err *e);

#endif

/*
 * persona: which CRM the sandbox plays, and what the one who writes another
 * persona has to work with; private to the sandbox.
 *
 * A persona is a table of routes and object types and some functions that
 * say in the CRM's own words what the server found wrong.  The server reads
 * the request, finds the route, checks token and limits, draws faults, opens
 * a transaction, calls the handler and sends what it put into the answer.
 * All is one thread; memory is the request's arena.
 */
#ifndef SANDBOX_PERSONA_H
#define SANDBOX_PERSONA_H

#include "base/arena.h"
#include "json/json.h"
#include "sandbox/sandbox.h"
#include "sandbox/schema.h"
#include "sandbox/store.h"

enum {
	API_ARGS = 6,		/* variable parts of a path */
	API_QUERY = 32,		/* parameters read of a query */
	API_HEADERS = 12	/* that an answer may have of its own */
};

struct api_param {
	struct str	 name, value;
};

struct request {
	struct sandbox		*sb;	/* opaque to personas */
	const struct persona	*persona;
	struct store		*store;
	struct arena		*a;	/* of this request */
	const char		*method;
	struct str		 path;	/* as it came, without query */
	struct str		 args[API_ARGS];	/* decoded */
	struct api_param	 query[API_QUERY];	/* decoded */
	size_t			 nquery;
	struct str		 body;
	struct json		 in;	/* the body, JSON_NULL if none */
	int64_t			 now;	/* ms since 1970 */
	struct fault		*fault;	/* of this request, NULL: none */
	const char		*(*header)(void *from, const char *name);
	void			*from;
};

struct answer {
	int			 status;
	struct json		 body;		/* JSON_NULL: none */
	struct str		 text;		/* instead of JSON */
	const char		*type;		/* of it; NULL: by default */
	struct api_param	 headers[API_HEADERS];
	size_t			 nheaders;
	bool			 undo;		/* nothing of it is to last */
};

/*
 * A handler answers by r->status and r->body (or text and type).  It looks
 * and changes through q->store; with r->undo set, all changes are undone.
 * Members of q->in may be of any type: clients are not to be trusted.
 */
typedef void api_handler(struct request *q, struct answer *r);

/* A parameter of the query, a header of the request; or none. */
struct str	api_query(const struct request *q, const char *name);
struct str	api_header(const struct request *q, const char *name);

/* api_answer_header: add one to the answer; beyond API_HEADERS it is lost. */
void		api_answer_header(struct answer *r, const char *name,
		    struct str value);

/* api_token_after(q, "Bearer"): what stands after it in Authorization. */
struct str	api_token_after(const struct request *q, const char *scheme);

/* api_form(q, name): a parameter of a form body, decoded; or none. */
struct str	api_form(const struct request *q, const char *name);

/* api_id(s): a decimal id, 0 if it is none. */
int64_t		api_id(struct str s);

/* api_set(q, o, key, v): put ${v} into ${o}; api_text(s): a string. */
void		api_set(struct request *q, struct json *o, const char *key,
		    struct json v);
struct json	api_text(const char *s);

/* api_time(a, ms): "2026-03-01T10:15:30.250Z". */
struct json	api_time(struct arena *a, int64_t ms);
struct json	api_number(struct arena *a, int64_t n);	/* as a string */

/*
 * api_indexed(q, o, a): give ${o} the properties that the search index knows,
 * which may lag; false if it does not know the object at all yet.
 */
bool		api_indexed(struct request *q, struct object *o,
		    struct arena *a);
/* api_lags(q): does the index lag at all?  If not, store_find may be used. */
bool		api_lags(const struct request *q);

/* api_base(q): "http://127.0.0.1:8080", as the client spelled it. */
struct str	api_base(const struct request *q);

/* api_chance(q): bits for ids of requests and the like; seeded. */
uint64_t	api_chance(struct request *q);

/* How the limit stands; max 0: there is none. */
struct usage {
	int64_t	max, left, interval_ms;		/* the burst */
	int64_t	daily, daily_left;		/* the quota of a day */
};

void		api_usage(const struct request *q, struct usage *out);
const struct sandbox_conf *api_conf(const struct request *q);

/*
 * api_call(q, method, uri, body, r): handle a part of a composite or batch
 * request as if it had come by itself, token, limits and faults aside.  ${uri}
 * is a path, with or without query.  If it fails, its own changes are undone
 * and no others.
 */
void		api_call(struct request *q, const char *method,
		    struct str uri, const struct json *body,
		    struct answer *r);

/*
 * property_find: as the CRM or a user defined it; NULL: does not exist.
 * property_nth: the i-th that a user defined; NULL: no more.
 * property_define: define one for good; ${p} is copied, and p->options with
 * it; its flags get PROPERTY_CUSTOM.  ${def} (or NULL) is kept with it and
 * given back by property_def: the definition in the CRM's own words.
 */
const struct property *property_find(const struct request *q,
		    const struct object_type *t, struct str name);
const struct property *property_nth(const struct request *q,
		    const struct object_type *t, size_t i);
const struct property *property_define(struct request *q,
		    const struct object_type *t, const struct property *p,
		    const struct json *def);
const struct json *property_def(const struct property *p); /* or NULL */
/* property_drop: undefine one that was defined; ${p} and others move. */
void		property_drop(struct request *q, const struct object_type *t,
		    struct str name);

/* The names of property types, as HubSpot and the command line say. */
const char	*property_type_name(enum property_type t);
int		 property_type_of(struct str name);	/* -1: none */

/*
 * What is to go wrong with one record of a write.  Handlers ask once for
 * each record that they are about to write, in the order of the batch, and
 * say it in the CRM's words; it makes the request a partial success.
 */
enum item_fault {
	ITEM_FINE,
	ITEM_REFUSED,		/* not taken, for good */
	ITEM_LOCKED,		/* somebody else has it: try again */
	ITEM_PICKLIST,		/* a value is not among the options */
	ITEM_DUPLICATE,		/* a rule of duplicates */
	ITEM_MERGED,		/* it was merged into another just now */
	ITEM_CONVERTED		/* the lead was converted just now */
};

enum item_fault	 api_item_fault(struct request *q);

/*
 * api_merge_away(q, o): as if an administrator had just merged ${o} into a
 * new record, which ${o} becomes; for ITEM_MERGED.  False where the CRM merges
 * nothing.
 */
bool		 api_merge_away(struct request *q, struct object *o);

/* What the server finds wrong with a request. */
enum trouble {
	TROUBLE_PATH,		/* 404: no such path */
	TROUBLE_METHOD,		/* 405 */
	TROUBLE_TOKEN_MISSING,	/* 401 */
	TROUBLE_TOKEN_BAD,	/* 401: unknown or revoked */
	TROUBLE_TOKEN_EXPIRED,	/* 401 */
	TROUBLE_SCOPE,		/* 403: the token may not do that */
	TROUBLE_RATE,		/* 429: too many in a short time */
	TROUBLE_SEARCH_RATE,	/* 429: the same of search */
	TROUBLE_QUOTA,		/* 429: none left until tomorrow */
	TROUBLE_MEDIA_TYPE,	/* 415 */
	TROUBLE_JSON,		/* 400: ${detail} says where */
	TROUBLE_SIZE,		/* 413 */
	TROUBLE_HOST,		/* 403: a name that is not ours */
	TROUBLE_POISON,		/* 409: one record fails the batch */
	TROUBLE_SERVER,		/* 5xx: r->status is set */
	TROUBLE_STORE		/* 500: the store failed; a bug */
};

/* A route of the API. */
enum {
	ROUTE_READ = 1,		/* changes nothing: no lie */
	ROUTE_OPEN = 2,		/* no token, no limits, no faults */
	ROUTE_SEARCH = 4,	/* counts for the search limit, may lag */
	ROUTE_RAW = 8,		/* the body is no JSON: a form, CSV ... */
	ROUTE_SCHEMA = 16,	/* may define properties */
	ROUTE_QUIET = 32,	/* not for the log: the sandbox's own */
	ROUTE_SECRET = 64	/* its path holds a token: not for the log */
};

/*
 * In a pattern "{}" stands for some bytes other than "/" and fills the next
 * argument: "/sobjects/{}/{}", "/{}({})", "/data/v{}/query".  "{*}" at the
 * end stands for all that follows.  The first route that fits is taken.
 */
struct route {
	const char	*method, *pattern;	/* method NULL ends */
	api_handler	*handler;
	unsigned	 flags;
};

struct persona {
	const char		*name;		/* "hubspot" */
	const char		*title;		/* "HubSpot" */
	const struct schema	*schema;
	const struct route	*routes;
	const char		*items;		/* "inputs": the member of a
						   body that lists records */

	/* Rewrite a path before routes are tried; NULL: as it is. */
	struct str	(*path)(struct str path, struct arena *a);
	bool		any_type;	/* takes JSON under any media type */
	/* The token of a request, or none. */
	struct str	(*token)(const struct request *q);
	/*
	 * Say what is wrong: body, headers, and another status than the one
	 * in r->status if the CRM has its own.
	 */
	void		(*trouble)(struct request *q, struct answer *r,
			    enum trouble what, struct str detail);
	/* Headers of every answer, such as what is left; NULL: none. */
	void		(*headers)(struct request *q, struct answer *r,
			    const struct route *route);

	/*
	 * Ids as the CRM spells them, over the store's numbers.  id_number
	 * returns 0 for what is no id; ${t} NULL: of any type.
	 */
	struct str	(*id_text)(const struct object_type *t, int64_t id,
			    struct arena *a);
	int64_t		(*id_number)(const struct object_type *t,
			    struct str id);

	/*
	 * As an administrator would: merge ${from} into ${into}; convert a
	 * lead, and say to what in ${out}.  NULL: the CRM has no such thing.
	 */
	void		(*merge)(struct request *q, struct object *into,
			    const struct object *from);
	bool		(*convert)(struct request *q, const struct object *o,
			    struct json *out);
	const struct persona_oauth	*oauth;	/* NULL: has none */
};

extern const struct persona persona_hubspot;
extern const struct persona persona_zoho;
extern const struct persona persona_pipedrive;
extern const struct persona persona_salesforce;
extern const struct persona persona_dynamics;
extern const struct persona persona_espocrm;

/* persona_find(name): NULL if there is none. */
const struct persona *persona_find(struct str name);
/* persona_names(a): "hubspot, zoho or ...", for messages. */
struct str	persona_names(struct arena *a);

#endif

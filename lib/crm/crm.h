/*
 * crm: a CRM as data.
 *
 * A profile (YAML with CEL in it, chatcrm-profile(5)) says how one CRM is
 * spoken to: where, with which fields, which requests find, read, create,
 * update and link its objects, and how its answers are to be read.  This
 * module compiles a profile and sends its operations; it knows no CRM by
 * name, and it never makes a request by pasting text together: bodies are
 * json trees, what goes into an address is percent-encoded.
 *
 * A struct crm belongs to one thread.
 */
#ifndef CRM_CRM_H
#define CRM_CRM_H

#include <stdio.h>

#include "cel/cel.h"
#include "conf/conf.h"
#include "http/http.h"
#include "json/json.h"

enum crm_type { CRM_CONTACT, CRM_COMPANY, CRM_NOTE, CRM_TYPES };

extern const char *const crm_type_names[CRM_TYPES + 1];	/* "contact"... */

/* What a profile promises when the outcome of a create is not known. */
enum crm_guarantee {
	CRM_AT_LEAST_ONCE,	/* nothing: a retry may make a second one */
	CRM_TOKEN_LOOKUP,	/* wait out its index's lag, look, then create */
	CRM_UNIQUE_KEY		/* the CRM refuses a second one */
};

enum crm_policy {
	CRM_FILL_IF_EMPTY, CRM_OVERWRITE, CRM_NEVER_DOWNGRADE, CRM_NEVER
};

struct crm_field {
	struct str		 name;	/* as in the record: "first_name" */
	struct str		 to;	/* as the CRM calls it: "firstname" */
	struct cel_prog		*from;	/* over the record; NULL: its member */
	struct str		 path;	/* "score.total": that and no more */
	struct cel_prog		*encode;/* over "value"; NULL: as it is */
	enum crm_policy		 policy;
	bool			 computed;	/* by us: written also over an
					   unverified identifier */
	bool			 clock;	/* holds the newest record's time */
	double			 step;	/* smaller moves are no change */
	struct conf_strs	 order;	/* never_downgrade: lowest first */
};

struct crm_op;			/* one kind of request: profile.h */

struct crm_key {
	struct str		 name;	/* "email", "domain", "token" */
	struct crm_op		*find;
};

struct crm_object {
	struct crm_field	*fields;
	size_t			 nfields;
	struct json		 names;	/* array: the CRM's names to read */
	struct str		 token;	/* the CRM's field for it, or none */
	enum crm_guarantee	 guarantee;
	int64_t			 lag_ns;	/* of looking up by token */
	struct crm_key		*keys;	/* how to find one, token's too */
	size_t			 nkeys;
	struct crm_op		*read, *create, *update;	/* or NULL */
	struct crm_op		*link[CRM_TYPES];	/* to the other type */
	struct crm_op		*links[CRM_TYPES];	/* read them */
	int64_t			 limit;	/* note: characters of its body */
	bool			 html;	/* note: its body is HTML */
};

enum crm_verify { CRM_VERIFY_NONE, CRM_VERIFY_SAMPLE, CRM_VERIFY_ALL };

struct crm {
	struct str		 profile;	/* its name */
	struct str		 url;		/* without final slash */
	struct crm_object	 objects[CRM_TYPES];
	struct conf_strs	 match[CRM_TYPES];
	bool			 trust_all, notes;
	int			 verify;	/* enum crm_verify */
	unsigned		 connections;
	struct json		 options;
	struct crm_wire		*wire;		/* wire.h; after crm_connect */
	struct profile		*rules;		/* profile.h */
	struct arena		*arena;
};

/*
 * crm_open(c, a): compile the section "crm" of the configuration and the
 * profile it names.  All that is wrong goes to c->diags; NULL on error.
 * Opens no connection and reads no secret.
 */
struct crm	*crm_open(const struct conf *c, struct arena *a);

/* crm_check(c, a): the same for the section alone, not for the profile. */
void		 crm_check(const struct conf *c, struct arena *a);

/*
 * crm_describe(crm, f): for each type of object, what keeps it from being
 * made twice when the answer to a request was lost.
 */
void		 crm_describe(const struct crm *crm, FILE *f);

/*
 * crm_connect(crm, dry, e): read the credentials and make ready to send.
 * ${dry} (or NULL): requests that would change something are printed there,
 * one JSON object a line, and count as done.
 */
int		 crm_connect(struct crm *crm, FILE *dry, struct err *e);
void		 crm_close(struct crm *crm);

/* crm_field(o, name): the field of records that is called so, or NULL. */
const struct crm_field *crm_field(const struct crm_object *o,
		    struct str name);

/* crm_key(o, name): how to find an object by ${name}, or NULL. */
const struct crm_key *crm_key(const struct crm_object *o, struct str name);

/* crm_batch(op): items in one request, at most. */
size_t		 crm_batch(const struct crm_op *op);

/* What came of one object in a request. */
enum crm_class {
	CRM_OK,			/* done; for a find: hits, perhaps none */
	CRM_RETRY,		/* surely not done: again later */
	CRM_UNKNOWN,		/* it may have been done, or not */
	CRM_REFUSED,		/* for good */
	CRM_DUPLICATE,		/* refused: there is one already */
	CRM_GONE,		/* the CRM does not know the id */
	CRM_AUTH,		/* not authorised: nothing will work */
	CRM_QUOTA		/* the day's limit: nothing more today */
};

/* An object of the CRM as an answer had it. */
struct crm_hit {
	struct crm_hit		*next;
	struct str		 id;
	struct json		 fields;	/* object; JSON_NULL: not said */
};

/*
 * One object in a request.  The upper half says what is wanted: which
 * parts count depends on the operation; expressions see it as "item".
 */
struct crm_item {
	struct str		 token, id, key;
	struct str		 contact, company;	/* the CRM's ids */
	struct json		 fields;	/* to write, by the CRM's names */
	struct json		 current;	/* what was read of it, the same */
	void			*cookie;	/* the caller's */

	enum crm_class		 verdict;
	struct crm_hit		*hits;
	size_t			 nhits;
	struct str		 existing;	/* DUPLICATE: its id, if told */
	struct str		 request;	/* the CRM's name for the request */
	unsigned		 attempts;
	size_t			 place;		/* OK: among those of its request
					   that are, from 0 */
	struct err		 err;
	struct json		 view;		/* as "item": private */
	struct str		 trace, alias;
};

/*
 * crm_run(crm, op, items, n, a, e): send ${op} for all items, in batches as
 * wide as the CRM allows, several at a time.  What failed for now is sent
 * again, later and later; a batch that was refused as a whole is halved
 * until the guilty item stands alone.  When it returns each item has a
 * verdict: RETRY means that the patience ended, UNKNOWN that it must be
 * found out (only for operations that are not repeatable).  After AUTH,
 * QUOTA, or a CRM that cannot be reached, nothing more is sent by this or
 * later calls: see crm_stopped.
 * Owner: verdicts live in ${a}, as the items must.
 * Errors: -1 for a fault of the profile or of this machine.
 */
int		 crm_run(struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t n, struct arena *a,
		    struct err *e);

/* crm_stopped(crm): ERR_NONE, or why nothing is sent any more. */
enum err_kind	 crm_stopped(const struct crm *crm, struct err *why);

/* crm_stop(crm, why): send nothing more, for this reason. */
void		 crm_stop(struct crm *crm, const struct err *why);

/* crm_pause(crm, attempt): wait as before a retry of that number. */
void		 crm_pause(struct crm *crm, unsigned attempt);

/*
 * crm_fields(crm, t, doc, vars, extra, a, out, e): the fields of an object
 * of type ${t} as a record has them: out[i] belongs to field i of
 * objects[t], JSON_NULL where the record has none.  ${extra} is "note".
 */
int		 crm_fields(const struct crm *crm, enum crm_type t,
		    const struct json_doc *doc, struct cel_val *vars,
		    const struct json *extra, struct arena *a,
		    struct json *out, struct err *e);

/*
 * crm_account(crm, a, id, e): the id of the account the credentials belong
 * to; none if the profile cannot tell.
 */
int		 crm_account(struct crm *crm, struct arena *a, struct str *id,
		    struct err *e);

/*
 * crm_setup(crm, apply, f, e): say on ${f} what the account lacks, and with
 * ${apply} make it.  The number of things still missing, or -1.
 */
int		 crm_setup(struct crm *crm, bool apply, FILE *f,
		    struct err *e);

#endif

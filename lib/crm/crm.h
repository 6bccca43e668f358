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

enum crm_type {
	CRM_CONTACT, CRM_LEAD, CRM_COMPANY, CRM_DEAL, CRM_TICKET, CRM_NOTE,
	CRM_TASK, CRM_TYPES
};

extern const char *const crm_type_names[CRM_TYPES + 1];	/* "contact"... */

/* What a profile promises when the outcome of a create is not known. */
enum crm_guarantee {
	CRM_AT_LEAST_ONCE,	/* nothing: a retry may make a second one */
	CRM_TOKEN_LOOKUP,	/* wait out its index's lag, look, then create */
	CRM_UNIQUE_KEY		/* the CRM refuses a second one */
};

enum crm_policy {
	CRM_FILL_IF_EMPTY, CRM_OVERWRITE, CRM_NEVER_DOWNGRADE, CRM_NEVER,
	CRM_ADD			/* a list: to what is there */
};

enum crm_markup { CRM_PLAIN, CRM_HTML, CRM_MARKDOWN };

struct crm_field {
	struct str		 name;	/* as in the record: "first_name" */
	struct str		 to;	/* as the CRM calls it: "firstname" */
	struct cel_prog		*from;	/* over the record; NULL: its member */
	struct str		 path;	/* "score.total": that and no more */
	struct str		 from_text;	/* of from, as it is written */
	struct cel_prog		*encode;/* over "value"; NULL: as it is */
	struct cel_prog		*decode;/* the reverse, of what is read */
	bool			 late;	/* encoded when it is written */
	bool			 owner;	/* an owner's address becomes his id */
	enum crm_policy		 policy;
	bool			 computed;	/* by us: written also over an
					   unverified identifier */
	bool			 clock;	/* holds the newest record's time */
	double			 step;	/* smaller moves are no change */
	struct conf_strs	 order;	/* never_downgrade: lowest first */
	struct conf_strs	 others;/* the CRM's fields that hold further
					   values of this key */
};

struct crm_op;			/* one kind of request: profile.h */
struct crm_bulk;		/* many objects as one file: profile.h */
struct crm_schema;		/* what fields a type has: profile.h */

struct crm_key {
	struct str		 name;	/* "email", "domain", "token" */
	struct crm_op		*find;
};

struct crm_object {
	struct crm_field	*fields;
	size_t			 nfields;
	struct json		 names;	/* array: the CRM's names to read */
	struct str		 token;	/* the CRM's field for it, or none */
	struct crm_field	 token_field;	/* the same, to read and put */
	enum crm_guarantee	 guarantee;
	int64_t			 lag_ns;	/* of looking up by token */
	struct crm_key		*keys;	/* how to find one, token's too */
	size_t			 nkeys;
	struct crm_op		*read, *create, *update;	/* or NULL */
	struct crm_op		*remove;	/* by id, or NULL */
	struct crm_op		*history;	/* when fields changed, or NULL */
	struct crm_op		*link[CRM_TYPES];	/* to the other type */
	struct crm_op		*links[CRM_TYPES];	/* read them */
	struct cel_prog		*when;	/* does a record want one? or NULL */
	struct crm_op		*changed;	/* since a time, or NULL */
	struct crm_op		*deleted, *merged;	/* since then; or NULL */
	struct crm_schema	*schema;	/* or NULL */
	struct crm_bulk		*bulk;	/* or NULL */
	int64_t			 limit;	/* note: characters of its body */
	enum crm_markup		 markup;	/* note: of its body */
};

/* What is not an object: operations on people; any may be NULL. */
struct crm_extras {
	struct crm_op	*owners;	/* by e-mail address */
	struct crm_op	*list_find, *list_create, *list_add, *list_remove;
	struct crm_op	*tag_add, *tag_remove;
	struct crm_op	*unsubscribe;
};

enum crm_verify { CRM_VERIFY_NONE, CRM_VERIFY_SAMPLE, CRM_VERIFY_ALL };

enum crm_bulk_use { CRM_BULK_AUTO, CRM_BULK_NEVER, CRM_BULK_ALWAYS };

struct crm {
	struct str		 profile;	/* its name */
	struct str		 url;		/* without final slash */
	struct crm_object	 objects[CRM_TYPES];
	struct crm_extras	 extras;
	struct conf_strs	 match[CRM_TYPES];
	enum crm_type		 new_person;	/* contact or lead */
	bool			 trust_all, notes;
	bool			 propose;	/* ask for namesakes */
	int			 verify;	/* enum crm_verify */
	int			 bulk;		/* enum crm_bulk_use */
	unsigned		 connections;
	int64_t			 cache;		/* ns that ids of owners and
						   the like are believed */
	double			 daily_share;	/* of a day's requests: ours */
	const char		*rates;		/* the budgets' file, or NULL */
	bool			 production;	/* the account is for real; false
						   where nobody knows */
	struct json		 options;
	/* to be set before crm_connect, or NULL: */
	const char		*key_file;	/* of the vault */
	const char		*trace;		/* where requests are told */
	struct crm_wire		*wire;		/* wire.h; after crm_connect */
	struct profile		*rules;		/* profile.h */
	struct arena		*arena;
};

extern const struct conf_key crm_conf_keys[];

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
 * crm_profile(name, a, d): compile a profile alone, to see whether it can be
 * used: a built-in one or a file.  NULL with all that is wrong in ${d}.
 * crm_explain: what it can do, type by type, for people.
 */
struct crm	*crm_profile(struct str name, struct arena *a,
		    struct diags *d);
void		 crm_explain(const struct crm *crm, FILE *f);

/*
 * crm_connect(crm, dry, e): read the credentials and make ready to send.
 * ${dry} (or NULL): requests that would change something are printed there,
 * one JSON object a line, and count as done.
 */
int		 crm_connect(struct crm *crm, FILE *dry, struct err *e);
void		 crm_close(struct crm *crm);

/* crm_dry(crm): from now on what would change something counts as done. */
void		 crm_dry(struct crm *crm);

/* crm_nothing(crm): the value that makes a field empty. */
struct json	 crm_nothing(const struct crm *crm);

/* crm_attempts(crm): how often a request is sent, at most. */
int64_t		 crm_attempts(const struct crm *crm);

/* crm_field(o, name): the field of records that is called so, or NULL. */
const struct crm_field *crm_field(const struct crm_object *o,
		    struct str name);

/* crm_key(o, name): how to find an object by ${name}, or NULL. */
const struct crm_key *crm_key(const struct crm_object *o, struct str name);

/* crm_batch(op): items in one request, at most. */
size_t		 crm_batch(const struct crm_op *op);

/* crm_single(op): does a link put one tie in the place of another? */
bool		 crm_single(const struct crm_op *op);

/* crm_name(op): "contact.create", "lists.add". */
struct str	 crm_name(const struct crm_op *op);

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
	struct json		 fields;	/* object, as the CRM spells it:
						   crm_value; JSON_NULL: not
						   said */
	struct str		 moved;		/* its id now, or none: it was */
	enum crm_type		 moved_type;	/* merged, or converted */
};

/*
 * One object in a request.  The upper half says what is wanted: which
 * parts count depends on the operation; expressions see it as "item".
 */
struct crm_item {
	enum crm_type		 type;		/* of what it is about */
	struct str		 token, id, key;
	/* the CRM's ids of what it belongs to, or none */
	struct str		 contact, lead, company, deal, ticket, list;
	struct json		 fields;	/* to write, by the CRM's names */
	struct json		 current;	/* what was read; JSON_NULL: new */
	void			*cookie;	/* the caller's */
	bool			 urgent;	/* before others */

	enum crm_class		 verdict;
	struct crm_hit		*hits;
	size_t			 nhits;
	struct str		 existing;	/* DUPLICATE: its id, if told;
						   GONE: its id now */
	struct str		 request;	/* the CRM's name for the request */
	unsigned		 attempts;
	size_t			 place;		/* OK: among those of its request
					   that are, from 0 */
	struct err		 err;
	struct json		 view;		/* as "item": private */
	struct str		 trace, alias;
};

/*
 * add_marked_up(b, s, m): append text that people typed, so that it is shown
 * as they typed it where markup is read.
 */
void		 add_marked_up(struct buf *b, struct str s,
		    enum crm_markup m);

/*
 * crm_sends(crm, op, it, a): does the profile send ${op} for such an item?
 * For others crm_run counts it as done, and as having found nothing.
 */
bool		 crm_sends(const struct crm *crm, const struct crm_op *op,
		    struct crm_item *it, struct arena *a);

/*
 * crm_run(crm, op, items, n, a, e): send ${op} for all items, in batches as
 * wide as the CRM allows, several at a time, urgent items first.  What
 * failed for now is sent again, later and later; a batch that was refused as
 * a whole is halved until the guilty item stands alone.  When it returns each item has a
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

/*
 * The same in the background, behind others where a budget is scarce.
 * crm_start: begin; ${items} and ${a} must live
 * on until crm_finish.  It goes on whenever something is waited for here.
 * crm_ended: is there a verdict for each item?  crm_finish: wait until there
 * is, and return what crm_run would have.
 *
 * crm_meanwhile(crm, fn, arg): call ${fn} now and then while something is
 * waited for; it may begin what has not to wait for that.
 */
struct crm_calls;

int		 crm_start(struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t n, struct arena *a,
		    struct crm_calls **out, struct err *e);
bool		 crm_ended(const struct crm_calls *calls);
int		 crm_finish(struct crm_calls *calls, struct err *e);
void		 crm_meanwhile(struct crm *crm, void (*fn)(void *arg),
		    void *arg);

/*
 * Bulk: many new objects as one file, which the CRM works off in its own
 * time.  crm_bulk(crm, t): from how many on that is worth it; 0: never.
 *
 * crm_bulk_run(crm, t, items, n, started, cookie, a, e): send them like
 * crm_run does with the type's create, as one job.  The token tells rows
 * apart.  When there is a job and before anything is done in it, ${started}
 * is told of it, as a text for crm_bulk_wait.  An item of which the CRM says
 * nothing when the job has ended is UNKNOWN.
 *
 * crm_bulk_wait(crm, t, job, a, e): a run before this one was cut off: wait
 * until the CRM has come to an end with that job.
 *
 * Errors: -1 for what ${started} returns, or a fault of this machine.
 */
enum crm_bulk_end {
	CRM_BULK_NONE,		/* the CRM takes no job: nothing was done */
	CRM_BULK_ENDED,
	CRM_BULK_LEFT		/* it still works, or cannot be asked: items
				   are RETRY, a later run waits for it */
};

typedef int	 crm_started(void *cookie, struct str job, struct err *e);

size_t		 crm_bulk(const struct crm *crm, enum crm_type t);
int		 crm_bulk_run(struct crm *crm, enum crm_type t,
		    struct crm_item **items, size_t n, crm_started *started,
		    void *cookie, struct arena *a, struct err *e);
int		 crm_bulk_wait(struct crm *crm, enum crm_type t,
		    struct str job, struct arena *a, struct err *e);

/* crm_stopped(crm): ERR_NONE, or why nothing is sent any more. */
enum err_kind	 crm_stopped(const struct crm *crm, struct err *why);

/* crm_stop(crm, why): send nothing more, for this reason. */
void		 crm_stop(struct crm *crm, const struct err *why);

/*
 * crm_over(crm, why): is nothing sent any more, for these reasons or because
 * the run was told to end, or its deadline is over?
 */
bool		 crm_over(const struct crm *crm, struct err *why);

/*
 * crm_deadline(crm, ns): start no request later than ${ns} from now.
 * crm_hold(crm, ns): from now on spend no more than ${ns} doing nothing but
 * wait for a time to try again; what would take longer gets its verdict
 * RETRY at once.
 */
void		 crm_deadline(struct crm *crm, int64_t ns);
int64_t		 crm_time_left(const struct crm *crm);	/* ns, at least 0 */
void		 crm_hold(struct crm *crm, int64_t ns);

/* crm_pause(crm, attempt): wait as before a retry, as far as that allows. */
void		 crm_pause(struct crm *crm, unsigned attempt);

/*
 * crm_wait(crm, ns): wait so long, or until crm_over.  What was asked with
 * crm_start goes on meanwhile: an answer that comes is read, and does not
 * stand there until its time is over.
 */
void		 crm_wait(struct crm *crm, int64_t ns);

/*
 * crm_forecast(crm, calls, ns): requests made so far, with those that a dry
 * run would have made, and the time that the budgets ask for so many.
 */
void		 crm_forecast(const struct crm *crm, uint64_t *calls,
		    int64_t *ns);

/*
 * crm_fields(crm, t, doc, vars, own, a, out, e): the fields of an object of
 * type ${t} as a record has them: out[i] belongs to field i of objects[t],
 * JSON_NULL where the record has none.  ${own} (NULL: the record's member of
 * that name) is what the object is made from, such as one task; expressions
 * see it under the name of the type.
 */
int		 crm_fields(const struct crm *crm, enum crm_type t,
		    const struct json_doc *doc, struct cel_val *vars,
		    const struct json *own, struct arena *a,
		    struct json *out, struct err *e);

/* crm_wants(crm, t, vars, a): does a record want one of these? */
bool		 crm_wants(const struct crm *crm, enum crm_type t,
		    const struct cel_val *vars, struct arena *a);

/*
 * crm_value(crm, f, fields, a): what an object of the CRM says of field
 * ${f}, in the form in which values are compared; JSON_NULL: nothing.
 * crm_text: the same if it is a text, else none.  crm_texts: that and all
 * that stands in f->others: the second addresses of a contact.
 * crm_put(crm, f, v, current, write, a): put the value ${v}, as crm_fields
 * gave it, into ${write} as the CRM wants it; ${current} is what it has, and
 * what is the same there once it is encoded is left out.
 */
struct json	 crm_value(const struct crm *crm, const struct crm_field *f,
		    const struct json *fields, struct arena *a);
struct str	 crm_text(const struct crm *crm, const struct crm_field *f,
		    const struct json *fields, struct arena *a);
struct conf_strs crm_texts(const struct crm *crm, const struct crm_field *f,
		    const struct json *fields, struct arena *a);
void		 crm_put(const struct crm *crm, const struct crm_field *f,
		    const struct json *v, const struct json *current,
		    struct json *write, struct arena *a);


/*
 * crm_account(crm, a, id, e): the id of the account the credentials belong
 * to; none if the profile cannot tell.  Sets crm->production.
 */
int		 crm_account(struct crm *crm, struct arena *a, struct str *id,
		    struct err *e);

/* Whose account it is, as far as the profile can tell. */
struct crm_who {
	struct str	 id, name;		/* or none */
	int		 sandbox, admin;	/* 1, 0; -1: not told */
	int64_t		 took_ns;		/* of the request */
	char		 self[48], peer[48];	/* addresses, of us and of them */
};

/* crm_who(crm, a, out, e): ask, whatever the environment is to be. */
int		 crm_who(struct crm *crm, struct arena *a,
		    struct crm_who *out, struct err *e);

/*
 * crm_auth(crm): the credential, once it is connected; its configuration,
 * crm_auth_conf, may be changed before that, to try another one.
 */
struct auth	*crm_auth(struct crm *crm);
struct auth_conf *crm_auth_conf(struct crm *crm);

/*
 * crm_changed(crm, t, since, each, arg, e): call ${each} for every object
 * of type ${t} that changed at or after ${since}, as the profile's "changed"
 * tells: its id and fields, valid during the call.  -1 when ${each} returns
 * -1, or on error; ERR_CONFIG "profile.changed" if the profile cannot tell.
 * crm_gone: the same for the ids of those that were deleted or merged into
 * others, as far as the profile can tell.
 */
int		 crm_changed(struct crm *crm, enum crm_type t,
		    struct instant since, int (*each)(const struct crm_hit *h,
		    void *arg, struct err *e), void *arg, struct err *e);
int		 crm_gone(struct crm *crm, enum crm_type t,
		    struct instant since, int (*each)(const struct crm_hit *h,
		    void *arg, struct err *e), void *arg, struct err *e);

/* A field that the CRM has, as its schema tells. */
struct crm_property {
	struct str	 name, type;	/* as the CRM calls them */
	struct conf_strs options;	/* the values it takes, if only some */
	bool		 required, read_only, unique;
	bool		 custom;	/* one that the account made */
};

/*
 * crm_properties(crm, t, a, out, n, e): the fields of objects of type ${t};
 * ERR_CONFIG "profile.schema" if the profile cannot tell.
 */
int		 crm_properties(struct crm *crm, enum crm_type t,
		    struct arena *a, struct crm_property **out, size_t *n,
		    struct err *e);

/* How many custom fields a type has and may have; -1: not told. */
struct crm_quota {
	int64_t		 custom, limit, left;
	struct str	 documented;	/* where limit is from, if not from
					   the CRM; or why it is not known */
};

/*
 * crm_quota(crm, t, fields, n, a, out): of the type ${t} with those ${n}
 * fields.  A CRM that does not tell, or not to us, is no error.
 */
void		 crm_quota(struct crm *crm, enum crm_type t,
		    const struct crm_property *fields, size_t n,
		    struct arena *a, struct crm_quota *out);

/*
 * crm_setup(crm, apply, f, e): say on ${f} what the account lacks, and with
 * ${apply} make it.  The number of things still missing, or -1.
 */
int		 crm_setup(struct crm *crm, bool apply, FILE *f,
		    struct err *e);

#endif

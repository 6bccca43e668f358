/* profile: a compiled CRM profile; private to this folder. */
#ifndef CRM_PROFILE_H
#define CRM_PROFILE_H

#include "auth/auth.h"
#include "crm/crm.h"
#include "record/record.h"

/*
 * The names an expression of a profile may use, by index.  Which of them
 * have a value depends on where it stands: chatcrm-profile(5).
 */
enum {
	PV_ITEM,	/* the first or only item of a request */
	PV_ITEMS,	/* all of them */
	PV_FIELDS,	/* the CRM's names of the fields to read */
	PV_OPTIONS,	/* crm.options */
	PV_STATUS,	/* of the answer */
	PV_HEADERS,	/* of the answer, names in lower case */
	PV_BODY,	/* of the answer, as JSON; null if it is none */
	PV_ERROR,	/* what failed: the body, or one of its parts */
	PV_IT,		/* one of a rule's "each" */
	PV_INDEX,	/* its place there, from 0 */
	PV_VALUE,	/* a field's value */
	PV_CURRENT,	/* what the CRM has of the field */
	PV_PAGING,	/* which page is asked for: page, next */
	PV_KNOWN,	/* what the account was asked once */
	PV_JOB,		/* a bulk job, as its start was answered */
	PV_SINCE,	/* of "changed": RFC 3339 */
	PV_COUNT
};

/* A piece of a template: literal text, or an expression. */
struct crm_piece {
	struct str		 text;
	struct cel_prog		*prog;
};

/* "/contacts/{item.id}": an address, a header's value. */
struct crm_template {
	struct crm_piece	*pieces;
	size_t			 n;
};

struct crm_header {
	struct str		 name;
	struct crm_template	 value;
};

/* In which form a body is sent, and an answer comes. */
enum crm_content { CRM_JSON, CRM_FORM, CRM_CSV };

struct crm_param {
	struct str		 name;
	struct cel_prog		*prog;
};

/* How parts of an answer find the items they are about. */
enum crm_by { BY_POSITION, BY_TRACE, BY_KEY, BY_ID, BY_ALL };

struct crm_rule {
	struct cel_prog		*each;	/* a list; NULL: the body itself */
	struct cel_prog		*when;	/* over "it"; NULL: always */
	enum crm_by		 by;
	struct cel_prog		*which;	/* trace, key, id, position */
	struct cel_prog		*id, *fields;
	struct cel_prog		*moved[CRM_TYPES];
};

struct crm_op {
	struct str		 name;		/* "contact.create" */
	enum crm_type		 type;
	const char		*method;
	struct crm_template	 path;
	struct crm_header	*headers;
	size_t			 nheaders;
	struct crm_param	*query;
	size_t			 nquery;
	struct cel_prog		*body;		/* or NULL */
	size_t			 batch;		/* items in a request */
	unsigned		 budgets;	/* bits */
	bool			 scarce;	/* one of them is not for all */
	unsigned		 costs[HTTP_BUDGETS];	/* tokens of each; 0: 1 */
	struct cel_prog		*costing[HTTP_BUDGETS];	/* over items; NULL:
							   as costs says */
	bool			 writes, creates, repeatable;
	const struct json	*fields;	/* names to read, or NULL */
	struct cel_prog		*alias;		/* of an item's key, or NULL */
	struct crm_rule		 results, failures;
	bool			 has_results, has_failures;
	struct cel_prog		*truncated;	/* there is more: halve it */
	struct cel_prog		*when;		/* over item; NULL: always */
	bool			 partial;	/* a find: not all fields, */
	const struct crm_op	*whole;		/* these have to be read */
	const struct crm_op	*otherwise;	/* for those it is not sent
						   for, or finds nothing of */
	bool			 single;	/* a link: there is but one */
	struct cel_prog		*next, *next_url;	/* there is more */
	enum crm_content	 content, answer;
};

/*
 * Many objects as one file: a job is started, fed, closed and waited for,
 * and what became of each row is fetched.
 */
struct crm_bulk {
	int64_t			 least;		/* rows that are worth it */
	struct crm_op		*start, *upload, *close, *poll;
	struct crm_op		*results[4];
	size_t			 nresults;
	int64_t			 every_ns;	/* between two polls */
	struct cel_prog		*done, *failed;
};

/* How many custom fields a type may have. */
struct crm_quota_rule {
	struct crm_op		*ask;		/* NULL: nothing to ask */
	struct cel_prog		*limit, *left;	/* or NULL */
	struct str		 documented;
};

struct crm_schema {
	struct crm_op		*ask;
	struct cel_prog		*each;		/* a list; over the rest: it */
	struct cel_prog		*name, *type, *options;
	struct cel_prog		*required, *read_only, *unique;
	struct cel_prog		*custom;
	struct crm_quota_rule	*quota;		/* or NULL */
};

/* Something that the account is asked once a run. */
struct crm_known {
	struct str		 name;
	struct crm_op		*ask;
	struct cel_prog		*value;
};

/* Things of one kind that the account must have. */
struct crm_setup {
	struct str		 name;		/* of what ask brings, or none */
	struct crm_op		*ask;		/* before all else, or NULL */
	struct crm_op		*check, *make;
	struct cel_prog		*exists;
	const struct json	*need;
};

struct crm_trouble {
	struct cel_prog		*when;
	enum crm_class		 class;
	struct cel_prog		*existing;	/* id of what is there */
	struct cel_prog		*field;		/* at fault */
	bool			 option;	/* it has no such option */
};

enum { CRM_BUDGET_MAX = 1000000 };	/* tokens, of a profile or a header */

struct crm_budget {
	struct str		 name;
	unsigned		 tokens;
	int64_t			 per_ns;
	struct cel_prog		*max, *left;	/* over an answer's headers */
	struct cel_prog		*interval;	/* ms */
	bool			 all;		/* holds for all requests */
	bool			 own;		/* the user's: a header may
						   lower it, not raise it */
};

/* crm.environment; its names in open.c. */
enum account_kind { ANY_ACCOUNT, PRODUCTION_ACCOUNT, SANDBOX_ACCOUNT };

struct profile {
	struct cel_env		*env;
	struct cel_env		*record;	/* record_env and the types */
	int			 own_var[CRM_TYPES];	/* "note", "task"... */
	struct str		 name;
	bool			 text;		/* every value is sent as text */
	struct crm_header	*headers;
	size_t			 nheaders;
	struct crm_budget	 budgets[HTTP_BUDGETS];
	size_t			 nbudgets;
	struct crm_trouble	*troubles;
	size_t			 ntroubles;
	struct cel_prog		*ok;		/* over status and body */
	struct cel_prog		*message, *code, *request, *field;
	struct crm_known	*known;
	size_t			 nknown;
	struct crm_op		*account;	/* or NULL */
	struct cel_prog		*account_id, *account_name;
	struct cel_prog		*is_sandbox, *is_admin;
	const struct json	*root;		/* all of it */
	struct crm_setup	*setups;	/* in the order of making */
	size_t			 nsetups;
	/* of the user's configuration */
	const struct json	*auth_rules;	/* the profile's "auth" */
	struct auth_conf	 auth;
	bool			 own_url;	/* crm.url is set */
	int64_t			 retry_ns, attempts, breaker;
	int64_t			 timeout_ns, connect_ns;
	int			 environment;	/* enum account_kind */
	struct str		 ca_file, proxy;
};

/* What reading a profile needs everywhere. */
struct profile_reader {
	struct crm		*crm;
	struct profile		*p;
	struct arena		*arena;
	struct diags		*diags;
};

/* profile_functions(env): what a profile's expressions have beyond CEL. */
void		 profile_functions(struct cel_env *env);

/* quote_functions(env): those that make a value a literal. */
void		 quote_functions(struct cel_env *env);

/* profile_cel(r, node): compile, or NULL for no node or an error. */
struct cel_prog	*profile_cel(struct profile_reader *r,
		    const struct json *node);

/* profile_op(r, node, name, kind): read one operation; NULL on error. */
enum op_kind {
	OP_READ, OP_FIND, OP_CREATE, OP_UPDATE, OP_LINK, OP_LINKS, OP_DELETE
};
struct crm_op	*profile_op(struct profile_reader *r,
		    const struct json *node, const char *name,
		    enum op_kind kind, enum crm_type t);

/* profile_type_op(r, node, t, what, kind): the same, "contact.read". */
struct crm_op	*profile_type_op(struct profile_reader *r,
		    const struct json *node, enum crm_type t,
		    const char *what, enum op_kind kind);

/* profile_rule(r, node, what, out): read a rule of results or failures. */
void		 profile_rule(struct profile_reader *r,
		    const struct json *node, const char *what,
		    enum crm_type t, struct crm_rule *out);

/* profile_type(name): the type of objects called so, or -1. */
int		 profile_type(struct str name);

/* profile_template(r, s, node): text with expressions in braces. */
struct crm_template profile_template(struct profile_reader *r, struct str s,
		    const struct json *node);

/* profile_headers(r, node, n): by name, or NULL. */
struct crm_header *profile_headers(struct profile_reader *r,
		    const struct json *node, size_t *n);

/* profile_bulk, profile_schema: of one type of object; NULL on error. */
struct crm_bulk	*profile_bulk(struct profile_reader *r,
		    const struct json *node, enum crm_type t);
struct crm_schema *profile_schema(struct profile_reader *r,
		    const struct json *node, enum crm_type t);

/* profile_quota: "quota" of a schema; NULL on error. */
struct quota_conf {
	const struct json	*ask, *limit, *left;
	struct str		 documented;
};
struct crm_quota_rule *profile_quota(struct profile_reader *r,
		    const struct json *node, enum crm_type t);

/* What is not an object: profile_extra.c. */
struct extra_conf {
	const struct json	*owners, *lists, *tags, *unsubscribe, *known;
};
void		 profile_extras(struct profile_reader *r,
		    const struct extra_conf *c);

/* profile_object(r, node, t): read one of "objects". */
int		 profile_object(struct profile_reader *r,
		    const struct json *node, enum crm_type t);

/*
 * profile_options(r, options): complain of switches under crm.options that
 * no expression of the profile names.
 */
void		 profile_options(struct profile_reader *r,
		    const struct json *options);

/*
 * profile_mapping(r, node, what): ${node} if it is a mapping; else NULL,
 * with an error unless nothing stands there.
 */
const struct json *profile_mapping(struct profile_reader *r,
		    const struct json *node, const char *what);

/* profile_fields(r, o, node): read fields, over those that are there. */
void		 profile_fields(struct profile_reader *r,
		    struct crm_object *o, const struct json *node);

/*
 * profile_auth(r, node, own): the profile's "auth", ${node}, and the user's,
 * ${own}, once it is known where the CRM is and which options are set.
 */
void		 profile_auth(struct profile_reader *r,
		    const struct json *node, const struct json *own);

/*
 * profile_policies(r, write): the user's policies onto the fields.  Where no
 * profile has been read, only their names are judged.
 */
int		 profile_policies(struct profile_reader *r,
		    const struct json *write);

/* profile_own_fields(r, fields): the user's own fields, by object. */
int		 profile_own_fields(struct profile_reader *r,
		    const struct json *fields);

/*
 * profile_meant(r, name, at): ${name}, or the profile that it is a slip for,
 * with an error: so that one slip hides no other mistake.
 */
struct str	 profile_meant(struct profile_reader *r, struct str name,
		    struct where at);

/* profile_read(r, name, at): find the profile and read all of it. */
int		 profile_read(struct profile_reader *r, struct str name,
		    struct where at);

/* Which part of an answer that comes in several is asked for. */
struct crm_page {
	int64_t		number;		/* from 0 */
	struct str	next, url;	/* as the part before told, or none */
};

/* What is wanted over the wire: request.c. */
struct crm_request {
	const char		*method;
	struct str		 url, body;
	struct http_header	*headers;	/* beside the credentials' */
	size_t			 nheaders;
	struct crm_page		 page;		/* set before it is built */
	unsigned		 costs[HTTP_BUDGETS];	/* tokens of each; 0: 1 */
};

/* request_view: the item as expressions see it, into it->view. */
void		 request_view(const struct crm *crm, struct crm_item *it,
		    struct arena *a);

/* request_build: for ${n} items, at least one; they get their traces. */
int		 request_build(const struct crm *crm, const struct crm_op *op,
		    struct crm_item *const *items, size_t n, struct arena *a,
		    struct crm_request *out, struct err *e);

/*
 * request_build_for: the same with the values ${vars} [PV_COUNT] of its own,
 * such as an "item" that is any JSON.
 */
int		 request_build_for(const struct crm *crm,
		    const struct crm_op *op, struct cel_val *vars,
		    struct arena *a, struct crm_request *out, struct err *e);

/* body_write(op, v, b, e): ${v} in the form that the operation sends. */
int		 body_write(const struct crm_op *op, const struct json *v,
		    struct buf *b, struct err *e);

/*
 * answer_mark(crm, as, op, items, n, vars, a): give the items, no key of
 * which stands twice, that the answer in ${vars} speaks of by the rules of
 * ${op} the verdicts that they would have from ${as}.  The others stay as
 * they are.
 */
void		 answer_mark(const struct crm *crm, const struct crm_op *as,
		    const struct crm_op *op, struct crm_item **items,
		    size_t n, struct cel_val *vars, struct arena *a);

/*
 * answer_read(crm, op, items, n, q, r, a, whole, e): give each item its
 * verdict from the answer ${r} to ${q}.  READ_ALL: they all have one;
 * READ_FAILED: the request failed as a whole, its class is in ${whole} and
 * ${e} says why; READ_CUT: the answer was cut short, ask for fewer;
 * READ_MORE: there is another part, q->page says which; what was found so
 * far stays with the items.
 */
enum answer_got { READ_FAILED, READ_ALL, READ_CUT, READ_MORE };
enum answer_got	 answer_read(const struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t n, struct crm_request *q,
		    const struct http_response *r, struct arena *a,
		    enum crm_class *whole, struct err *e);

/*
 * classify: what a failure is, by the first rule that holds over ${vars}.
 * The message is the CRM's own words and may hold people's data: it goes
 * into the result line, quoted and cut, never into the log.  ${it}: whose it
 * is, or NULL; ${existing}: the id that the CRM tells of, or none.
 */
enum crm_class	 classify(const struct crm *crm, const struct crm_op *op,
		    const struct cel_val *vars, const struct crm_item *it,
		    struct str *existing, struct arena *a, struct err *e);

/* answer_next(crm, op, vars, page): is there another part?  Then which. */
bool		 answer_next(const struct crm *crm, const struct crm_op *op,
		    const struct cel_val *vars, struct crm_page *page,
		    struct arena *a);

/* answer_budgets(crm, r, h): what its headers tell of the limits. */
void		 answer_budgets(const struct crm *crm,
		    const struct http_response *r, struct http *h);

/*
 * answer_vars(crm, op, r, a, vars): status, headers and body of an answer as
 * expressions see them, and what is known anyway.
 */
void		 answer_vars(const struct crm *crm, const struct crm_op *op,
		    const struct http_response *r, struct arena *a,
		    struct cel_val *vars);

/* header_vars(r, a, vars): its status and headers alone. */
void		 header_vars(const struct http_response *r, struct arena *a,
		    struct cel_val *vars);

/* paging_var(page, a): which part it is, as "paging". */
struct cel_val	 paging_var(const struct crm_page *page, struct arena *a);

/* common_vars(crm, vars): options and what the account was asked once. */
void		 common_vars(const struct crm *crm, struct cel_val *vars);

/* cel_text(p, vars, a, out): evaluate to text; false: absent or no scalar. */
bool		 cel_text(const struct cel_prog *p,
		    const struct cel_val *vars, struct arena *a,
		    struct str *out);

/* cel_true(p, vars, a): does it hold?  Absent counts as no. */
bool		 cel_true(const struct cel_prog *p,
		    const struct cel_val *vars, struct arena *a);

#endif

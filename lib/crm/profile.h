/* profile: a compiled CRM profile; private to this folder. */
#ifndef CRM_PROFILE_H
#define CRM_PROFILE_H

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
	PV_VALUE,	/* a field's value */
	PV_COUNT
};

/* A piece of an address: literal text, or an expression to be encoded. */
struct crm_piece {
	struct str		 text;
	struct cel_prog		*prog;
};

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
};

struct crm_op {
	struct str		 name;		/* "contact.create" */
	const char		*method;
	struct crm_piece	*path;
	size_t			 npath;
	struct crm_param	*query;
	size_t			 nquery;
	struct cel_prog		*body;		/* or NULL */
	size_t			 batch;		/* items in a request */
	unsigned		 budgets;	/* bits */
	bool			 writes, creates, repeatable;
	const struct json	*fields;	/* names to read, or NULL */
	struct cel_prog		*alias;		/* of an item's key, or NULL */
	struct crm_rule		 results, failures;
	bool			 has_results, has_failures;
	struct cel_prog		*truncated;	/* there is more: halve it */
};

struct crm_trouble {
	struct cel_prog		*when;
	enum crm_class		 class;
	struct cel_prog		*existing;	/* id of what is there */
};

enum { CRM_BUDGET_MAX = 1000000 };	/* tokens, of a profile or a header */

struct crm_budget {
	struct str		 name;
	unsigned		 tokens;
	int64_t			 per_ns;
	struct cel_prog		*max, *left;	/* over an answer's headers */
	struct cel_prog		*interval;	/* ms */
};

/* crm.environment; its names in open.c. */
enum account_kind { ANY_ACCOUNT, PRODUCTION_ACCOUNT, SANDBOX_ACCOUNT };

struct profile {
	struct cel_env		*env;
	struct cel_env		*record;	/* record_env and "note" */
	int			 note_var;
	struct str		 name, auth_header, auth_prefix;
	bool			 text;		/* every value is sent as text */
	struct http_header	*headers;
	size_t			 nheaders;
	struct crm_budget	 budgets[HTTP_BUDGETS];
	size_t			 nbudgets;
	struct crm_trouble	*troubles;
	size_t			 ntroubles;
	struct cel_prog		*ok;		/* over status and body */
	struct cel_prog		*message, *code, *request;
	struct crm_op		*account;	/* or NULL */
	struct cel_prog		*account_id;
	struct cel_prog		*is_sandbox;
	struct crm_op		*check, *make;	/* of setup, or NULL */
	struct cel_prog		*exists;
	const struct json	*need;
	/* of the user's configuration */
	const struct json	*token;		/* the secret's node */
	int64_t			 retry_ns, attempts, timeout_ns;
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

/* profile_cel(r, node): compile, or NULL for no node or an error. */
struct cel_prog	*profile_cel(struct profile_reader *r,
		    const struct json *node);

/* profile_op(r, node, name, kind): read one operation; NULL on error. */
enum op_kind { OP_READ, OP_FIND, OP_CREATE, OP_UPDATE, OP_LINK, OP_LINKS };
struct crm_op	*profile_op(struct profile_reader *r,
		    const struct json *node, const char *name,
		    enum op_kind kind, const struct json *fields);

/* profile_object(r, node, t): read one of "objects". */
int		 profile_object(struct profile_reader *r,
		    const struct json *node, enum crm_type t);

/*
 * profile_mapping(r, node, what): ${node} if it is a mapping; else NULL,
 * with an error unless nothing stands there.
 */
const struct json *profile_mapping(struct profile_reader *r,
		    const struct json *node, const char *what);

/* profile_policies(r, write): the user's policies onto the fields. */
int		 profile_policies(struct profile_reader *r,
		    const struct json *write);

/* profile_own_fields(r, fields): the user's own fields, by object. */
int		 profile_own_fields(struct profile_reader *r,
		    const struct json *fields);

/* profile_read(r, name, at): find the profile and read all of it. */
int		 profile_read(struct profile_reader *r, struct str name,
		    struct where at);

/* What is wanted over the wire: request.c. */
struct crm_request {
	const char	*method;
	struct str	 url, body;
};

/* request_build: for ${n} items, at least one; they get their traces. */
int		 request_build(const struct crm *crm, const struct crm_op *op,
		    struct crm_item *const *items, size_t n, struct arena *a,
		    struct crm_request *out, struct err *e);

/* request_build_for: the same where "item" is any JSON, or nothing. */
int		 request_build_for(const struct crm *crm,
		    const struct crm_op *op, const struct json *item,
		    struct arena *a, struct crm_request *out, struct err *e);

/*
 * answer_read(crm, op, items, n, r, a, whole, e): give each item its verdict
 * from the answer ${r}.  1: they all have one; 0: the request failed as a
 * whole, its class is in ${whole} and ${e} says why; 2: the answer was cut
 * short, ask for fewer.
 */
int		 answer_read(const struct crm *crm, const struct crm_op *op,
		    struct crm_item **items, size_t n,
		    const struct http_response *r, struct arena *a,
		    enum crm_class *whole, struct err *e);

/* answer_budgets(crm, r, h): what its headers tell of the limits. */
void		 answer_budgets(const struct crm *crm,
		    const struct http_response *r, struct http *h);

/* answer_vars(r, a, vars): status, headers and body as expressions see them. */
void		 answer_vars(const struct http_response *r, struct arena *a,
		    struct cel_val *vars);

/* cel_text(p, vars, a, out): evaluate to text; false: absent or no scalar. */
bool		 cel_text(const struct cel_prog *p,
		    const struct cel_val *vars, struct arena *a,
		    struct str *out);

/* cel_true(p, vars, a): does it hold?  Absent counts as no. */
bool		 cel_true(const struct cel_prog *p,
		    const struct cel_val *vars, struct arena *a);

#endif

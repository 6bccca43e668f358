/*
 * api: a request of HubSpot's API, its answer, and who makes one from the
 * other; private to the sandbox.
 */
#ifndef SANDBOX_API_H
#define SANDBOX_API_H

#include "base/arena.h"
#include "base/hmap.h"
#include "json/json.h"
#include "sandbox/sandbox.h"
#include "sandbox/store.h"
#include "sandbox/types.h"

enum {
	API_ARGS = 4,		/* variable parts of a path */
	API_QUERY = 16,		/* parameters read of a query */
	API_BATCH = 100		/* inputs in a batch */
};

struct api_param {
	struct str	 name, value;
};

struct request {
	struct sandbox		*sb;
	struct store		*store;
	struct arena		*a;	/* of this request */
	const char		*method;
	struct str		 path;	/* as it came, without query */
	struct str		 args[API_ARGS];
	struct api_param	 query[API_QUERY];
	size_t			 nquery;
	struct str		 body;
	struct json		 in;	/* the body, JSON_NULL if none */
	int64_t			 now;	/* ms since 1970 */
};

struct answer {
	int		 status;
	struct json	 body;		/* JSON_NULL: none */
	struct str	 html;		/* instead of JSON */
	bool		 undo;		/* nothing of it is to last */
};

typedef void api_handler(struct request *q, struct answer *r);

/* api_query(q, name): a parameter's value, or none. */
struct str	api_query(const struct request *q, const char *name);

/* api_type(q, i, r): the object type named by argument ${i}, or a 404. */
const struct object_type *api_type(struct request *q, size_t i,
		    struct answer *r);

/* api_id(s): a decimal id, 0 if it is none. */
int64_t		api_id(struct str s);

/* api_inputs(q, r): the inputs of a batch, checked for number, or NULL. */
struct json	*api_inputs(struct request *q, struct answer *r);

/*
 * api_batch(q, r, status, results, errors): the frame of a batch's answer:
 * ${status}, or 207 if there are errors.
 */
void		api_batch(struct request *q, struct answer *r, int status,
		    struct json results, struct json errors);

/* api_time(a, ms): "2026-03-01T10:15:30.250Z". */
struct json	api_time(struct arena *a, int64_t ms);
struct json	api_number(struct arena *a, int64_t n);	/* as a string */

/* The error body of HubSpot, whole or as an item of a batch. */
struct json	error_body(struct request *q, const char *category,
		    struct str message);
void		error_answer(struct request *q, struct answer *r, int status,
		    const char *category, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* error_context(q, body, key, value): add to context.${key}. */
void		error_context(struct request *q, struct json *body,
		    const char *key, struct str value);

/* property_find: as HubSpot or a user defined it; NULL: does not exist. */
const struct property *property_find(struct sandbox *sb,
		    const struct object_type *t, struct str name);
/* properties_load(sb): read those made through the API from the store. */
void		properties_load(struct sandbox *sb);

/*
 * value_check(p, in, a, out): the value as the CRM keeps it; a static error
 * code such as INVALID_EMAIL if it does not take it.
 */
const char	*value_check(const struct property *p, struct str in,
		    struct arena *a, struct str *out);

/* What became of one write. */
struct outcome {
	int		 status;	/* 200, 201, or of the error */
	struct object	 object;
	struct json	 sent;		/* the properties that were written */
	struct json	 error;
};

void		write_create(struct request *q, const struct object_type *t,
		    const struct json *input, struct outcome *out);
void		write_update(struct request *q, const struct object_type *t,
		    struct str id, struct str id_property,
		    const struct json *props, struct outcome *out);
void		write_upsert(struct request *q, const struct object_type *t,
		    struct str id, struct str id_property,
		    const struct json *props, struct outcome *out);
void		write_archive(struct request *q, const struct object *o);

/* object_lookup: by id or the value of a unique property. */
bool		object_lookup(struct request *q, const struct object_type *t,
		    struct str id, struct str id_property,
		    struct object *out);
/* id_property_ok: may objects be found by it?  If not, ${r} says so. */
bool		id_property_ok(struct request *q,
		    const struct object_type *t, struct str name,
		    struct answer *r);
/* object_json: with the properties in ${asked} (NULL: the usual ones). */
struct json	object_json(struct request *q, const struct object *o,
		    const struct json *asked);

/* association_put: from one object to another; 0, or an error's body. */
int		association_put(struct request *q,
		    const struct object_type *from, int64_t id,
		    const struct json *input, struct json *error);

/* Handlers, by file. */
api_handler	object_list, object_create, object_get, object_patch,
		object_archive, object_merge, object_erase;
api_handler	batch_read, batch_create, batch_update, batch_upsert,
		batch_archive;
api_handler	search;
api_handler	association_default, association_create, association_list,
		association_archive, association_batch_default,
		association_batch_create, association_batch_read,
		association_batch_archive, association_labels;
api_handler	property_list, property_get, property_create,
		property_batch_create;
api_handler	pipeline_list, owner_list, owner_get, account_details,
		token_grant;
api_handler	admin_state, admin_faults, page_index, page_contact;

#endif

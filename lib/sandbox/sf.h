/*
 * sf: what the files of the Salesforce persona share; private to it.
 *
 * Values stand in the store as they stand in answers: text, numbers and
 * booleans with their JSON types, times as "2026-03-01T10:15:30.000+0000".
 * What Salesforce derives itself (Id, Name of a person, SystemModstamp) is
 * not stored.  Names of objects and fields are compared without case and kept
 * as the org spells them.
 *
 * Source: REST API Developer Guide, Bulk API 2.0 Guide, Object Reference,
 * version 66 and 67.
 */
#ifndef SANDBOX_SF_H
#define SANDBOX_SF_H

#include "sandbox/persona.h"

enum {
	SF_BATCH = 200,		/* records in a collection */
	SF_READ_BATCH = 2000,	/* ids in a retrieve */
	SF_PARTS = 25,		/* subrequests of a composite */
	SF_URL = 16384		/* bytes of a URL, at most */
};

extern const struct schema sf_schema;
extern const struct persona_oauth sf_oauth;

/* sf_type(q, name): NULL if the org has none. */
const struct object_type *sf_type(const struct request *q, struct str name);

/*
 * sf-field.c: a field of an object.  ${type} is as describe says: "string",
 * "textarea", "reference" ...
 */
struct sf_field {
	const char		*name, *label, *type;
	unsigned		 flags;		/* of its property */
	int64_t			 length;	/* of text; 0: any */
	const char *const	*options;
	const char		*refers;	/* "Contact Lead", or NULL */
	const char		*relationship;	/* "Who", or NULL */
	bool			 external, restricted, case_sensitive;
	bool			 derived;	/* not stored: sf_value knows */
};

bool		sf_field(const struct request *q, const struct object_type *t,
		    struct str name, struct sf_field *out);
/* sf_field_nth: all of them, from 0; false: no more. */
bool		sf_field_nth(const struct request *q,
		    const struct object_type *t, size_t i,
		    struct sf_field *out);
/* sf_parent: the reference that ${relationship} follows. */
bool		sf_parent(const struct request *q,
		    const struct object_type *t, struct str relationship,
		    struct sf_field *out);
bool		sf_is(const struct sf_field *f, const char *type);
/* Text that is compared: no number, no boolean, no time, no id. */
bool		sf_is_text(const struct sf_field *f);

/* sf-id.c: 18 characters; and back from 15 or 18, 0 if it is none of ${t}. */
struct str	sf_id_text(const struct object_type *t, int64_t id,
		    struct arena *a);
int64_t		sf_id_number(const struct object_type *t, struct str s);
/* sf_id_type(s): the type of the prefix; NULL: no id. */
const struct object_type *sf_id_type(struct str s);

/* sf-value.c: what ${o} has as ${f}; null where it has nothing. */
struct json	sf_value(struct request *q, const struct object *o,
		    const struct sf_field *f);
struct json	sf_time(struct arena *a, int64_t ms);
struct str	sf_text(const struct json *v);	/* of a string, or "" */

/* An error of one record or of a whole request; code NULL: none. */
struct sf_error {
	const char	*code;		/* "REQUIRED_FIELD_MISSING" */
	struct str	 message;
	struct json	 fields;	/* array of names */
	struct json	 matches;	/* DUPLICATES_DETECTED: a result */
	int		 status;	/* of a request by itself */
	size_t		 at;		/* in a query, from 1; 0: nowhere */
	bool		 keep;		/* what was changed stays all the same */
};

/* sf-error.c */
void		sf_fail(struct request *q, struct sf_error *e,
		    const char *code, const char *field, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* As the body of a request, [{"errorCode"}], and in a list of results. */
void		sf_error_answer(struct request *q, struct answer *r,
		    const struct sf_error *e);
struct json	sf_error_item(struct request *q, const struct sf_error *e);
void		sf_refuse(struct request *q, struct answer *r, int status,
		    const char *code, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* sf_wants_type: the type of that name, or 404 NOT_FOUND. */
const struct object_type *sf_wants_type(struct request *q, struct str name,
		    struct answer *r);

/* sf-check.c: one value, as it would be stored. */
bool		sf_check(struct request *q, const struct sf_field *f,
		    const struct json *in, struct json *out,
		    struct sf_error *e);

/* What became of a write. */
struct sf_result {
	int64_t			 id;
	const struct object_type *type;
	bool			 created;
	struct sf_error		 error;
};

/*
 * sf-write.c: ${fields} is an object as a client sent it, "attributes" and
 * the like passed over.  In error nothing has changed.
 */
void		sf_create(struct request *q, const struct object_type *t,
		    const struct json *fields, struct sf_result *out);
void		sf_update(struct request *q, const struct object_type *t,
		    struct str id, const struct json *fields,
		    struct sf_result *out);
/* By the value of an external id; ${update_only} refuses to create. */
void		sf_upsert(struct request *q, const struct object_type *t,
		    const struct sf_field *by, struct str value,
		    const struct json *fields, bool update_only,
		    struct sf_result *out);
void		sf_delete(struct request *q, struct str id,
		    struct sf_result *out);
/* sf_by_key: who has ${value}; how many, and the first two. */
size_t		sf_by_key(struct request *q, const struct object_type *t,
		    const struct sf_field *by, struct str value,
		    struct object out[2]);
/* sf_external(q, t, name, e): a field to upsert by, or INVALID_FIELD. */
bool		sf_external(struct request *q, const struct object_type *t,
		    struct str name, struct sf_field *out,
		    struct sf_error *e);
/* {"id", "success", "errors"[, "created"]} */
struct json	sf_result_json(struct request *q, const struct sf_result *r,
		    bool upsert);

struct str	sf_job_part(struct request *q, const struct json *job,
		    const char *part);
void		sf_job_put(struct request *q, const struct json *job,
		    const char *part, struct str text);
/* sf-ingest.c: do what the table says; the results are kept with the job. */
void		sf_ingest(struct request *q, struct json *job);
/* sf-query.c: the rows of a query as a table. */
bool		sf_export(struct request *q, struct str text, bool all,
		    struct buf *out, struct answer *r);

/* sf-duplicate.c: is it somebody's double?  true: ${e} says whose. */
bool		sf_duplicate(struct request *q, const struct object *o,
		    struct sf_error *e);
/* sf_rule(q, name): what a test asked for; null if nothing. */
struct json	sf_rule(struct request *q, const char *name);

/* sf-convert.c: what an administrator does. */
void		sf_merge(struct request *q, struct object *into,
		    const struct object *from);
bool		sf_convert(struct request *q, const struct object *o,
		    struct json *out);

/*
 * sf-select.c: the records of a query, in its order, without its limit; false
 * and ${e} where it asks for what there is not.
 */
struct soql;

struct sf_rows {
	struct object	*p;
	size_t		 n;
};

bool		sf_select(struct request *q, const struct soql *s, bool all,
		    struct sf_rows *out, struct sf_error *e);

/*
 * sf-child.c: child queries.  sf_child_check: is there such a relationship?
 * sf_child_query: what it asks for of record ${o}, as a query of its own.
 * sf_child_name: as the CRM spells it.
 */
struct soql_item;

bool		sf_child_check(struct request *q,
		    const struct object_type *t, const struct soql_item *it,
		    struct sf_error *e);
bool		sf_child_query(struct request *q, const struct object *o,
		    const struct soql_item *it, struct soql *out);
struct str	sf_child_name(const struct object_type *t,
		    const struct soql_item *it);
struct json	sf_children_described(struct request *q,
		    const struct object_type *t);

/* sf-group.c: GROUP BY: may it be asked so, and a row for each group. */
bool		sf_group_check(struct request *q, const struct soql *s,
		    const struct object_type *t, struct sf_error *e);
struct json	sf_grouped(struct request *q, const struct soql *s,
		    const struct sf_rows *rows);

/* sf-match.c: check a WHERE before it is used, and hold it to a record. */
struct soql_cond;

bool		sf_where_check(struct request *q,
		    const struct object_type *t, struct soql_cond *c,
		    struct sf_error *e);
bool		sf_where(struct request *q, const struct object *o,
		    const struct soql_cond *c);
/* sf-path.c: along relationships; null where a parent lacks. */
bool		sf_path_field(struct request *q, const struct object_type *t,
		    struct str path, struct sf_field *out,
		    struct sf_error *e);
struct json	sf_path_value(struct request *q, const struct object *o,
		    struct str path);
/* sf_follow: the parent that ${relationship} leads to. */
bool		sf_follow(struct request *q, const struct object *o,
		    struct str relationship, struct object *out);
int		sf_compare(const struct json *a, const struct json *b,
		    bool exact);

/* sf-record.c: a record with the fields of ${paths}, an array of names. */
struct json	sf_record(struct request *q, const struct object *o,
		    const struct json *paths);
struct str	sf_base(struct request *q);	/* "/services/data/v67.0" */

/* sf-describe.c: the address of the running user's own page. */
struct str	sf_identity_url(struct request *q);

/* sf-start.c: what every org has: its users, its own record. */
void		sf_begin(struct request *q);
int64_t		sf_running_user(struct request *q);

/* Handlers, by file. */
api_handler	sf_versions, sf_resources, sf_limits,
		sf_identity;
api_handler	sf_describe_all, sf_object_info, sf_describe;
api_handler	sf_object_create, sf_object_get, sf_object_update,
		sf_object_delete, sf_key_get, sf_key_upsert, sf_key_delete,
		sf_updated, sf_deleted;
api_handler	sf_query, sf_query_all, sf_query_more, sf_search;
api_handler	sf_many_create, sf_many_update, sf_many_upsert,
		sf_many_delete, sf_many_read;
api_handler	sf_composite, sf_batch, sf_graph;
api_handler	sf_tooling_query, sf_field_create;
api_handler	sf_job_create, sf_job_upload, sf_job_patch,
		sf_job_get, sf_job_delete, sf_job_good, sf_job_bad,
		sf_job_rest;
api_handler	sf_export_create, sf_export_results;
api_handler	sf_rules;

#endif

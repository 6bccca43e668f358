/*
 * zoho: the parts of the persona of Zoho CRM; private to it.
 *
 * Values are kept as the API takes them, but for lookups (the id, as text),
 * tags (their names) and times (UTC); they are shown as the API shows them.
 *
 * Source: Zoho CRM REST API v8.
 */
#ifndef SANDBOX_ZOHO_H
#define SANDBOX_ZOHO_H

#include "sandbox/oauth.h"
#include "sandbox/persona.h"

enum {
	ZOHO_BATCH = 100,	/* records in a write */
	ZOHO_PAGE = 200,	/* records in an answer */
	ZOHO_REACH = 2000,	/* records that pages by number reach */
	ZOHO_TEXT = 255,	/* characters of a line of text */
	ZOHO_AREA = 65535	/* of several lines */
};

extern const struct persona_oauth zoho_oauth;
extern const struct schema zoho_schema;

struct zoho_user {
	const char	*id, *name, *email;
};

/* The users of the account; the one without id ends the table. */
extern const struct zoho_user zoho_users[];

/* zoho_user_find(s): by id or e-mail address, or NULL. */
const struct zoho_user *zoho_user_find(struct str s);

/* zoho_id: "5545974000000000101", more than a double can hold. */
struct str	zoho_id(const struct object_type *t, int64_t id,
		    struct arena *a);
int64_t		zoho_number(const struct object_type *t, struct str id);

/* zoho_module(q, i, r): that argument ${i} names, or NULL and an error. */
const struct object_type *zoho_module(struct request *q, size_t i,
		    struct answer *r);

/*
 * zoho_target(t, field): the module that a lookup leads to, NULL if it is
 * none.  "Parent_Id" and "What_Id" may lead to several: the first is told.
 */
const struct object_type *zoho_target(const struct object_type *t,
		    struct str field);

/* Errors, of a request or of one of its records. */
struct json	zoho_error(struct request *q, const char *code,
		    const char *message);
/* zoho_detail: add to the "details" of an error. */
void		zoho_detail(struct request *q, struct json *error,
		    const char *key, struct str value);
void		zoho_refuse(struct request *q, struct answer *r, int status,
		    const char *code, const char *message);

/* zoho_time: "2026-03-01T15:45:30+05:30": the user's zone, no fraction. */
struct json	zoho_time(struct arena *a, int64_t ms);

/*
 * zoho_field(q, o, name, out): a field's value as the API shows it; false if
 * the module has no such field.
 */
bool		zoho_field(struct request *q, const struct object *o,
		    struct str name, struct json *out);

/* zoho_record(q, o, names): "id" and the fields in ${names} "A,B". */
struct json	zoho_record(struct request *q, const struct object *o,
		    struct str names);

/* zoho_take(q, t, p, v, out): as it is kept, or an error of the record. */
bool		zoho_take(struct request *q, const struct object_type *t,
		    const struct property *p, const struct json *v,
		    struct json *out, struct json *error);

/* zoho_tags(q, in): the names in an array of tags. */
struct json	zoho_tags(struct request *q, const struct json *in);

/* Part of an answer: records from ${first}, and whether there are more. */
struct zoho_page {
	struct json	 data;
	size_t		 page, per_page, seen;
	bool		 more;
};

/* zoho_page_new(q, p): by the query's page, per_page and page_token. */
void		zoho_page_new(const struct request *q, struct zoho_page *p);
/* zoho_page_wants(p): the next record: is it on this page? */
bool		zoho_page_wants(struct zoho_page *p);
/* zoho_page_answer(q, p, r): 200, or 204 if it is empty. */
void		zoho_page_answer(struct request *q, struct zoho_page *p,
		    struct answer *r);

/* A condition, of a COQL query or a search by criteria. */
enum zoho_op {
	ZOHO_AND, ZOHO_OR, ZOHO_EQUAL, ZOHO_NOT_EQUAL, ZOHO_LESS,
	ZOHO_LESS_EQUAL, ZOHO_GREATER, ZOHO_GREATER_EQUAL, ZOHO_IN,
	ZOHO_LIKE, ZOHO_STARTS, ZOHO_NULL, ZOHO_NOT_NULL
};

struct zoho_cond {
	enum zoho_op		 op;
	struct zoho_cond	*left, *right;	/* of ZOHO_AND, ZOHO_OR */
	struct str		 field;
	struct str		*values;
	size_t			 n;
};

bool		zoho_holds(struct request *q, const struct zoho_cond *c,
		    const struct object *o);

/* zoho_criteria(a, s): "((Email:equals:a@b)or(...))"; NULL: it is none. */
struct zoho_cond *zoho_criteria(struct arena *a, struct str s);

/* zoho_convert_lead: as persona.h has it. */
bool		zoho_convert_lead(struct request *q, const struct object *o,
		    struct json *out);

/* Handlers, by file. */
api_handler	zoho_create, zoho_update, zoho_update_one, zoho_upsert,
		zoho_delete, zoho_delete_one;
api_handler	zoho_list, zoho_get, zoho_deleted, zoho_related;
api_handler	zoho_search, zoho_coql;
api_handler	zoho_tag_list, zoho_tag_create, zoho_tags_add,
		zoho_tags_remove, zoho_tags_add_one, zoho_tags_remove_one;
api_handler	zoho_member_put, zoho_member_delete, zoho_convert;
api_handler	zoho_org, zoho_user_list, zoho_module_list, zoho_field_list,
		zoho_field_create, zoho_layout_list;

#endif

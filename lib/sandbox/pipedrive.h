/*
 * pipedrive: the parts of the persona of Pipedrive; private to it.
 *
 * Values are kept as the API takes them.  A field that people add has a code
 * of 40 hexadecimal digits and stands in "custom_fields"; its name is only
 * in the list of fields.
 *
 * Source: Pipedrive API v2 (persons, organizations, deals, activities,
 * fields, search) and v1 (notes, leads, users, merge).
 */
#ifndef SANDBOX_PIPEDRIVE_H
#define SANDBOX_PIPEDRIVE_H

#include "sandbox/oauth.h"
#include "sandbox/persona.h"

extern const struct persona_oauth pipedrive_oauth;
extern const struct schema pipedrive_schema;

struct pipedrive_user {
	int64_t		 id;		/* 0 ends the table */
	const char	*name, *email;
};

extern const struct pipedrive_user pipedrive_users[];

/* pipedrive_id: decimal; of leads a UUID. */
struct str	pipedrive_id(const struct object_type *t, int64_t id,
		    struct arena *a);
int64_t		pipedrive_number(const struct object_type *t, struct str id);

/*
 * pipedrive_type(q, r, out): the type that the path names after its version,
 * as in "/api/v2/persons/7".  It cannot fail where a route was found.
 */
const struct object_type *pipedrive_type(const struct request *q);
/* pipedrive_is_v1(q): times and pages are told otherwise there. */
bool		pipedrive_is_v1(const struct request *q);

/* pipedrive_is_list(name): a field whose value is a list. */
bool		pipedrive_is_list(struct str name);

/* Errors and successes as the API frames them. */
void		pipedrive_refuse(struct request *q, struct answer *r,
		    int status, struct str message);
void		pipedrive_answer(struct request *q, struct answer *r,
		    int status, struct json data);

/* pipedrive_record(q, o): all its fields, as the API shows them. */
struct json	pipedrive_record(struct request *q, const struct object *o);

/* pipedrive_ref(q, v): the id in a number or a text; 0: none. */
int64_t		pipedrive_ref(const struct object_type *t,
		    const struct json *v);

/* pipedrive_lacks(q, t, in, new): what is wrong with a write, or none. */
struct str	pipedrive_lacks(struct request *q,
		    const struct object_type *t, const struct json *in,
		    bool new);

/* Handlers, by file. */
api_handler	pipedrive_add, pipedrive_change, pipedrive_delete,
		pipedrive_merge;
api_handler	pipedrive_list, pipedrive_get;
api_handler	pipedrive_search, pipedrive_search_field;
api_handler	pipedrive_me, pipedrive_user_list, pipedrive_user_find;
api_handler	pipedrive_field_list, pipedrive_field_add,
		pipedrive_option_add, pipedrive_label_list,
		pipedrive_label_add;

#endif

/*
 * dynamics: what the files of Dynamics 365's persona share; private to it.
 *
 * Source: Dataverse Web API 9.2 (OData 4.0): rows by id and by alternate
 * key, upsert, $filter, CreateMultiple and its kin, metadata, service
 * protection limits.
 */
#ifndef SANDBOX_DYNAMICS_H
#define SANDBOX_DYNAMICS_H

#include "sandbox/persona.h"

enum {
	DYN_TARGETS = 1000,	/* rows of CreateMultiple and its kin */
	DYN_PAGE = 5000,	/* rows of one answer */
	DYN_GUID = 36
};

extern const struct schema dyn_schema;

/* A navigation property: "parentcustomerid_account@odata.bind". */
struct dyn_lookup {
	const char	*type;		/* entity set; NULL ends */
	const char	*navigation;
	const char	*column;	/* "_parentcustomerid_value" */
	const char	*target;	/* entity set */
};

extern const struct dyn_lookup dyn_lookups[];

/* dyn_key(t): the column of its id, such as "contactid". */
const char	*dyn_key(const struct object_type *t);

/* dyn_guid(id, a): as the persona spells the ids that it gives itself. */
struct str	 dyn_guid(int64_t id, struct arena *a);
bool		 dyn_is_guid(struct str s);

/* dyn_type(q, i, r): the entity set named by argument ${i}, or a 404. */
const struct object_type *dyn_type(struct request *q, size_t i,
		    struct answer *r);

/*
 * dyn_row(q, t, key, out): the row that "(${key})" names: a GUID, or an
 * alternate key NAME='VALUE'.  ${name} and ${value} tell which; the name is
 * the id's column for a GUID, and none for what is neither.
 */
bool		 dyn_row(struct request *q, const struct object_type *t,
		    struct str key, struct str *name, struct str *value,
		    struct object *out);

/* dyn_json(q, o, select): as an answer has it; ${select} none: all. */
struct json	 dyn_json(struct request *q, const struct object *o,
		    struct str select);

void		 dyn_fail(struct request *q, struct answer *r, int status,
		    const char *code, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));

/* dyn_check(q, t, p, v, r): does the column take the value? */
bool		 dyn_check(struct request *q, const struct object_type *t,
		    const struct property *p, const struct json *v,
		    struct answer *r);

/* A $filter, compiled. */
struct dyn_filter;

/*
 * dyn_filter_parse(q, t, text, out, why): NULL in ${out} for no text.  False:
 * ${why} says what is wrong with it.
 */
bool		 dyn_filter_parse(const struct request *q,
		    const struct object_type *t, struct str text,
		    const struct dyn_filter **out, struct str *why);
bool		 dyn_filter_match(const struct dyn_filter *f,
		    const struct object *o);

api_handler	dyn_list, dyn_get, dyn_create, dyn_patch, dyn_delete;
api_handler	dyn_create_many, dyn_update_many, dyn_upsert_many;
api_handler	dyn_who_am_i, dyn_attributes, dyn_attribute_create;
api_handler	dyn_member_add, dyn_member_remove;

void		dyn_merge(struct request *q, struct object *into,
		    const struct object *from);
bool		dyn_convert(struct request *q, const struct object *o,
		    struct json *out);

#endif

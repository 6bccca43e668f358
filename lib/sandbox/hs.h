/*
 * hs: what the files of HubSpot's persona share; private to it.
 *
 * Source: HubSpot CRM API v3 objects, properties, owners; v4 associations;
 * OAuth v1 and v3 tokens; account information v3.
 */
#ifndef SANDBOX_HS_H
#define SANDBOX_HS_H

#include "base/hmap.h"
#include "sandbox/oauth.h"
#include "sandbox/persona.h"

enum { HS_BATCH = 100 };	/* inputs in a batch */

extern const struct schema hs_schema;
extern const struct persona_oauth hs_oauth;

/* hs_type(q, i, r): the object type named by argument ${i}, or a 404. */
const struct object_type *hs_type(struct request *q, size_t i,
		    struct answer *r);

/* hs_inputs(q, r): the inputs of a batch, checked for number, or NULL. */
struct json	*hs_inputs(struct request *q, struct answer *r);

/*
 * hs_batch_frame(q, r, status, results, errors): the frame of a batch's answer:
 * ${status}, or 207 if there are errors.
 */
void		hs_batch_frame(struct request *q, struct answer *r, int status,
		    struct json results, struct json errors);

/* The error body of HubSpot, whole or as an item of a batch. */
struct json	hs_error(struct request *q, const char *category,
		    struct str message);
void		hs_fail(struct request *q, struct answer *r, int status,
		    const char *category, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* hs_error_context(q, body, key, value): add to context.${key}. */
void		hs_error_context(struct request *q, struct json *body,
		    const char *key, struct str value);

/*
 * hs_value_check(p, in, a, out): the value as the CRM keeps it; a static error
 * code such as INVALID_EMAIL if it does not take it.
 */
const char	*hs_value_check(const struct property *p, struct str in,
		    struct arena *a, struct str *out);

/* What became of one write. */
struct hs_outcome {
	int		 status;	/* 200, 201, or of the error */
	struct object	 object;
	struct json	 sent;		/* the properties that were written */
	struct json	 error;
};

void		hs_write_create(struct request *q,
		    const struct object_type *t, const struct json *input,
		    struct hs_outcome *out);
void		hs_write_update(struct request *q,
		    const struct object_type *t, struct str id,
		    struct str id_property, const struct json *props,
		    struct hs_outcome *out);
void		hs_write_upsert(struct request *q,
		    const struct object_type *t, struct str id,
		    struct str id_property, const struct json *props,
		    struct hs_outcome *out);
void		hs_write_archive(struct request *q, const struct object *o);

/* hs_lookup: by id or the value of a unique property. */
bool		hs_lookup(struct request *q, const struct object_type *t,
		    struct str id, struct str id_property,
		    struct object *out);
/* hs_id_property_ok: may objects be found by it?  If not, ${r} says so. */
bool		hs_id_property_ok(struct request *q,
		    const struct object_type *t, struct str name,
		    struct answer *r);
/* hs_object_json: with the properties in ${asked} (NULL: the usual ones). */
struct json	hs_object_json(struct request *q, const struct object *o,
		    const struct json *asked);

/* hs_association_put: from one object to another; 0, or an error's body. */
int		hs_association_put(struct request *q,
		    const struct object_type *from, int64_t id,
		    const struct json *input, struct json *error);

/* Handlers, by file. */
api_handler	hs_object_list, hs_object_create, hs_object_get,
		hs_object_patch, hs_object_archive, hs_object_merge,
		hs_object_erase;
api_handler	hs_batch_read, hs_batch_create, hs_batch_update,
		hs_batch_upsert, hs_batch_archive;
api_handler	hs_search;
api_handler	hs_association_default, hs_association_create,
		hs_association_list, hs_association_archive,
		hs_association_batch_default, hs_association_batch_create,
		hs_association_batch_read, hs_association_batch_archive,
		hs_association_labels;
api_handler	hs_property_list, hs_property_get, hs_property_create,
		hs_property_batch_create;
api_handler	hs_property_update, hs_property_archive,
		hs_property_batch_read, hs_property_batch_archive;
api_handler	hs_group_list, hs_group_get, hs_group_create;
api_handler	hs_pipeline_list, hs_pipeline_get, hs_stage_list,
		hs_stage_get;
api_handler	hs_owner_list, hs_owner_get, hs_account_details,
		hs_account_usage, hs_schema_list, hs_property_limits;

/* Of custom properties: how many a type may have, and how many it has. */
int64_t		hs_property_limit(const struct request *q);
int64_t		hs_property_count(const struct request *q,
		    const struct object_type *t);
api_handler	hs_list_create, hs_list_get, hs_list_by_name, hs_list_many,
		hs_list_delete, hs_list_search, hs_list_members, hs_list_add,
		hs_list_remove, hs_list_change;
api_handler	hs_subscription_kinds, hs_subscription_status,
		hs_subscription_set, hs_subscribe, hs_unsubscribe,
		hs_unsubscribe_all;
api_handler	hs_access_token, hs_refresh_token, hs_introspect,
		hs_private_app;

/* hs_merge: one into another, as the API and an administrator do. */
void		hs_merge(struct request *q, struct object *into,
		    const struct object *from);

#endif

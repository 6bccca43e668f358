/*
 * espo: what the files of EspoCRM's persona share; private to it.
 *
 * Source: EspoCRM's REST API of 9.x and 10.0: records, where and
 * searchParams, links, duplicates, metadata.
 */
#ifndef SANDBOX_ESPO_H
#define SANDBOX_ESPO_H

#include "sandbox/persona.h"

enum {
	ESPO_LIST = 200,	/* records in one list, at most */
	ESPO_DUPLICATES = 5,	/* that a 409 shows */
	ESPO_TIME = 20		/* "2026-03-01 10:15:30" */
};

extern const struct schema espo_schema;

struct str	 espo_id(const struct object_type *t, int64_t id,
		    struct arena *a);
int64_t		 espo_id_number(const struct object_type *t, struct str id);

/* espo_type(q, i, r): the entity named by argument ${i}, or a 404. */
const struct object_type *espo_type(struct request *q, size_t i,
		    struct answer *r);

/* espo_get(q, t, id, out, r): a live record of that id, or a 404. */
bool		 espo_get(struct request *q, const struct object_type *t,
		    struct str id, struct object *out, struct answer *r);

/*
 * espo_json(q, o, whole): as an answer has it; in lists without the data of
 * addresses and numbers.
 */
struct json	 espo_json(struct request *q, const struct object *o,
		    bool whole);

/* A time as Espo writes it, in UTC. */
struct json	 espo_time(struct arena *a, int64_t ms);

/* espo_fail: most bodies are empty; the reason is a header. */
void		 espo_fail(struct request *q, struct answer *r, int status,
		    const char *reason);
/* espo_invalid: 400, with the field and the rule. */
void		 espo_invalid(struct request *q, struct answer *r,
		    struct str field, const char *rule);

/*
 * espo_where_ok(where): is it a list of conditions that we know?
 * espo_where(q, o, where): do they all hold for ${o}?
 */
bool		 espo_where_ok(const struct json *where, unsigned depth);
bool		 espo_where(struct request *q, const struct object *o,
		    const struct json *where);

api_handler	espo_list, espo_read, espo_create, espo_update, espo_delete;
api_handler	espo_related, espo_relate, espo_unrelate;
api_handler	espo_app_user, espo_metadata, espo_field_create;

void		espo_merge(struct request *q, struct object *into,
		    const struct object *from);
bool		espo_convert(struct request *q, const struct object *o,
		    struct json *out);

#endif

/* Single records over HTTP. */
#include <string.h>

#include "sandbox/sf.h"

static void
answer_error(struct request *q, struct answer *r, struct sf_error *e)
{
	/* By an id in the path, what is not there is simply not there. */
	if (strcmp(e->code, "INVALID_CROSS_REFERENCE_KEY") == 0 ||
	    strcmp(e->code, "MALFORMED_ID") == 0)
		if (strcmp(q->method, "POST") != 0 && e->fields.len == 0)
			sf_fail(q, e, "NOT_FOUND", NULL, "Provided external "
			    "ID field does not exist or is not accessible: "
			    "%.*s", STR_ARG(q->args[2]));
	sf_error_answer(q, r, e);
}

static bool
has_body(struct request *q, struct answer *r)
{
	if (q->in.type == JSON_OBJECT)
		return true;
	sf_refuse(q, r, 400, "JSON_PARSER_ERROR",
	    "The HTTP entity body is required, but this request has no "
	    "entity body.");
	return false;
}

void
sf_object_create(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct sf_result out;

	if (t == NULL || !has_body(q, r))
		return;
	if (json_get(&q->in, STR("Id")) != NULL) {
		sf_refuse(q, r, 400, "INVALID_FIELD_FOR_INSERT_UPDATE",
		    "cannot specify Id in an insert call");
		return;
	}
	sf_create(q, t, &q->in, &out);
	if (out.error.code != NULL) {
		answer_error(q, r, &out.error);
		return;
	}
	r->status = 201;
	r->body = sf_result_json(q, &out, false);
	api_answer_header(r, "Location", arena_printf(q->a,
	    "%.*s/sobjects/%s/%.*s", STR_ARG(sf_base(q)), t->name,
	    STR_ARG(sf_id_text(t, out.id, q->a))));
}

/* The fields that a query asks for; without one, all of them. */
static bool
asked_fields(struct request *q, const struct object_type *t,
    struct json *paths, struct answer *r)
{
	struct str rest = api_query(q, "fields"), one;
	struct sf_error e = { 0 };
	struct sf_field f;
	size_t i;

	*paths = json_array();
	for (i = 0; rest.len == 0 && sf_field_nth(q, t, i, &f); i++)
		json_push(paths, json_str(str_of(f.name)), q->a);
	for (; rest.len > 0; rest = str_from(rest, one.len + 1)) {
		one = str_trim(str_to(rest, str_find(rest, STR(","))));
		if (!sf_path_field(q, t, one, &f, &e)) {
			sf_error_answer(q, r, &e);
			return false;
		}
		json_push(paths, json_str(one), q->a);
	}
	return true;
}

static void
answer_record(struct request *q, struct answer *r, const struct object *o)
{
	struct json paths;

	if (!asked_fields(q, o->type, &paths, r))
		return;
	r->status = 200;
	r->body = sf_record(q, o, &paths);
}

void
sf_object_get(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	int64_t id = sf_id_number(t, q->args[2]);
	struct object o;

	if (t == NULL)
		return;
	sf_begin(q);
	if (id == 0 || !store_get_exact(q->store, t, id, q->a, &o) ||
	    o.archived)
		sf_refuse(q, r, 404, "NOT_FOUND",
		    "The requested resource does not exist");
	else
		answer_record(q, r, &o);
}

void
sf_object_update(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct sf_result out;

	if (t == NULL || !has_body(q, r))
		return;
	if (json_get(&q->in, STR("Id")) != NULL) {
		sf_refuse(q, r, 400, "INVALID_FIELD", "The Id field should "
		    "not be specified in the sobject data.");
		return;
	}
	sf_update(q, t, q->args[2], &q->in, &out);
	if (out.error.code != NULL)
		answer_error(q, r, &out.error);
	else
		r->status = 204;
}

void
sf_object_delete(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct sf_result out;

	if (t == NULL)
		return;
	sf_delete(q, q->args[2], &out);
	if (out.error.code != NULL)
		answer_error(q, r, &out.error);
	else
		r->status = 204;
}

/* By the field and value in the path. */
static bool
key_of(struct request *q, const struct object_type **t, struct sf_field *by,
    struct answer *r)
{
	struct sf_error e = { 0 };

	*t = sf_wants_type(q, q->args[1], r);
	if (*t == NULL)
		return false;
	if (sf_external(q, *t, q->args[2], by, &e))
		return true;
	sf_error_answer(q, r, &e);
	return false;
}

/* More than one has it: the addresses of all that have. */
static void
choices(struct request *q, struct answer *r, const struct object_type *t,
    const struct object found[2])
{
	size_t i;

	r->status = 300;
	r->undo = true;
	r->body = json_array();
	for (i = 0; i < 2; i++)
		json_push(&r->body, json_str(arena_printf(q->a,
		    "%.*s/sobjects/%s/%.*s", STR_ARG(sf_base(q)), t->name,
		    STR_ARG(sf_id_text(t, found[i].id, q->a)))), q->a);
}

void
sf_key_get(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct object found[2];
	struct sf_field by;
	size_t n;

	if (!key_of(q, &t, &by, r))
		return;
	n = sf_by_key(q, t, &by, q->args[3], found);
	if (n == 0)
		sf_refuse(q, r, 404, "NOT_FOUND",
		    "The requested resource does not exist");
	else if (n > 1)
		choices(q, r, t, found);
	else
		answer_record(q, r, &found[0]);
}

void
sf_key_upsert(struct request *q, struct answer *r)
{
	bool only = str_eq(api_query(q, "updateOnly"), STR("true"));
	const struct object_type *t;
	struct object found[2];
	struct sf_result out;
	struct sf_field by;

	if (!key_of(q, &t, &by, r) || !has_body(q, r))
		return;
	if (json_get(&q->in, str_of(by.name)) != NULL ||
	    json_get(&q->in, STR("Id")) != NULL) {
		sf_refuse(q, r, 400, "INVALID_FIELD", "The %s field should "
		    "not be specified in the sobject data.", by.name);
		return;
	}
	sf_upsert(q, t, &by, q->args[3], &q->in, only, &out);
	if (out.error.status == 300) {
		sf_by_key(q, t, &by, q->args[3], found);
		choices(q, r, t, found);
	} else if (out.error.code != NULL)
		answer_error(q, r, &out.error);
	else {
		r->status = out.created ? 201 : 200;
		r->body = sf_result_json(q, &out, true);
	}
}

void
sf_key_delete(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct object found[2];
	struct sf_result out;
	struct sf_field by;

	if (!key_of(q, &t, &by, r))
		return;
	if (sf_by_key(q, t, &by, q->args[3], found) != 1) {
		sf_refuse(q, r, 404, "NOT_FOUND",
		    "The requested resource does not exist");
		return;
	}
	sf_delete(q, sf_id_text(t, found[0].id, q->a), &out);
	r->status = 204;
}

/* Ids of what changed or was deleted between start and end. */
static void
list_changes(struct request *q, struct answer *r, bool deleted)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct json list = json_array(), one, at;
	struct object o = { 0 };

	if (t == NULL)
		return;
	while (store_next(q->store, t, o.id, deleted, q->a, &o)) {
		at = sf_time(q->a, o.updated);
		if (str_cmp(sf_text(&at), api_query(q, "start")) < 0)
			continue;
		one = json_str(sf_id_text(t, o.id, q->a));
		if (deleted) {
			one = json_object();
			json_set(&one, STR("id"), json_str(sf_id_text(t, o.id,
			    q->a)), q->a);
			json_set(&one, STR("deletedDate"), at, q->a);
		}
		json_push(&list, one, q->a);
	}
	r->status = 200;
	r->body = json_object();
	if (deleted)
		json_set(&r->body, STR("earliestDateAvailable"),
		    sf_time(q->a, q->now - 15 * INT64_C(86400000)), q->a);
	json_set(&r->body, deleted ? STR("deletedRecords") : STR("ids"),
	    list, q->a);
	json_set(&r->body, STR("latestDateCovered"), sf_time(q->a, q->now),
	    q->a);
}

void
sf_updated(struct request *q, struct answer *r)
{
	list_changes(q, r, false);
}

void
sf_deleted(struct request *q, struct answer *r)
{
	list_changes(q, r, true);
}

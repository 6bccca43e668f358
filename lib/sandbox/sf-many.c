/*
 * Collections: up to 200 records in one request, each with its own verdict;
 * or all or none of them.
 */
#include <string.h>

#include "sandbox/sf.h"

struct many {
	struct request		*q;
	const struct json	*records;
	struct sf_result	*out;
	bool			 all_or_none, upsert;
};

static bool
begin(struct many *m, struct request *q, struct answer *r)
{
	const struct json *v = json_get(&q->in, STR("allOrNone"));

	*m = (struct many){ .q = q, .records = json_get(&q->in,
	    STR("records")), .all_or_none = v != NULL &&
	    v->type == JSON_TRUE };
	if (m->records == NULL || m->records->type != JSON_ARRAY) {
		sf_refuse(q, r, 400, "JSON_PARSER_ERROR",
		    "a collection has records, a list");
		return false;
	}
	if (m->records->len > SF_BATCH) {
		sf_refuse(q, r, 400, "EXCEEDED_MAX_SIZE_REQUEST", "record "
		    "limit reached. cannot submit more than 200 records in "
		    "this call");
		return false;
	}
	m->out = arena_array(q->a, m->records->len + 1, sizeof(*m->out));
	return true;
}

/* One failure undoes the rest, which then say so. */
static void
roll_back(struct many *m, struct answer *r)
{
	bool failed = false;
	uint32_t i;

	for (i = 0; i < m->records->len; i++)
		failed |= m->out[i].error.code != NULL;
	if (!m->all_or_none || !failed)
		return;
	r->undo = true;
	for (i = 0; i < m->records->len; i++)
		if (m->out[i].error.code == NULL)
			sf_fail(m->q, &m->out[i].error,
			    "ALL_OR_NONE_OPERATION_ROLLED_BACK", NULL,
			    "Record rolled back because not all records were "
			    "valid and the request was using AllOrNone "
			    "header");
}

static void
end(struct many *m, struct answer *r)
{
	uint32_t i;

	roll_back(m, r);
	r->status = 200;
	r->body = json_array();
	for (i = 0; i < m->records->len; i++)
		json_push(&r->body, sf_result_json(m->q, &m->out[i],
		    m->upsert), m->q->a);
}

static struct str
type_of(const struct json *record)
{
	return sf_text(json_path(record, "attributes.type"));
}

/* The type that a record says it is of; else its error. */
static const struct object_type *
wanted_type(struct many *m, uint32_t i)
{
	struct str name = type_of(&m->records->items[i]);
	const struct object_type *t = sf_type(m->q, name);

	if (t == NULL)
		sf_fail(m->q, &m->out[i].error, "INVALID_TYPE", NULL,
		    "sObject type '%.*s' is not supported.",
		    STR_ARG(str_to(name, 100)));
	return t;
}

void
sf_many_create(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct many m;
	uint32_t i;

	if (!begin(&m, q, r))
		return;
	for (i = 0; i < m.records->len; i++)
		if ((t = wanted_type(&m, i)) != NULL)
			sf_create(q, t, &m.records->items[i], &m.out[i]);
	end(&m, r);
}

static struct str
id_of(const struct json *record)
{
	struct str id = json_get_str(record, STR("Id"));

	return id.len > 0 ? id : json_get_str(record, STR("id"));
}

void
sf_many_update(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct many m;
	uint32_t i;

	if (!begin(&m, q, r))
		return;
	for (i = 0; i < m.records->len; i++)
		if ((t = wanted_type(&m, i)) != NULL)
			sf_update(q, t, id_of(&m.records->items[i]),
			    &m.records->items[i], &m.out[i]);
	end(&m, r);
}

/* The external id of a record: text, or a number. */
static struct str
key_of(const struct json *record, const char *name)
{
	uint32_t i;

	for (i = 0; record->type == JSON_OBJECT && i < record->len; i++)
		if (str_ieq(record->members[i].key, str_of(name)))
			return store_scalar(&record->members[i].value);
	return STR_NONE;
}

/* The same external id twice in one request: neither is taken. */
static bool
is_twice(const struct many *m, uint32_t i, const char *name)
{
	struct str key = key_of(&m->records->items[i], name);
	uint32_t k;

	for (k = 0; key.len > 0 && k < m->records->len; k++)
		if (k != i && str_ieq(key_of(&m->records->items[k], name),
		    key))
			return true;
	return false;
}

static void
upsert_one(struct many *m, uint32_t i, const struct sf_field *by)
{
	const struct object_type *t = wanted_type(m, i);
	const struct json *record = &m->records->items[i];
	struct json rest;

	if (t == NULL)
		return;
	if (is_twice(m, i, by->name)) {
		sf_fail(m->q, &m->out[i].error, "DUPLICATE_VALUE", by->name,
		    "Duplicate external id specified: %.*s",
		    STR_ARG(key_of(record, by->name)));
		return;
	}
	rest = json_copy(record, m->q->a);
	json_del(&rest, str_of(by->name));
	sf_upsert(m->q, t, by, key_of(record, by->name), &rest, false,
	    &m->out[i]);
}

void
sf_many_upsert(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct sf_error e = { 0 };
	struct sf_field by;
	struct many m;
	uint32_t i;

	if (t == NULL || !begin(&m, q, r))
		return;
	m.upsert = true;
	if (!sf_external(q, t, q->args[2], &by, &e)) {
		sf_error_answer(q, r, &e);
		return;
	}
	for (i = 0; i < m.records->len; i++)
		upsert_one(&m, i, &by);
	end(&m, r);
}

/* "a,b" of the query, or the list "ids" of a body. */
static struct json
wanted_ids(struct request *q)
{
	const struct json *in = json_get(&q->in, STR("ids"));
	struct str rest = api_query(q, "ids"), one;
	struct json list = json_array();

	if (in != NULL && in->type == JSON_ARRAY)
		return *in;
	for (; rest.len > 0; rest = str_from(rest, one.len + 1)) {
		one = str_to(rest, str_find(rest, STR(",")));
		json_push(&list, json_str(one), q->a);
	}
	return list;
}

void
sf_many_delete(struct request *q, struct answer *r)
{
	struct json ids = wanted_ids(q);
	struct many m = { .q = q, .records = &ids, .all_or_none = str_eq(
	    api_query(q, "allOrNone"), STR("true")) };
	uint32_t i;

	if (ids.len > SF_BATCH) {
		sf_refuse(q, r, 400, "EXCEEDED_MAX_SIZE_REQUEST",
		    "cannot delete more than 200 records in this call");
		return;
	}
	m.out = arena_array(q->a, ids.len + 1, sizeof(*m.out));
	for (i = 0; i < ids.len; i++)
		sf_delete(q, sf_text(&ids.items[i]), &m.out[i]);
	end(&m, r);
}

/* A list of names: an array, or text with commas. */
static bool
wanted_fields(struct request *q, const struct object_type *t,
    struct json *paths, struct answer *r)
{
	const struct json *in = json_get(&q->in, STR("fields"));
	struct str rest = api_query(q, "fields"), one;
	struct sf_error e = { 0 };
	struct sf_field f;
	uint32_t i;

	*paths = in != NULL && in->type == JSON_ARRAY ? *in : json_array();
	for (; rest.len > 0; rest = str_from(rest, one.len + 1)) {
		one = str_to(rest, str_find(rest, STR(",")));
		json_push(paths, json_str(str_trim(one)), q->a);
	}
	for (i = 0; i < paths->len; i++)
		if (!sf_path_field(q, t, sf_text(&paths->items[i]), &f, &e)) {
			sf_error_answer(q, r, &e);
			return false;
		}
	return true;
}

/* A row for each id, in their order; null for what is not there. */
void
sf_many_read(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct json ids = wanted_ids(q), paths;
	struct object o;
	int64_t id;
	uint32_t i;

	if (t == NULL || !wanted_fields(q, t, &paths, r))
		return;
	if (ids.len > SF_READ_BATCH) {
		sf_refuse(q, r, 400, "EXCEEDED_MAX_SIZE_REQUEST",
		    "cannot retrieve more than 2000 records in this call");
		return;
	}
	sf_begin(q);
	r->status = 200;
	r->body = json_array();
	for (i = 0; i < ids.len; i++) {
		id = sf_id_number(t, sf_text(&ids.items[i]));
		json_push(&r->body, id != 0 && store_get_exact(q->store, t,
		    id, q->a, &o) && !o.archived ? sf_record(q, &o, &paths) :
		    json_null(), q->a);
	}
}

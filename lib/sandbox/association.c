/* Associations v4: default and labelled, single and in batches. */
#include <string.h>

#include "sandbox/api.h"

/* The two ends named by a path or an input. */
struct ends {
	const struct object_type	*from, *to;
	int64_t				 a, b;
};

static bool
exists(struct request *q, const struct object_type *t, int64_t *id)
{
	struct object o;

	if (*id == 0 || !store_get(q->store, t, *id, q->a, &o) || o.archived)
		return false;
	*id = o.id;	/* of a merge's survivor */
	return true;
}

static int
missing(struct request *q, const struct object_type *t, struct str id,
    struct json *error)
{
	*error = error_body(q, "OBJECT_NOT_FOUND", arena_printf(q->a,
	    "%s=%.*s is not valid", t->singular, STR_ARG(id)));
	error_context(q, error, "ids", id);
	return 404;
}

static int
no_such_type(struct request *q, struct json *error)
{
	*error = error_body(q, "VALIDATION_ERROR", STR("One or more "
	    "association types are not valid between these object types"));
	return 400;
}

static int
spec_id(const struct json *spec)
{
	const struct json *v = json_get(spec, STR("associationTypeId"));
	int64_t id;

	if (v == NULL || !json_to_int(v, &id) || id <= 0 || id > 1000000)
		return -1;
	return (int)id;
}

/* Put edges of all types in the list ${types} between two that exist. */
static int
put_types(struct request *q, const struct ends *e, const struct json *types,
    struct json *error)
{
	struct edge_type t, plain;
	uint32_t i;

	if (types == NULL || types->type != JSON_ARRAY || types->len == 0)
		return no_such_type(q, error);
	for (i = 0; i < types->len; i++) {
		if (!edge_find(e->from, e->to, spec_id(&types->items[i]), &t))
			return no_such_type(q, error);
		store_edge_put(q->store, t, e->a, e->b);
	}
	/* A labelled association is an unlabelled one as well. */
	if (edge_find(e->from, e->to, 0, &plain))
		store_edge_put(q->store, plain, e->a, e->b);
	return 0;
}

int
association_put(struct request *q, const struct object_type *from,
    int64_t id, const struct json *input, struct json *error)
{
	const struct json *types = json_get(input, STR("types"));
	struct str to = json_get_str(json_get(input, STR("to")), STR("id"));
	struct ends e = { from, NULL, id, api_id(to) };

	if (types != NULL && types->type == JSON_ARRAY && types->len > 0)
		e.to = edge_target(from, spec_id(&types->items[0]));
	if (e.to == NULL)
		return no_such_type(q, error);
	if (!exists(q, e.to, &e.b))
		return missing(q, e.to, to, error);
	return put_types(q, &e, types, error);
}

/* Types from the path, at arguments 0 and ${i}. */
static bool
types_of(struct request *q, size_t i, struct ends *e, struct answer *r)
{
	e->from = api_type(q, 0, r);
	e->to = e->from != NULL ? api_type(q, i, r) : NULL;
	return e->to != NULL;
}

static int
both_exist(struct request *q, struct ends *e, struct str from, struct str to,
    struct json *error)
{
	e->a = api_id(from);
	e->b = api_id(to);
	if (!exists(q, e->from, &e->a))
		return missing(q, e->from, from, error);
	if (!exists(q, e->to, &e->b))
		return missing(q, e->to, to, error);
	return 0;
}

/* "/objects/{}/{}/associations/.../{}/{}" */
static bool
ends_of_path(struct request *q, struct ends *e, struct answer *r)
{
	int status;

	if (!types_of(q, 2, e, r))
		return false;
	status = both_exist(q, e, q->args[1], q->args[3], &r->body);
	if (status != 0) {
		r->status = status;
		r->undo = true;
	}
	return status == 0;
}

static struct json
id_object(struct request *q, int64_t id)
{
	struct json o = json_object();

	json_set(&o, STR("id"), api_number(q->a, id), q->a);
	return o;
}

static struct json
default_json(struct request *q, const struct ends *e, struct edge_type t)
{
	struct json o = json_object(), spec = json_object();

	json_set(&spec, STR("associationCategory"),
	    json_str(STR("HUBSPOT_DEFINED")), q->a);
	json_set(&spec, STR("associationTypeId"),
	    json_int(edge_id(t), q->a), q->a);
	json_set(&o, STR("from"), id_object(q, e->a), q->a);
	json_set(&o, STR("to"), id_object(q, e->b), q->a);
	json_set(&o, STR("associationSpec"), spec, q->a);
	return o;
}

/* Associate, and list both directions as the API does. */
static void
put_default(struct request *q, const struct ends *e, struct edge_type t,
    struct json *results)
{
	struct ends back = { e->to, e->from, e->b, e->a };
	struct edge_type other = { t.type, !t.reversed };

	store_edge_put(q->store, t, e->a, e->b);
	json_push(results, default_json(q, e, t), q->a);
	json_push(results, default_json(q, &back, other), q->a);
}

void
association_default(struct request *q, struct answer *r)
{
	struct json results = json_array();
	struct edge_type t;
	struct ends e;

	if (!ends_of_path(q, &e, r))
		return;
	if (!edge_find(e.from, e.to, 0, &t)) {
		r->status = no_such_type(q, &r->body);
		return;
	}
	put_default(q, &e, t, &results);
	api_batch(q, r, 200, results, json_array());
}

static struct json
labels_json(struct request *q, const struct ends *e)
{
	struct json o = json_object();

	json_set(&o, STR("fromObjectTypeId"), json_str(str_of(e->from->id)),
	    q->a);
	json_set(&o, STR("fromObjectId"), api_number(q->a, e->a), q->a);
	json_set(&o, STR("toObjectTypeId"), json_str(str_of(e->to->id)), q->a);
	json_set(&o, STR("toObjectId"), api_number(q->a, e->b), q->a);
	json_set(&o, STR("labels"), json_array(), q->a);
	return o;
}

void
association_create(struct request *q, struct answer *r)
{
	struct ends e;
	int status;

	if (!ends_of_path(q, &e, r))
		return;
	if ((status = put_types(q, &e, &q->in, &r->body)) != 0) {
		r->status = status;
		r->undo = true;
		return;
	}
	r->status = 201;
	r->body = labels_json(q, &e);
}

/* One object's associations, those to the same object under one item. */
static struct json
targets_json(struct request *q, const struct ends *e)
{
	struct json list = json_array(), item, type, *types = NULL;
	struct edge *edges;
	size_t n, i;

	n = store_edges(q->store, e->from, e->a, e->to, q->a, &edges);
	for (i = 0; i < n; i++) {
		if (i == 0 || edges[i].to != edges[i - 1].to) {
			item = json_object();
			json_set(&item, STR("toObjectId"),
			    api_number(q->a, edges[i].to), q->a);
			json_set(&item, STR("associationTypes"),
			    json_array(), q->a);
			types = json_get(json_push(&list, item, q->a),
			    STR("associationTypes"));
		}
		type = json_object();
		json_set(&type, STR("category"),
		    json_str(STR("HUBSPOT_DEFINED")), q->a);
		json_set(&type, STR("typeId"),
		    json_int(edge_id(edges[i].type), q->a), q->a);
		if (edges[i].type.type->label != NULL)
			json_set(&type, STR("label"), json_str(str_of(
			    edges[i].type.type->label)), q->a);
		json_push(types, type, q->a);
	}
	return list;
}

void
association_list(struct request *q, struct answer *r)
{
	struct ends e;

	if (!types_of(q, 2, &e, r))
		return;
	e.a = api_id(q->args[1]);
	if (!exists(q, e.from, &e.a)) {
		r->status = missing(q, e.from, q->args[1], &r->body);
		return;
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), targets_json(q, &e), q->a);
}

static void
drop(struct request *q, const struct ends *e)
{
	struct edge *edges;
	size_t n, i;

	n = store_edges(q->store, e->from, e->a, e->to, q->a, &edges);
	for (i = 0; i < n; i++)
		if (edges[i].to == e->b)
			store_edge_del(q->store, edges[i].type, e->a, e->b);
}

void
association_archive(struct request *q, struct answer *r)
{
	struct ends e;

	if (!types_of(q, 2, &e, r))
		return;
	e.a = api_id(q->args[1]);
	e.b = api_id(q->args[3]);
	drop(q, &e);
	r->status = 204;
}

/* What a batch does with one pair of ends. */
typedef int batch_pair(struct request *q, const struct ends *e,
    const struct json *input, struct json *results, struct json *error);

static int
pair_default(struct request *q, const struct ends *e,
    const struct json *input, struct json *results, struct json *error)
{
	struct edge_type t;

	(void)input;
	if (!edge_find(e->from, e->to, 0, &t))
		return no_such_type(q, error);
	put_default(q, e, t, results);
	return 0;
}

static int
pair_create(struct request *q, const struct ends *e,
    const struct json *input, struct json *results, struct json *error)
{
	int status = put_types(q, e, json_get(input, STR("types")), error);

	if (status == 0)
		json_push(results, labels_json(q, e), q->a);
	return status;
}

static struct str
end_id(const struct json *input, const char *end)
{
	return json_get_str(json_get(input, str_of(end)), STR("id"));
}

static void
batch_pairs(struct request *q, struct answer *r, int status,
    batch_pair *pair)
{
	struct json results = json_array(), errors = json_array(), error;
	struct json *inputs, *in;
	struct ends e;
	uint32_t i;

	if (!types_of(q, 1, &e, r) || (inputs = api_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		in = &inputs->items[i];
		if (both_exist(q, &e, end_id(in, "from"), end_id(in, "to"),
		    &error) != 0 || pair(q, &e, in, &results, &error) != 0)
			json_push(&errors, error, q->a);
	}
	api_batch(q, r, status, results, errors);
}

/* Described with one status only: errors stand beside the results. */
void
association_batch_default(struct request *q, struct answer *r)
{
	batch_pairs(q, r, 200, pair_default);
	if (r->status == 207)
		r->status = 200;
}

void
association_batch_create(struct request *q, struct answer *r)
{
	batch_pairs(q, r, 201, pair_create);
}

void
association_batch_read(struct request *q, struct answer *r)
{
	struct json results = json_array(), errors = json_array(), o, error;
	struct json targets, *inputs;
	struct ends e;
	struct str id;
	uint32_t i;

	if (!types_of(q, 1, &e, r) || (inputs = api_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		id = json_get_str(&inputs->items[i], STR("id"));
		e.a = api_id(id);
		if (!exists(q, e.from, &e.a)) {
			missing(q, e.from, id, &error);
			json_push(&errors, error, q->a);
			continue;
		}
		/* Those without any are left out, as the API does. */
		if ((targets = targets_json(q, &e)).len == 0)
			continue;
		o = json_object();
		json_set(&o, STR("from"), id_object(q, e.a), q->a);
		json_set(&o, STR("to"), targets, q->a);
		json_push(&results, o, q->a);
	}
	api_batch(q, r, 200, results, errors);
}

void
association_batch_archive(struct request *q, struct answer *r)
{
	struct json *inputs, *in, *to;
	struct ends e;
	uint32_t i, k;

	if (!types_of(q, 1, &e, r) || (inputs = api_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		in = &inputs->items[i];
		e.a = api_id(end_id(in, "from"));
		to = json_get(in, STR("to"));
		for (k = 0; to != NULL && to->type == JSON_ARRAY &&
		    k < to->len; k++) {
			e.b = api_id(json_get_str(&to->items[k], STR("id")));
			drop(q, &e);
		}
	}
	r->status = 204;
}

void
association_labels(struct request *q, struct answer *r)
{
	const struct association_type *t;
	struct json list = json_array(), o;
	struct edge_type e;
	struct ends ends;

	if (!types_of(q, 1, &ends, r))
		return;
	for (t = association_types; t->from != NULL; t++) {
		if (!edge_find(ends.from, ends.to, t->id, &e) &&
		    !edge_find(ends.from, ends.to, t->inverse, &e))
			continue;
		if (e.type != t)
			continue;
		o = json_object();
		json_set(&o, STR("category"),
		    json_str(STR("HUBSPOT_DEFINED")), q->a);
		json_set(&o, STR("typeId"), json_int(edge_id(e), q->a), q->a);
		if (t->label != NULL)
			json_set(&o, STR("label"), json_str(str_of(t->label)),
			    q->a);
		json_push(&list, o, q->a);
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), list, q->a);
}

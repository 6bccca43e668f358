/* Associations v4, one at a time. */
#include "sandbox/hs-ends.h"

int
hs_association_put(struct request *q, const struct object_type *from,
    int64_t id, const struct json *input, struct json *error)
{
	const struct json *types = json_get(input, STR("types"));
	struct str to = json_get_str(json_get(input, STR("to")), STR("id"));
	struct ends e = { from, NULL, id, api_id(to) };

	if (types != NULL && types->type == JSON_ARRAY && types->len > 0)
		e.to = edge_target(&hs_schema, from,
		    ends_spec(&types->items[0]));
	if (e.to == NULL)
		return ends_no_type(q, error);
	if (!ends_find(q, e.to, &e.b))
		return ends_missing(q, e.to, to, error);
	return ends_put(q, &e, types, error);
}

/* "/objects/{}/{}/associations/.../{}/{}" */
static bool
ends_of_path(struct request *q, struct ends *e, struct answer *r)
{
	int status;

	if (!ends_types(q, 2, e, r))
		return false;
	status = ends_both(q, e, q->args[1], q->args[3], &r->body);
	if (status != 0) {
		r->status = status;
		r->undo = true;
	}
	return status == 0;
}

void
hs_association_default(struct request *q, struct answer *r)
{
	struct json results = json_array();
	struct edge_type t;
	struct ends e;

	if (!ends_of_path(q, &e, r))
		return;
	if (!edge_find(&hs_schema, e.from, e.to, 0, &t)) {
		r->status = ends_no_type(q, &r->body);
		return;
	}
	ends_put_default(q, &e, t, &results);
	hs_batch_frame(q, r, 200, results, json_array());
}

void
hs_association_create(struct request *q, struct answer *r)
{
	struct ends e;
	int status;

	if (!ends_of_path(q, &e, r))
		return;
	if ((status = ends_put(q, &e, &q->in, &r->body)) != 0) {
		r->status = status;
		r->undo = true;
		return;
	}
	r->status = 201;
	r->body = ends_labels(q, &e);
}

void
hs_association_list(struct request *q, struct answer *r)
{
	struct ends e;

	if (!ends_types(q, 2, &e, r))
		return;
	e.a = api_id(q->args[1]);
	if (!ends_find(q, e.from, &e.a)) {
		r->status = ends_missing(q, e.from, q->args[1], &r->body);
		return;
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), ends_targets(q, &e), q->a);
}

void
hs_association_archive(struct request *q, struct answer *r)
{
	struct ends e;

	if (!ends_types(q, 2, &e, r))
		return;
	e.a = api_id(q->args[1]);
	e.b = api_id(q->args[3]);
	ends_drop(q, &e);
	r->status = 204;
}

void
hs_association_labels(struct request *q, struct answer *r)
{
	const struct association_type *t;
	struct json list = json_array(), o;
	struct edge_type e;
	struct ends ends;

	if (!ends_types(q, 1, &ends, r))
		return;
	for (t = hs_schema.associations; t->from != NULL; t++) {
		if (!edge_find(&hs_schema, ends.from, ends.to, t->id, &e) &&
		    !edge_find(&hs_schema, ends.from, ends.to, t->inverse, &e))
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

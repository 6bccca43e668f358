/* Associations in batches. */
#include "sandbox/hs-ends.h"

/* What a batch does with one pair of ends. */
typedef int batch_pair(struct request *q, const struct ends *e,
    const struct json *input, struct json *results, struct json *error);

static int
pair_default(struct request *q, const struct ends *e,
    const struct json *input, struct json *results, struct json *error)
{
	struct edge_type t;

	(void)input;
	if (!edge_find(&hs_schema, e->from, e->to, 0, &t))
		return ends_no_type(q, error);
	ends_put_default(q, e, t, results);
	return 0;
}

static int
pair_create(struct request *q, const struct ends *e,
    const struct json *input, struct json *results, struct json *error)
{
	int status = ends_put(q, e, json_get(input, STR("types")), error);

	if (status == 0)
		json_push(results, ends_labels(q, e), q->a);
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

	if (!ends_types(q, 1, &e, r) || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		in = &inputs->items[i];
		if (ends_both(q, &e, end_id(in, "from"), end_id(in, "to"),
		    &error) != 0 || pair(q, &e, in, &results, &error) != 0)
			json_push(&errors, error, q->a);
	}
	hs_batch_frame(q, r, status, results, errors);
}

/* Described with one status only: errors stand beside the results. */
void
hs_association_batch_default(struct request *q, struct answer *r)
{
	batch_pairs(q, r, 200, pair_default);
	if (r->status == 207)
		r->status = 200;
}

void
hs_association_batch_create(struct request *q, struct answer *r)
{
	batch_pairs(q, r, 201, pair_create);
}

void
hs_association_batch_read(struct request *q, struct answer *r)
{
	struct json results = json_array(), errors = json_array(), o, error;
	struct json targets, *inputs;
	struct ends e;
	struct str id;
	uint32_t i;

	if (!ends_types(q, 1, &e, r) || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		id = json_get_str(&inputs->items[i], STR("id"));
		e.a = api_id(id);
		if (!ends_find(q, e.from, &e.a)) {
			ends_missing(q, e.from, id, &error);
			json_push(&errors, error, q->a);
			continue;
		}
		/* Those without any are left out, as the API does. */
		if ((targets = ends_targets(q, &e)).len == 0)
			continue;
		o = json_object();
		json_set(&o, STR("from"), ends_id(q, e.a), q->a);
		json_set(&o, STR("to"), targets, q->a);
		json_push(&results, o, q->a);
	}
	hs_batch_frame(q, r, 200, results, errors);
}

void
hs_association_batch_archive(struct request *q, struct answer *r)
{
	struct json *inputs, *in, *to;
	struct ends e;
	uint32_t i, k;

	if (!ends_types(q, 1, &e, r) || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		in = &inputs->items[i];
		e.a = api_id(end_id(in, "from"));
		to = json_get(in, STR("to"));
		for (k = 0; to != NULL && to->type == JSON_ARRAY &&
		    k < to->len; k++) {
			e.b = api_id(json_get_str(&to->items[k], STR("id")));
			ends_drop(q, &e);
		}
	}
	r->status = 204;
}

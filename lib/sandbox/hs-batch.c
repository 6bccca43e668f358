/*
 * Batches.  With a trace id at each input a bad one is reported beside the
 * good ones (207); without, it fails them all.  Results come in the reverse
 * order of the inputs, since their order is not promised.
 */
#include "sandbox/hs.h"

typedef void batch_write(struct request *q, const struct object_type *t,
    const struct json *input, struct hs_outcome *out);

struct json *
hs_inputs(struct request *q, struct answer *r)
{
	struct json *inputs = json_get(&q->in, STR("inputs"));

	if (inputs == NULL || inputs->type != JSON_ARRAY || inputs->len == 0) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "Invalid input JSON: 'inputs' must be a list of objects");
		return NULL;
	}
	if (inputs->len > HS_BATCH) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "The maximum number of inputs supported in a batch "
		    "request is %d", HS_BATCH);
		return NULL;
	}
	return inputs;
}

void
hs_batch_frame(struct request *q, struct answer *r, int status,
    struct json results, struct json errors)
{
	struct json *b = &r->body;

	*b = json_object();
	json_set(b, STR("status"), json_str(STR("COMPLETE")), q->a);
	json_set(b, STR("results"), results, q->a);
	if (errors.len > 0) {
		json_set(b, STR("numErrors"), json_int(errors.len, q->a),
		    q->a);
		json_set(b, STR("errors"), errors, q->a);
	}
	json_set(b, STR("startedAt"), api_time(q->a, q->now), q->a);
	json_set(b, STR("completedAt"), api_time(q->a, q->now), q->a);
	r->status = errors.len > 0 ? 207 : status;
}

static struct json
reversed(const struct json *list, struct arena *a)
{
	struct json out = json_array();
	uint32_t i;

	for (i = list->len; i-- > 0;)
		json_push(&out, list->items[i], a);
	return out;
}

/*
 * The same ${key} in two inputs is a 400 that names it.  E-mail addresses
 * are compared without case, as the CRM does.
 */
static bool
are_distinct(struct request *q, const struct json *inputs, const char *key,
    struct answer *r)
{
	struct hmap seen;
	struct str v;
	char *lower;
	uint32_t i, k;
	void **slot;

	hmap_init(&seen, q->a);
	for (i = 0; i < inputs->len; i++) {
		v = json_get_str(&inputs->items[i], str_of(key));
		if (v.p == NULL)
			continue;
		lower = arena_alloc(q->a, v.len + 1);
		for (k = 0; k < v.len; k++)
			lower[k] = ascii_lower(v.p[k]);
		slot = hmap_slot(&seen, (struct str){ lower, v.len });
		if (*slot != NULL) {
			hs_fail(q, r, 400, "VALIDATION_ERROR",
			    "Duplicate IDs found in batch input: [%.*s]. "
			    "IDs must be unique", STR_ARG(v));
			hs_error_context(q, &r->body, "ids", v);
			return false;
		}
		*slot = lower;
	}
	return true;
}

static bool
all_traced(const struct json *inputs)
{
	uint32_t i;

	for (i = 0; i < inputs->len; i++)
		if (json_get_str(&inputs->items[i],
		    STR("objectWriteTraceId")).len == 0)
			return false;
	return true;
}

static struct json
result_json(struct request *q, const struct hs_outcome *out, struct str trace,
    bool upsert)
{
	struct json j = hs_object_json(q, &out->object, &out->sent);

	if (upsert)
		json_set(&j, STR("new"), json_bool(out->status == 201), q->a);
	if (trace.len > 0)
		json_set(&j, STR("objectWriteTraceId"), json_str(trace), q->a);
	return j;
}

/* Write all inputs; false if the batch as a whole failed, said in ${r}. */
static bool
write_all(struct request *q, const struct object_type *t,
    const struct json *inputs, batch_write *write, bool upsert,
    struct answer *r, struct json *results, struct json *errors)
{
	bool traced = all_traced(inputs);
	struct hs_outcome out;
	struct str trace;
	uint32_t i;

	for (i = 0; i < inputs->len; i++) {
		trace = json_get_str(&inputs->items[i],
		    STR("objectWriteTraceId"));
		write(q, t, &inputs->items[i], &out);
		if (out.status < 300) {
			json_push(results, result_json(q, &out, trace,
			    upsert), q->a);
			continue;
		}
		if (!traced && out.status != 404) {
			r->status = out.status;
			r->body = out.error;
			r->undo = true;
			return false;
		}
		if (trace.len > 0)
			hs_error_context(q, &out.error, "objectWriteTraceId",
			    trace);
		json_push(errors, out.error, q->a);
	}
	return true;
}

static void
batch(struct request *q, struct answer *r, int status, batch_write *write,
    bool upsert)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct json results = json_array(), errors = json_array(), *inputs;
	struct str by;
	uint32_t i;

	if (t == NULL || (inputs = hs_inputs(q, r)) == NULL ||
	    !are_distinct(q, inputs, "id", r) ||
	    !are_distinct(q, inputs, "objectWriteTraceId", r))
		return;
	for (i = 0; i < inputs->len; i++) {
		by = json_get_str(&inputs->items[i], STR("idProperty"));
		if (!hs_id_property_ok(q, t, by, r))
			return;
	}
	if (write_all(q, t, inputs, write, upsert, r, &results, &errors))
		hs_batch_frame(q, r, status, reversed(&results, q->a), errors);
}

void
hs_batch_create(struct request *q, struct answer *r)
{
	batch(q, r, 201, hs_write_create, false);
}

static void
update_one(struct request *q, const struct object_type *t,
    const struct json *input, struct hs_outcome *out)
{
	hs_write_update(q, t, json_get_str(input, STR("id")),
	    json_get_str(input, STR("idProperty")),
	    json_get(input, STR("properties")), out);
}

void
hs_batch_update(struct request *q, struct answer *r)
{
	batch(q, r, 200, update_one, false);
}

/* Without an idProperty it is an update by id that creates nothing. */
static void
upsert_one(struct request *q, const struct object_type *t,
    const struct json *input, struct hs_outcome *out)
{
	struct str by = json_get_str(input, STR("idProperty"));

	if (by.len == 0)
		update_one(q, t, input, out);
	else
		hs_write_upsert(q, t, json_get_str(input, STR("id")), by,
		    json_get(input, STR("properties")), out);
}

void
hs_batch_upsert(struct request *q, struct answer *r)
{
	batch(q, r, 200, upsert_one, true);
}

/* Of each property that is asked for its last value, and since when. */
static void
add_history(struct request *q, const struct object *o, struct json *j)
{
	const struct json *asked = json_get(&q->in,
	    STR("propertiesWithHistory")), *v;
	struct json all = json_object(), list, one;
	struct str name;
	int64_t at;
	uint32_t i;

	for (i = 0; asked != NULL && asked->type == JSON_ARRAY &&
	    i < asked->len; i++) {
		name = (struct str){ asked->items[i].text,
		    asked->items[i].len };
		v = json_get(&o->props, name);
		if (v == NULL)
			continue;
		at = store_touched(q->store, o->id, name);
		one = json_object();
		json_set(&one, STR("value"), *v, q->a);
		json_set(&one, STR("timestamp"), api_time(q->a, at != 0 ?
		    at : o->created), q->a);
		json_set(&one, STR("sourceType"), json_str(STR("API")),
		    q->a);
		list = json_array();
		json_push(&list, one, q->a);
		json_set(&all, name, list, q->a);
	}
	if (i > 0)
		json_set(j, STR("propertiesWithHistory"), all, q->a);
}

/* With history a request may have fewer inputs. */
static bool
history_fits(struct request *q, const struct json *inputs, struct answer *r)
{
	enum { WITH_HISTORY = 50 };
	const struct json *asked = json_get(&q->in,
	    STR("propertiesWithHistory"));

	if (asked == NULL || asked->len == 0 || inputs->len <= WITH_HISTORY)
		return true;
	hs_fail(q, r, 400, "VALIDATION_ERROR", "The maximum number of inputs "
	    "supported in a batch request for property histories is %d",
	    WITH_HISTORY);
	return false;
}

void
hs_batch_read(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct str by = json_get_str(&q->in, STR("idProperty")), id;
	struct json results = json_array(), errors = json_array(), *inputs;
	struct json missing, one;
	struct object o;
	uint32_t i, lost = 0;

	if (t == NULL || (inputs = hs_inputs(q, r)) == NULL ||
	    !hs_id_property_ok(q, t, by, r) ||
	    !are_distinct(q, inputs, "id", r) ||
	    !history_fits(q, inputs, r))
		return;
	missing = hs_error(q, "OBJECT_NOT_FOUND", arena_printf(q->a,
	    "Could not get some %s objects, they may be deleted or not "
	    "exist. Check that ids are valid.", t->singular));
	for (i = 0; i < inputs->len; i++) {
		id = json_get_str(&inputs->items[i], STR("id"));
		if (hs_lookup(q, t, id, by, &o)) {
			one = hs_object_json(q, &o, json_get(&q->in,
			    STR("properties")));
			add_history(q, &o, &one);
			json_push(&results, one, q->a);
		} else {
			hs_error_context(q, &missing, "ids", id);
			lost++;
		}
	}
	if (lost > 0)
		json_push(&errors, missing, q->a);
	hs_batch_frame(q, r, 200, reversed(&results, q->a), errors);
}

void
hs_batch_archive(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct json *inputs;
	struct object o;
	uint32_t i;

	if (t == NULL || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++)
		if (hs_lookup(q, t, json_get_str(&inputs->items[i],
		    STR("id")), STR_NONE, &o))
			hs_write_archive(q, &o);
	r->status = 204;
}

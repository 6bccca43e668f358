/*
 * Several requests in one: composite (each may refer to answers of those
 * before it), graphs of such, and batch (independent ones).
 */
#include <string.h>

#include "sandbox/sf.h"

/* The answers so far, by reference. */
struct composite {
	struct request	*q;
	struct json	 answers;	/* {"acc": {"id": ...}} */
	bool		 failed;
};

/* "acc.id", "found.records[0].Id" */
static const struct json *
walk(const struct json *v, struct str path)
{
	struct str key;
	size_t n, at;

	while (v != NULL && path.len > 0) {
		for (n = 0; n < path.len && path.p[n] != '.' &&
		    path.p[n] != '['; n++)
			;
		key = str_to(path, n);
		if (key.len > 0)
			v = json_get(v, key);
		path = str_from(path, n);
		if (path.len > 0 && path.p[0] == '[') {
			at = (size_t)api_id(str_to(str_from(path, 1),
			    str_find(path, STR("]")) - 1));
			v = v != NULL && v->type == JSON_ARRAY &&
			    at < v->len ? &v->items[at] : NULL;
			path = str_from(path, str_find(path, STR("]")) + 1);
		}
		if (path.len > 0 && path.p[0] == '.')
			path = str_from(path, 1);
	}
	return v;
}

/* "@{acc.id}" becomes what that answer has there. */
static struct str
fill_text(struct composite *c, struct str s)
{
	struct buf b = { 0 };
	const struct json *v;
	size_t open, close;
	struct str out;

	while ((open = str_find(s, STR("@{"))) != (size_t)-1 &&
	    (close = str_find(str_from(s, open), STR("}"))) != (size_t)-1) {
		buf_adds(&b, str_to(s, open));
		v = walk(&c->answers, str_to(str_from(s, open + 2),
		    close - 2));
		if (v != NULL)
			buf_adds(&b, store_scalar(v));
		s = str_from(s, open + close + 1);
	}
	buf_adds(&b, s);
	out = arena_str(c->q->a, buf_str(&b));
	buf_free(&b);
	return out;
}

static void
fill(struct composite *c, struct json *v)
{
	uint32_t i;

	if (v->type == JSON_STRING)
		*v = json_str(fill_text(c, sf_text(v)));
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		fill(c, &v->members[i].value);
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		fill(c, &v->items[i]);
}

/* Only our own paths, and no composite in a composite. */
static bool
is_allowed(struct str url)
{
	return str_starts(url, STR("/services/data/v")) &&
	    str_find(url, STR("/composite/batch")) == (size_t)-1 &&
	    str_find(url, STR("/composite/graph")) == (size_t)-1 &&
	    !str_ends(url, STR("/composite"));
}

static void
call(struct composite *c, const struct json *part, struct answer *r)
{
	const struct json *in = json_get(part, STR("body"));
	struct str url = fill_text(c, json_get_str(part, STR("url")));
	struct str method = json_get_str(part, STR("method"));
	struct json body = in != NULL ? json_copy(in, c->q->a) : json_null();

	fill(c, &body);
	if (!is_allowed(url) || method.len == 0)
		sf_refuse(c->q, r, 400, "INVALID_INPUT",
		    "this cannot be a part of a composite request");
	else
		api_call(c->q, arena_str(c->q->a, method).p, url, &body, r);
}

static void
run_part(struct composite *c, const struct json *part, struct json *list)
{
	struct str name = json_get_str(part, STR("referenceId"));
	struct json one = json_object(), headers = json_object();
	struct answer r = { 0 };
	size_t i;

	call(c, part, &r);
	for (i = 0; i < r.nheaders; i++)
		json_set(&headers, r.headers[i].name,
		    json_str(r.headers[i].value), c->q->a);
	json_set(&one, STR("body"), r.body, c->q->a);
	json_set(&one, STR("httpHeaders"), headers, c->q->a);
	json_set(&one, STR("httpStatusCode"), json_int(r.status, c->q->a),
	    c->q->a);
	json_set(&one, STR("referenceId"), json_str(name.p != NULL ? name :
	    STR("")), c->q->a);
	json_push(list, one, c->q->a);
	if (name.len > 0)
		json_set(&c->answers, name, r.body, c->q->a);
	c->failed |= r.status >= 400;
}

/* All or none: the good ones say that they were halted. */
static void
halt(struct request *q, struct json *list)
{
	struct sf_error e;
	struct json *status, body;
	int64_t n;
	uint32_t i;

	for (i = 0; i < list->len; i++) {
		status = json_get(&list->items[i], STR("httpStatusCode"));
		if (!json_to_int(status, &n) || n >= 400)
			continue;
		sf_fail(q, &e, "PROCESSING_HALTED", NULL, "The transaction "
		    "was rolled back since another operation in the same "
		    "transaction failed.");
		body = sf_error_item(q, &e);
		json_set(&body, STR("errorCode"),
		    json_str(STR("PROCESSING_HALTED")), q->a);
		json_del(&body, STR("statusCode"));
		json_del(&body, STR("fields"));
		*status = json_int(400, q->a);
		*json_get(&list->items[i], STR("body")) = json_array();
		json_push(json_get(&list->items[i], STR("body")), body,
		    q->a);
	}
}

static bool
parts_of(struct request *q, const struct json *in, const char *name,
    size_t most, const struct json **out, struct answer *r)
{
	*out = json_get(in, str_of(name));
	if (*out != NULL && (*out)->type == JSON_ARRAY && (*out)->len > 0 &&
	    (*out)->len <= most)
		return true;
	sf_refuse(q, r, 400, "INVALID_INPUT", "%s must be a list of 1 to "
	    "%zu", name, most);
	return false;
}

static bool
is_true(const struct json *in, const char *name)
{
	const struct json *v = json_get(in, str_of(name));

	return v != NULL && v->type == JSON_TRUE;
}

void
sf_composite(struct request *q, struct answer *r)
{
	struct composite c = { .q = q, .answers = json_object() };
	struct json list = json_array();
	const struct json *parts;
	uint32_t i;

	if (!parts_of(q, &q->in, "compositeRequest", SF_PARTS, &parts, r))
		return;
	for (i = 0; i < parts->len; i++)
		run_part(&c, &parts->items[i], &list);
	if (c.failed && is_true(&q->in, "allOrNone")) {
		halt(q, &list);
		r->undo = true;
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("compositeResponse"), list, q->a);
}

static void
run_graph(struct request *q, const struct json *graph, struct json *list)
{
	struct composite c = { .q = q, .answers = json_object() };
	const struct json *parts = json_get(graph, STR("compositeRequest"));
	struct json one = json_object(), inner = json_object();
	struct json answers = json_array();
	uint32_t i;

	store_mark(q->store);
	for (i = 0; parts != NULL && parts->type == JSON_ARRAY &&
	    i < parts->len; i++)
		run_part(&c, &parts->items[i], &answers);
	if (c.failed) {
		halt(q, &answers);
		store_undo(q->store);
	} else
		store_unmark(q->store);
	json_set(&inner, STR("compositeResponse"), answers, q->a);
	json_set(&one, STR("graphId"), json_str(sf_text(json_get(graph,
	    STR("graphId")))), q->a);
	json_set(&one, STR("graphResponse"), inner, q->a);
	json_set(&one, STR("isSuccessful"), json_bool(!c.failed), q->a);
	json_push(list, one, q->a);
}

/* Each graph is all or nothing. */
void
sf_graph(struct request *q, struct answer *r)
{
	struct json list = json_array();
	const struct json *graphs;
	uint32_t i;

	if (!parts_of(q, &q->in, "graphs", 75, &graphs, r))
		return;
	for (i = 0; i < graphs->len; i++)
		run_graph(q, &graphs->items[i], &list);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("graphs"), list, q->a);
}

/* Their paths begin with the version: "v67.0/sobjects/Contact/003...". */
static void
run_batch_part(struct request *q, const struct json *part,
    struct answer *r)
{
	struct str url = json_get_str(part, STR("url"));
	struct str method = json_get_str(part, STR("method"));

	if (!str_starts(url, STR("/services/data/")))
		url = arena_printf(q->a, "/services/data/%.*s",
		    STR_ARG(url));
	if (!is_allowed(url) || method.len == 0)
		sf_refuse(q, r, 400, "INVALID_INPUT",
		    "this cannot be a part of a batch");
	else
		api_call(q, arena_str(q->a, method).p, url, json_get(part,
		    STR("richInput")), r);
}

void
sf_batch(struct request *q, struct answer *r)
{
	bool failed = false, halt_on = is_true(&q->in, "haltOnError");
	struct json list = json_array(), one;
	const struct json *parts;
	struct answer part;
	uint32_t i;

	if (!parts_of(q, &q->in, "batchRequests", SF_PARTS, &parts, r))
		return;
	for (i = 0; i < parts->len; i++) {
		part = (struct answer){ 0 };
		if (failed && halt_on)
			sf_refuse(q, &part, 412, "BATCH_PROCESSING_HALTED",
			    "Batch processing halted by request");
		else
			run_batch_part(q, &parts->items[i], &part);
		failed |= part.status >= 400;
		one = json_object();
		json_set(&one, STR("statusCode"), json_int(part.status,
		    q->a), q->a);
		json_set(&one, STR("result"), part.body, q->a);
		json_push(&list, one, q->a);
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("hasErrors"), json_bool(failed), q->a);
	json_set(&r->body, STR("results"), list, q->a);
}

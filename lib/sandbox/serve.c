/* A request from its head to its answer, sockets aside. */
#include <string.h>

#include "sandbox/server.h"

enum { FAIL_STATUSES = 4 };

static const int fail_status[FAIL_STATUSES] = { 500, 502, 503, 504 };

struct str
api_query(const struct request *q, const char *name)
{
	size_t i;

	for (i = 0; i < q->nquery; i++)
		if (str_eq(q->query[i].name, str_of(name)))
			return q->query[i].value;
	return STR_NONE;
}

const struct object_type *
api_type(struct request *q, size_t i, struct answer *r)
{
	const struct object_type *t = type_find(q->args[i]);

	if (t == NULL)
		error_answer(q, r, 404, "OBJECT_NOT_FOUND",
		    "Unable to infer object type from: %.*s",
		    STR_ARG(q->args[i]));
	return t;
}

int64_t
api_id(struct str s)
{
	int64_t n = 0;
	size_t i;

	if (s.len > 18)
		return 0;
	for (i = 0; i < s.len; i++) {
		if (!ascii_digit(s.p[i]))
			return 0;
		n = n * 10 + (s.p[i] - '0');
	}
	return n;
}

struct json
api_number(struct arena *a, int64_t n)
{
	return json_str(arena_printf(a, "%lld", (long long)n));
}

struct json
api_time(struct arena *a, int64_t ms)
{
	struct instant t = { ms / 1000, 0 };
	struct civil c;

	if (ms % 1000 < 0)
		t.sec--;
	time_civil(t, NULL, &c);
	return json_str(arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
	    (int)c.year, c.month, c.day, c.hour, c.min, c.sec,
	    (int)(ms - t.sec * 1000)));
}

/* Is there a bearer token?  The word "expired" plays one that is. */
static bool
authorised(struct request *q, const char *authorization, struct answer *r)
{
	struct str v = str_of(authorization);

	if (v.len > 7 && str_ieq(str_to(v, 7), STR("Bearer ")) &&
	    !str_eq(str_from(v, 7), STR("expired")))
		return true;
	if (v.len > 7)
		error_answer(q, r, 401, "EXPIRED_AUTHENTICATION",
		    "The OAuth token used to make this call expired.");
	else
		error_answer(q, r, 401, "INVALID_AUTHENTICATION",
		    "Authentication credentials not found. This API supports "
		    "OAuth 2.0 authentication.");
	return false;
}

static bool
within_limits(struct request *q, const struct route *route,
    struct answer *r)
{
	struct sandbox *sb = q->sb;
	bool is_search = (route->flags & ROUTE_SEARCH) != 0;
	struct limit *l = is_search && sb->search_limit.rate.requests > 0 ?
	    &sb->search_limit : &sb->limit;

	if (limit_take(l, q->now))
		return true;
	error_answer(q, r, 429, "RATE_LIMITS", "%s", is_search ?
	    "You have reached your secondly limit." :
	    "You have reached your ten_secondly_rolling limit.");
	json_set(&r->body, STR("errorType"), json_str(STR("RATE_LIMIT")),
	    q->a);
	json_set(&r->body, STR("policyName"), json_str(is_search ?
	    STR("SECONDLY") : STR("TEN_SECONDLY_ROLLING")), q->a);
	return false;
}

/* The body as JSON; not all methods have one. */
static bool
read_body(struct request *q, const struct route *route,
    const char *content_type, struct answer *r)
{
	struct json_doc doc;
	struct err e = { 0 };
	struct str type = str_of(content_type);

	if ((route->flags & ROUTE_FORM) != 0 ||
	    (q->body.len == 0 && strcmp(q->method, "POST") != 0))
		return true;
	if ((route->flags & ROUTE_OPEN) == 0 &&
	    !str_ieq(str_to(type, 16), STR("application/json"))) {
		error_answer(q, r, 415, "VALIDATION_ERROR",
		    "Unsupported media type; application/json is expected");
		return false;
	}
	if (json_parse(q->sb->parser, q->body, q->a, &doc, &e) == -1) {
		error_answer(q, r, 400, "VALIDATION_ERROR",
		    "Invalid input JSON on column %zu: %s", e.at.col, e.msg);
		return false;
	}
	q->in = doc.root;
	return true;
}

static bool
acceptable(struct request *q, const struct route *route,
    const char *authorization, const char *content_type, struct answer *r)
{
	if ((route->flags & ROUTE_OPEN) == 0 &&
	    (!authorised(q, authorization, r) || !within_limits(q, route, r)))
		return false;
	return read_body(q, route, content_type, r);
}

static void
server_error(struct request *q, struct answer *r)
{
	int status = fail_status[chance_bits(&q->sb->chance) % FAIL_STATUSES];

	*r = (struct answer){ 0 };
	if (status == 502)	/* some gateways answer HTML */
		r->html = STR("<html><body><h1>502 Bad Gateway</h1></body>"
		    "</html>\n");
	else
		error_answer(q, r, status, "INTERNAL_ERROR",
		    "There was a problem with the request.");
	r->status = status;
}

/* What is to go wrong with a request, decided before it is handled. */
struct fate {
	const char	*name;		/* NULL: nothing */
	bool		 effect;	/* it is done all the same */
	bool		 forget;	/* it is undone, silently */
	enum verdict	 verdict;
	bool		 fail;
};

static struct fate
draw_fate(struct sandbox *sb, const struct route *route)
{
	const struct sandbox_faults *f = &sb->faults;
	struct chance *c = &sb->chance;

	if ((route->flags & ROUTE_OPEN) != 0)
		return (struct fate){ .effect = true };
	if (chance_hit(c, f->reset)) {
		if ((chance_bits(c) & 1) != 0)
			return (struct fate){ "reset-before", .verdict =
			    CUT_SILENT };
		return (struct fate){ "reset-after", .effect = true,
		    .verdict = (chance_bits(c) & 1) != 0 ? CUT_SILENT :
		    CUT_HALF };
	}
	if (chance_hit(c, f->fail)) {
		if ((chance_bits(c) & 1) != 0)
			return (struct fate){ "fail-before", .fail = true };
		return (struct fate){ "fail-after", .effect = true,
		    .fail = true };
	}
	if ((route->flags & ROUTE_READ) == 0 && chance_hit(c, f->lie))
		return (struct fate){ "lie", .effect = true, .forget = true };
	return (struct fate){ .effect = true };
}

static void
handle(struct request *q, const struct route *route, struct fate fate,
    struct answer *r)
{
	struct err e = { 0 };
	bool keep;

	store_begin(q->store);
	route->handler(q, r);
	keep = !r->undo && !fate.forget;
	if (store_end(q->store, keep, &e) == -1)
		error_answer(q, r, 500, "INTERNAL_ERROR", "%s", e.msg);
	if ((route->flags & ROUTE_SCHEMA) != 0 && !keep)
		properties_load(q->sb);
}

static size_t
count_inputs(const struct json *in)
{
	const struct json *list = json_get(in, STR("inputs"));

	return list != NULL && list->type == JSON_ARRAY ? list->len : 1;
}

enum verdict
serve(struct sandbox *sb, struct request *q, const char *authorization,
    const char *content_type, struct seen *seen, struct answer *r)
{
	const struct route *route;
	struct fate fate;
	bool other;

	if ((route = route_find(q, q->path, &other)) == NULL) {
		error_answer(q, r, other ? 405 : 404, "OBJECT_NOT_FOUND",
		    other ? "Method not allowed" : "No such path");
		return ANSWER;
	}
	seen->route = route->pattern;
	seen->quiet = (route->flags & ROUTE_OPEN) != 0;
	seen->search = (route->flags & ROUTE_SEARCH) != 0;
	seen->write = (route->flags & ROUTE_READ) == 0;
	if (!acceptable(q, route, authorization, content_type, r))
		return ANSWER;
	seen->inputs = count_inputs(&q->in);
	fate = draw_fate(sb, route);
	seen->fault = fate.name;
	if (fate.effect)
		handle(q, route, fate, r);
	if (fate.fail)
		server_error(q, r);
	return fate.verdict;
}

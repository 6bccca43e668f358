/* A request from its head to its answer, sockets aside. */
#include <string.h>

#include "sandbox/oauth.h"
#include "sandbox/server.h"

enum { FAIL_STATUSES = 4 };

static const int fail_status[FAIL_STATUSES] = { 500, 502, 503, 504 };

static const int trouble_status[] = {
	[TROUBLE_PATH] = 404,
	[TROUBLE_METHOD] = 405,
	[TROUBLE_TOKEN_MISSING] = 401,
	[TROUBLE_TOKEN_BAD] = 401,
	[TROUBLE_TOKEN_EXPIRED] = 401,
	[TROUBLE_SCOPE] = 403,
	[TROUBLE_RATE] = 429,
	[TROUBLE_SEARCH_RATE] = 429,
	[TROUBLE_QUOTA] = 429,
	[TROUBLE_MEDIA_TYPE] = 415,
	[TROUBLE_JSON] = 400,
	[TROUBLE_SIZE] = 413,
	[TROUBLE_HOST] = 403,
	[TROUBLE_POISON] = 409,
	[TROUBLE_SERVER] = 500,
	[TROUBLE_STORE] = 500,
};

void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	int status = what == TROUBLE_SERVER ? r->status : 0;

	*r = (struct answer){ .undo = true };
	r->status = status != 0 ? status : trouble_status[what];
	q->persona->trouble(q, r, what, detail);
}

static bool
authorised(struct request *q, struct answer *r)
{
	enum trouble what;

	if (token_valid(q, q->persona->token(q), &what))
		return true;
	trouble(q, r, what, STR_NONE);
	return false;
}

/* A day of the sandbox's clock begins at midnight, UTC. */
static bool
within_quota(struct sandbox *sb, int64_t now)
{
	int64_t day = now / 86400000;

	if (day != sb->day) {
		sb->day = day;
		sb->used_today = 0;
	}
	if (sb->conf.daily > 0 && sb->used_today >= sb->conf.daily)
		return false;
	sb->used_today++;
	return true;
}

static bool
within_limits(struct request *q, const struct route *route,
    struct answer *r)
{
	struct sandbox *sb = q->sb;
	bool is_search = (route->flags & ROUTE_SEARCH) != 0;
	struct limit *l = is_search && sb->search_limit.rate.requests > 0 ?
	    &sb->search_limit : &sb->limit;

	if (!limit_take(l, q->now)) {
		trouble(q, r, is_search ? TROUBLE_SEARCH_RATE : TROUBLE_RATE,
		    STR_NONE);
		return false;
	}
	if (within_quota(sb, q->now))
		return true;
	trouble(q, r, TROUBLE_QUOTA, STR_NONE);
	return false;
}

/* The body as JSON; not all methods have one. */
static bool
read_body(struct request *q, const struct route *route, struct answer *r)
{
	struct json_doc doc;
	struct err e = { 0 };
	struct str type = api_header(q, "Content-Type");

	if ((route->flags & ROUTE_RAW) != 0 || q->body.len == 0)
		return true;
	if ((route->flags & ROUTE_OPEN) == 0 && !q->persona->any_type &&
	    !str_ieq(str_to(type, 16), STR("application/json"))) {
		trouble(q, r, TROUBLE_MEDIA_TYPE, STR_NONE);
		return false;
	}
	if (json_parse(q->sb->parser, q->body, q->a, &doc, &e) == -1) {
		trouble(q, r, TROUBLE_JSON, arena_printf(q->a,
		    "column %zu: %s", e.at.col, e.msg));
		return false;
	}
	q->in = doc.root;
	return true;
}

static bool
acceptable(struct request *q, const struct route *route, struct answer *r)
{
	if ((route->flags & ROUTE_OPEN) == 0 &&
	    (!authorised(q, r) || !within_limits(q, route, r)))
		return false;
	return read_body(q, route, r);
}

static void
server_error(struct request *q, int status, struct answer *r)
{
	if (status == 0)
		status = fail_status[chance_bits(&q->sb->chance) %
		    FAIL_STATUSES];
	*r = (struct answer){ .status = status };
	if (status == 502)	/* some gateways answer HTML */
		r->text = STR("<html><body><h1>502 Bad Gateway</h1></body>"
		    "</html>\n");
	else
		trouble(q, r, TROUBLE_SERVER, STR_NONE);
}

/* One that was issued here has run out for good. */
static void
expire_token(struct request *q, struct answer *r)
{
	struct token t;
	struct err e;

	store_begin(q->store);
	if (token_find(q, q->persona->token(q), &t)) {
		t.expires = q->now;
		token_set(q, &t);
	}
	store_end(q->store, true, &e);
	trouble(q, r, TROUBLE_TOKEN_EXPIRED, STR_NONE);
}

/* Refused before anything is looked at? */
static bool
refused(struct request *q, const struct route *route, struct fault *f,
    struct answer *r)
{
	if ((route->flags & (ROUTE_READ | ROUTE_OPEN)) == 0 &&
	    fault_poisoned(q, f)) {
		f->name = fault_name(FAULT_POISON);
		trouble(q, r, TROUBLE_POISON, STR_NONE);
		return true;
	}
	if (f->kind == FAULT_RATE)
		trouble(q, r, (route->flags & ROUTE_SEARCH) != 0 ?
		    TROUBLE_SEARCH_RATE : TROUBLE_RATE, STR_NONE);
	else if (f->kind == FAULT_EXPIRED && (route->flags & ROUTE_OPEN) == 0)
		expire_token(q, r);
	else if (f->kind == FAULT_QUOTA)
		trouble(q, r, TROUBLE_QUOTA, STR_NONE);
	else if (f->kind == FAULT_SCOPE)
		trouble(q, r, TROUBLE_SCOPE, STR_NONE);
	else
		return false;
	return true;
}

/* A success that names nothing: all lists of the answer are empty. */
static void
empty_lists(struct json *body)
{
	uint32_t i;

	if (body->type == JSON_ARRAY)
		body->len = 0;
	for (i = 0; body->type == JSON_OBJECT && i < body->len; i++)
		if (body->members[i].value.type == JSON_ARRAY)
			body->members[i].value.len = 0;
}

static void
handle(struct request *q, const struct route *route, struct fault *f,
    struct answer *r)
{
	struct err e = { 0 };
	bool keep;

	q->fault = f;
	store_lag(q->store, q->sb->faults.search_lag_ms > 0);
	store_begin(q->store);
	route->handler(q, r);
	keep = !r->undo && !f->forget;
	if (store_end(q->store, keep, &e) == -1)
		trouble(q, r, TROUBLE_STORE, str_of(e.msg));
	if ((route->flags & ROUTE_SCHEMA) != 0 && !keep)
		properties_load(q->sb);
	fault_settle(f);
	if (f->kind == FAULT_EMPTY && r->status < 300)
		empty_lists(&r->body);
}

static enum verdict
serve_route(struct request *q, const struct route *route, struct seen *seen,
    struct answer *r)
{
	const struct json *items;
	struct fault f;

	seen->route = route->pattern;
	seen->wait_ms = q->sb->faults.slow_ms;
	seen->secret = (route->flags & ROUTE_SECRET) != 0;
	seen->quiet = (route->flags & ROUTE_QUIET) != 0;
	seen->write = (route->flags & ROUTE_READ) == 0;
	if (!acceptable(q, route, r))
		return ANSWER;
	seen->inputs = fault_items(q, &items);
	fault_draw(q, route, &f);
	seen->wait_ms += f.ms;
	if (!refused(q, route, &f, r)) {
		if (f.effect)
			handle(q, route, &f, r);
		if (f.fail)
			server_error(q, f.status, r);
	}
	if (f.retry_after >= 0)
		api_answer_header(r, "Retry-After", arena_printf(q->a, "%lld",
		    (long long)f.retry_after));
	seen->fault = f.name;
	return f.cut ? CUT_SILENT : f.half ? CUT_HALF : ANSWER;
}

enum verdict
serve(struct request *q, struct seen *seen, struct answer *r)
{
	const struct route *route;
	enum verdict verdict = ANSWER;
	bool other;

	route = route_find(q, q->path, &other);
	if (route == NULL)
		trouble(q, r, other ? TROUBLE_METHOD : TROUBLE_PATH,
		    STR_NONE);
	else
		verdict = serve_route(q, route, seen, r);
	if (q->persona->headers != NULL && !seen->quiet)
		q->persona->headers(q, r, route);
	return verdict;
}

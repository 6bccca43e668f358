/* A request from its head to its answer, sockets aside. */
#include <string.h>

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

/* Is there a token?  The word "expired" plays one that is. */
static bool
authorised(struct request *q, struct answer *r)
{
	struct str token = q->persona->token(q);

	if (token.len > 0 && !str_eq(token, STR("expired")))
		return true;
	trouble(q, r, token.len > 0 ? TROUBLE_TOKEN_EXPIRED :
	    TROUBLE_TOKEN_MISSING, STR_NONE);
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
	trouble(q, r, is_search ? TROUBLE_SEARCH_RATE : TROUBLE_RATE,
	    STR_NONE);
	return false;
}

/* The body as JSON; not all methods have one. */
static bool
read_body(struct request *q, const struct route *route, struct answer *r)
{
	struct json_doc doc;
	struct err e = { 0 };
	struct str type = api_header(q, "Content-Type");

	if ((route->flags & ROUTE_RAW) != 0 ||
	    (q->body.len == 0 && strcmp(q->method, "POST") != 0))
		return true;
	if ((route->flags & ROUTE_OPEN) == 0 &&
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
server_error(struct request *q, struct answer *r)
{
	int status = fail_status[chance_bits(&q->sb->chance) % FAIL_STATUSES];

	*r = (struct answer){ .status = status };
	if (status == 502)	/* some gateways answer HTML */
		r->text = STR("<html><body><h1>502 Bad Gateway</h1></body>"
		    "</html>\n");
	else
		trouble(q, r, TROUBLE_SERVER, STR_NONE);
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

	store_lag(q->store, q->sb->faults.search_lag_ms > 0);
	store_begin(q->store);
	route->handler(q, r);
	keep = !r->undo && !fate.forget;
	if (store_end(q->store, keep, &e) == -1)
		trouble(q, r, TROUBLE_STORE, str_of(e.msg));
	if ((route->flags & ROUTE_SCHEMA) != 0 && !keep)
		properties_load(q->sb);
}

/* How many records a request is about, for the log. */
static size_t
count_items(const struct request *q)
{
	const struct json *list = &q->in;

	if (list->type != JSON_ARRAY)
		list = q->persona->items != NULL ?
		    json_get(&q->in, str_of(q->persona->items)) : NULL;
	return list != NULL && list->type == JSON_ARRAY ? list->len : 1;
}

static enum verdict
serve_route(struct request *q, const struct route *route, struct seen *seen,
    struct answer *r)
{
	struct fate fate;

	seen->route = route->pattern;
	seen->quiet = (route->flags & ROUTE_QUIET) != 0;
	seen->write = (route->flags & ROUTE_READ) == 0;
	if (!acceptable(q, route, r))
		return ANSWER;
	seen->inputs = count_items(q);
	fate = draw_fate(q->sb, route);
	seen->fault = fate.name;
	if (fate.effect)
		handle(q, route, fate, r);
	if (fate.fail)
		server_error(q, r);
	return fate.verdict;
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

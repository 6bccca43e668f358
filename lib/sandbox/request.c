/* What a handler asks of a request and puts into an answer. */
#include <string.h>

#include "sandbox/server.h"

struct str
api_query(const struct request *q, const char *name)
{
	size_t i;

	for (i = 0; i < q->nquery; i++)
		if (str_eq(q->query[i].name, str_of(name)))
			return q->query[i].value;
	return STR_NONE;
}

struct str
api_header(const struct request *q, const char *name)
{
	return q->header != NULL ? str_of(q->header(q->from, name)) :
	    STR_NONE;
}

struct str
api_token_after(const struct request *q, const char *scheme)
{
	struct str v = api_header(q, "Authorization"), word = str_of(scheme);

	if (v.len <= word.len + 1 || !str_ieq(str_to(v, word.len), word) ||
	    v.p[word.len] != ' ')
		return STR_NONE;
	return str_trim(str_from(v, word.len + 1));
}

/* "a=b&c=d", of a query or a form. */
static size_t
read_pairs(struct str s, struct api_param *out, size_t max, struct arena *a)
{
	struct str item;
	size_t n = 0, amp, eq;

	while (s.len > 0 && n < max) {
		amp = str_find(s, STR("&"));
		item = str_to(s, amp);
		s = amp == (size_t)-1 ? STR("") : str_from(s, amp + 1);
		eq = str_find(item, STR("="));
		out[n].name = route_decode(str_to(item, eq), true, a);
		out[n++].value = eq == (size_t)-1 ? STR("") :
		    route_decode(str_from(item, eq + 1), true, a);
	}
	return n;
}

void
request_query(struct request *q, struct str query)
{
	q->nquery = read_pairs(query, q->query, API_QUERY, q->a);
}

struct str
api_form(const struct request *q, const char *name)
{
	struct api_param form[API_QUERY];
	size_t i, n = read_pairs(q->body, form, API_QUERY, q->a);

	for (i = 0; i < n; i++)
		if (str_eq(form[i].name, str_of(name)))
			return form[i].value;
	return STR_NONE;
}

void
api_answer_header(struct answer *r, const char *name, struct str value)
{
	if (r->nheaders < API_HEADERS)
		r->headers[r->nheaders++] = (struct api_param){
		    str_of(name), value };
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

void
api_set(struct request *q, struct json *o, const char *key, struct json v)
{
	json_set(o, str_of(key), v, q->a);
}

struct json
api_text(const char *s)
{
	return json_str(str_of(s));
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

struct str
api_base(const struct request *q)
{
	struct str host = api_header(q, "Host");

	if (host.len > 0)
		return arena_printf(q->a, "http://%.*s", STR_ARG(host));
	return arena_printf(q->a, "http://127.0.0.1:%u",
	    sandbox_port(q->sb));
}

uint64_t
api_chance(struct request *q)
{
	return chance_bits(&q->sb->ids);
}

const struct sandbox_conf *
api_conf(const struct request *q)
{
	return &q->sb->conf;
}

void
api_usage(const struct request *q, struct usage *out)
{
	const struct limit *l = &q->sb->limit;

	*out = (struct usage){ .max = l->rate.requests,
	    .left = limit_left(l), .interval_ms = l->rate.interval_ms,
	    .daily = q->sb->conf.daily,
	    .daily_left = q->sb->conf.daily - q->sb->used_today };
}

bool
api_lags(const struct request *q)
{
	return q->sb->faults.search_lag_ms > 0;
}

bool
api_indexed(struct request *q, struct object *o, struct arena *a)
{
	int64_t lag = q->sb->faults.search_lag_ms;

	return lag <= 0 ||
	    store_version(q->store, o->id, q->now - lag, a, &o->props) != -1;
}

void
api_call(struct request *q, const char *method, struct str uri,
    const struct json *body, struct answer *r)
{
	struct request part = *q;
	const struct route *route;
	size_t mark = str_find(uri, STR("?"));
	bool other;

	part.method = method;
	part.path = str_to(uri, mark);
	part.nquery = 0;
	part.body = STR("");
	part.in = body != NULL ? *body : json_null();
	if (mark != (size_t)-1)
		request_query(&part, str_from(uri, mark + 1));
	*r = (struct answer){ 0 };
	route = route_find(&part, part.path, &other);
	if (route == NULL || (route->flags & ROUTE_QUIET) != 0) {
		trouble(&part, r, other ? TROUBLE_METHOD : TROUBLE_PATH,
		    STR_NONE);
		return;
	}
	store_mark(q->store);
	route->handler(&part, r);
	if (r->undo)
		store_undo(q->store);
	else
		store_unmark(q->store);
}

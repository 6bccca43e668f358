#include "sandbox/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { MAX_BODY = 10 * 1024 * 1024 };

struct exchange {
	struct exchange		*next;		/* that is held back */
	struct sandbox		*sb;
	struct MHD_Connection	*c;
	struct arena		 a;
	struct str		 uri;		/* undecoded, with query */
	struct buf		 in, out;
	struct seen		 seen;
	struct answer		 answer;
	const char		*type;		/* of the answer */
	enum verdict		 verdict;
	bool			 begun, ready;
	size_t			 half;		/* bytes to send before a cut */
	int64_t			 due;
};

void *
exchange_new(void *sandbox, const char *uri, struct MHD_Connection *c)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return NULL;
	x->sb = sandbox;
	x->c = c;
	x->in.max = MAX_BODY;
	x->uri = arena_str(&x->a, str_of(uri));
	return x;
}

void
exchange_done(void *sandbox, struct MHD_Connection *c, void **exchange,
    enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *exchange;

	(void)sandbox, (void)c, (void)why;
	if (x == NULL)
		return;
	buf_free(&x->in);
	buf_free(&x->out);
	arena_free(&x->a);
	free(x);
	*exchange = NULL;
}

int64_t
exchange_next_due(const struct sandbox *sb)
{
	const struct exchange *x;
	int64_t due = INT64_MAX;

	for (x = sb->waiting; x != NULL; x = x->next)
		if (x->due < due)
			due = x->due;
	return due;
}

void
exchange_release(struct sandbox *sb, int64_t now)
{
	struct exchange **at = &sb->waiting, *x;

	while ((x = *at) != NULL) {
		if (x->due > now) {
			at = &x->next;
			continue;
		}
		*at = x->next;
		MHD_resume_connection(x->c);
	}
}

static const char *
header(struct exchange *x, const char *name)
{
	const char *v = MHD_lookup_connection_value(x->c, MHD_HEADER_KIND,
	    name);

	return v != NULL ? v : "";
}

/* "+" and "%xx" of a query. */
static struct str
decode_query(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t i;

	for (i = 0; i < s.len; i++)
		out[i] = s.p[i] == '+' ? ' ' : s.p[i];
	out[s.len] = '\0';
	return (struct str){ out, MHD_http_unescape(out) };
}

static void
read_query(struct request *q, struct str query)
{
	struct api_param *p;
	struct str item;
	size_t amp, eq;

	while (query.len > 0 && q->nquery < API_QUERY) {
		amp = str_find(query, STR("&"));
		item = str_to(query, amp);
		query = amp == (size_t)-1 ? STR("") : str_from(query, amp + 1);
		eq = str_find(item, STR("="));
		p = &q->query[q->nquery++];
		p->name = decode_query(str_to(item, eq), q->a);
		p->value = eq == (size_t)-1 ? STR("") :
		    decode_query(str_from(item, eq + 1), q->a);
	}
}

/* A page in a browser must not reach us by a name of its own. */
static bool
is_loopback(const char *host)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
	    "[::1]" };
	size_t i, n;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		n = strlen(names[i]);
		if (strncasecmp(host, names[i], n) == 0 &&
		    (host[n] == '\0' || host[n] == ':'))
			return true;
	}
	return false;
}

static void
write_answer(struct exchange *x)
{
	struct answer *r = &x->answer;

	if (r->html.p != NULL) {
		x->type = "text/html; charset=utf-8";
		buf_adds(&x->out, r->html);
	} else if (r->body.type != JSON_NULL) {
		x->type = "application/json;charset=utf-8";
		json_write(&r->body, &x->out);
	}
	x->half = x->out.len / 2;
}

static void
note(struct exchange *x, struct request *q)
{
	struct seen *s = &x->seen;

	snprintf(s->method, sizeof(s->method), "%s", q->method);
	snprintf(s->path, sizeof(s->path), "%.*s", STR_ARG(q->path));
	s->at = q->now;
	s->status = x->answer.status;
	s->in = x->in.len;
	s->out = x->out.len;
	if (!s->quiet)
		log_request(x->sb, s);
}

static void
answer(struct exchange *x, const char *method)
{
	struct request q = { .sb = x->sb, .store = x->sb->store, .a = &x->a,
	    .method = method, .body = buf_str(&x->in),
	    .now = sandbox_now(x->sb) };
	size_t mark = str_find(x->uri, STR("?"));

	q.path = str_to(x->uri, mark);
	if (mark != (size_t)-1)
		read_query(&q, str_from(x->uri, mark + 1));
	if (!is_loopback(header(x, MHD_HTTP_HEADER_HOST)))
		error_answer(&q, &x->answer, 403, "FORBIDDEN",
		    "this host name is not ours");
	else if (x->in.full)
		error_answer(&q, &x->answer, 413, "VALIDATION_ERROR",
		    "The request is larger than %d bytes", MAX_BODY);
	else
		x->verdict = serve(x->sb, &q, header(x,
		    MHD_HTTP_HEADER_AUTHORIZATION), header(x,
		    MHD_HTTP_HEADER_CONTENT_TYPE), &x->seen, &x->answer);
	write_answer(x);
	note(x, &q);
	x->ready = true;
	x->due = x->seen.quiet ? 0 : q.now + x->sb->faults.slow_ms;
}

static void
set_header(struct MHD_Response *r, const char *name, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)value);
	MHD_add_response_header(r, name, text);
}

static void
add_headers(struct exchange *x, struct MHD_Response *r)
{
	const struct limit *l = &x->sb->limit;

	if (x->type != NULL)
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
		    x->type);
	if (x->seen.quiet) {
		MHD_add_response_header(r, "Content-Security-Policy",
		    "default-src 'none'; style-src 'unsafe-inline'");
		MHD_add_response_header(r, "Cache-Control", "no-store");
	}
	/* Search tells nothing of its limit. */
	if (l->rate.requests > 0 && !x->seen.quiet && !x->seen.search) {
		set_header(r, "X-HubSpot-RateLimit-Max", l->rate.requests);
		set_header(r, "X-HubSpot-RateLimit-Remaining", limit_left(l));
		set_header(r, "X-HubSpot-RateLimit-Interval-Milliseconds",
		    l->rate.interval_ms);
	}
	if (x->answer.status == 429 && x->sb->conf.retry_after_s >= 0)
		set_header(r, MHD_HTTP_HEADER_RETRY_AFTER,
		    x->sb->conf.retry_after_s);
}

static ssize_t
half_body(void *exchange, uint64_t pos, char *out, size_t max)
{
	struct exchange *x = exchange;
	size_t n = x->half - (size_t)pos;

	if (n == 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (n > max)
		n = max;
	memcpy(out, x->out.p + pos, n);
	return (ssize_t)n;
}

/* The connection ends with a reset, as when a machine on the way dies. */
static enum MHD_Result
cut(struct exchange *x)
{
	struct linger now = { 1, 0 };
	int fd = MHD_get_connection_info(x->c,
	    MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	return MHD_NO;
}

static enum MHD_Result
send_answer(struct exchange *x)
{
	struct MHD_Response *r;
	enum MHD_Result rc;

	if (x->verdict == CUT_SILENT)
		return cut(x);
	if (x->verdict == CUT_HALF)
		r = MHD_create_response_from_callback(x->out.len, 4096,
		    half_body, x, NULL);
	else
		r = MHD_create_response_from_buffer(x->out.len,
		    (void *)(uintptr_t)buf_str(&x->out).p,
		    MHD_RESPMEM_PERSISTENT);
	if (r == NULL)
		return MHD_NO;
	add_headers(x, r);
	rc = MHD_queue_response(x->c, (unsigned)x->answer.status, r);
	MHD_destroy_response(r);
	return rc;
}

enum MHD_Result
exchange_handle(void *sandbox, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *size,
    void **exchange)
{
	struct exchange *x = *exchange;

	(void)sandbox, (void)c, (void)url, (void)version;
	if (x == NULL)
		return MHD_NO;
	if (!x->begun) {
		x->begun = true;
		return MHD_YES;
	}
	if (*size > 0) {
		buf_add(&x->in, data, *size);
		*size = 0;
		return MHD_YES;
	}
	if (!x->ready) {
		answer(x, method);
		if (x->due > x->seen.at) {
			x->next = x->sb->waiting;
			x->sb->waiting = x;
			MHD_suspend_connection(c);
			return MHD_YES;
		}
	}
	return send_answer(x);
}

#include "sandbox/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "sandbox/page.h"

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
header(void *exchange, const char *name)
{
	struct exchange *x = exchange;

	return MHD_lookup_connection_value(x->c, MHD_HEADER_KIND, name);
}

/* A page in a browser must not reach us by a name of its own. */
static bool
is_loopback(const char *host)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
	    "[::1]" };
	size_t i, n;

	for (i = 0; host != NULL && i < sizeof(names) / sizeof(names[0]);
	    i++) {
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

	if (r->text.p != NULL) {
		x->type = "text/html; charset=utf-8";
		buf_adds(&x->out, r->text);
	} else if (r->body.type != JSON_NULL) {
		x->type = "application/json;charset=utf-8";
		json_write(&r->body, &x->out);
	}
	if (r->type != NULL)
		x->type = r->type;
	x->half = x->out.len / 2;
}

static void
note(struct exchange *x, struct request *q)
{
	struct seen *s = &x->seen;

	snprintf(s->method, sizeof(s->method), "%s", q->method);
	if (s->secret)
		snprintf(s->path, sizeof(s->path), "%s", s->route);
	else
		snprintf(s->path, sizeof(s->path), "%.*s", STR_ARG(q->path));
	s->at = q->now;
	s->status = x->answer.status;
	s->in = x->in.len;
	s->out = x->out.len;
	if (!s->quiet)
		log_request(x->sb, s);
	if (!s->quiet || strcmp(q->method, "GET") != 0)
		x->sb->pulse++;
}

static void
answer(struct exchange *x, const char *method)
{
	struct request q = { .sb = x->sb, .persona = x->sb->persona,
	    .store = x->sb->store, .a = &x->a, .method = method,
	    .body = buf_str(&x->in), .now = sandbox_now(x->sb),
	    .header = header, .from = x };
	size_t mark = str_find(x->uri, STR("?"));

	q.path = str_to(x->uri, mark);
	if (mark != (size_t)-1)
		request_query(&q, str_from(x->uri, mark + 1));
	if (!is_loopback(header(x, MHD_HTTP_HEADER_HOST)))
		trouble(&q, &x->answer, TROUBLE_HOST, STR_NONE);
	else if (x->in.full)
		trouble(&q, &x->answer, TROUBLE_SIZE, arena_printf(&x->a,
		    "The request is larger than %d bytes", MAX_BODY));
	else
		x->verdict = serve(&q, &x->seen, &x->answer);
	write_answer(x);
	note(x, &q);
	x->ready = true;
	x->due = x->seen.quiet ? 0 : q.now + x->seen.wait_ms;
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
	const struct answer *a = &x->answer;
	size_t i;

	if (x->type != NULL)
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
		    x->type);
	if (x->seen.quiet) {
		MHD_add_response_header(r, "Content-Security-Policy",
		    PAGE_POLICY);
		MHD_add_response_header(r, "X-Content-Type-Options",
		    "nosniff");
		MHD_add_response_header(r, "Cache-Control", "no-store");
	}
	for (i = 0; i < a->nheaders; i++)
		MHD_add_response_header(r, a->headers[i].name.p,
		    arena_str(&x->a, a->headers[i].value).p);
	if (a->status == 429 && x->sb->conf.retry_after_s >= 0)
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

/* One request and its answer. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/status.h"
#include "http/client.h"

enum {
	MAX_HEAD = 64 * 1024,	/* bytes of header lines in an answer */
	KEEP_BODY = 1024 * 1024	/* larger buffers are not kept for reuse */
};

void *
must(void *p)
{
	if (p == NULL) {
		fprintf(stderr, "chatcrm: out of memory\n");
		exit(STATUS_DEFERRED);
	}
	return p;
}

/* No control byte may reach the wire: it would end the line. */
static bool
is_field_text(struct str s, const char *forbidden)
{
	unsigned char c;
	size_t i;

	for (i = 0; i < s.len; i++) {
		c = (unsigned char)s.p[i];
		if ((c < ' ' && c != '\t') || c == 0x7f ||
		    strchr(forbidden, c) != NULL)
			return false;
	}
	return true;
}

static int
add_header(struct transfer *t, struct str name, struct str value,
    struct err *e)
{
	struct buf line = { 0 };

	if (name.len == 0 || !is_field_text(name, " \t:;"))
		return err_set(e, ERR_CONFIG, "http.header",
		    "a header's name has a byte that may not stand in one");
	if (!is_field_text(value, ""))
		return err_set(e, ERR_CONFIG, "http.header",
		    "header %.*s has a byte that may not stand in one",
		    STR_ARG(name));
	/* libcurl sends "Name;" as a header without value. */
	buf_printf(&line, value.len > 0 ? "%.*s: %.*s" : "%.*s;%.*s",
	    STR_ARG(name), STR_ARG(value));
	t->sent_headers = must(curl_slist_append(t->sent_headers, line.p));
	buf_wipe(&line);
	return 0;
}

/* libcurl's own additions that would surprise are taken out again. */
static int
add_headers(struct transfer *t, const struct http_request *r, struct err *e)
{
	bool typed = false;
	size_t i;

	for (i = 0; i < r->nheaders; i++) {
		if (add_header(t, r->headers[i].name, r->headers[i].value,
		    e) == -1)
			return -1;
		if (str_ieq(r->headers[i].name, STR("Content-Type")))
			typed = true;
	}
	if (!typed)
		t->sent_headers = must(curl_slist_append(t->sent_headers,
		    "Content-Type:"));
	t->sent_headers = must(curl_slist_append(t->sent_headers, "Expect:"));
	return 0;
}

int
transfer_fill(struct transfer *t, const struct http_request *r,
    struct err *e)
{
	if (memchr(r->url.p, '\0', r->url.len) != NULL)
		return err_set(e, ERR_CONFIG, "http.url",
		    "the URL has a NUL in it");
	buf_adds(&t->url, r->url);
	if (url_check(t->url.p, t->http->conf.cleartext, &t->loopback,
	    e) == -1 || add_headers(t, r, e) == -1)
		return -1;
	snprintf(t->method, sizeof(t->method), "%s", r->method);
	t->payload = r->body;
	t->budgets = r->budgets;
	if (r->costs != NULL)
		memcpy(t->costs, r->costs, sizeof(t->costs));
	t->repeatable = r->repeatable;
	t->yields = r->yields;
	t->secret = r->secret;
	t->total_ns = r->total_ns > 0 ? r->total_ns : t->http->conf.total_ns;
	t->pub.cookie = r->cookie;
	t->queued_at = time_monotonic();
	return 0;
}

/*
 * Called when a connection stands and the request is about to be written.
 * libcurl repeats a request by itself when a reused connection dies without
 * an answer; the server may have acted on it all the same.
 */
static int
before_request(void *arg, char *peer, char *self, int peer_port,
    int self_port)
{
	struct transfer *t = arg;

	(void)peer, (void)self, (void)peer_port, (void)self_port;
	if (t->starts > 0 && !t->repeatable)
		return CURL_PREREQFUNC_ABORT;
	t->starts++;
	return CURL_PREREQFUNC_OK;
}

static size_t
on_header(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	n *= size;
	if (t->answered_at == 0)
		t->answered_at = time_monotonic();
	/* A status line begins anew: what came before was a 1xx. */
	if (n >= 5 && memcmp(p, "HTTP/", 5) == 0)
		buf_reset(&t->head);
	if (buf_add(&t->head, p, n) == -1) {
		t->too_big = true;
		return 0;
	}
	return n;
}

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	n *= size;
	if (buf_add(&t->body, p, n) == -1) {
		t->too_big = true;
		return 0;
	}
	return n;
}

static void
set_method(struct transfer *t)
{
	const char *m = t->method;
	bool body = t->payload.p != NULL || strcmp(m, "POST") == 0 ||
	    strcmp(m, "PUT") == 0 || strcmp(m, "PATCH") == 0;

	if (body) {
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)t->payload.len);
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS,
		    t->payload.len > 0 ? t->payload.p : "");
	} else if (strcmp(m, "HEAD") == 0)
		curl_easy_setopt(t->easy, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, m);
}

static void
set_route(struct transfer *t)
{
	const struct http_conf *c = &t->http->conf;

	curl_easy_setopt(t->easy, CURLOPT_URL, t->url.p);
	curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(t->easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(c->connect_ns / 1000000));
	curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS,
	    (long)(t->total_ns / 1000000));
	if (c->ca_file != NULL)
		curl_easy_setopt(t->easy, CURLOPT_CAINFO, c->ca_file);
	/* What stays on this machine must not be shown to a proxy. */
	if (t->loopback)
		curl_easy_setopt(t->easy, CURLOPT_PROXY, "");
	else if (c->proxy != NULL)
		curl_easy_setopt(t->easy, CURLOPT_PROXY, c->proxy);
}

void
transfer_start(struct transfer *t, CURL *easy)
{
	t->easy = easy;
	t->started_at = time_monotonic();
	t->head.max = MAX_HEAD;
	t->body.max = t->http->conf.max_answer;
	set_route(t);
	set_method(t);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->why);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->sent_headers);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, t->http->conf.user_agent);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING,
	    t->loopback ? NULL : "");
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_multi_add_handle(t->http->multi, easy);
}

static enum http_error
error_of(const struct transfer *t, CURLcode code)
{
	if (t->too_big)
		return HTTP_TOO_BIG;
	switch (code) {
	case CURLE_OK:
		return HTTP_OK;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return HTTP_TLS;
	case CURLE_UNSUPPORTED_PROTOCOL:	/* HTTP/0.9, in fact */
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
		return HTTP_MALFORMED;
	default:
		return t->starts > 0 ? HTTP_RESET : HTTP_UNREACHABLE;
	}
}

static struct str
take_line(struct str *rest)
{
	size_t n = str_find(*rest, STR("\n"));
	struct str line = str_to(*rest, n);

	*rest = str_from(*rest, n == (size_t)-1 ? rest->len : n + 1);
	return str_trim(line);
}

/* Header lines to pairs; the status line and the blank one have no colon. */
static void
split_head(struct transfer *t)
{
	struct str rest = buf_str(&t->head), line;
	size_t n = 0, colon;

	take_line(&rest);
	while (rest.len > 0) {
		line = take_line(&rest);
		colon = str_find(line, STR(":"));
		if (colon == (size_t)-1)
			continue;
		if (n == t->nheaders) {
			t->nheaders = n == 0 ? 16 : n * 2;
			t->headers = must(realloc(t->headers,
			    t->nheaders * sizeof(*t->headers)));
		}
		t->headers[n].name = str_to(line, colon);
		t->headers[n++].value = str_trim(str_from(line, colon + 1));
	}
	t->pub.headers = t->headers;
	t->pub.nheaders = n;
}

static void
say_why(struct transfer *t, CURLcode code)
{
	const char *text = t->why;

	if (t->too_big)
		text = "the answer is larger than allowed";
	else if (code == CURLE_ABORTED_BY_CALLBACK)
		text = "the connection ended before an answer came";
	else if (text[0] == '\0')
		text = curl_easy_strerror(code);
	err_quote(str_of(text), t->pub.why, sizeof(t->pub.why));
}

static void
take_address(struct transfer *t, CURLINFO which, char out[48])
{
	const char *text = NULL;

	curl_easy_getinfo(t->easy, which, &text);
	snprintf(out, 48, "%s", text != NULL ? text : "");
}

/* One of them says who we are. */
static void
free_headers(struct curl_slist *list)
{
	struct curl_slist *l;

	for (l = list; l != NULL; l = l->next)
		bytes_wipe(l->data, strlen(l->data));
	curl_slist_free_all(list);
}

void
transfer_end(struct transfer *t, CURLcode code)
{
	long status = 0;

	t->pub.error = error_of(t, code);
	t->pub.sent = t->starts > 0;
	t->pub.waited_ns = t->started_at - t->queued_at;
	t->pub.took_ns = time_monotonic() - t->started_at;
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	t->pub.status = (int)status;
	t->pub.body = buf_str(&t->body);
	split_head(t);
	if (t->pub.error != HTTP_OK)
		say_why(t, code);
	take_address(t, CURLINFO_LOCAL_IP, t->pub.self);
	take_address(t, CURLINFO_PRIMARY_IP, t->pub.peer);
	transfer_trace(t);
	curl_multi_remove_handle(t->http->multi, t->easy);
	curl_easy_reset(t->easy);
	free_headers(t->sent_headers);
	t->sent_headers = NULL;
	t->easy = NULL;
}

void
transfer_clear(struct transfer *t)
{
	struct transfer old = *t;

	free_headers(old.sent_headers);
	if (old.secret)
		buf_wipe(&old.body);
	if (old.body.cap > KEEP_BODY)
		buf_free(&old.body);
	memset(t, 0, sizeof(*t));
	t->http = old.http;
	t->head = old.head;
	t->body = old.body;
	t->url = old.url;
	t->headers = old.headers;
	t->nheaders = old.nheaders;
	buf_reset(&t->head);
	buf_reset(&t->body);
	buf_reset(&t->url);
}

void
transfer_free(struct transfer *t)
{
	free_headers(t->sent_headers);
	if (t->secret)
		buf_wipe(&t->body);
	free(t->headers);
	buf_free(&t->head);
	buf_free(&t->body);
	buf_free(&t->url);
	free(t);
}

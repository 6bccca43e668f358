#include "auth/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/mask.h"
#include "base/time.h"
#include "crypto/crypto.h"

enum { BODY_MAX = 1 << 20 };

struct trace {
	int		 fd;
	struct mask	 mask;
	struct arena	 arena;		/* the words; the mask's life */
};

struct trace *
trace_open(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	struct trace *t;
	struct stat st;

	if (fd == -1 || fstat(fd, &st) == -1) {
		err_errno(e, ERR_IO, "trace %.160s", path);
		return NULL;
	}
	if (S_ISREG(st.st_mode) && (st.st_mode & 077) != 0 &&
	    fchmod(fd, 0600) == -1) {
		err_errno(e, ERR_IO, "trace %.160s", path);
		close(fd);
		return NULL;
	}
	if ((t = calloc(1, sizeof(*t))) == NULL)
		abort();
	t->fd = fd;
	mask_init(&t->mask, &t->arena);
	return t;
}

void
trace_close(struct trace *t)
{
	if (t == NULL)
		return;
	close(t->fd);
	mask_free(&t->mask);
	arena_free(&t->arena);
	free(t);
}

int
trace_fd(const struct trace *t)
{
	return t != NULL ? t->fd : -1;
}

void
trace_words(struct trace *t, struct str text)
{
	if (t != NULL)
		mask_words(&t->mask, text);
}

static struct json
headers(struct trace *t, const struct http_header *h, size_t n,
    struct arena *a)
{
	struct json o = json_object(), *old, both;
	struct str v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = mask_header(&t->mask, h[i].name, h[i].value, a);
		old = json_get(&o, h[i].name);
		both = json_str(old == NULL ? v : arena_printf(a,
		    "%.*s, %.*s", (int)old->len, old->text, STR_ARG(v)));
		json_set(&o, h[i].name, both, a);
	}
	return o;
}

static struct str
header_of(const struct http_header *h, size_t n, struct str name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_ieq(h[i].name, name))
			return h[i].value;
	return STR_NONE;
}

/* JSON and forms show their structure, all else its size. */
static void
put_body(struct trace *t, struct json *o, struct str body,
    const struct http_header *h, size_t n, struct arena *a)
{
	struct str type = header_of(h, n, STR("Content-Type"));
	struct json v;

	if (body.len == 0)
		return;
	if (body.len <= BODY_MAX && ((str_starts(type,
	    STR("application/x-www-form-urlencoded")) &&
	    mask_form(&t->mask, body, a, &v)) ||
	    mask_json(&t->mask, body, a, &v)))
		json_set(o, STR("body"), v, a);
	else
		json_set(o, STR("bytes"), json_int((int64_t)body.len, a), a);
}

static struct json
side(struct trace *t, struct str body, const struct http_header *h,
    size_t n, struct arena *a)
{
	struct json o = json_object();

	json_set(&o, STR("headers"), headers(t, h, n, a), a);
	put_body(t, &o, body, h, n, a);
	return o;
}

static struct json
line(struct trace *t, const struct http_exchange *x, struct arena *a)
{
	const struct http_response *r = x->answer;
	struct json o = json_object();
	char now[TIME_TEXT];
	struct str at = { now, time_format(time_now(), now) };

	json_set(&o, STR("at"), json_str(arena_str(a, at)), a);
	json_set(&o, STR("ms"), json_double((double)(r->took_ns / 10000) /
	    100, a), a);
	json_set(&o, STR("method"), json_str(str_of(x->method)), a);
	json_set(&o, STR("url"), json_str(mask_url(&t->mask, x->url, a)), a);
	json_set(&o, STR("status"), json_int(r->status, a), a);
	if (r->error != HTTP_OK)
		json_set(&o, STR("error"), json_str(str_of(
		    http_error_name(r->error))), a);
	json_set(&o, STR("request"), side(t, x->body, x->headers,
	    x->nheaders, a), a);
	json_set(&o, STR("answer"), side(t, r->body, r->headers,
	    r->nheaders, a), a);
	return o;
}

/* One write, so that lines of processes that share the file do not mix. */
void
trace_http(void *arg, const struct http_exchange *x)
{
	struct trace *t = arg;
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct json v = line(t, x, &a);
	ssize_t n;

	json_write(&v, &b);
	buf_addc(&b, '\n');
	do
		n = write(t->fd, b.p, b.len);
	while (n == -1 && errno == EINTR);
	buf_free(&b);
	arena_wipe(&a);
}

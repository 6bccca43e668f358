/* The client: a queue, what is under way, what has finished. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/client.h"

#define SEC	INT64_C(1000000000)

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
global_init(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void
list_init(struct transfers *l)
{
	l->first = NULL;
	l->last = &l->first;
}

static void
list_put(struct transfers *l, struct transfer **at, struct transfer *t)
{
	t->next = *at;
	*at = t;
	if (l->last == at)
		l->last = &t->next;
}

static void
list_add(struct transfers *l, struct transfer *t)
{
	list_put(l, l->last, t);
}

/* Take out the transfer that *at points to. */
static struct transfer *
list_cut(struct transfers *l, struct transfer **at)
{
	struct transfer *t = *at;

	if (t == NULL)
		return NULL;
	*at = t->next;
	if (l->last == &t->next)
		l->last = at;
	return t;
}

static void
list_free(struct transfers *l)
{
	struct transfer *t;

	while ((t = list_cut(l, &l->first)) != NULL)
		transfer_free(t);
}

static const char *
keep(const char *s)
{
	return s != NULL ? must(strdup(s)) : NULL;
}

static void
take_conf(struct http *h, const struct http_conf *c)
{
	h->conf = *c;
	if (c->connections == 0)
		h->conf.connections = 4;
	if (c->connect_ns == 0)
		h->conf.connect_ns = 10 * SEC;
	if (c->total_ns == 0)
		h->conf.total_ns = 60 * SEC;
	if (c->max_answer == 0)
		h->conf.max_answer = 16 * 1024 * 1024;
	h->conf.ca_file = keep(c->ca_file);
	h->conf.proxy = keep(c->proxy);
	h->conf.user_agent = keep(c->user_agent != NULL ? c->user_agent :
	    "chatcrm/" CHATCRM_VERSION);
}

struct http *
http_new(const struct http_conf *c, struct err *e)
{
	struct http *h;

	pthread_once(&once, global_init);
	h = must(calloc(1, sizeof(*h)));
	h->share.fd = -1;
	take_conf(h, c);
	pace_init(&h->pace, h->conf.connections);
	list_init(&h->queue);
	list_init(&h->done);
	list_init(&h->spare);
	if (c->share == NULL)
		share_private(&h->share);
	else if (share_open(&h->share, c->share, e) == -1) {
		http_free(h);
		return NULL;
	}
	h->multi = curl_multi_init();
	h->easies = must(calloc(h->conf.connections, sizeof(CURL *)));
	for (; h->neasies < h->conf.connections; h->neasies++)
		if ((h->easies[h->neasies] = curl_easy_init()) == NULL)
			break;
	if (h->multi == NULL || h->neasies < h->conf.connections) {
		http_free(h);
		err_set(e, ERR_IO, NULL, "libcurl could not be set up");
		return NULL;
	}
	curl_multi_setopt(h->multi, CURLMOPT_PIPELINING,
	    (long)CURLPIPE_NOTHING);
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS,
	    (long)h->conf.connections);
	return h;
}

/* What libcurl still holds is reached through its handles' private data. */
static void
end_out(struct http *h)
{
	struct transfer *t, **at;

	for (at = &h->out; (t = *at) != NULL;) {
		*at = t->next;
		if (t->easy != NULL) {
			limits_end(h, t, time_monotonic());
			curl_multi_remove_handle(h->multi, t->easy);
			curl_easy_cleanup(t->easy);
		}
		transfer_free(t);
	}
}

void
http_free(struct http *h)
{
	unsigned i;

	if (h == NULL)
		return;
	end_out(h);
	list_free(&h->queue);
	list_free(&h->done);
	list_free(&h->spare);
	for (i = 0; i < h->neasies; i++)
		curl_easy_cleanup(h->easies[i]);
	free(h->easies);
	if (h->multi != NULL)
		curl_multi_cleanup(h->multi);
	share_close(&h->share);
	free((char *)h->conf.ca_file);
	free((char *)h->conf.proxy);
	free((char *)h->conf.user_agent);
	free(h);
}

/* At the end, but before those that yield to it. */
static void
enqueue(struct http *h, struct transfer *t)
{
	struct transfer **at = &h->queue.first;

	while (*at != NULL && (t->yields || !(*at)->yields ||
	    (*at)->budgets != t->budgets))
		at = &(*at)->next;
	list_put(&h->queue, at, t);
}

int
http_submit(struct http *h, const struct http_request *r, struct err *e)
{
	struct transfer *t;

	if ((t = list_cut(&h->spare, &h->spare.first)) == NULL)
		t = must(calloc(1, sizeof(*t)));
	t->http = h;
	if (transfer_fill(t, r, e) == -1) {
		transfer_clear(t);
		list_add(&h->spare, t);
		return -1;
	}
	enqueue(h, t);
	h->pending++;
	return 0;
}

size_t
http_pending(const struct http *h)
{
	return h->pending;
}

/* Is there a connection for one more? */
static bool
has_room(const struct http *h)
{
	return h->neasies > 0 && h->active < pace_now(&h->pace);
}

static void
start(struct http *h, struct transfer *t, int64_t now)
{
	limits_start(h, t, now);
	h->active++;
	t->next = h->out;
	h->out = t;
	transfer_start(t, h->easies[--h->neasies]);
}

/* Start what may start, the lock held; ns until more may, or -1. */
static int64_t
start_locked(struct http *h)
{
	struct transfer **at = &h->queue.first;
	int64_t now = time_monotonic(), soonest = -1, wait;

	if (h->share.map->paused_until > now)
		return h->share.map->paused_until - now;
	while (*at != NULL && has_room(h)) {
		wait = limits_wait(h, (*at)->budgets, (*at)->costs, now);
		if (wait == 0) {
			start(h, list_cut(&h->queue, at), now);
			continue;
		}
		if (soonest == -1 || wait < soonest)
			soonest = wait;
		at = &(*at)->next;
	}
	return soonest;
}

/* ns until more may start, or -1 if time changes nothing. */
static int64_t
start_some(struct http *h)
{
	int64_t soonest;

	if (h->queue.first == NULL || !has_room(h))
		return -1;
	share_lock(&h->share);
	soonest = start_locked(h);
	share_unlock(&h->share);
	return soonest;
}

static void
unlink_out(struct http *h, struct transfer *t)
{
	struct transfer **at = &h->out;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
}

static void
ended(struct http *h, const struct transfer *t)
{
	int64_t now = time_monotonic();

	/* Who begins to answer has counted the request by then. */
	limits_end(h, t, t->answered_at > 0 ? t->answered_at : now);
	pace_answer(&h->pace, t->pub.status == 429 || t->pub.status == 503 ||
	    t->pub.error == HTTP_TIMEOUT, t->started_at, now);
}

static void
reap(struct http *h)
{
	struct transfer *t;
	CURLMsg *m;
	CURL *easy;
	int left;

	while ((m = curl_multi_info_read(h->multi, &left)) != NULL) {
		if (m->msg != CURLMSG_DONE)
			continue;
		easy = m->easy_handle;
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
		transfer_end(t, m->data.result);
		ended(h, t);
		h->easies[h->neasies++] = easy;
		h->active--;
		unlink_out(h, t);
		list_add(&h->done, t);
	}
}

/* Whatever can be done without waiting; ns until more could, or -1. */
static int64_t
work(struct http *h)
{
	int64_t soonest;
	int running;

	do {
		soonest = start_some(h);
		curl_multi_perform(h->multi, &running);
		reap(h);
	} while (h->done.first == NULL && h->queue.first != NULL &&
	    has_room(h) && soonest == -1);
	return soonest;
}

/*
 * Sleep until something moves; HTTP_INPUT if ${fd} does.  ${*early}: nothing
 * did and the time is not over, so a signal or one of libcurl's own timers
 * ended it.
 */
static int
sleep_on(struct http *h, int fd, int64_t ns, bool *early)
{
	struct curl_waitfd extra = { fd, CURL_WAIT_POLLIN, 0 };
	int64_t ms = (ns + 999999) / 1000000, began = time_monotonic();
	int n;

	curl_multi_poll(h->multi, &extra, fd >= 0 ? 1 : 0, (int)ms, &n);
	*early = n == 0 && time_monotonic() - began < ns;
	return extra.revents != 0 ? HTTP_INPUT : 0;
}

int
http_wait(struct http *h, int fd, int64_t ns)
{
	int64_t end = time_monotonic() + ns, next, soonest;
	bool over = false;
	int ready;

	for (;;) {
		soonest = work(h);
		if (h->done.first != NULL)
			return HTTP_ANSWER;
		if (over || (ns < 0 && h->pending == 0 && fd < 0))
			return 0;
		next = ns < 0 ? 60 * SEC : end - time_monotonic();
		if (next < 0)
			next = 0;
		if (next > 60 * SEC)
			next = 60 * SEC;
		if (soonest >= 0 && soonest < next)
			next = soonest;
		if ((ready = sleep_on(h, fd, next, &over)) != 0)
			return ready;
		over = over || (ns >= 0 && time_monotonic() >= end);
	}
}

struct http_response *
http_take(struct http *h)
{
	struct transfer *t = list_cut(&h->done, &h->done.first);

	if (t == NULL)
		return NULL;
	h->pending--;
	t->next = h->out;
	h->out = t;
	return &t->pub;
}

void
http_release(struct http *h, struct http_response *r)
{
	struct transfer *t = (struct transfer *)r;

	unlink_out(h, t);
	transfer_clear(t);
	list_add(&h->spare, t);
}

struct str
http_header(const struct http_response *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nheaders; i++)
		if (str_ieq(r->headers[i].name, str_of(name)))
			return r->headers[i].value;
	return STR_NONE;
}

void
http_unsend(struct http *h)
{
	struct transfer *t;

	while ((t = list_cut(&h->queue, &h->queue.first)) != NULL) {
		t->pub.error = HTTP_UNSENT;
		snprintf(t->pub.why, sizeof(t->pub.why), "not sent");
		list_add(&h->done, t);
	}
}

const char *
http_error_name(enum http_error e)
{
	static const char *const names[] = { "ok", "unreachable", "timeout",
	    "reset", "tls", "too_big", "malformed",
	    "unsent" };

	return e <= HTTP_UNSENT ? names[e] : "unknown";
}

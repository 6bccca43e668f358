/* http: the client against a server that misbehaves on demand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/time.h>

#include "http/budget.h"
#include "http/http.h"
#include "http/pace.h"
#include "http_peer.h"

#define MS	INT64_C(1000000)
#define SEC	INT64_C(1000000000)

static struct peer peer;
static struct err err;

static struct http *
client(unsigned connections)
{
	struct http_conf c = { .connections = connections,
	    .max_answer = 8192 };
	struct http *h = http_new(&c, &err);

	assert_non_null(h);
	return h;
}

static void
submit(struct http *h, struct http_request r, const char *path)
{
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", peer.port, path);
	r.url = str_of(url);
	assert_int_equal(http_submit(h, &r, &err), 0);
}

static struct http_response *
await(struct http *h)
{
	struct http_response *r = NULL;

	while (http_pending(h) > 0 && (r = http_take(h)) == NULL)
		http_wait(h, -1, -1);
	assert_non_null(r);
	return r;
}

static struct http_response *
get(struct http *h, const char *path)
{
	submit(h, (struct http_request){ .method = "GET" }, path);
	return await(h);
}

static void
one_connection_serves_request_after_request(void **state)
{
	struct http *h = client(1);
	struct http_response *r;
	int i, before = peer.connections;

	(void)state;
	for (i = 0; i < 5; i++) {
		r = get(h, "/ok");
		assert_int_equal(r->error, HTTP_OK);
		assert_int_equal(r->status, 200);
		assert_true(str_eq(r->body, STR("hello")));
		http_release(h, r);
	}
	assert_int_equal(peer.connections, before + 1);
	http_free(h);
}

/* Nobody else is shown the header that says who we are. */
static void
a_redirect_is_an_answer(void **state)
{
	const struct http_header h = { STR("Authorization"),
	    STR("Bearer hunter2") };
	struct http *c = client(1);
	struct http_response *r;
	int before = peer.requests;

	(void)state;
	submit(c, (struct http_request){ .method = "POST", .headers = &h,
	    .nheaders = 1, .body = STR("x") }, "/redirect");
	r = await(c);
	assert_int_equal(r->error, HTTP_OK);
	assert_int_equal(r->status, 307);
	assert_true(str_starts(http_header(r, "Location"),
	    STR("http://localhost:")));
	assert_string_equal(r->self, "127.0.0.1");
	http_release(c, r);
	assert_int_equal(http_pending(c), 0);
	assert_int_equal(peer.requests, before + 1);
	http_free(c);
}

struct seen {
	int	n, status;
	bool	authorised;
	char	url[80];
};

static void
on_trace(void *arg, const struct http_exchange *x)
{
	struct seen *s = arg;
	size_t i;

	s->n++;
	s->status = x->answer->status;
	snprintf(s->url, sizeof(s->url), "%.*s", STR_ARG(x->url));
	for (i = 0; i < x->nheaders; i++)
		if (str_eq(x->headers[i].name, STR("Authorization")))
			s->authorised = str_eq(x->headers[i].value,
			    STR("Bearer hunter2"));
}

static void
a_trace_is_told_of_each_request(void **state)
{
	const struct http_header h = { STR("Authorization"),
	    STR("Bearer hunter2") };
	struct seen seen = { 0 };
	struct http_conf conf = { .connections = 1, .trace = on_trace,
	    .trace_arg = &seen };
	struct http *c = http_new(&conf, &err);

	(void)state;
	submit(c, (struct http_request){ .method = "GET", .headers = &h,
	    .nheaders = 1 }, "/ok");
	http_release(c, await(c));
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.status, 200);
	assert_true(seen.authorised);
	assert_non_null(strstr(seen.url, "/ok"));
	http_release(c, get(c, "/drop"));
	assert_int_equal(seen.n, 2);
	assert_int_equal(seen.status, 0);
	http_free(c);
}

static void
connections_at_a_time_are_limited(void **state)
{
	struct http *h = client(3);
	int i, before;

	(void)state;
	/* Once this is answered, those of earlier clients are all counted. */
	http_release(h, get(h, "/ok"));
	before = peer.connections - 1;
	for (i = 0; i < 50; i++)
		submit(h, (struct http_request){ .method = "POST",
		    .body = STR("{}") }, "/ok");
	assert_int_equal(http_pending(h), 50);
	for (i = 0; i < 50; i++)
		http_release(h, await(h));
	assert_int_equal(http_pending(h), 0);
	assert_in_range(peer.connections - before, 1, 3);
	http_free(h);
}

static void
request_is_sent_as_given(void **state)
{
	struct http *h = client(1);
	struct http_header headers[] = {
		{ STR("Authorization"), STR("Bearer s3cret") },
		{ STR("X-Nothing"), STR("") },
	};
	struct http_response *r;
	int cookie;

	(void)state;
	submit(h, (struct http_request){ .method = "PATCH",
	    .headers = headers, .nheaders = 2, .body = STR("{\"a\":1}"),
	    .cookie = &cookie }, "/echo?x=1");
	r = await(h);
	assert_ptr_equal(r->cookie, &cookie);
	assert_non_null(strstr(r->body.p, "PATCH /echo?x=1 HTTP/1.1\r\n"));
	assert_non_null(strstr(r->body.p, "Authorization: Bearer s3cret\r\n"));
	assert_non_null(strstr(r->body.p, "X-Nothing:\r\n"));
	assert_non_null(strstr(r->body.p, "User-Agent: chatcrm/"));
	assert_null(strstr(r->body.p, "Expect:"));
	assert_null(strstr(r->body.p, "Content-Type:"));
	assert_non_null(strstr(r->body.p, "\r\n\r\n{\"a\":1}"));
	http_free(h);
}

static void
headers_are_found_in_any_case(void **state)
{
	struct http *h = client(1);
	struct http_response *r = get(h, "/early");

	(void)state;
	assert_int_equal(r->status, 200);
	assert_int_equal(http_header(r, "x-conn").len, 1);
	assert_non_null(http_header(r, "X-Empty").p);
	assert_int_equal(http_header(r, "X-Empty").len, 0);
	assert_null(http_header(r, "Retry-After").p);
	http_release(h, r);
	http_free(h);
}

static void
silence_ends_at_the_deadline(void **state)
{
	struct http *h = client(1);
	struct http_response *r;

	(void)state;
	submit(h, (struct http_request){ .method = "POST", .body = STR("{}"),
	    .total_ns = 50 * MS }, "/silent");
	r = await(h);
	assert_int_equal(r->error, HTTP_TIMEOUT);
	assert_true(r->sent);
	assert_true(r->took_ns >= 49 * MS);
	assert_string_not_equal(r->why, "");
	http_free(h);
}

static void
broken_answers_are_told_apart(void **state)
{
	static const struct {
		const char	*path;
		enum http_error	 error;
	} cases[] = {
		{ "/cut", HTTP_RESET }, { "/drop", HTTP_RESET },
		{ "/garbage", HTTP_MALFORMED },
	};
	struct http *h = client(1);
	struct http_response *r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		r = get(h, cases[i].path);
		assert_int_equal(r->error, cases[i].error);
		assert_true(r->sent);
		http_release(h, r);
	}
	http_free(h);
}

/* libcurl alone would send it again on a fresh connection. */
static void
write_on_a_dying_connection_is_sent_once(void **state)
{
	struct http *h = client(1);
	struct http_response *r;
	int before;

	(void)state;
	http_release(h, get(h, "/ok"));
	before = peer.requests;
	submit(h, (struct http_request){ .method = "POST",
	    .body = STR("{}") }, "/drop");
	r = await(h);
	assert_int_equal(r->error, HTTP_RESET);
	assert_true(r->sent);
	assert_int_equal(peer.requests, before + 1);
	http_release(h, r);
	http_free(h);
}

static void
oversize_answer_is_refused(void **state)
{
	struct http *h = client(1);
	static char big[9000];
	struct http_response *r;

	(void)state;
	memset(big, 'x', sizeof(big));
	submit(h, (struct http_request){ .method = "POST",
	    .body = { big, sizeof(big) } }, "/echo");
	r = await(h);
	assert_int_equal(r->error, HTTP_TOO_BIG);
	http_release(h, r);
	http_free(h);
}

static void
nobody_there_means_not_sent(void **state)
{
	struct http *h = client(1);
	struct http_request q = { .method = "GET" };
	struct http_response *r;

	(void)state;
	/* Port 1 (tcpmux) is nobody's. */
	q.url = STR("http://127.0.0.1:1/");
	assert_int_equal(http_submit(h, &q, &err), 0);
	r = await(h);
	assert_int_equal(r->error, HTTP_UNREACHABLE);
	assert_false(r->sent);
	http_free(h);
}

static void
unsafe_requests_are_refused(void **state)
{
	struct http *h = client(1);
	struct http_header crlf = { STR("X-A"), STR("b\r\nX-C: d") };
	struct http_request q = { .method = "GET" };

	(void)state;
	q.url = STR("http://crm.example/");
	assert_int_equal(http_submit(h, &q, &err), -1);
	assert_string_equal(err.code, "http.cleartext");
	q.url = STR("ftp://crm.example/");
	assert_int_equal(http_submit(h, &q, &err), -1);
	q.url = STR("https://user:hunter2@crm.example/");
	assert_int_equal(http_submit(h, &q, &err), -1);
	assert_null(strstr(err.msg, "hunter2"));
	q.url = STR("https://crm.example/");
	q.headers = &crlf;
	q.nheaders = 1;
	assert_int_equal(http_submit(h, &q, &err), -1);
	assert_string_equal(err.code, "http.header");
	assert_int_equal(http_pending(h), 0);
	http_free(h);
}

static void
wait_sees_input_too(void **state)
{
	struct http *h = client(1);
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(http_wait(h, fds[0], 1 * MS), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(http_wait(h, fds[0], -1), HTTP_INPUT);
	close(fds[0]);
	close(fds[1]);
	http_free(h);
}

static void
on_alarm(int sig)
{
	(void)sig;
}

static void
wait_ends_at_a_signal(void **state)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct itimerval soon = { .it_value = { .tv_usec = 20000 } };
	struct http *h = client(1);
	sigset_t alarm;

	(void)state;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigaction(SIGALRM, &sa, NULL);
	submit(h, (struct http_request){ .method = "GET" }, "/silent");
	pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	assert_int_equal(http_wait(h, -1, -1), 0);
	assert_int_equal(http_pending(h), 1);
	pthread_sigmask(SIG_BLOCK, &alarm, NULL);
	http_free(h);
}

static void
pause_and_budget_hold_back(void **state)
{
	struct http *h = client(4);
	struct http_response *r;
	int i;

	(void)state;
	http_budget(h, 1, 2, 40 * MS);
	for (i = 0; i < 3; i++)
		submit(h, (struct http_request){ .method = "GET",
		    .budgets = 1u << 1 }, "/ok");
	for (i = 0; i < 3; i++) {
		r = await(h);
		assert_true(i < 2 || r->waited_ns >= 39 * MS);
		http_release(h, r);
	}
	http_pause(h, 30 * MS);
	r = get(h, "/ok");
	assert_true(r->waited_ns >= 29 * MS);
	http_release(h, r);
	http_free(h);
}

static void
who_yields_goes_after_those_of_the_same_budget(void **state)
{
	struct http *h = client(4);
	struct http_response *r;
	char names[] = "abAB";
	int i;

	(void)state;
	http_budget(h, 1, 1, 20 * MS);
	for (i = 0; i < 4; i++)
		submit(h, (struct http_request){ .method = "GET",
		    .budgets = 1u << 1, .yields = i < 2, .cookie =
		    &names[i] }, "/ok");
	for (i = 0; i < 4; i++) {
		r = await(h);
		assert_int_equal(*(char *)r->cookie, "ABab"[i]);
		http_release(h, r);
	}
	http_free(h);
}

/* What counts is when a request ended: until then it may not be there yet. */
static void
budget_rolls(void **state)
{
	struct budget b = { 0 };

	(void)state;
	assert_int_equal(budget_wait(&b, 1, 0), 0);
	budget_set(&b, 2, 10 * SEC);
	budget_start(&b, 1, 0);
	budget_start(&b, 1, 0);
	assert_true(budget_wait(&b, 1, 30 * SEC) > 0);
	budget_end(&b, 1, 30 * SEC);
	budget_end(&b, 1, 34 * SEC);
	assert_int_equal(budget_wait(&b, 1, 35 * SEC), 5 * SEC);
	assert_int_equal(budget_wait(&b, 2, 35 * SEC), 9 * SEC);
	assert_int_equal(budget_wait(&b, 9, 35 * SEC), 9 * SEC);
	assert_int_equal(budget_wait(&b, 1, 40 * SEC), 0);
	budget_start(&b, 1, 40 * SEC);
	budget_end(&b, 1, 40 * SEC);
	assert_int_equal(budget_wait(&b, 1, 40 * SEC), 4 * SEC);
	/* A new limit leaves what was spent; the same set again, what was told. */
	budget_told(&b, 3, 10 * SEC);
	assert_int_equal(budget_wait(&b, 1, 41 * SEC), 0);
	budget_set(&b, 2, 10 * SEC);
	assert_int_equal(budget_wait(&b, 1, 41 * SEC), 0);
	budget_set(&b, 1, 10 * SEC);
	assert_int_equal(budget_wait(&b, 1, 41 * SEC), 9 * SEC);
}

/* Whatever comes when: no stretch of an interval has more than the limit. */
static void
budget_is_exact(void **state)
{
	enum { TOKENS = 3000, N = 20000 };
	static int64_t at[N];
	struct budget b = { 0 };
	uint64_t seed = 7;
	int64_t now = 0, wait;
	int i;

	(void)state;
	budget_set(&b, TOKENS, 10 * SEC);
	for (i = 0; i < N; i++) {
		while ((wait = budget_wait(&b, 1, now)) > 0)
			now += wait;
		budget_start(&b, 1, now);
		seed = seed * UINT64_C(6364136223846793005) + 1;
		now += (int64_t)(seed >> 33) % (2 * MS);
		at[i] = now;
		budget_end(&b, 1, now);
		if (i >= TOKENS)
			assert_true(at[i] - at[i - TOKENS] >= 10 * SEC);
	}
	/* And hardly less than it: a thousandth, and what is under way. */
	assert_true(now <= 10 * SEC * N / TOKENS * 102 / 100);
}

static void
budget_believes_the_server(void **state)
{
	struct budget b = { 0 };

	(void)state;
	budget_set(&b, 10, 10 * SEC);
	budget_start(&b, 1, 0);
	budget_end(&b, 1, 0);
	budget_left(&b, 1, 1 * SEC);
	assert_int_equal(budget_wait(&b, 1, 1 * SEC), 0);
	budget_start(&b, 1, 1 * SEC);
	budget_end(&b, 1, 1 * SEC);
	assert_int_equal(budget_wait(&b, 1, 1 * SEC), 9 * SEC);
	budget_left(&b, 5, 2 * SEC);
	assert_int_equal(budget_wait(&b, 1, 2 * SEC), 8 * SEC);
}

/* Two clients of one file: one budget, also after one of them has gone. */
static void
budgets_are_shared(void **state)
{
	struct http_conf c = { .share = "rates.test" };
	struct http_request r = { .method = "GET", .budgets = 1 };
	struct http *one, *two;

	(void)state;
	unlink(c.share);
	one = http_new(&c, &err);
	two = http_new(&c, &err);
	assert_non_null(one);
	assert_non_null(two);
	http_budget(one, 0, 2, 60 * SEC);
	http_budget(two, 0, 2, 60 * SEC);
	submit(one, r, "/ok");
	http_release(one, await(one));
	assert_int_equal(http_delay(two, &r), 0);
	submit(two, r, "/ok");
	http_release(two, await(two));
	http_free(two);
	assert_true(http_delay(one, &r) > 50 * SEC);
	http_pause(one, 300 * SEC);
	http_free(one);
	two = http_new(&c, &err);
	assert_true(http_paused(two) > 290 * SEC);
	submit(two, r, "/ok");
	assert_int_equal(http_wait(two, -1, 0), 0);
	http_unsend(two);
	assert_int_equal(await(two)->error, HTTP_UNSENT);
	http_free(two);
	unlink(c.share);
}

static void
pace_adapts(void **state)
{
	struct pace p;
	int i;

	(void)state;
	pace_init(&p, 8);
	assert_int_equal(pace_now(&p), 8);
	pace_answer(&p, true, 10, 20);
	assert_int_equal(pace_now(&p), 4);
	pace_answer(&p, true, 15, 21);		/* sent before the first */
	assert_int_equal(pace_now(&p), 4);
	for (i = 0; i < 5; i++)
		pace_answer(&p, true, 100 * (i + 1), 100 * (i + 1) + 10);
	assert_int_equal(pace_now(&p), 1);
	for (i = 0; i < 100; i++)
		pace_answer(&p, false, 1000 + i, 1010 + i);
	assert_int_equal(pace_now(&p), 8);
	pace_answer(&p, false, 2000, 2100);	/* ten times as long */
	assert_int_equal(pace_now(&p), 7);
}

static void
retry_delays_are_spread_below_the_schedule(void **state)
{
	static const int steps[] = { 5, 10, 30, 60, 120, 300, 300, 300 };
	struct http_retry a = { .seed = 7 }, b = { .seed = 7 },
	    c = { .seed = 8 }, tenth = { .seed = 7, .scale = 0.1 };
	int64_t da, dc, differ = 0;
	unsigned i;

	(void)state;
	for (i = 0; i < 8; i++) {
		da = http_retry_delay(&a, i + 1, -1);
		dc = http_retry_delay(&c, i + 1, -1);
		assert_in_range(da, 0, steps[i] * SEC);
		assert_int_equal(da, http_retry_delay(&b, i + 1, -1));
		assert_in_range(http_retry_delay(&tenth, i + 1, -1),
		    da / 10 - 1, da / 10 + 1);
		differ += da != dc;
	}
	assert_true(differ > 0);
	da = http_retry_delay(&a, 1, 60 * SEC);
	assert_in_range(da, 60 * SEC, 66 * SEC);
}

static int64_t
after(const char *value, const char *now)
{
	struct http_header header = { STR("retry-after"), str_of(value) };
	struct http_response r = { .headers = &header, .nheaders = 1 };
	struct instant t;

	assert_int_equal(time_parse(str_of(now), &t), 0);
	return http_retry_after(&r, t);
}

static void
retry_after_reads_seconds_and_dates(void **state)
{
	const char *now = "1994-11-06T08:49:30Z";

	(void)state;
	assert_int_equal(after("0", now), 0);
	assert_int_equal(after(" 120 ", now), 120 * SEC);
	assert_int_equal(after("99999999999999999999", now), 86400 * SEC);
	assert_int_equal(after("Sun, 06 Nov 1994 08:49:37 GMT", now), 7 * SEC);
	assert_int_equal(after("Sunday, 06-Nov-94 08:49:37 GMT", now),
	    7 * SEC);
	assert_int_equal(after("Sun Nov  6 08:49:37 1994", now), 7 * SEC);
	assert_int_equal(after("Sat, 05 Nov 1994 08:49:37 GMT", now), 0);
	assert_int_equal(after("-1", now), -1);
	assert_int_equal(after("soon", now), -1);
	assert_int_equal(after("Sun, 31 Feb 1994 08:49:37 GMT", now), -1);
}

static void
escape_leaves_only_the_unreserved(void **state)
{
	struct buf b = { 0 };

	(void)state;
	http_escape(STR("a+b@\xc3\xa9.example/~_-?\0x"), &b);
	assert_string_equal(b.p, "a%2Bb%40%C3%A9.example%2F~_-%3F%00x");
	buf_free(&b);
}

static int
start(void **state)
{
	sigset_t alarm;

	/* The peer's threads are to leave the alarm to the client's. */
	(void)state;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarm, NULL);
	peer_start(&peer);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	peer_stop(&peer);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_connection_serves_request_after_request),
		cmocka_unit_test(a_redirect_is_an_answer),
		cmocka_unit_test(a_trace_is_told_of_each_request),
		cmocka_unit_test(connections_at_a_time_are_limited),
		cmocka_unit_test(request_is_sent_as_given),
		cmocka_unit_test(headers_are_found_in_any_case),
		cmocka_unit_test(silence_ends_at_the_deadline),
		cmocka_unit_test(broken_answers_are_told_apart),
		cmocka_unit_test(write_on_a_dying_connection_is_sent_once),
		cmocka_unit_test(oversize_answer_is_refused),
		cmocka_unit_test(nobody_there_means_not_sent),
		cmocka_unit_test(unsafe_requests_are_refused),
		cmocka_unit_test(wait_sees_input_too),
		cmocka_unit_test(wait_ends_at_a_signal),
		cmocka_unit_test(pause_and_budget_hold_back),
		cmocka_unit_test(who_yields_goes_after_those_of_the_same_budget),
		cmocka_unit_test(budget_rolls),
		cmocka_unit_test(budget_is_exact),
		cmocka_unit_test(budget_believes_the_server),
		cmocka_unit_test(budgets_are_shared),
		cmocka_unit_test(pace_adapts),
		cmocka_unit_test(retry_delays_are_spread_below_the_schedule),
		cmocka_unit_test(retry_after_reads_seconds_and_dates),
		cmocka_unit_test(escape_leaves_only_the_unreserved),
	};

	return cmocka_run_group_tests_name("http", tests, start, stop);
}

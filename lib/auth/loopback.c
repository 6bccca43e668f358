/*
 * loopback: one answer of a browser, on this machine.
 *
 * Any page and any program of this machine can send something here, so only
 * what brings our state counts, and the wait goes on after anything else.
 * Source: RFC 8252, 7.3 and 8.3.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "auth/oauth.h"

enum { HEAD_MAX = 16 * 1024, CALLS_MAX = 1000, READ_MS = 3000 };

struct loopback {
	int		fd;
	struct str	path;
	char		head[HEAD_MAX + 1];
};

/* "http://HOST[:PORT][/PATH]", which the configuration has checked. */
static int
split(struct str url, struct str *host, int *port, struct str *path)
{
	struct str rest = str_from(url, strlen("http://"));
	size_t slash = str_find(rest, STR("/")), i;
	struct str at = str_to(rest, slash), digits = STR_NONE;

	*path = slash == (size_t)-1 ? STR("/") : str_from(rest, slash);
	*host = at;
	*port = 0;
	for (i = at.len; i > 0 && ascii_digit(at.p[i - 1]); i--)
		;
	if (i > 0 && at.p[i - 1] == ':') {
		*host = str_to(at, i - 1);
		digits = str_from(at, i);
	}
	for (i = 0; i < digits.len; i++)
		if ((*port = *port * 10 + (digits.p[i] - '0')) > 65535)
			return -1;
	return 0;
}

static int
listen_on(struct str host, int port)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
	    .sin6_port = htons((uint16_t)port),
	    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	bool six = str_eq(host, STR("[::1]"));
	int fd = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC,
	    0), on = 1;

	v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd == -1)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, six ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4,
	    six ? sizeof(v6) : sizeof(v4)) == 0 && listen(fd, 8) == 0)
		return fd;
	close(fd);
	return -1;
}

static int
port_of(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t len = sizeof(at);

	getsockname(fd, (struct sockaddr *)&at, &len);
	return ntohs(at.ss_family == AF_INET6 ?
	    ((struct sockaddr_in6 *)&at)->sin6_port :
	    ((struct sockaddr_in *)&at)->sin_port);
}

struct loopback *
loopback_open(struct str url, struct arena *a, struct str *redirect,
    struct err *e)
{
	struct loopback *l;
	struct str host, path;
	int port, fd;

	if (url.p == NULL)
		url = STR("http://127.0.0.1/callback");
	if (split(url, &host, &port, &path) == -1) {
		err_set(e, ERR_CONFIG, "auth.url",
		    "redirect_url has no such port");
		return NULL;
	}
	if ((fd = listen_on(host, port)) == -1) {
		err_errno(e, ERR_IO, "port %d of this machine", port);
		return NULL;
	}
	if ((l = calloc(1, sizeof(*l))) == NULL)
		abort();
	l->fd = fd;
	l->path = arena_str(a, path);
	*redirect = arena_printf(a, "http://%.*s:%d%.*s", STR_ARG(host),
	    port_of(fd), STR_ARG(path));
	return l;
}

void
loopback_close(struct loopback *l)
{
	close(l->fd);
	bytes_wipe(l->head, sizeof(l->head));
	free(l);
}

static int
hex_digit(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
decode(struct str s, struct arena *a, struct str *out)
{
	char *p = arena_alloc(a, s.len + 1);
	size_t i, n = 0;
	int hi, lo;

	for (i = 0; i < s.len; i++) {
		p[n] = s.p[i] == '+' ? ' ' : s.p[i];
		if (s.p[i] == '%') {
			if (i + 2 >= s.len || (hi = hex_digit(s.p[i + 1])) ==
			    -1 || (lo = hex_digit(s.p[i + 2])) == -1)
				return false;
			p[n] = (char)(hi * 16 + lo);
			i += 2;
		}
		if ((unsigned char)p[n] < 0x20 || p[n] == 0x7f)
			return false;
		n++;
	}
	p[n] = '\0';
	*out = (struct str){ p, n };
	return true;
}

bool
query_get(struct str query, const char *name, struct arena *a,
    struct str *out)
{
	struct str part, value = STR_NONE;
	size_t n;

	while (query.len > 0) {
		part = str_to(query, str_find(query, STR("&")));
		query = str_from(query, part.len + 1);
		n = str_find(part, STR("="));
		if (n == (size_t)-1 || !str_eq(str_to(part, n),
		    str_of(name)))
			continue;
		if (value.p != NULL)
			return false;
		value = str_from(part, n + 1);
	}
	return value.p != NULL && decode(value, a, out);
}

static int64_t
ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
readable(int fd, int64_t end)
{
	struct pollfd p = { fd, POLLIN, 0 };
	int64_t left = end - ms_now();

	return left > 0 && poll(&p, 1, left > 60000 ? 60000 : (int)left) > 0;
}

/* The head of a request, within READ_MS; the target of a GET, or none. */
static struct str
read_target(struct loopback *l, int fd)
{
	int64_t end = ms_now() + READ_MS;
	struct str line;
	size_t n = 0, space;
	ssize_t got;

	while (n < HEAD_MAX && readable(fd, end)) {
		if ((got = read(fd, l->head + n, HEAD_MAX - n)) <= 0)
			return STR_NONE;
		n += (size_t)got;
		l->head[n] = '\0';
		if (strstr(l->head, "\r\n\r\n") != NULL)
			break;
	}
	line = str_to((struct str){ l->head, n }, str_find((struct str){
	    l->head, n }, STR("\r\n")));
	if (!str_starts(line, STR("GET ")))
		return STR_NONE;
	line = str_from(line, 4);
	space = str_find(line, STR(" "));
	return space == (size_t)-1 ? STR_NONE : str_to(line, space);
}

static void
page(int fd, const char *status, const char *text)
{
	char out[600];
	int n;

	n = snprintf(out, sizeof(out), "HTTP/1.1 %s\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Cache-Control: no-store\r\n"
	    "Content-Security-Policy: default-src 'none'\r\n"
	    "Referrer-Policy: no-referrer\r\n"
	    "Connection: close\r\nContent-Length: %zu\r\n\r\n"
	    "<!DOCTYPE html><title>chatcrm</title><p>%s\n", status,
	    strlen("<!DOCTYPE html><title>chatcrm</title><p>\n") +
	    strlen(text), text);
	if (send(fd, out, (size_t)n, MSG_NOSIGNAL) == -1)
		return;
	shutdown(fd, SHUT_WR);
}

/* As strings are compared that an attacker may guess at: all bytes. */
static bool
same(struct str a, struct str b)
{
	unsigned char diff = 0;
	size_t i;

	if (a.len != b.len)
		return false;
	for (i = 0; i < a.len; i++)
		diff |= (unsigned char)(a.p[i] ^ b.p[i]);
	return diff == 0;
}

/* 1: a code; 0: it was not for us; -1: the person or provider said no. */
static int
take_call(struct loopback *l, int fd, struct str state, struct arena *a,
    struct str *code, struct err *e)
{
	struct str target = read_target(l, fd), got, query;
	size_t mark = str_find(target, STR("?"));
	char quoted[64];

	query = mark == (size_t)-1 ? STR_NONE : str_from(target, mark + 1);
	if (target.p == NULL || !str_eq(str_to(target, mark), l->path)) {
		page(fd, "404 Not Found", "There is nothing here.");
		return 0;
	}
	if (!query_get(query, "state", a, &got) || !same(got, state)) {
		page(fd, "400 Bad Request",
		    "This is not the answer that is waited for.");
		return 0;
	}
	if (query_get(query, "code", a, code) && code->len > 0) {
		page(fd, "200 OK", "You may close this window.");
		return 1;
	}
	page(fd, "200 OK", "It was not allowed. You may close this window.");
	if (!query_get(query, "error", a, &got))
		got = STR("no code");
	return err_set(e, ERR_AUTH, "auth.refused", "the provider says %s",
	    err_quote(got, quoted, sizeof(quoted)));
}

int
loopback_wait(struct loopback *l, struct str state, int seconds,
    struct arena *a, struct str *code, struct err *e)
{
	int64_t end = ms_now() + (int64_t)seconds * 1000;
	int fd, calls = 0, r = 0;

	while (r == 0 && calls < CALLS_MAX && ms_now() < end) {
		if (!readable(l->fd, end))
			continue;
		if ((fd = accept(l->fd, NULL, NULL)) == -1)
			continue;
		calls++;
		r = take_call(l, fd, state, a, code, e);
		close(fd);
	}
	if (r == 0)
		return err_set(e, ERR_AUTH, "auth.expired",
		    "no browser came back in time");
	return r == 1 ? 0 : -1;
}

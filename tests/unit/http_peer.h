/*
 * A server on loopback that answers by path, a thread a connection: /ok, and
 * the ways in which a server can go wrong.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer {
	int		listener;
	int		port;
	pthread_t	thread;
	atomic_int	connections, requests;
};

struct peer_conn {
	struct peer	*peer;
	int		 fd, number;
	char		 in[64 * 1024];
};

static void
peer_say(int fd, const char *text, size_t n)
{
	if (write(fd, text, n) == -1)
		perror("peer");
}

/* Read one request whole; its length, 0 at the end. */
static size_t
peer_read(struct peer_conn *c)
{
	size_t n = 0, length = 0;
	char *end = NULL, *h;
	ssize_t got;

	for (;;) {
		if (end != NULL && n >= (size_t)(end + 4 - c->in) + length)
			return n;
		got = read(c->fd, c->in + n, sizeof(c->in) - 1 - n);
		if (got <= 0)
			return 0;
		n += (size_t)got;
		c->in[n] = '\0';
		if (end == NULL && (end = strstr(c->in, "\r\n\r\n")) != NULL &&
		    (h = strstr(c->in, "Content-Length: ")) != NULL)
			length = strtoul(h + 16, NULL, 10);
	}
}

static void
peer_ok(struct peer_conn *c, const char *body, size_t n)
{
	char head[200];
	int len;

	len = snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\n"
	    "Content-Length: %zu\r\nX-Conn: %d\r\nx-EMPTY:\r\n\r\n",
	    n, c->number);
	peer_say(c->fd, head, (size_t)len);
	peer_say(c->fd, body, n);
}

/* To this very server under another name. */
static void
peer_redirect(struct peer_conn *c)
{
	char head[200];
	int len;

	len = snprintf(head, sizeof(head), "HTTP/1.1 307 Away\r\n"
	    "Location: http://localhost:%d/echo\r\n"
	    "Content-Length: 0\r\n\r\n", c->peer->port);
	peer_say(c->fd, head, (size_t)len);
}

/* Answer; false: the connection is to be closed. */
static bool
peer_answer(struct peer_conn *c, size_t n)
{
	static const char cut[] = "HTTP/1.1 200 OK\r\nContent-Length: 100"
	    "\r\n\r\npart";
	static const char early[] = "HTTP/1.1 103 Early Hints\r\nX-Conn: no"
	    "\r\n\r\n";
	char *path = strchr(c->in, ' ') + 1;
	char byte;

	if (strncmp(path, "/drop", 5) == 0)
		return false;
	if (strncmp(path, "/cut", 4) == 0) {
		peer_say(c->fd, cut, sizeof(cut) - 1);
		return false;
	}
	if (strncmp(path, "/garbage", 8) == 0) {
		peer_say(c->fd, "220 mail.example ESMTP\r\n", 24);
		return false;
	}
	if (strncmp(path, "/silent", 7) == 0)	/* until the client hangs up */
		return read(c->fd, &byte, 1) > 0;
	if (strncmp(path, "/redirect", 9) == 0) {
		peer_redirect(c);
		return true;
	}
	if (strncmp(path, "/early", 6) == 0)
		peer_say(c->fd, early, sizeof(early) - 1);
	if (strncmp(path, "/echo", 5) == 0)
		peer_ok(c, c->in, n);
	else if (strncmp(path, "/json", 5) == 0)
		peer_ok(c, "{}", 2);
	else
		peer_ok(c, "hello", 5);
	return true;
}

static void *
peer_serve(void *arg)
{
	struct peer_conn *c = arg;
	size_t n;

	while ((n = peer_read(c)) > 0) {
		atomic_fetch_add(&c->peer->requests, 1);
		if (!peer_answer(c, n))
			break;
	}
	close(c->fd);
	free(c);
	return NULL;
}

static void *
peer_accept(void *arg)
{
	struct peer *p = arg;
	struct peer_conn *c;
	pthread_t t;
	int fd;

	while ((fd = accept(p->listener, NULL, NULL)) != -1) {
		c = calloc(1, sizeof(*c));
		c->peer = p;
		c->fd = fd;
		c->number = atomic_fetch_add(&p->connections, 1) + 1;
		pthread_create(&t, NULL, peer_serve, c);
		pthread_detach(t);
	}
	return NULL;
}

static void
peer_start(struct peer *p)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	p->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(p->listener, (struct sockaddr *)&at, sizeof(at)) == -1 ||
	    listen(p->listener, 64) == -1 ||
	    getsockname(p->listener, (struct sockaddr *)&at, &len) == -1)
		abort();
	p->port = ntohs(at.sin_port);
	pthread_create(&p->thread, NULL, peer_accept, p);
}

static void
peer_stop(struct peer *p)
{
	shutdown(p->listener, SHUT_RDWR);
	pthread_join(p->thread, NULL);
	close(p->listener);
}

/*
 * sink: a CRM that does nothing, as fast as it can.
 *
 * It answers HubSpot's batch requests in the right form.  Nobody is ever
 * found by a key, everything sent is written; since push reads back what it
 * has written, the text of properties and a contact's company are kept by
 * id, unparsed.  What push can do at most is measured against it.
 *
 * sink [PORT [MS]]: MS is waited before each answer, as a CRM at the end of a
 * line would take.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"

enum { MAX_CLIENTS = 64 };

struct client {
	int		 fd;
	struct buf	 in, out;
	int64_t		 due;		/* ms; 0: nothing to send */
};

static struct client clients[MAX_CLIENTS];
static size_t nclients;

/* Ids are handed out in order: objects[id - FIRST_ID]. */
enum { FIRST_ID = 1001, MAX_IDS = 4 * 1000 * 1000 };

struct object {
	char		*props;		/* members of an object, as sent */
	unsigned	 company;	/* it was tied to; 0: none */
};

static struct object objects[MAX_IDS];
static unsigned next_id = FIRST_ID;
static int64_t latency;

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000) + ts.tv_nsec / 1000000;
}

/*
 * The next string value of member ${key} in *body, as it is written between
 * its quotes; *body moves past it.  None when there is no more.
 */
static struct str
next_value(struct str *body, struct str key)
{
	struct str v;
	size_t n;

	if ((n = str_find(*body, key)) == (size_t)-1)
		return STR_NONE;
	*body = str_from(*body, n + key.len);
	for (n = 0; n < body->len && body->p[n] != '"'; n++)
		if (body->p[n] == '\\')
			n++;
	v = str_to(*body, n);
	*body = str_from(*body, n);
	return v;
}

/* The members of the next "properties" of *body, which moves past them. */
static struct str
next_props(struct str *body)
{
	size_t n = str_find(*body, STR("\"properties\":{")), i;
	struct str v;
	bool quoted = false;

	if (n == (size_t)-1)
		return STR_NONE;
	v = str_from(*body, n + 14);
	for (i = 0; i < v.len && (quoted || v.p[i] != '}'); i++)
		if (v.p[i] == '\\')
			i++;
		else if (v.p[i] == '"')
			quoted = !quoted;
	*body = str_from(v, i);
	return str_to(v, i);
}

static struct object *
object_of(struct str id)
{
	unsigned long n = strtoul(id.p, NULL, 10);

	return n >= FIRST_ID && n < next_id && n - FIRST_ID < MAX_IDS ?
	    &objects[n - FIRST_ID] : NULL;
}

/* Of a member that is there twice the last one counts. */
static void
keep(struct object *o, struct str props)
{
	size_t old;

	if (o == NULL || props.len == 0)
		return;
	old = o->props != NULL ? strlen(o->props) : 0;
	if ((o->props = realloc(o->props, old + props.len + 2)) == NULL)
		exit(1);
	if (old > 0)
		o->props[old++] = ',';
	memcpy(o->props + old, props.p, props.len);
	o->props[old + props.len] = '\0';
}

#define KEY(name)	STR("\"" name "\":\"")
#define TIMES		"\"createdAt\":\"2026-03-01T00:00:00.000Z\"," \
			"\"updatedAt\":\"2026-03-01T00:00:00.000Z\"," \
			"\"archived\":false"

static void
result(struct buf *b, struct str id, struct str trace)
{
	const struct object *o = object_of(id);

	if (b->p[b->len - 1] != '[')
		buf_addc(b, ',');
	buf_adds(b, STR("{\"id\":\""));
	buf_adds(b, id);
	buf_adds(b, STR("\",\"properties\":{"));
	if (o != NULL && o->props != NULL)
		buf_adds(b, str_of(o->props));
	buf_adds(b, STR("}," TIMES));
	if (trace.p != NULL)
		buf_printf(b, ",\"objectWriteTraceId\":\"%.*s\"",
		    STR_ARG(trace));
	buf_addc(b, '}');
}

static void
created(struct buf *b, struct str body)
{
	struct str trace;
	char id[24];

	while ((trace = next_value(&body, KEY("objectWriteTraceId"))).p !=
	    NULL && next_id - FIRST_ID < MAX_IDS) {
		snprintf(id, sizeof(id), "%u", next_id++);
		keep(object_of(str_of(id)), next_props(&body));
		result(b, str_of(id), trace);
	}
}

/* Inputs of updates hold the id first, then the trace id. */
static void
updated(struct buf *b, struct str body)
{
	struct str id, trace;

	while ((id = next_value(&body, STR("{\"id\":\""))).p != NULL) {
		trace = next_value(&body, KEY("objectWriteTraceId"));
		keep(object_of(id), next_props(&body));
		result(b, id, trace);
	}
}

/* By a key nobody is found, by id everybody. */
static void
found(struct buf *b, struct str body)
{
	struct str id;

	if (str_find(body, STR("\"idProperty\"")) != (size_t)-1)
		return;
	while ((id = next_value(&body, STR("{\"id\":\""))).p != NULL)
		result(b, id, STR_NONE);
}

static void
associated(struct buf *b, struct str body)
{
	struct str from, to;
	struct object *o;

	while ((from = next_value(&body, STR("\"from\":{\"id\":\""))).p !=
	    NULL) {
		to = next_value(&body, STR("\"to\":{\"id\":\""));
		if ((o = object_of(from)) != NULL)
			o->company = (unsigned)strtoul(to.p, NULL, 10);
		buf_printf(b, "%s{\"from\":{\"id\":\"%.*s\"},\"to\":{\"id\":"
		    "\"%.*s\"},\"associationSpec\":{\"associationCategory\":"
		    "\"HUBSPOT_DEFINED\",\"associationTypeId\":279}}",
		    b->p[b->len - 1] == '[' ? "" : ",", STR_ARG(from),
		    STR_ARG(to));
	}
}

static void
ties(struct buf *b, struct str body)
{
	struct str id;
	const struct object *o;

	while ((id = next_value(&body, STR("{\"id\":\""))).p != NULL)
		if ((o = object_of(id)) != NULL && o->company != 0)
			buf_printf(b, "%s{\"from\":{\"id\":\"%.*s\"},\"to\":"
			    "[{\"toObjectId\":\"%u\",\"associationTypes\":"
			    "[]}]}", b->p[b->len - 1] == '[' ? "" : ",",
			    STR_ARG(id), o->company);
}

static void
nothing(struct buf *b, struct str body)
{
	(void)b, (void)body;
}

static const struct {
	const char	*end;		/* of the path */
	int		 status;
	void		(*fill)(struct buf *b, struct str body);
} routes[] = {
	{ "/contacts/companies/batch/read", 200, ties },
	{ "/batch/create", 201, created },
	{ "/batch/update", 200, updated },
	{ "/batch/upsert", 200, updated },
	{ "/batch/associate/default", 200, associated },
	{ "/batch/read", 200, found },
	{ "", 200, nothing },
};

static void
answer(struct client *c, struct str path, struct str body)
{
	static const char last[] = "],\"total\":0,\"portalId\":1,"
	    "\"accountType\":\"SANDBOX\","
	    "\"startedAt\":\"2026-03-01T00:00:00.000Z\","
	    "\"completedAt\":\"2026-03-01T00:00:00.000Z\"}";
	static struct buf b;
	size_t i = 0;

	while (!str_ends(path, str_of(routes[i].end)))
		i++;
	buf_reset(&b);
	buf_adds(&b, STR("{\"status\":\"COMPLETE\",\"results\":["));
	routes[i].fill(&b, body);
	buf_adds(&b, STR(last));
	buf_printf(&c->out, "HTTP/1.1 %d OK\r\nContent-Type: "
	    "application/json\r\nContent-Length: %zu\r\n\r\n",
	    routes[i].status, b.len);
	buf_adds(&c->out, buf_str(&b));
	c->due = now_ms() + latency;
}

/* A whole request, if there is one: answer it and drop it. */
static void
take_request(struct client *c)
{
	struct str in = buf_str(&c->in), head, path, line;
	size_t end = str_find(in, STR("\r\n\r\n")), n, length = 0;

	if (end == (size_t)-1)
		return;
	head = str_to(in, end + 2);
	if ((n = str_find(head, STR("Content-Length: "))) != (size_t)-1)
		length = strtoul(head.p + n + 16, NULL, 10);
	if (in.len < end + 4 + length)
		return;
	line = str_to(head, str_find(head, STR("\r\n")));
	path = str_from(line, str_find(line, STR(" ")) + 1);
	path = str_to(path, str_find(path, STR(" ")));
	answer(c, path, (struct str){ in.p + end + 4, length });
	n = end + 4 + length;
	memmove(c->in.p, c->in.p + n, c->in.len - n);
	c->in.len -= n;
}

static void
drop(size_t i)
{
	close(clients[i].fd);
	buf_free(&clients[i].in);
	buf_free(&clients[i].out);
	clients[i] = clients[--nclients];
	memset(&clients[nclients], 0, sizeof(clients[nclients]));
}

static bool
receive(struct client *c)
{
	ssize_t n;

	if (buf_room(&c->in, 256 * 1024) == -1)
		return false;
	if ((n = read(c->fd, c->in.p + c->in.len, 256 * 1024)) <= 0)
		return false;
	c->in.len += (size_t)n;
	take_request(c);
	return true;
}

static bool
deliver(struct client *c)
{
	size_t sent = 0;
	ssize_t n;

	while (sent < c->out.len) {
		n = write(c->fd, c->out.p + sent, c->out.len - sent);
		if (n <= 0)
			return false;
		sent += (size_t)n;
	}
	buf_reset(&c->out);
	c->due = 0;
	return true;
}

static void
add_client(int listener)
{
	int fd = accept(listener, NULL, NULL), one = 1;

	if (fd == -1)
		return;
	if (nclients == MAX_CLIENTS) {
		close(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	clients[nclients++].fd = fd;
}

static int
listen_on(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port) };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 ||
	    listen(fd, MAX_CLIENTS) == -1 ||
	    getsockname(fd, (struct sockaddr *)&at, &len) == -1) {
		perror("sink");
		exit(1);
	}
	printf("listening on http://127.0.0.1:%d\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

/* ms until the next answer is due, -1 if none is. */
static int
until_due(void)
{
	int64_t now = now_ms(), next = -1, left;
	size_t i;

	for (i = 0; i < nclients; i++) {
		if (clients[i].due == 0)
			continue;
		left = clients[i].due > now ? clients[i].due - now : 0;
		if (next == -1 || left < next)
			next = left;
	}
	return (int)next;
}

int
main(int argc, char **argv)
{
	struct pollfd fds[MAX_CLIENTS + 1];
	size_t i, n;

	signal(SIGPIPE, SIG_IGN);
	latency = argc > 2 ? atoi(argv[2]) : 0;
	fds[0].fd = listen_on(argc > 1 ? atoi(argv[1]) : 0);
	fds[0].events = POLLIN;
	for (;;) {
		n = nclients;
		for (i = 0; i < n; i++)
			fds[i + 1] = (struct pollfd){ clients[i].fd, POLLIN,
			    0 };
		if (poll(fds, n + 1, until_due()) == -1)
			return 1;
		for (i = n; i-- > 0;)
			if ((fds[i + 1].revents != 0 &&
			    !receive(&clients[i])) || (clients[i].due != 0 &&
			    clients[i].due <= now_ms() &&
			    !deliver(&clients[i])))
				drop(i);
		if (fds[0].revents != 0)
			add_client(fds[0].fd);
	}
}

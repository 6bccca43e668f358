/* The sandbox's life: its parts, its port, its loop. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

#include "sandbox/exchange.h"
#include "sandbox/oauth.h"

int64_t
sandbox_now(const struct sandbox *sb)
{
	struct instant t = time_now();

	return t.sec * 1000 + t.nsec / 1000000 + sb->clock_offset;
}

static int
open_port(struct sandbox *sb, struct err *e)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_port = htons(sb->conf.port) };

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sb->daemon = MHD_start_daemon(MHD_USE_EPOLL |
	    MHD_ALLOW_SUSPEND_RESUME, sb->conf.port, NULL, NULL,
	    exchange_handle, sb,
	    MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at,
	    MHD_OPTION_URI_LOG_CALLBACK, exchange_new, sb,
	    MHD_OPTION_NOTIFY_COMPLETED, exchange_done, sb,
	    MHD_OPTION_END);
	if (sb->daemon == NULL)
		return err_errno(e, ERR_IO, "cannot listen on 127.0.0.1:%u",
		    sb->conf.port);
	return 0;
}

uint16_t
sandbox_port(const struct sandbox *sb)
{
	if (sb->daemon == NULL)
		return sb->conf.port;
	return MHD_get_daemon_info(sb->daemon, MHD_DAEMON_INFO_BIND_PORT)->
	    port;
}

static int
open_parts(struct sandbox *sb, struct err *e)
{
	const struct sandbox_conf *c = &sb->conf;

	if (limit_init(&sb->limit, c->rate, e) == -1 ||
	    limit_init(&sb->search_limit, c->search_rate, e) == -1 ||
	    store_open(c->db, sb->persona->name, sb->persona->schema,
	    &sb->store, e) == -1)
		return -1;
	if (faults_init(&sb->faults, c, e) == -1 ||
	    oauth_proof_open(sb, e) == -1)
		return -1;
	properties_load(sb);
	if (properties_add(sb, c->properties, c->nproperties, e) == -1)
		return -1;
	if (c->log != NULL && (sb->log = fopen(c->log, "ae")) == NULL)
		return err_errno(e, ERR_IO, "cannot open %.100s", c->log);
	return 0;
}

int
sandbox_make(const struct sandbox_conf *c, struct sandbox **out,
    struct err *e)
{
	struct sandbox *sb = calloc(1, sizeof(*sb));

	if (sb == NULL)
		return err_set(e, ERR_IO, NULL, "out of memory");
	sb->conf = *c;
	sb->persona = c->persona == NULL ? &persona_hubspot :
	    persona_find(str_of(c->persona));
	if (sb->persona == NULL) {
		err_set(e, ERR_USAGE, "usage.persona", "there is no persona "
		    "'%s'; it is one of %.*s", c->persona,
		    STR_ARG(persona_names(&sb->life)));
		sandbox_free(sb);
		return -1;
	}
	sb->chance.state = c->faults.seed;
	sb->ids.state = ~c->faults.seed;
	if (c->now.sec != 0)
		sb->clock_offset = c->now.sec * 1000 - sandbox_now(sb);
	sb->parser = json_parser_new(NULL, NULL);
	if (open_parts(sb, e) == -1) {
		sandbox_free(sb);
		return -1;
	}
	*out = sb;
	return 0;
}

void
sandbox_free(struct sandbox *sb)
{
	if (sb == NULL)
		return;
	if (sb->daemon != NULL) {
		exchange_release(sb, INT64_MAX);
		MHD_run(sb->daemon);
		MHD_stop_daemon(sb->daemon);
	}
	store_close(sb->store);
	json_parser_free(sb->parser);
	limit_free(&sb->limit);
	limit_free(&sb->search_limit);
	faults_free(&sb->faults);
	oauth_proof_close(sb);
	arena_free(&sb->life);
	if (sb->log != NULL)
		fclose(sb->log);
	free(sb);
}

int
sandbox_new(const struct sandbox_conf *c, struct sandbox **out,
    struct err *e)
{
	if (sandbox_make(c, out, e) == -1)
		return -1;
	if (open_port(*out, e) == 0)
		return 0;
	sandbox_free(*out);
	return -1;
}

/* How long nothing can happen by itself, at most a minute. */
static struct timespec
idle_time(struct sandbox *sb)
{
	int64_t ms = 60000, due = exchange_next_due(sb);
	MHD_UNSIGNED_LONG_LONG wait;

	if (due != INT64_MAX && due - sandbox_now(sb) < ms)
		ms = due - sandbox_now(sb);
	if (MHD_get_timeout(sb->daemon, &wait) == MHD_YES &&
	    (int64_t)wait < ms)
		ms = (int64_t)wait;
	if (ms < 0)
		ms = 0;
	return (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
}

/*
 * Signals are let in only while waiting, so that none is lost between the
 * look at *stop and the wait.
 */
int
sandbox_run(struct sandbox *sb, const volatile sig_atomic_t *stop,
    struct err *e)
{
	int fd = MHD_get_daemon_info(sb->daemon, MHD_DAEMON_INFO_EPOLL_FD)->
	    epoll_fd;
	struct timespec wait;
	sigset_t ends, was;
	fd_set fds;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, &was);
	while (!*stop) {
		FD_ZERO(&fds);
		FD_SET(fd, &fds);
		wait = idle_time(sb);
		if (pselect(fd + 1, &fds, NULL, NULL, &wait, &was) == -1 &&
		    errno != EINTR)
			return err_errno(e, ERR_IO, "cannot wait for requests");
		exchange_release(sb, sandbox_now(sb));
		MHD_run(sb->daemon);
	}
	sigprocmask(SIG_SETMASK, &was, NULL);
	return 0;
}

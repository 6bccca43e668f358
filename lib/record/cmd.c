#include "record/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/diag.h"
#include "record/log.h"

int
cmd_verb(const char *program, const char *word, const char *const *names,
    size_t n, struct err *e)
{
	char quoted[64];
	const char *near;
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(names[i], word) == 0)
			return (int)i;
	}
	near = nearest(str_of(word), names, n);
	err_quote(str_of(word), quoted, sizeof(quoted));
	if (near != NULL)
		return err_set(e, ERR_USAGE, "usage.verb",
		    "there is no verb %s; did you mean %s?", quoted, near);
	return err_set(e, ERR_USAGE, "usage.verb",
	    "there is no verb %s; see %s --help", quoted, program);
}

const char *
cmd_env(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/*
 * A descriptor that is closed gets /dev/null the wrong way round: using it
 * fails, as it should, and no file opened later is taken for a stream.
 */
static void
open_stream(int fd)
{
	if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
		return;
	if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
		_exit(STATUS_IO);
}

void
cmd_init(void)
{
	struct rlimit none = { 0, 0 };

	open_stream(STDIN_FILENO);
	open_stream(STDOUT_FILENO);
	open_stream(STDERR_FILENO);
	setlocale(LC_ALL, "C");
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CORE, &none);
}

static const char *const format_names[] = { "text", "json", "logfmt", NULL };
static const char *const shell_names[] = { "bash", NULL };

/* What is answered at once instead of the command's work. */
struct answers {
	bool	help, version;
	int	completion;	/* index of a shell, or -1 */
};

static void
answer(const struct opts *o, const struct answers *a)
{
	if (a->help)
		opts_help(o, stdout);
	else if (a->version)
		printf("%s %s\n", o->program, CHATCRM_VERSION);
	else if (a->completion >= 0)
		opts_completion(o, stdout);
	else
		return;
	exit(cmd_exit(STATUS_OK, NULL));
}

static enum log_level
least_level(const struct cmd_common *c)
{
	if (c->quiet)
		return LOG_ERROR;
	return c->verbose > 0 ? LOG_DEBUG : LOG_INFO;
}

int
cmd_options(const struct opts *own, struct cmd_common *c, int argc,
    char **argv)
{
	struct answers a = { .completion = -1 };
	const struct opt common[] = {
		{ "config", 'c', OPT_LIST, &c->config, "FILE",
		    "read configuration; a later one wins", 0, 0, NULL },
		{ "quiet", 'q', OPT_FLAG, &c->quiet, NULL,
		    "tell nothing but errors", 0, 0, NULL },
		{ "verbose", 'v', OPT_COUNT, &c->verbose, NULL,
		    "tell more", 0, 0, NULL },
		{ "log-format", 0, OPT_ENUM, &c->log_format, NULL,
		    "form of messages", 0, 0, format_names },
		{ "help", 'h', OPT_FLAG, &a.help, NULL,
		    "show this", 0, 0, NULL },
		{ "version", 'V', OPT_FLAG, &a.version, NULL,
		    "show the version", 0, 0, NULL },
		{ "completion", 0, OPT_ENUM, &a.completion, NULL,
		    "print completion for a shell", 0, 0, shell_names },
		{ 0 }
	};
	struct opts o = *own;
	struct err e = { 0 };
	int n;

	opts_join(&o, common);
	log_open(o.program, LOG_TEXT, LOG_INFO);
	n = opts_parse(&o, argc, argv, &e);
	log_open(o.program, (enum log_format)c->log_format, least_level(c));
	if (n < 0)
		exit(cmd_exit(STATUS_USAGE, &e));
	answer(&o, &a);
	return n;
}

int
cmd_exit(enum status status, const struct err *e)
{
	struct err flush = { 0 };
	bool set = e != NULL && e->kind != ERR_NONE;

	if (fflush(stdout) != 0 || ferror(stdout)) {
		err_errno(&flush, ERR_IO, "cannot write standard output");
		if (errno != EPIPE)
			log_err(LOG_ERROR, &flush);
		if (status == STATUS_OK)
			status = STATUS_IO;
	}
	if (set && status == STATUS_OK)
		status = status_of(e->kind);
	if (set && (e->code == NULL || strcmp(e->code, "io.closed") != 0))
		log_err(LOG_ERROR, e);
	return status;
}

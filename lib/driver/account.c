#include "driver/account.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "driver/spawn.h"

static int
read_all(int fd, struct buf *b, struct err *e)
{
	ssize_t n;

	for (;;) {
		if (buf_room(b, 65536) == -1)
			return err_set(e, ERR_INPUT, "crm.catalogue",
			    "the list of the CRM's fields is too long");
		n = read(fd, b->p + b->len, 65536);
		if (n == 0)
			return 0;
		if (n > 0)
			b->len += (size_t)n;
		else if (errno != EINTR)
			return err_errno(e, ERR_IO,
			    "cannot read the CRM's fields");
	}
}

/* What it complains of it says itself. */
static int
ask(const struct cmd_common *common, struct buf *b, struct err *e)
{
	const char *argv[2 * OPT_LIST_MAX + 4] = { "chatcrm-push",
	    "--properties" };
	int fds[2], rc, status;
	size_t n = 2, i;
	pid_t pid;

	for (i = 0; i < common->config.n; i++) {
		argv[n++] = "-c";
		argv[n++] = common->config.v[i];
	}
	if (pipe(fds) == -1)
		return err_errno(e, ERR_IO, "cannot make a pipe");
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	rc = spawn_start((char *const *)(uintptr_t)argv, STDIN_FILENO, fds[1],
	    &pid, e);
	close(fds[1]);
	if (rc == 0)
		rc = read_all(fds[0], b, e);
	close(fds[0]);
	if (rc == -1)
		return -1;
	status = spawn_wait(pid, e);
	if (status != 0 && rc == 0)
		rc = err_set(e, ERR_REMOTE, "crm.unasked",
		    "the CRM did not tell which fields it has");
	return rc;
}

static int
load(const char *file, struct buf *b, struct err *e)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC), rc;

	if (fd == -1)
		return err_errno(e, ERR_IO, "cannot read %.200s", file);
	rc = read_all(fd, b, e);
	close(fd);
	return rc;
}

int
account_fields(const char *file, const struct cmd_common *common,
    struct arena *a, struct crm_catalogue *out, struct err *e)
{
	struct buf b = { .max = 64 << 20 };
	int rc;

	rc = *file == '\0' ? ask(common, &b, e) : load(file, &b, e);
	if (rc == 0)
		rc = catalogue_read(arena_str(a, buf_str(&b)), a, out, e);
	buf_free(&b);
	return rc;
}

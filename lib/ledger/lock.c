/*
 * lock: one run at a time.
 *
 * The kernel's lock on PATH.lock ends with the process, however that ends,
 * so no lock is ever stale.  What stands in the file only says who holds it.
 */
#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/time.h"
#include "ledger/private.h"

static void
write_holder(int fd)
{
	char text[TIME_TEXT + 32], since[TIME_TEXT];
	struct instant now = time_now();
	ssize_t put;
	int n;

	now.nsec = 0;
	time_format(now, since);
	n = snprintf(text, sizeof(text), "%ld %s\n", (long)getpid(), since);
	if (ftruncate(fd, 0) == -1)
		return;
	put = pwrite(fd, text, (size_t)n, 0);
	(void)put;		/* who holds it is a courtesy */
}

static int
held(int fd, const char *path, struct err *e)
{
	char text[TIME_TEXT + 32] = "", since[TIME_TEXT] = "";
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	long pid;

	if (n > 0 && sscanf(text, "%ld %39[0-9TZ:.-]", &pid, since) == 2)
		return err_set(e, ERR_LOCKED, "ledger.locked",
		    "%s: in use by process %ld since %s; wait for it to end",
		    path, pid, since);
	return err_set(e, ERR_LOCKED, "ledger.locked",
	    "%s: in use by another run; wait for it to end", path);
}

int
ledger_lock(const char *path, struct err *e)
{
	char name[4096];
	int fd, rc;

	if ((size_t)snprintf(name, sizeof(name), "%s.lock", path) >=
	    sizeof(name))
		return err_set(e, ERR_CONFIG, "ledger.path",
		    "the ledger's path is too long");
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1)
		return err_errno(e, ERR_IO, "%s", name);
	do
		rc = flock(fd, LOCK_EX | LOCK_NB);
	while (rc == -1 && errno == EINTR);
	if (rc == 0) {
		write_holder(fd);
		return fd;
	}
	if (errno == EWOULDBLOCK)
		held(fd, path, e);
	else
		err_errno(e, ERR_IO, "%s", name);
	close(fd);
	return -1;
}

/*
 * lock: one run at a time, or several that take turns.
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

static int
open_beside(const char *path, const char *suffix, struct err *e)
{
	char name[4096];
	int fd;

	if ((size_t)snprintf(name, sizeof(name), "%s%s", path, suffix) >=
	    sizeof(name))
		return err_set(e, ERR_CONFIG, "ledger.path",
		    "the ledger's path is too long");
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return fd != -1 ? fd : err_errno(e, ERR_IO, "%s", name);
}

/* 1 taken, 0 somebody else has it, -1. */
static int
take(int fd, int how, const char *path, struct err *e)
{
	int rc;

	do
		rc = flock(fd, how | LOCK_NB);
	while (rc == -1 && errno == EINTR);
	if (rc == -1 && errno != EWOULDBLOCK)
		return err_errno(e, ERR_IO, "%s", path);
	return rc == 0;
}

int
ledger_lock(const char *path, bool shared, struct err *e)
{
	int fd = open_beside(path, ".lock", e), rc;

	if (fd == -1)
		return -1;
	rc = take(fd, shared ? LOCK_SH : LOCK_EX, path, e);
	if (rc == 1) {
		write_holder(fd);
		return fd;
	}
	if (rc == 0)
		held(fd, path, e);
	close(fd);
	return -1;
}

int
ledger_turn_open(const char *path, struct err *e)
{
	return open_beside(path, ".turn", e);
}

int
ledger_turn_take(const struct ledger *l, struct err *e)
{
	return take(l->turn, LOCK_EX, l->path, e);
}

int
ledger_turn(struct ledger *l, struct err *e)
{
	int rc;

	if (l->turn == -1 || l->ours)
		return 1;
	rc = ledger_turn_take(l, e);
	if (rc != 1)
		return rc;
	l->ours = true;
	ledger_forget(l);
	return db_begin(l->db, e) == -1 ? -1 : 1;
}

int
ledger_yield(struct ledger *l, struct err *e)
{
	if (ledger_commit(l, e) == -1)
		return -1;
	if (l->turn == -1 || !l->ours)
		return 0;
	db_rollback(l->db);	/* nothing is in it */
	l->ours = false;
	flock(l->turn, LOCK_UN);
	return 0;
}

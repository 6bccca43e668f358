#include "auth/vault-file.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/step.h"

enum { PATH_SIZE = 4096, LOCK_WAIT_S = 60 };

static int
check_mode(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, ERR_IO, "%.160s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CONFIG, "vault.file",
		    "%.160s is no regular file", path);
	if (st.st_uid != geteuid())
		return err_set(e, ERR_CONFIG, "vault.owner",
		    "%.160s belongs to another user", path);
	if ((st.st_mode & 077) != 0)
		return err_set(e, ERR_CONFIG, "vault.mode",
		    "%.160s is open to others: chmod 600 it", path);
	return 0;
}

static int
read_all(int fd, const char *path, struct buf *b, struct err *e)
{
	ssize_t n;

	do {
		if (buf_room(b, 16384) == -1)
			return err_set(e, ERR_CONFIG, "vault.long",
			    "%.160s is too long for a vault", path);
		n = read(fd, b->p + b->len, 16384);
		if (n == -1 && errno != EINTR)
			return err_errno(e, ERR_IO, "%.160s", path);
		b->len += n > 0 ? (size_t)n : 0;
	} while (n != 0);
	return 1;
}

int
file_read(const char *path, struct buf *b, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int r;

	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1)
		return err_errno(e, errno == ELOOP ? ERR_CONFIG : ERR_IO,
		    "%.160s", path);
	r = check_mode(fd, path, e) == 0 ? read_all(fd, path, b, e) : -1;
	close(fd);
	return r;
}

static void
folder_of(const char *path, char out[PATH_SIZE])
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		strcpy(out, ".");
	else
		snprintf(out, PATH_SIZE, "%.*s", (int)(slash - path + 1),
		    path);
}

int
folder_sync(const char *path)
{
	char folder[PATH_SIZE];
	int fd, r;

	folder_of(path, folder);
	if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return -1;
	r = fsync(fd);
	close(fd);
	return r;
}

int
folder_make(const char *path, struct err *e)
{
	char folder[PATH_SIZE], *p;

	folder_of(path, folder);
	for (p = folder + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(folder, 0700) == -1 && errno != EEXIST)
			return err_errno(e, ERR_IO, "folder %.160s", folder);
		*p = '/';
	}
	return 0;
}

int
file_replace(const char *path, struct str s, struct err *e)
{
	char temp[PATH_SIZE + 8];
	int fd, r = -1;

	snprintf(temp, sizeof(temp), "%s.XXXXXX", path);
	if ((fd = mkstemp(temp)) == -1)		/* mode 0600 */
		return err_errno(e, ERR_IO, "%.160s", path);
	if (fd_write(fd, s, path, e) == -1 || fsync(fd) == -1 ||
	    rename(temp, path) == -1) {
		err_errno(e, ERR_IO, "%.160s", path);
		unlink(temp);
	} else if (folder_sync(path) == -1)
		err_errno(e, ERR_IO, "%.160s", path);
	else
		r = 0;
	close(fd);
	step();
	return r;
}

int
file_lock(const char *path, struct err *e)
{
	const struct timespec pause = { 0, 20 * 1000000 };
	char name[PATH_SIZE + 8];
	int fd, i;

	snprintf(name, sizeof(name), "%s.lock", path);
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return err_errno(e, ERR_IO, "%.160s", name);
	for (i = 0; i < LOCK_WAIT_S * 50; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		nanosleep(&pause, NULL);
	}
	if (errno == EWOULDBLOCK || errno == EINTR)
		err_set(e, ERR_LOCKED, "vault.locked", "%.160s: in use by "
		    "another process for a minute; try again", path);
	else
		err_errno(e, ERR_IO, "%.160s", name);
	close(fd);
	return -1;
}

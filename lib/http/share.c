#include "http/share.h"

#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/client.h"

/* Another layout of struct shared needs another number here. */
static const char magic[16] = "chatcrm rates 1";

void
share_private(struct share *s)
{
	s->fd = -1;
	s->map = must(calloc(1, sizeof(*s->map)));
}

static int64_t
wall_offset(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec - time_monotonic();
}

/* The kernel's name for this start of the machine; "" if it has none. */
static void
read_boot(char *out, size_t size)
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	memset(out, 0, size);
	if (fd == -1)
		return;
	n = read(fd, out, size - 1);
	close(fd);
	if (n <= 0)
		out[0] = '\0';
}

/* Times of an earlier start of the machine, by today's clock. */
static void
bring_over(struct shared *m, const char *boot, size_t size)
{
	int64_t offset = wall_offset(), ns = m->offset - offset;
	size_t i;

	for (i = 0; i < HTTP_BUDGETS; i++)
		budget_shift(&m->budgets[i], ns);
	m->paused_until += ns;
	m->offset = offset;
	memcpy(m->boot, boot, size);
}

/* Could these numbers have been written by this program? */
static bool
is_sane(const struct shared *m)
{
	const struct budget *b;

	for (b = m->budgets; b < m->budgets + HTTP_BUDGETS; b++)
		if (b->first >= BUDGET_CELLS || b->used > BUDGET_CELLS ||
		    b->interval < 0)
			return false;
	return memcmp(m->magic, magic, sizeof(magic)) == 0;
}

static void
make_ready(struct shared *m)
{
	char boot[sizeof(m->boot)];
	size_t i;

	read_boot(boot, sizeof(boot));
	if (!is_sane(m)) {
		memset(m, 0, sizeof(*m));
		memcpy(m->magic, magic, sizeof(magic));
		memcpy(m->boot, boot, sizeof(boot));
		m->offset = wall_offset();
	} else if (memcmp(m->boot, boot, sizeof(boot)) != 0)
		bring_over(m, boot, sizeof(boot));
	for (i = 0; i < HTTP_BUDGETS; i++)
		budget_mend(&m->budgets[i]);
}

static int
map_file(struct share *s, const char *path, struct err *e)
{
	struct stat st;

	share_lock(s);
	if (fstat(s->fd, &st) == -1 || (st.st_size !=
	    (off_t)sizeof(*s->map) && (ftruncate(s->fd, 0) == -1 ||
	    ftruncate(s->fd, sizeof(*s->map)) == -1))) {
		share_unlock(s);
		return err_errno(e, ERR_IO, "%s", path);
	}
	s->map = mmap(NULL, sizeof(*s->map), PROT_READ | PROT_WRITE,
	    MAP_SHARED, s->fd, 0);
	if (s->map == MAP_FAILED) {
		s->map = NULL;
		share_unlock(s);
		return err_errno(e, ERR_IO, "%s", path);
	}
	make_ready(s->map);
	share_unlock(s);
	return 0;
}

int
share_open(struct share *s, const char *path, struct err *e)
{
	s->map = NULL;
	s->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (s->fd == -1)
		return err_errno(e, ERR_IO, "%s", path);
	if (map_file(s, path, e) == 0)
		return 0;
	share_close(s);
	return -1;
}

void
share_close(struct share *s)
{
	if (s->fd == -1)
		free(s->map);
	else {
		if (s->map != NULL)
			munmap(s->map, sizeof(*s->map));
		close(s->fd);
	}
	s->map = NULL;
	s->fd = -1;
}

void
share_lock(struct share *s)
{
	while (s->fd != -1 && flock(s->fd, LOCK_EX) == -1 && errno == EINTR)
		;
}

void
share_unlock(struct share *s)
{
	if (s->fd != -1)
		flock(s->fd, LOCK_UN);
}

/* Edits of a file, written. */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "driver/cases.h"

static int
by_place(const void *va, const void *vb)
{
	const struct edit *a = va, *b = vb;

	return a->from < b->from ? -1 : a->from > b->from;
}

static void
apply(const struct edits *x, struct str text, struct buf *b)
{
	size_t i, at = 0;

	for (i = 0; i < x->n; i++) {
		if (x->v[i].from < at)
			continue;	/* within what was replaced */
		buf_add(b, text.p + at, x->v[i].from - at);
		buf_adds(b, x->v[i].text);
		at = x->v[i].to;
	}
	buf_adds(b, str_from(text, at));
}

static int
write_all(int fd, struct str s)
{
	ssize_t n;

	while (s.len > 0) {
		n = write(fd, s.p, s.len);
		if (n < 0 && errno != EINTR)
			return -1;
		s = str_from(s, n > 0 ? (size_t)n : 0);
	}
	return 0;
}

int
edits_write(struct edits *x, const char *path, struct str text,
    struct err *e)
{
	struct str temp = arena_printf(x->arena, "%s.XXXXXX", path);
	char *name = (char *)(uintptr_t)temp.p;
	struct buf b = { 0 };
	struct stat st;
	int fd, ret = -1;

	if (x->n == 0)
		return 0;
	qsort(x->v, x->n, sizeof(*x->v), by_place);
	apply(x, text, &b);
	fd = mkstemp(name);
	if (fd < 0) {
		buf_free(&b);
		return err_errno(e, ERR_IO, "cannot write beside %s", path);
	}
	if (stat(path, &st) == 0 && fchmod(fd, st.st_mode & 07777) == 0 &&
	    write_all(fd, buf_str(&b)) == 0 && fsync(fd) == 0)
		ret = 0;
	if (close(fd) != 0 || (ret == 0 && rename(name, path) != 0))
		ret = -1;
	if (ret != 0) {
		err_errno(e, ERR_IO, "cannot write %s", path);
		unlink(name);
	}
	buf_free(&b);
	return ret;
}

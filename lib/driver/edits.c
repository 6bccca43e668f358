/* Edits of a file, written. */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "driver/cases.h"

static int
by_place(const void *va, const void *vb)
{
	const struct edit *a = va, *b = vb;

	return a->from < b->from ? -1 : a->from > b->from;
}

void
edits_apply(struct edits *x, struct str text, struct buf *b)
{
	size_t i, at = 0;

	if (x->n > 0)
		qsort(x->v, x->n, sizeof(*x->v), by_place);
	for (i = 0; i < x->n; i++) {
		if (x->v[i].from < at)
			continue;	/* within what was replaced */
		buf_add(b, text.p + at, x->v[i].from - at);
		buf_adds(b, x->v[i].text);
		at = x->v[i].to;
	}
	buf_adds(b, str_from(text, at));
}

/* We know most of YAML's ways; a file is not to suffer for the others. */
static bool
is_yaml(struct str text)
{
	struct arena a = { 0 };
	struct json root;
	struct diags d;
	bool ok;

	diags_init(&d, &a);
	ok = yaml_parse("updated", text, &a, &root, &d) == 0;
	arena_free(&a);
	return ok;
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
	edits_apply(x, text, &b);
	if (!is_yaml(buf_str(&b))) {
		buf_free(&b);
		return err_set(e, ERR_CONFIG, "test.update", "%s is written "
		    "so that it cannot be updated; it is as it was", path);
	}
	fd = mkstemp(name);
	if (fd < 0) {
		buf_free(&b);
		return err_errno(e, ERR_IO, "cannot write beside %s", path);
	}
	if (stat(path, &st) == 0 && fchmod(fd, st.st_mode & 07777) == 0 &&
	    fd_write(fd, buf_str(&b), path, e) == 0 && fsync(fd) == 0)
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

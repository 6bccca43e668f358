/* Which files hold tests. */
#include "driver/suite.h"

#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DEPTH = 32 };		/* of folders in folders */

static void
add(struct paths *p, const char *path)
{
	size_t cap = p->cap > 0 ? 2 * p->cap : 16;

	if (p->n == p->cap) {
		p->v = arena_grow(p->arena, p->v, p->n * sizeof(*p->v),
		    cap * sizeof(*p->v));
		p->cap = cap;
	}
	p->v[p->n++] = path;
}

static bool
is_test(struct str name)
{
	return str_ends(name, STR(".test.yaml")) ||
	    str_ends(name, STR(".test.yml"));
}

static int	find_below(struct paths *p, const char *dir, int depth,
		    struct err *e);

static int
find_entry(struct paths *p, const char *dir, const char *name, int depth,
    struct err *e)
{
	struct stat st;
	const char *path;

	if (name[0] == '.')
		return 0;
	path = strcmp(dir, ".") == 0 ? arena_str(p->arena, str_of(name)).p :
	    arena_printf(p->arena, "%s/%s", dir, name).p;
	/* A link to a folder may lead in circles. */
	if (lstat(path, &st) != 0)
		return 0;
	if (S_ISDIR(st.st_mode))
		return depth < DEPTH ? find_below(p, path, depth + 1, e) : 0;
	if (is_test(str_of(name)))
		add(p, path);
	return 0;
}

static int
find_below(struct paths *p, const char *dir, int depth, struct err *e)
{
	struct dirent **names;
	int i, n = scandir(dir, &names, NULL, alphasort), ret = 0;

	if (n < 0)
		return err_errno(e, ERR_IO, "cannot read %s", dir);
	for (i = 0; i < n; i++) {
		if (ret == 0)
			ret = find_entry(p, dir, names[i]->d_name, depth, e);
		free(names[i]);
	}
	free(names);
	return ret;
}

int
paths_find(struct paths *p, const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_errno(e, ERR_IO, "cannot read %s", path);
	if (S_ISDIR(st.st_mode))
		return find_below(p, path, 0, e);
	add(p, path);
	return 0;
}

int
suite_text(const char *path, struct str *text, struct arena *a,
    struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct buf b = { .max = YAML_MAX_BYTES + 1 };
	ssize_t n = -1;

	while (fd >= 0 && buf_room(&b, 65536) == 0 &&
	    (n = read(fd, b.p + b.len, 65536)) > 0)
		b.len += (size_t)n;
	if (n < 0)
		err_errno(e, ERR_IO, "cannot read %s", path);
	else if (n > 0)
		err_set(e, ERR_CONFIG, "yaml.limit", "%s is larger than 16 MiB",
		    path);
	*text = arena_str(a, buf_str(&b));
	buf_free(&b);
	if (fd >= 0)
		close(fd);
	return n == 0 ? 0 : -1;
}

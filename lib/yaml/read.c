/* read: YAML from a file. */
#include "yaml/yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int
refuse(struct diags *d, const char *path, struct where at)
{
	if (at.name == NULL)
		at.name = arena_str(d->arena, str_of(path)).p;
	return diag_error(d, at, "yaml.file", "cannot read the file %s: %s",
	    path, strerror(errno));
}

/* Up to one byte more than the limit, so that yaml_parse sees the excess. */
static int
slurp(int fd, struct arena *a, struct str *out)
{
	size_t room = 64 * 1024, len = 0;
	char *p = arena_alloc(a, room);
	ssize_t n;

	while (len <= YAML_MAX_BYTES) {
		if (len == room) {
			p = arena_grow(a, p, room, 2 * room);
			room *= 2;
		}
		n = read(fd, p + len, room - len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	*out = (struct str){ p, len };
	return 0;
}

int
yaml_read_for(const char *path, struct where at, struct arena *a,
    struct json *out, struct diags *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct str text;
	int rc;

	if (fd == -1)
		return refuse(d, path, at);
	rc = slurp(fd, a, &text);
	if (rc == -1)
		rc = refuse(d, path, at);
	else
		rc = yaml_parse(path, text, a, out, d);
	close(fd);
	return rc;
}

int
yaml_read(const char *path, struct arena *a, struct json *out,
    struct diags *d)
{
	return yaml_read_for(path, (struct where){ 0 }, a, out, d);
}

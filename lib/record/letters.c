#include "record/letters.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "record/log.h"

struct section {
	struct str	file, seal;
	int64_t		max;
};

#define AT(field)	offsetof(struct section, field)

const struct conf_key dead_conf_keys[] = {
	{ "file", CONF_STR, AT(file), "where dead letters go if --rejects "
	    "does not say it", 0, 0, 0, NULL, NULL },
	{ "max_size", CONF_SIZE, AT(max), "bytes that the file may have", 0,
	    4096, 1e15, NULL, NULL },
	{ "seal", CONF_STR, AT(seal), "the public key that only the holder of "
	    "the secret one can open letters with", 0, 0, 0, NULL, NULL },
	{ 0 }
};

void
letters_conf(const struct conf *c, const char *path, struct letters *l)
{
	const struct json *node = conf_section(c, "dead");
	struct section s = { .max = INT64_C(1) << 30 };

	conf_read(node, "dead", dead_conf_keys, &s, c->arena, c->diags);
	*l = (struct letters){ .path = path, .max = s.max, .fd = -1 };
	if (path == NULL && s.file.len > 0)
		l->path = arena_str(c->arena, s.file).p;
	if (s.seal.p == NULL)
		return;
	l->sealed = box_key_parse(s.seal, l->to);
	if (!l->sealed)
		diag_error(c->diags, yaml_where(json_get(node, STR("seal"))),
		    "config.seal", "seal is a public key, 64 hexadecimal "
		    "digits; make one with chatcrm-ledger dead key FILE");
}

/* A last line that a crash cut short is closed off, to spoil no letter. */
static int
end_last_line(const struct letters *l, struct err *e)
{
	off_t end = lseek(l->fd, 0, SEEK_END);
	char last;

	if (end <= 0 || pread(l->fd, &last, 1, end - 1) != 1 || last == '\n')
		return 0;
	return fd_write(l->fd, STR("\n"), l->path, e);
}

/* Is what was opened still what the path leads to? */
static bool
is_there(const struct letters *l)
{
	struct stat a, b;

	return fstat(l->fd, &a) == 0 && stat(l->path, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/*
 * Who compacts the file puts another in its place; a lock, shared by all
 * who append, keeps letters from going to the one that is thrown away.
 */
static int
share(struct letters *l, struct err *e)
{
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
	struct stat st;

	if (fstat(l->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	while (fcntl(l->fd, F_SETLKW, &lock) != 0) {
		if (errno != EINTR)
			return err_errno(e, ERR_IO, "cannot lock %s",
			    l->path);
	}
	return 0;
}

int
letters_open(struct letters *l, struct err *e)
{
	l->fd = -1;
	if (l->path == NULL)
		return 0;
	for (;;) {
		l->fd = open(l->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC,
		    0600);
		if (l->fd < 0)
			return err_errno(e, ERR_IO, "cannot open %s",
			    l->path);
		if (share(l, e) != 0)
			return -1;
		if (is_there(l))
			return end_last_line(l, e);
		close(l->fd);
	}
}

/* Others append to it too, so ask each time. */
static int
check_room(struct letters *l, size_t more, struct err *e)
{
	struct stat st;
	int64_t size;

	if (fstat(l->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	size = (int64_t)st.st_size + (int64_t)more;
	if (l->max > 0 && size > l->max)
		return err_set(e, ERR_IO, "dead.full", "%s is full: dead.max_"
		    "size is %jd bytes; replay or close its letters, compact "
		    "it, and run again", l->path, (intmax_t)l->max);
	if (l->max > 0 && size > l->max / 5 * 4 && !l->warned) {
		l->warned = true;
		log_msg(LOG_WARNING, "%s is filling up: %jd of %jd bytes; "
		    "at the bound runs end", l->path, (intmax_t)size,
		    (intmax_t)l->max);
	}
	return 0;
}

int
letters_add(struct letters *l, struct str lines, struct err *e)
{
	if (lines.len == 0 || l->fd < 0)
		return 0;
	if (check_room(l, lines.len, e) != 0)
		return -1;
	return fd_write(l->fd, lines, l->path, e);
}

int
letters_sync(struct letters *l, struct err *e)
{
	/* pipes and read-only mounts of devices have nothing to sync */
	if (l->fd < 0 || fdatasync(l->fd) == 0 || errno == EINVAL ||
	    errno == EROFS)
		return 0;
	return err_errno(e, ERR_IO, "cannot write %s to the disk", l->path);
}

int
letters_close(struct letters *l, struct err *e)
{
	int fd = l->fd;

	l->fd = -1;
	if (fd >= 0 && close(fd) != 0)
		return err_errno(e, ERR_IO, "cannot write %s", l->path);
	return 0;
}

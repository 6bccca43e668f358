#include "record/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/log.h"

/* Whoever shares the descriptor may have set it not to block. */
static bool
wait_for_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

/* ${closed}: the code of an error that means nobody reads; or NULL. */
static int
write_all(int fd, struct str s, const char *name, const char *closed,
    struct err *e)
{
	bool gone;
	ssize_t n;

	while (s.len > 0) {
		n = write(fd, s.p, s.len);
		if (n >= 0) {
			s = str_from(s, (size_t)n);
			continue;
		}
		if (errno == EINTR || (errno == EAGAIN && wait_for_room(fd)))
			continue;
		gone = errno == EPIPE;
		err_errno(e, ERR_IO, "cannot write %s", name);
		if (gone)
			e->code = closed;
		return -1;
	}
	return 0;
}

static bool
same_file(int a, const struct stat *b)
{
	struct stat st;

	return fstat(a, &st) == 0 && st.st_dev == b->st_dev &&
	    st.st_ino == b->st_ino;
}

/* Reading the letters that are being written would never end. */
static int
check_not_input(const struct engine_opts *o, int fd, struct err *e)
{
	struct stat st;
	bool same;
	size_t i;

	same = o->nfiles == 0 && fstat(STDIN_FILENO, &st) == 0 &&
	    S_ISREG(st.st_mode) && same_file(fd, &st);
	for (i = 0; i < o->nfiles && !same; i++)
		same = stat(o->files[i], &st) == 0 && S_ISREG(st.st_mode) &&
		    same_file(fd, &st);
	if (same)
		return err_set(e, ERR_USAGE, "usage.rejects",
		    "%s is both read and written; name another file for "
		    "--rejects", o->rejects);
	return 0;
}

/* A last line that a crash cut short is closed off, to spoil no letter. */
static int
end_last_line(int fd, const char *name, struct err *e)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char last;

	if (end <= 0 || pread(fd, &last, 1, end - 1) != 1 || last == '\n')
		return 0;
	return write_all(fd, STR("\n"), name, NULL, e);
}

int
output_open(struct output *p, const struct engine_opts *o, struct err *e)
{
	*p = (struct output){ .o = o, .rejects = -1, .allowance = {
	    .share = o->max_rejects, .follow = o->follow } };
	if (o->rejects == NULL)
		return 0;
	/* What it holds is personal: nobody else may read it. */
	p->rejects = open(o->rejects, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC,
	    0600);
	if (p->rejects < 0)
		return err_errno(e, ERR_IO, "cannot open %s", o->rejects);
	if (check_not_input(o, p->rejects, e) != 0)
		return -1;
	return end_last_line(p->rejects, o->rejects, e);
}

static void
tell(struct output *p, const struct job *j)
{
	const char *at = j->told.p;
	struct err e;
	size_t i;

	for (i = 0; i + sizeof(e) <= j->told.len; i += sizeof(e)) {
		if (!p->o->verbose && p->told == OUTPUT_TELL) {
			log_msg(LOG_WARNING, "and more; -v tells of all");
			p->told++;
		}
		if (!p->o->verbose && p->told > OUTPUT_TELL)
			return;
		memcpy(&e, at + i, sizeof(e));
		log_err(LOG_WARNING, &e);
		p->told++;
	}
}

int
output_write(struct output *p, struct str s, struct err *e)
{
	return write_all(p->o->out, s, "standard output", "io.closed", e);
}

int
output_job(struct output *p, const struct job *j, struct err *e)
{
	if (j->out.full || j->dead.full)
		return err_set(e, ERR_IO, "io.memory",
		    "no memory for what is to be written");
	tell(p, j);
	if (j->dead.len > 0 && write_all(p->rejects, buf_str(&j->dead),
	    p->o->rejects, NULL, e) != 0)
		return -1;
	if (j->durable && fdatasync(p->rejects) != 0 && errno != EINVAL)
		return err_errno(e, ERR_IO, "cannot write %s to the disk",
		    p->o->rejects);
	if (output_write(p, buf_str(&j->out), e) != 0)
		return -1;
	allowance_add(&p->allowance, j->tally.in, j->tally.refused);
	return 0;
}

int
output_close(struct output *p, struct err *e)
{
	int fd = p->rejects;

	p->rejects = -1;
	if (fd >= 0 && close(fd) != 0)
		return err_errno(e, ERR_IO, "cannot write %s", p->o->rejects);
	return 0;
}

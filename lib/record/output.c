#include "record/output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "record/log.h"

static bool
same_file(int a, const struct stat *b)
{
	struct stat st;

	return fstat(a, &st) == 0 && st.st_dev == b->st_dev &&
	    st.st_ino == b->st_ino;
}

/* Reading what is being written would never end. */
static int
check_not_input(const struct engine_opts *o, int fd, const char *name,
    const char *option, struct err *e)
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
		    "--%s", name, option);
	return 0;
}

/* What visitors are asked tells who they are: only for the file's owner. */
static int
open_asks(struct output *p, struct err *e)
{
	const char *name = p->o->asks;

	if (name == NULL)
		return 0;
	p->asks = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (p->asks < 0)
		return err_errno(e, ERR_IO, "cannot open %s", name);
	return check_not_input(p->o, p->asks, name, "asks", e);
}

int
output_open(struct output *p, const struct engine_opts *o, struct err *e)
{
	*p = (struct output){ .o = o, .letters = o->letters, .asks = -1,
	    .allowance = { .share = o->max_rejects, .follow = o->follow } };
	if (letters_open(&p->letters, e) != 0)
		return -1;
	if (p->letters.fd >= 0 && check_not_input(o, p->letters.fd,
	    p->letters.path, "rejects", e) != 0)
		return -1;
	return open_asks(p, e);
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
	if (fd_write(p->o->out, s, "standard output", e) == 0)
		return 0;
	if (errno == EPIPE)
		e->code = "io.closed";
	return -1;
}

int
output_job(struct output *p, const struct job *j, struct err *e)
{
	if (j->out.full || j->dead.full || j->asks.full)
		return err_set(e, ERR_IO, "io.memory",
		    "no memory for what is to be written");
	tell(p, j);
	if (letters_add(&p->letters, buf_str(&j->dead), e) != 0 ||
	    (j->durable && letters_sync(&p->letters, e) != 0))
		return -1;
	if (j->asks.len > 0 && fd_write(p->asks, buf_str(&j->asks),
	    p->o->asks, e) != 0)
		return -1;
	if (output_write(p, buf_str(&j->out), e) != 0)
		return -1;
	allowance_add(&p->allowance, j->tally.in, j->tally.refused);
	return 0;
}

int
output_close(struct output *p, struct err *e)
{
	int asks = p->asks;

	p->asks = -1;
	if (asks >= 0 && close(asks) != 0) {
		letters_close(&p->letters, NULL);
		return err_errno(e, ERR_IO, "cannot write %s", p->o->asks);
	}
	return letters_close(&p->letters, e);
}

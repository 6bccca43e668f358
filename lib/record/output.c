#include "record/output.h"

#include <errno.h>
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
		    "--rejects", o->letters.path);
	return 0;
}

int
output_open(struct output *p, const struct engine_opts *o, struct err *e)
{
	*p = (struct output){ .o = o, .letters = o->letters, .allowance = {
	    .share = o->max_rejects, .follow = o->follow } };
	if (letters_open(&p->letters, e) != 0)
		return -1;
	return p->letters.fd < 0 ? 0 : check_not_input(o, p->letters.fd, e);
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
	if (j->out.full || j->dead.full)
		return err_set(e, ERR_IO, "io.memory",
		    "no memory for what is to be written");
	tell(p, j);
	if (letters_add(&p->letters, buf_str(&j->dead), e) != 0 ||
	    (j->durable && letters_sync(&p->letters, e) != 0))
		return -1;
	if (output_write(p, buf_str(&j->out), e) != 0)
		return -1;
	allowance_add(&p->allowance, j->tally.in, j->tally.refused);
	return 0;
}

int
output_close(struct output *p, struct err *e)
{
	return letters_close(&p->letters, e);
}

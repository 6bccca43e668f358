#include "record/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/stop.h"

void
input_init(struct input *in, const struct engine_opts *o)
{
	size_t i;

	*in = (struct input){ .o = o, .fd = -1 };
	for (i = 0; i < OPT_LIST_MAX; i++)
		in->fds[i] = -1;
}

static int
open_file(const char *name)
{
	int fd;

	if (strcmp(name, "-") == 0)
		return STDIN_FILENO;
	/* A FIFO that nobody writes yet is no reason to wait here. */
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0)
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	return fd;
}

int
input_open(struct input *in, struct err *e)
{
	size_t i;

	for (i = 0; i < in->o->nfiles; i++) {
		in->fds[i] = open_file(in->o->files[i]);
		if (in->fds[i] < 0)
			return err_errno(e, ERR_IO, "cannot open %s",
			    in->o->files[i]);
	}
	return 0;
}

void
input_free(struct input *in)
{
	size_t i;

	for (i = in->next; i < in->o->nfiles; i++)
		if (in->fds[i] > STDIN_FILENO)
			close(in->fds[i]);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	buf_free(&in->carry);
}

uint64_t
input_size(const struct engine_opts *o)
{
	struct stat st;
	uint64_t size = 0;
	size_t i;

	if (o->nfiles == 0)
		return fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode) ?
		    (uint64_t)st.st_size : 0;
	for (i = 0; i < o->nfiles; i++) {
		if (strcmp(o->files[i], "-") == 0 ||
		    stat(o->files[i], &st) != 0 || !S_ISREG(st.st_mode))
			return 0;
		size += (uint64_t)st.st_size;
	}
	return size;
}

static void
start_next(struct input *in)
{
	bool named = in->o->nfiles > 0;

	in->at = (struct where){ .name = named ? in->o->files[in->next] : "-",
	    .line = 1 };
	in->fd = named ? in->fds[in->next] : STDIN_FILENO;
	in->next++;
	in->offset = 0;
	in->raw = in->begun = in->first = in->more = false;
}

static bool
have_next(const struct input *in)
{
	return in->next < (in->o->nfiles > 0 ? in->o->nfiles : 1);
}

/* 1: read(2) will not block; 0: the run is to stop; -1. */
static int
wait_for_input(struct input *in, struct err *e)
{
	switch (stop_wait(in->fd, in->o->out)) {
	case STOP_INPUT:
		return 1;
	case STOP_CLOSED:
		return err_set(e, ERR_IO, "io.closed",
		    "nobody reads standard output any more");
	case STOP_SIGNAL:
	case STOP_WOKEN:
	case STOP_TIME:
		break;
	}
	in->stopped = true;
	return 0;
}

/*
 * One read(2) to the end of ${b}.  Bytes read, 0 at the end of this file or
 * when the run is to stop, -1.
 */
static ssize_t
read_some(struct input *in, struct buf *b, struct err *e)
{
	int ready;
	ssize_t n;

	if (buf_room(b, JOB_BLOCK) != 0)
		return err_set(e, ERR_IO, "io.memory",
		    "no memory for a line of %zu bytes", b->len);
	do {
		if ((ready = wait_for_input(in, e)) <= 0)
			return ready;
		n = read(in->fd, b->p + b->len, JOB_BLOCK);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0)
		return err_errno(e, ERR_IO, "cannot read %s",
		    in->fd == STDIN_FILENO ? "standard input" : in->at.name);
	b->len += (size_t)n;
	in->bytes += (uint64_t)n;
	return n;
}

size_t
input_lines(struct str s)
{
	const char *p = s.p, *end = s.p + s.len;
	size_t n = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n + (s.len > 0 && end[-1] != '\n');
}

/* ${j} is complete: its lines are given away. */
static enum input_got
hand_on(struct input *in, struct job *j)
{
	struct str s = buf_str(&j->in);

	j->at = in->at;
	j->offset = in->offset;
	in->first = !in->begun;
	in->begun = in->begun || str_trim(s).len > 0;
	in->at.line += input_lines(s);
	if (in->raw && s.p[s.len - 1] != '\n')
		in->at.line--;		/* it goes on */
	in->offset += s.len;
	return INPUT_LINES;
}

/* What follows byte ${n} of ${b} begins the next job. */
static void
carry_from(struct input *in, struct buf *b, size_t n)
{
	buf_reset(&in->carry);
	buf_adds(&in->carry, str_from(buf_str(b), n));
	b->len = n;
}

bool
input_has_next(const struct input *in)
{
	return in->fd >= 0 && !in->cut_next;
}

void
input_unread(struct input *in, struct job *j, size_t n)
{
	struct str line = str_from(buf_str(&j->in), n);
	struct buf b = { 0 };

	in->at.line -= input_lines(line);
	in->offset -= line.len;
	in->more = true;
	in->begun = in->begun && !(in->first && n == 0);
	buf_adds(&b, line);
	buf_adds(&b, buf_str(&in->carry));
	buf_free(&in->carry);
	in->carry = b;
	j->in.len = n;
}

/* More of a line that is cut. */
static void
cut_add(struct cut *cut, struct sha256 *h, struct str s)
{
	sha256_add(h, s);
	cut->length += s.len;
}

/*
 * Read past the end of the line of which ${b} holds the beginning, without
 * keeping more than ${keep} bytes.  1 if it ended in a LF, 0, or -1.
 */
static int
read_past(struct input *in, struct buf *b, size_t keep, struct cut *cut,
    struct sha256 *h, struct err *e)
{
	struct str more;
	char *nl = NULL;
	ssize_t n;

	cut_add(cut, h, buf_str(b));
	while (nl == NULL) {
		b->len = keep;
		if ((n = read_some(in, b, e)) <= 0)
			return (int)n;
		more = str_from(buf_str(b), keep);
		nl = memchr(more.p, '\n', more.len);
		if (nl != NULL)
			more.len = (size_t)(nl - more.p);
		cut_add(cut, h, more);
	}
	carry_from(in, b, (size_t)(nl + 1 - b->p));
	return 1;
}

/* The line in ${j} is above the limit: keep its beginning. */
static enum input_got
cut_line(struct input *in, struct job *j, struct err *e)
{
	size_t keep = j->in.len < JOB_CUT ? j->in.len : JOB_CUT;
	struct sha256 *h = sha256_new();
	int lf;

	j->cut = (struct cut){ .offset = in->offset };
	lf = read_past(in, &j->in, keep, &j->cut, h, e);
	sha256_end(h, j->cut.sha256);
	if (lf == -1)
		return INPUT_FAILED;
	j->in.len = keep;
	j->at = in->at;
	j->offset = in->offset;
	in->at.line++;
	in->offset += j->cut.length + (size_t)lf;
	j->refused = true;
	err_set(&j->err, ERR_LIMIT, "line.too_long",
	    "the line has more than %zu bytes", in->o->limits.bytes);
	return INPUT_LINES;
}

/* Offset after the last LF in the last ${n} bytes of ${b}, 0 if none. */
static size_t
after_last_lf(const struct buf *b, size_t n)
{
	const char *p = b->p + b->len - n, *end = b->p + b->len, *nl;
	size_t last = 0;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL;
	    p = nl + 1)
		last = (size_t)(nl + 1 - b->p);
	return last;
}

/* The end of a file is the end of its last line. */
static enum input_got
end_file(struct input *in, struct job *j)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
	return j->in.len > 0 ? hand_on(in, j) : INPUT_END;
}

/* A list in one line may be longer than any line should be. */
static bool
is_long_list(const struct input *in, struct str s)
{
	if (in->begun || s.len < JOB_BLOCK / 2)
		return false;
	if (str_starts(s, STR("\xef\xbb\xbf")))
		s = str_from(s, 3);
	return str_starts(str_trim(str_to(s, JOB_BLOCK / 2)), STR("["));
}

static enum input_got
fill_raw(struct input *in, struct job *j, struct err *e)
{
	ssize_t n = read_some(in, &j->in, e);

	if (n < 0)
		return INPUT_FAILED;
	if (n > 0)
		return hand_on(in, j);
	return in->stopped ? INPUT_END : end_file(in, j);
}

/* INPUT_END here means: this file has no more. */
static enum input_got
fill_from_file(struct input *in, struct job *j, struct err *e)
{
	size_t end, got;
	ssize_t n;

	if (in->raw)
		return fill_raw(in, j, e);
	buf_adds(&j->in, buf_str(&in->carry));
	buf_reset(&in->carry);
	end = after_last_lf(&j->in, j->in.len);
	in->cut_next = false;
	while (end == 0 || in->more) {
		in->cut_next = j->in.len - end > in->o->limits.bytes;
		if (in->cut_next && end == 0)
			return cut_line(in, j, e);
		if (in->cut_next)
			break;
		if ((n = read_some(in, &j->in, e)) < 0)
			return INPUT_FAILED;
		if (n == 0)
			return in->stopped ? INPUT_END : end_file(in, j);
		if ((got = after_last_lf(&j->in, (size_t)n)) > 0) {
			end = got;
			in->more = false;
		}
		if (end == 0 && is_long_list(in, buf_str(&j->in))) {
			in->raw = true;
			return hand_on(in, j);
		}
	}
	in->more = false;
	carry_from(in, &j->in, end);
	return hand_on(in, j);
}

enum input_got
input_fill(struct input *in, struct job *j, struct err *e)
{
	enum input_got got;

	while (!in->stopped) {
		if (in->fd < 0) {
			if (!have_next(in))
				return INPUT_END;
			start_next(in);
		}
		got = fill_from_file(in, j, e);
		if (got != INPUT_END)
			return got;
	}
	return INPUT_END;
}

/* lines: the input, as it comes. */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "push/wave.h"

enum { CHUNK = 256 << 10 };

/* The next line, blank or the rest of one too long as well. */
static enum lines_got
any_line(struct lines *l, bool *whole, struct str *out)
{
	struct str rest = str_from(buf_str(&l->b), l->pos);
	const char *lf = rest.len > 0 ? memchr(rest.p, '\n', rest.len) :
	    NULL;

	*whole = !l->dropping;
	if (lf == NULL && rest.len > LINE_MAX_BYTES) {
		l->pos = l->b.len;
		l->dropping = true;
		return *whole ? LINES_LONG : LINES_NONE;
	}
	if (lf == NULL && (!l->eof || rest.len == 0))
		return LINES_NONE;
	*out = lf != NULL ? str_to(rest, (size_t)(lf - rest.p)) : rest;
	l->pos += out->len + (lf != NULL);
	l->dropping = false;
	return LINES_ONE;
}

enum lines_got
lines_next(struct lines *l, struct str *out)
{
	enum lines_got got;
	bool whole;

	do
		got = any_line(l, &whole, out);
	while (got == LINES_ONE && (!whole || str_trim(*out).len == 0));
	return got;
}

int
lines_read(struct lines *l, struct err *e)
{
	ssize_t n;

	if (l->pos > 0) {
		memmove(l->b.p, l->b.p + l->pos, l->b.len - l->pos);
		l->b.len -= l->pos;
		l->pos = 0;
	}
	if (buf_room(&l->b, CHUNK) == -1)
		return err_set(e, ERR_LIMIT, "input.line",
		    "a line of the input is too long");
	do
		n = read(l->fd, l->b.p + l->b.len, CHUNK);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return err_errno(e, ERR_IO, "cannot read the input");
	l->b.len += (size_t)n;
	l->eof = n == 0;
	return n > 0;
}

bool
lines_ready(const struct lines *l, int ms)
{
	struct pollfd fd = { l->fd, POLLIN, 0 };

	return poll(&fd, 1, ms) == 1;
}

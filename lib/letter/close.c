/* close: letters that nothing is to be done about, and that are old. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "letter/letter.h"
#include "record/log.h"

int
letter_dismiss(struct letter_desk *d, struct err *e)
{
	const struct entry *x;
	struct buf b = { 0 };
	size_t i, n = 0;
	int rc;

	for (i = 0; i < d->journal.n; i++) {
		x = &d->journal.entries[i];
		if (!letter_chosen(d, x))
			continue;
		if (x->outcome.p != NULL) {
			if (d->nids > 0)
				log_msg(LOG_INFO, "letter %.*s was closed "
				    "already: %.*s", STR_ARG(x->id),
				    STR_ARG(x->outcome));
			continue;
		}
		letter_add_closing(d, x, STR("dismissed"), STR_NONE, &b);
		n++;
	}
	d->letters.max = 0;	/* no bound: closing is what makes room */
	rc = letter_append(d, buf_str(&b), e);
	buf_free(&b);
	if (rc == 0)
		log_msg(LOG_INFO, "closed %zu letters", n);
	return rc;
}

/* Nobody else appends while the file is being replaced. */
static int
claim(const struct letter_desk *d, int *fd, struct err *e)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	*fd = open(d->letters.path, O_RDWR | O_CLOEXEC);
	if (*fd < 0)
		return err_errno(e, ERR_IO, "cannot open %s",
		    d->letters.path);
	if (fcntl(*fd, F_SETLK, &lock) != 0)
		return err_set(e, ERR_LOCKED, "dead.busy",
		    "%s: a run is appending to it; compact it when the run "
		    "has ended", d->letters.path);
	return 0;
}

/* Closed ones go when they have been closed for long enough. */
static bool
stays(const struct letter_desk *d, const struct entry *x)
{
	struct instant closed;

	return x->outcome.p == NULL || time_parse(x->closed_at,
	    &closed) != 0 || d->now.sec - closed.sec <
	    d->before / 1000000000;
}

static int
copy(struct letter_desk *d, const struct entry *x, int out, size_t *gone,
    struct err *e)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct letter_desk as_was = *d;
	struct str line;
	int rc = -1;

	if (!stays(d, x)) {
		++*gone;
		return 0;
	}
	line = journal_line(&d->journal, x, &a, e);
	if (line.p != NULL) {
		buf_adds(&b, line);
		buf_addc(&b, '\n');
		as_was.reason = NULL;
		if (x->outcome.p != NULL &&
		    time_parse(x->closed_at, &as_was.now) == 0)
			letter_add_closing(&as_was, x, x->outcome, STR_NONE,
			    &b);
		rc = fd_write(out, buf_str(&b), d->letters.path, e);
	}
	buf_free(&b);
	arena_free(&a);
	return rc;
}

int
letter_compact(struct letter_desk *d, struct err *e)
{
	const char *path = d->letters.path;
	char *temp = (char *)(uintptr_t)arena_printf(&d->arena, "%s.XXXXXX",
	    path).p;
	int old = -1, out = -1, rc = -1;
	size_t i, gone = 0;

	if (d->journal.damaged > 0)
		return err_set(e, ERR_INPUT, "dead.damaged", "%s: line %zu is "
		    "no letter; move it elsewhere first, since compact would "
		    "lose it", path, d->journal.damaged_at);
	if (claim(d, &old, e) != 0 || journal_more(&d->journal, e) != 0)
		goto out;
	if ((out = mkstemp(temp)) < 0) {
		err_errno(e, ERR_IO, "cannot make %s", temp);
		goto out;
	}
	for (i = 0, rc = 0; i < d->journal.n && rc == 0; i++)
		rc = copy(d, &d->journal.entries[i], out, &gone, e);
	if (rc == 0 && (fsync(out) != 0 || rename(temp, path) != 0))
		rc = err_errno(e, ERR_IO, "cannot replace %s", path);
	if (rc != 0)
		unlink(temp);
	else
		log_msg(LOG_INFO, "%zu letters are gone, %zu are left", gone,
		    d->journal.n - gone);
out:
	if (out >= 0)
		close(out);
	if (old >= 0)
		close(old);
	return rc;
}

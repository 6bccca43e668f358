/*
 * journal: a file of dead letters, read as the history that it is.
 *
 * Lines are only ever appended.  A letter whose id came before takes the
 * earlier one's place (it was refused again, or repaired); a line
 * {"chatcrm":1,"closed":{"id":...}} says that nothing is left to do about
 * one.  In memory is what lists need; the letters stay in the file.
 */
#ifndef LETTER_JOURNAL_H
#define LETTER_JOURNAL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hmap.h"

struct entry {
	struct str	 id;		/* 16 letters; of a letter without one,
					   made of its line */
	uint64_t	 offset;	/* of its newest line */
	size_t		 len;
	struct str	 stage, code, field, at, run, file, message;
	int64_t		 line, attempt;
	struct str	 outcome;	/* of its closing; none: it is open */
	struct str	 closed_at;
	bool		 sealed;
};

struct journal {
	const char	*path;
	int		 fd;
	struct arena	*arena;
	struct entry	*entries;	/* in the order of their first line */
	size_t		 n, cap;
	struct hmap	 by_id;		/* index + 1 into entries */
	uint64_t	 size;		/* bytes read */
	size_t		 damaged;	/* lines that are nothing known */
	size_t		 damaged_at;	/* the first of them, by number */
};

/* journal_open(j, path, a, e): read all of it.  ERR_IO if it is not there. */
int	journal_open(struct journal *j, const char *path, struct arena *a,
	    struct err *e);
void	journal_close(struct journal *j);

/* journal_more(j, e): read what was appended since. */
int	journal_more(struct journal *j, struct err *e);

/* journal_line(j, x, a, e): the newest line of ${x}; none (p NULL) and ${e}. */
struct str journal_line(const struct journal *j, const struct entry *x,
	    struct arena *a, struct err *e);

/*
 * journal_find(j, id, e): the letter whose id begins so, if only one does;
 * NULL with ERR_USAGE in ${e}.
 */
struct entry *journal_find(const struct journal *j, const char *id,
	    struct err *e);

#endif

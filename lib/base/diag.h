/*
 * diag: a list of complaints about a configuration, all reported at once.
 *
 * Each has a place; diags_print shows it as
 *	chatcrm.yaml:14:18: error: unknown field 'emial' of contact; ...
 *	    emial: slots.email
 *	    ^
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

struct diag {
	struct diag	*next;
	enum diag_level	 level;
	bool		 secret;	/* its line is never shown */
	const char	*code;		/* static, or NULL */
	struct where	 at;
	struct str	 msg;
};

struct diag_source {
	struct diag_source	*next;
	const char		*name;	/* as in where.name */
	struct str		 text;	/* the file's content */
};

struct diags {
	struct arena		*arena;	/* holds the list and its messages */
	struct diag		*first, **last;
	struct diag_source	*sources;
	size_t			 errors, warnings, secrets;
};

void	diags_init(struct diags *d, struct arena *a);

/* diags_source(d, name, text): let messages about ${name} show its lines. */
void	diags_source(struct diags *d, const char *name, struct str text);

/* Add one complaint; return -1, so that "return diag_error(...)" reads well. */
int	diag_error(struct diags *d, struct where at, const char *code,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int	diag_warn(struct diags *d, struct where at, const char *code,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* As diag_error, of a line that holds a secret: nothing shows that line. */
int	diag_secret(struct diags *d, struct where at, const char *code,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* diag_hide(d): what was told last is of such a line; return -1. */
int	diag_hide(struct diags *d);

/* diags_strict(d): let warnings count as errors from now on. */
void	diags_strict(struct diags *d);

/* diags_sorted(d, n): all ${n} of them, by file, line and column. */
const struct diag **diags_sorted(const struct diags *d, size_t *n);

/*
 * diag_column(d, at): at.col counts bytes; the same column in characters,
 * where the text of the file is known.  0: no column.
 */
size_t	diag_column(const struct diags *d, struct where at);

/* diags_print(d, f): all of them, in the order of file, line and column. */
void	diags_print(const struct diags *d, FILE *f);

/*
 * nearest(word, names, n): the one of ${n} ${names} that ${word} is most
 * likely a slip for, or NULL if none is close.
 */
const char *nearest(struct str word, const char *const *names, size_t n);

#endif

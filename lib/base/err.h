/*
 * err: an error is a value with a place.
 *
 * Functions that can fail return int, 0 or -1, and take as last argument the
 * caller's struct err, which they fill and which never allocates.  Who finds
 * a fault says what is wrong and what to do, in one line of lower case
 * without a full stop; callers add with err_wrap only what they alone know.
 * Messages name fields, not people's data; foreign bytes go through
 * err_quote.  Several errors at once are a list: see diag.h.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

#include "base/status.h"
#include "base/str.h"

/* A place, from 1; 0 is "not known".  Columns are bytes. */
struct where {
	const char	*name;	/* borrowed: a file's name, or "-" */
	size_t		 line, col;
};

struct err {
	enum err_kind	 kind;
	const char	*code;		/* static, "email.syntax"; or NULL */
	struct where	 at;
	char		 field[96];	/* "contact.email", or "" */
	char		 msg[256];
};

/*
 * err_set(e, kind, code, fmt, ...): fill ${e} (which may be NULL) anew and
 * return -1.  ${code} is a string of static life or NULL.
 */
int	err_set(struct err *e, enum err_kind kind, const char *code,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* err_at(e, at): say where; return -1. */
int	err_at(struct err *e, struct where at);

/* err_field(e, field): name the field, cut to fit; return -1. */
int	err_field(struct err *e, struct str field);

/* err_wrap(e, fmt, ...): put "fmt...: " before the message; return -1. */
int	err_wrap(struct err *e, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/*
 * err_errno(e, kind, fmt, ...): as err_set, with ": " and strerror(errno)
 * after it; return -1.
 */
int	err_errno(struct err *e, enum err_kind kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/*
 * err_quote(s, out, size): ${s} as it may stand in a message: control bytes
 * and quotes escaped, invalid UTF-8 as \xNN, cut with "..." to fit.
 * Return ${out}.
 */
const char *err_quote(struct str s, char *out, size_t size);

/*
 * err_print(e): one line on standard error, in a single write:
 * "PROGRAM: NAME:LINE:COL: message" (see cmd.h for PROGRAM).
 */
void	err_print(const char *program, const struct err *e);

#endif

/*
 * csv: comma-separated values, read and written.
 *
 * A table is rows of fields.  A field that holds a comma, a quote, a line
 * end, or spaces at an end is written in quotes, quotes in it doubled; any
 * field may be read so.  Lines end in LF when written, in LF or CRLF when
 * read.  Fields may hold any byte, line ends and NUL included.
 *
 * Source: RFC 4180, with LF.  Spreadsheets of many countries part fields by
 * semicolon, others by tabulator.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { CSV_FIELDS = 1000 };	/* in one row */

/*
 * A reader over ${text}, which it borrows; fields that were quoted with
 * quotes in them are in ${arena}, the others in ${text}.
 */
struct csv {
	struct str	 text;		/* what is left */
	struct arena	*arena;
	struct str	*fields;	/* of the row that was read */
	size_t		 n;
	size_t		 line;		/* on which that row began, from 1 */
	size_t		 next;		/* the line that comes */
	char		 comma;		/* what parts fields */
};

/* csv_open(c, text, a): before the first row; a leading BOM is skipped. */
void		csv_open(struct csv *c, struct str text, struct arena *a);

/* csv_guess(c): take for comma what the first line has most of: , ; or tab. */
void		csv_guess(struct csv *c);

/*
 * csv_next(c, e): read a row into c->fields and c->n; 1, or 0 at the end.
 * Empty lines are passed over.
 * Errors: -1, ERR_INPUT "csv.quote" for a quote that is not closed or has
 * text behind it, ERR_LIMIT "csv.fields"; e->at.line and col say where.
 */
int		csv_next(struct csv *c, struct err *e);

/*
 * csv_field(b, s, first): append a field, with a comma before it unless it
 * is the row's first; csv_end(b): end the row.
 */
void		csv_field(struct buf *b, struct str s, bool first);
void		csv_end(struct buf *b);

#endif

/*
 * document: a framer for JSON texts that go over several lines, as people
 * and test fixtures have them.  A text ends at the line end at which its
 * brackets are closed, or with its file.
 */
#ifndef RECORD_DOCUMENT_H
#define RECORD_DOCUMENT_H

#include "base/buf.h"
#include "record/framer.h"

struct document {
	struct framer	framer;
	size_t		limit;		/* bytes of a text; more is not kept */
	struct buf	text, done;	/* being put together; complete */
	struct where	text_at, done_at;
	size_t		depth;
	bool		in_string, escaped;
	bool		closed;		/* ${text} is complete too */
	bool		given;		/* ${done} was taken */
};

void	document_init(struct document *d, size_t limit);
void	document_free(struct document *d);

/*
 * document_starts(text): does a file that begins so hold texts over several
 * lines?  Its first line is a bracket alone, which no JSON line can be.
 */
bool	document_starts(struct str text);

#endif

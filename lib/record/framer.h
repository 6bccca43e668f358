/*
 * framer: folds lines into groups ahead of the first stage, as when the
 * events of many conversations arrive interleaved.
 *
 * The engine pushes every line in input order and takes finished groups as
 * they come; each is then worked on as if it had been one input line.  All
 * calls are made by one thread.  Memory is the framer's to bound: it may
 * finish a group early to make room (the same conversation then arrives
 * twice, which every later step survives).
 *
 * The equation: a line that is not refused becomes part of exactly one
 * group; a group of n lines counts one record and n - 1 folded.
 */
#ifndef RECORD_FRAMER_H
#define RECORD_FRAMER_H

#include "base/err.h"
#include "base/str.h"

struct framer_group {
	struct str	text;		/* one JSON text, without line feed */
	struct where	at;		/* the first of its lines */
	size_t		lines;		/* how many were folded into it */
	struct str	down;		/* what lines around it hand down
					   (down.h), or none */
	const char	*fault;		/* what is wrong at that place, for
					   which it is refused unseen; or
					   NULL */
};

struct framer {
	/*
	 * push(f, line, at, e): take a line (borrowed for the call).  -1
	 * refuses it with ${e}: a dead letter of the first stage.
	 */
	int	(*push)(struct framer *f, struct str line, struct where at,
		    struct err *e);
	/* end(f): no line follows; what is held is finished. */
	void	(*end)(struct framer *f);
	/*
	 * next(f, out): the next finished group, in the order in which their
	 * first lines came; valid until the next call.  False: none yet.
	 */
	bool	(*next)(struct framer *f, struct framer_group *out);
	/* free(f): what it holds beside its arena; may be NULL. */
	void	(*free)(struct framer *f);
};

#endif

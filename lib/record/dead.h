/*
 * dead: dead letters, and the stubs that go on in the place of a leased
 * record.  Both are described in chatcrm-record(5).
 */
#ifndef RECORD_DEAD_H
#define RECORD_DEAD_H

#include "base/buf.h"
#include "crypto/crypto.h"
#include "record/record.h"

enum { DEAD_ID = 16 };	/* letters of an id */

/* A line above the limit, of which only the beginning is kept. */
struct cut {
	uint64_t	length;		/* in full; 0: it is not cut */
	uint64_t	offset;		/* of its first byte in its file */
	uint8_t		sha256[CRYPTO_HASH];	/* of all of it */
};

/*
 * Why a line or record died.  A letter's id is that of the letter it was
 * replayed from, else one that the same input of the same stage always gets,
 * so that a second run over an export writes no second letter to care for.
 */
struct dead {
	const char		*stage;
	struct str		 id;		/* none: made of the input */
	const uint8_t		*seal;		/* public key, or NULL: the input
						   is redacted, not sealed */
	const struct err	*err;
	unsigned		 attempt;	/* from 1 */
	const struct run_env	*env;
	struct where		 at;		/* of the line */
	struct str		 source;	/* none: as ${at} says */
};

/* dead_id(stage, input, id): the id of a letter about ${input}. */
void		dead_id(struct str stage, struct str input,
		    char id[DEAD_ID + 1]);

/*
 * dead_record(d, input, b): a letter with the stage's ${input}, which is
 * redacted in place; LF after it.  Sealed, it is kept as it is.
 */
void		dead_record(const struct dead *d, struct json_doc *input,
		    struct buf *b);

/*
 * dead_line(d, line, cut, a, b): a letter with a line that is no JSON text,
 * as text or else in base64.  ${cut} not NULL: ${line} is only the beginning.
 */
void		dead_line(const struct dead *d, struct str line,
		    const struct cut *cut, struct arena *a, struct buf *b);

/*
 * dead_plain(line, a): JSON text, or what should have been some, without the
 * escapes that it does not need; any other as it is.
 */
struct str	dead_plain(struct str line, struct arena *a);

/* What a letter tells of its replay. */
struct dead_letter {
	struct str	stage, id;
	unsigned	attempt;
	struct str	text;		/* of the record or line */
	struct str	source;		/* JSON text: where it came from */
	struct where	from;		/* the same, as far as it is known */
};

/*
 * dead_open(letter, a, out, e): what is to be replayed.  It may borrow
 * ${letter}.  -1 and ${e} set if it is no dead letter, or not all of its
 * line is in it.
 */
int		dead_open(const struct json_doc *letter, struct arena *a,
		    struct dead_letter *out, struct err *e);

/*
 * dead_state(code): is what was skipped with ${code} a Singer tap's state?
 * Its stub carries it to the end of the pipe.
 */
bool		 dead_state(const char *code);

/*
 * dead_stub(input, verdict, stage, code, b): the stub of a leased record,
 * LF after it.
 */
void		dead_stub(const struct json_doc *input, enum verdict verdict,
		    const char *stage, const char *code, struct buf *b);

/* dead_leased(d): does it carry a lease? */
bool		dead_leased(const struct json_doc *d);

#endif

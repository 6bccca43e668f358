/*
 * dead: dead letters, and the stubs that go on in the place of a leased
 * record.  Both are described in chatcrm-record(5).
 */
#ifndef RECORD_DEAD_H
#define RECORD_DEAD_H

#include "base/buf.h"
#include "crypto/crypto.h"
#include "record/record.h"

/* A line above the limit, of which only the beginning is kept. */
struct cut {
	uint64_t	length;		/* in full; 0: it is not cut */
	uint64_t	offset;		/* of its first byte in its file */
	uint8_t		sha256[CRYPTO_HASH];	/* of all of it */
};

/* Why a line or record died. */
struct dead {
	const char		*stage;
	const struct err	*err;
	unsigned		 attempt;	/* from 1 */
	const struct run_env	*env;
	struct where		 at;		/* of the line */
};

/*
 * dead_record(d, input, b): a letter with the stage's ${input}, which is
 * redacted in place; LF after it.
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
 * dead_open(letter, a, stage, attempt, e): what is to be replayed: the text
 * of the letter's record or line.  ${stage} is where it died.  The text may
 * borrow ${letter}.  No text (p NULL) and ${e} set if it is no dead letter.
 */
struct str	dead_open(const struct json_doc *letter, struct arena *a,
		    struct str *stage, unsigned *attempt, struct err *e);

/*
 * dead_stub(input, verdict, stage, code, b): the stub of a leased record,
 * LF after it.
 */
void		dead_stub(const struct json_doc *input, enum verdict verdict,
		    const char *stage, const char *code, struct buf *b);

/* dead_leased(d): does it carry a lease? */
bool		dead_leased(const struct json_doc *d);

#endif

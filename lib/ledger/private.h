/* private: what the files of ledger/ share. */
#ifndef LEDGER_PRIVATE_H
#define LEDGER_PRIVATE_H

#include "base/buf.h"
#include "base/hmap.h"
#include "crypto/crypto.h"
#include "db/db.h"
#include "ledger/ledger.h"

struct ledger {
	struct db	*db;
	const char	*path;		/* of the database, for messages */
	struct key	*idents;	/* hashes what people are known by */
	struct key	*values;	/* seals and hashes values of fields */
	struct arena	 arena;		/* lives as long as the ledger */
	struct arena	 scratch;	/* reset by each call that uses it */
	struct arena	 tokens;	/* of the table of known numbers */
	struct hmap	 known;		/* type and token to object's number */
	struct buf	 name;		/* the key being looked up there */
	int		 lock;		/* descriptor, -1: none */
	int		 turn;		/* of a shared one; -1 */
	bool		 ours;		/* it is our turn */
	unsigned	 flags;
	bool		 dirty;		/* written since the last commit */
};

/* ledger_write(l, e): call before each write, for ledger_commit to know. */
int		 ledger_write(struct ledger *l, struct err *e);

/* ledger_path(url, a, path, e): the file that "sqlite:PATH" names. */
int		 ledger_path(struct str url, struct arena *a,
		    const char **path, struct err *e);

/* ledger_schema(l, e): bring the tables up to date. */
int		 ledger_schema(struct ledger *l, struct err *e);

/* ledger_keys(l, e): open the key file, or make it with a new ledger. */
int		 ledger_keys(struct ledger *l, struct err *e);

/*
 * The lock that one run holds, or several that share the ledger: a
 * descriptor, or -1.  ledger_turn_open: what they take turns by;
 * ledger_turn_take: 1 taken, 0 somebody else has it, -1.
 */
int		 ledger_lock(const char *path, bool shared, struct err *e);
int		 ledger_turn_open(const char *path, struct err *e);
int		 ledger_turn_take(const struct ledger *l, struct err *e);

/* ledger_forget(l): others may have added tokens. */
void		 ledger_forget(struct ledger *l);

/* ledger_damaged(l, what, e): ${what} does not read back; return -1. */
int		 ledger_damaged(const struct ledger *l, const char *what,
		    struct err *e);

/* ledger_text(s, col, a): the text column ${col}, copied; none if NULL. */
struct str	 ledger_text(struct db_stmt *s, int col, struct arena *a);

/* ledger_token_list(s, a, out, e): all rows of ${s}, whose column is text. */
int		 ledger_token_list(struct db_stmt *s, struct arena *a,
		    struct ledger_tokens *out, struct err *e);

/*
 * The number of the object that has ${token}, whether it was put or only
 * named.  ledger_number: 1, 0 there is none, -1; ledger_number_make: 0 or -1.
 */
int		 ledger_number(struct ledger *l, enum ledger_type type,
		    struct str token, int64_t *out, struct err *e);
int		 ledger_number_make(struct ledger *l, enum ledger_type type,
		    struct str token, int64_t *out, struct err *e);
/* ledger_number_new: the row that was just inserted is the one of ${token}. */
void		 ledger_number_new(struct ledger *l, enum ledger_type type,
		    struct str token);

/* ledger_link_index(l, e): be able to find links by their other end. */
int		 ledger_link_index(struct ledger *l, struct err *e);

/* ledger_unlink(l, number, e): take all links of an object away. */
int		 ledger_unlink(struct ledger *l, int64_t number,
		    struct err *e);

/*
 * Fields of an object as one sealed value, which opens only under the name
 * ${context}.
 */
struct str	 fields_pack(struct ledger *l, struct str context,
		    const struct ledger_field *f, size_t n, struct arena *a);
int		 fields_unpack(struct ledger *l, struct str context,
		    struct str packed, struct arena *a,
		    struct ledger_field **f, size_t *n, struct err *e);

#endif

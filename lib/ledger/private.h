/* private: what the files of ledger/ share. */
#ifndef LEDGER_PRIVATE_H
#define LEDGER_PRIVATE_H

#include "crypto/crypto.h"
#include "db/db.h"
#include "ledger/ledger.h"

struct ledger {
	struct db	*db;
	const char	*path;		/* of the database, for messages */
	struct key	*idents;	/* hashes keys of people and companies */
	struct key	*values;	/* seals and hashes values of fields */
	struct arena	 arena;		/* lives as long as the ledger */
	struct arena	 scratch;	/* reset by each call that uses it */
	int		 lock;		/* descriptor, -1: none */
	unsigned	 flags;
};

/*
 * ledger_write(l, e): call before each write: begins the transaction that
 * ledger_commit ends, unless one is open.
 */
int		 ledger_write(struct ledger *l, struct err *e);

/* ledger_schema(l, e): bring the tables up to date. */
int		 ledger_schema(struct ledger *l, struct err *e);

/* ledger_keys(l, e): open the key file, or make it with a new ledger. */
int		 ledger_keys(struct ledger *l, struct err *e);

/* The lock that one run holds: a descriptor, or -1. */
int		 ledger_lock(const char *path, struct err *e);

/* A fact about the ledger itself; ledger_meta_get: 1 there, 0 not, -1. */
int		 ledger_meta_get(struct ledger *l, const char *name,
		    struct arena *a, struct str *out, struct err *e);
int		 ledger_meta_put(struct ledger *l, const char *name,
		    struct str value, struct err *e);

/* ledger_damaged(l, what, e): ${what} does not read back; return -1. */
int		 ledger_damaged(const struct ledger *l, const char *what,
		    struct err *e);

/* ledger_text(s, col, a): the text column ${col}, copied; none if NULL. */
struct str	 ledger_text(struct db_stmt *s, int col, struct arena *a);

/* ledger_token_list(s, a, out, e): all rows of ${s}, whose column is text. */
int		 ledger_token_list(struct db_stmt *s, struct arena *a,
		    struct ledger_tokens *out, struct err *e);

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

/* private: what the files of db/ share. */
#ifndef DB_PRIVATE_H
#define DB_PRIVATE_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/hmap.h"
#include "db/db.h"

struct db {
	sqlite3		*handle;
	const char	*name;		/* of the file, for messages */
	struct arena	 arena;		/* statements and their table */
	struct hmap	 stmts;		/* by text */
};

struct db_stmt {
	struct db	*db;
	sqlite3_stmt	*handle;	/* NULL: its text is wrong */
	struct err	 err;		/* what preparing said */
	int		 bound;		/* parameters bound so far */
	int		 failed;	/* code of a failed bind, or 0 */
};

/* db_fail(db, rc, e): SQLite's ${rc} as an error; return -1. */
int		db_fail(const struct db *db, int rc, struct err *e);

#endif

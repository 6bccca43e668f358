/*
 * db: the one facade of SQLite.
 *
 * A statement is asked for by its text, bound in order, run and read:
 *
 *	s = db_sql(db, "SELECT id FROM object WHERE type = ? AND token = ?");
 *	db_int(s, type);
 *	db_text(s, token);
 *	while ((rc = db_next(s, e)) == 1)
 *		use(db_get_text(s, 0));
 *
 * It is prepared once and kept.  Whatever goes wrong on the way (in the
 * text, in binding) is told by db_next or db_run, so that no line in between
 * needs a check.  A statement that is not run to its end must be given back
 * with db_reset.
 *
 * A database belongs to one thread at a time.  Errors are ERR_IO, and
 * ERR_LOCKED where another program keeps it longer than five seconds.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct db;
struct db_stmt;

enum db_flag {
	DB_READ_ONLY = 1,	/* must exist; nothing is made or changed */
	DB_RELAXED = 2		/* a power cut may undo the last commits */
};

/*
 * db_open(path, flags, out, e): open, or make with mode 0600.  WAL,
 * synchronous=FULL unless relaxed, foreign keys on.  ":memory:" is a database
 * that nobody else sees.  ERR_CONFIG on a network file system, where SQLite's
 * locks do not hold, and where the file is no database.
 */
int		db_open(const char *path, unsigned flags, struct db **out,
		    struct err *e);

/* db_close(db): undo an open transaction, free all; NULL is fine. */
void		db_close(struct db *db);

/*
 * db_migrate(db, steps, n, e): bring the schema to version ${n}; step i is
 * the SQL that makes version i + 1.  Never change a step that was released.
 * Counts as one step (base/step.h) if there was anything to do.
 * ERR_CONFIG if the file is of a newer version.
 */
int		db_migrate(struct db *db, const char *const *steps, size_t n,
		    struct err *e);

/* db_exec(db, sql, e): any number of statements without results. */
int		db_exec(struct db *db, const char *sql, struct err *e);

/* Transactions; db_begin takes the write lock at once. */
int		db_begin(struct db *db, struct err *e);
int		db_commit(struct db *db, struct err *e);
void		db_rollback(struct db *db);
bool		db_in_transaction(const struct db *db);

/*
 * db_sql(db, sql): the statement with this text, reset; never NULL.  ${sql}
 * must live as long as ${db} (a literal).
 */
struct db_stmt	*db_sql(struct db *db, const char *sql);

/*
 * Bind the next parameter.  Text and blob are borrowed until the statement
 * ends; none (p NULL) is NULL.
 */
void		db_int(struct db_stmt *s, int64_t v);
void		db_real(struct db_stmt *s, double v);
void		db_text(struct db_stmt *s, struct str v);
void		db_blob(struct db_stmt *s, const void *p, size_t len);
void		db_null(struct db_stmt *s);

/* db_next(s, e): 1: a row; 0: no more, the statement is reset; -1. */
int		db_next(struct db_stmt *s, struct err *e);

/* db_run(s, e): to the end, rows ignored. */
int		db_run(struct db_stmt *s, struct err *e);

/* db_one(s, e): db_run, but 1 if there was a row, 0 if there was none. */
int		db_one(struct db_stmt *s, struct err *e);

/* db_reset(s): end it early. */
void		db_reset(struct db_stmt *s);

/*
 * Columns of the row, from 0; text and blob are borrowed until the next
 * step, none if NULL.
 */
int64_t		db_get_int(struct db_stmt *s, int col);
double		db_get_real(struct db_stmt *s, int col);
struct str	db_get_text(struct db_stmt *s, int col);
struct str	db_get_blob(struct db_stmt *s, int col);
bool		db_get_null(struct db_stmt *s, int col);

/* The rowid of the last insert. */
int64_t		db_last_id(const struct db *db);

#endif

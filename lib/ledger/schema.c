/* schema: the ledger's tables.  A step that was released never changes. */
#include "ledger/private.h"

/*
 * Tokens and hashes come in no order, so each table that is kept in theirs
 * costs a page of its own for each record and commit; that, not the
 * statements, is where the time goes.  So an object has a number, in order
 * of arrival, and all but the way from its token to it is kept by number.
 *
 * A row of object without ${run} is a token that something points at: it was
 * named before the object was put, or outlives it.  An intent is a row
 * while it is open; AUTOINCREMENT keeps its number from coming again.
 */
static const char *const steps[] = {
	"CREATE TABLE meta ("
	"  name TEXT PRIMARY KEY, value TEXT NOT NULL"
	") WITHOUT ROWID;"
	"CREATE TABLE run ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL,"
	"  began INTEGER NOT NULL, ended INTEGER, status INTEGER,"
	"  figures TEXT);"
	"CREATE TABLE object ("
	"  number INTEGER PRIMARY KEY, type INTEGER NOT NULL,"
	"  token TEXT NOT NULL, id TEXT, digest TEXT, at INTEGER,"
	"  run INTEGER, fields BLOB);"
	"CREATE UNIQUE INDEX object_token ON object (type, token);"
	"CREATE INDEX object_id ON object (type, id) WHERE id IS NOT NULL;"
	"CREATE TABLE key ("
	"  hash BLOB NOT NULL, object INTEGER NOT NULL, kind TEXT NOT NULL,"
	"  PRIMARY KEY (hash, object)"
	") WITHOUT ROWID;"
	"CREATE INDEX key_of ON key (object, kind);"
	"CREATE TABLE link ("
	"  object INTEGER NOT NULL, other INTEGER NOT NULL,"
	"  PRIMARY KEY (object, other)"
	") WITHOUT ROWID;"
	"CREATE TABLE conversation ("
	"  id TEXT PRIMARY KEY, person TEXT, outcome TEXT NOT NULL,"
	"  code TEXT, hash BLOB NOT NULL, score REAL NOT NULL,"
	"  at INTEGER NOT NULL, run INTEGER NOT NULL,"
	"  parts INTEGER NOT NULL, attempts INTEGER NOT NULL"
	") WITHOUT ROWID;"
	"CREATE TABLE intent ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL,"
	"  at INTEGER NOT NULL, type INTEGER NOT NULL, op TEXT NOT NULL,"
	"  tokens BLOB NOT NULL);",

	/* Without rowid a long record would stand in the way of its id. */
	"CREATE TABLE outbox ("
	"  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
	"  who BLOB, code TEXT, at INTEGER NOT NULL, since INTEGER NOT NULL,"
	"  attempts INTEGER NOT NULL, high INTEGER NOT NULL,"
	"  dead INTEGER NOT NULL, size INTEGER NOT NULL,"
	"  record BLOB NOT NULL);"
	"CREATE INDEX outbox_who ON outbox (who) WHERE high;"
	"CREATE TABLE change ("
	"  run INTEGER NOT NULL, object INTEGER NOT NULL,"
	"  field TEXT NOT NULL, old BLOB, now BLOB,"
	"  PRIMARY KEY (run, object, field)"
	") WITHOUT ROWID;",

	"CREATE TABLE decision ("
	"  hash BLOB PRIMARY KEY, answer TEXT NOT NULL, at INTEGER NOT NULL,"
	"  run INTEGER NOT NULL"
	") WITHOUT ROWID;",

	"ALTER TABLE object ADD COLUMN wrote INTEGER;"
};

int
ledger_schema(struct ledger *l, struct err *e)
{
	return db_migrate(l->db, steps, sizeof(steps) / sizeof(steps[0]), e);
}

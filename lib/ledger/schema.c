/* schema: the ledger's tables.  A step that was released never changes. */
#include "ledger/private.h"

/*
 * Tables without rowid, for each is looked up by its key alone.  "key" holds
 * keyed hashes of addresses, numbers and domains; ${seq} keeps the order in
 * which the objects of one key came.  A link is directed; the index finds it
 * from its other end when an object is dropped.  An intent is a row only
 * while it is open, and AUTOINCREMENT keeps its number from coming again.
 */
static const char *const steps[] = {
	"CREATE TABLE meta ("
	"  name TEXT PRIMARY KEY, value TEXT NOT NULL"
	") WITHOUT ROWID;"
	"CREATE TABLE run ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL,"
	"  began INTEGER NOT NULL, ended INTEGER, status INTEGER,"
	"  figures TEXT);"
	"CREATE TABLE key ("
	"  hash BLOB NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL,"
	"  token TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (hash, seq)"
	") WITHOUT ROWID;"
	"CREATE INDEX key_of ON key (token, type, kind);"
	"CREATE TABLE object ("
	"  type INTEGER NOT NULL, token TEXT NOT NULL, id TEXT, digest TEXT,"
	"  at INTEGER NOT NULL, run INTEGER NOT NULL, fields BLOB,"
	"  PRIMARY KEY (type, token)"
	") WITHOUT ROWID;"
	"CREATE INDEX object_id ON object (type, id) WHERE id IS NOT NULL;"
	"CREATE TABLE link ("
	"  type INTEGER NOT NULL, token TEXT NOT NULL,"
	"  to_type INTEGER NOT NULL, other TEXT NOT NULL,"
	"  PRIMARY KEY (type, token, to_type, other)"
	") WITHOUT ROWID;"
	"CREATE INDEX link_to ON link (to_type, other);"
	"CREATE TABLE conversation ("
	"  id TEXT PRIMARY KEY, person TEXT, outcome TEXT NOT NULL,"
	"  code TEXT, hash BLOB NOT NULL, score REAL NOT NULL,"
	"  at INTEGER NOT NULL, run INTEGER NOT NULL,"
	"  parts INTEGER NOT NULL, attempts INTEGER NOT NULL"
	") WITHOUT ROWID;"
	"CREATE TABLE intent ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL,"
	"  at INTEGER NOT NULL, type INTEGER NOT NULL, op TEXT NOT NULL,"
	"  tokens BLOB NOT NULL);"
};

int
ledger_schema(struct ledger *l, struct err *e)
{
	return db_migrate(l->db, steps, sizeof(steps) / sizeof(steps[0]), e);
}

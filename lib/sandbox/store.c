/* The store's file, its transactions, and what its other files share. */
#include "sandbox/store.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "sandbox/tables.h"

enum { FIRST_ID = 101 };

static const char *const versions[] = {
	"CREATE TABLE object (id INTEGER PRIMARY KEY, type INTEGER NOT NULL,"
	" archived INTEGER NOT NULL, created INTEGER NOT NULL,"
	" updated INTEGER NOT NULL, props TEXT NOT NULL);"
	"CREATE INDEX object_type ON object (type, archived, id);"
	"CREATE TABLE merged (id INTEGER PRIMARY KEY, into_id INTEGER);"
	"CREATE TABLE unique_value (type INTEGER, property TEXT, value TEXT,"
	" id INTEGER, PRIMARY KEY (type, property, value)) WITHOUT ROWID;"
	"CREATE INDEX unique_value_id ON unique_value (type, id);"
	"CREATE TABLE version (id INTEGER, at INTEGER, props TEXT);"
	"CREATE INDEX version_id ON version (id, at);"
	"CREATE TABLE edge (kind INTEGER, a INTEGER, b INTEGER,"
	" PRIMARY KEY (kind, a, b)) WITHOUT ROWID;"
	"CREATE INDEX edge_b ON edge (kind, b);"
	"CREATE TABLE property (type INTEGER, name TEXT, def TEXT,"
	" PRIMARY KEY (type, name)) WITHOUT ROWID;",

	"CREATE TABLE persona (name TEXT PRIMARY KEY);"
	"CREATE INDEX object_updated ON object (type, updated, id);"
	"CREATE TABLE indexed_value (type INTEGER, property TEXT,"
	" value TEXT COLLATE NOCASE, id INTEGER,"
	" PRIMARY KEY (type, property, value, id)) WITHOUT ROWID;"
	"CREATE INDEX indexed_value_id ON indexed_value (id);"
	"CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT)"
	" WITHOUT ROWID;",

	"CREATE TABLE token (text TEXT PRIMARY KEY, kind INTEGER NOT NULL,"
	" state INTEGER NOT NULL, family INTEGER NOT NULL, client TEXT,"
	" scope TEXT, issued INTEGER, expires INTEGER, more TEXT)"
	" WITHOUT ROWID;"
	"CREATE INDEX token_family ON token (family);",

	/* In brackets for clang, which else looks for a comma. */
	("CREATE TABLE touched (id INTEGER, property TEXT, at INTEGER,"
	" PRIMARY KEY (id, property)) WITHOUT ROWID;"),
};

/* A file belongs to the persona that made it. */
static int
claim(struct store *s, const char *persona, struct err *e)
{
	struct db_stmt *q = db_sql(s->db, "SELECT name FROM persona");
	int rc = db_next(q, e);
	bool same = rc == 1 && str_eq(db_get_text(q, 0), str_of(persona));

	db_reset(q);
	if (rc == 1 && !same)
		return err_set(e, ERR_CONFIG, "sandbox.persona", "the "
		    "database was made by another persona; give --persona "
		    "or another --db");
	if (rc != 0)
		return rc == 1 ? 0 : -1;
	q = db_sql(s->db, "INSERT INTO persona (name) VALUES (?)");
	db_text(q, str_of(persona));
	return db_run(q, e);
}

static int64_t
last_id(struct store *s, struct err *e)
{
	struct db_stmt *q = db_sql(s->db, "SELECT max(m) FROM"
	    " (SELECT max(id) AS m FROM object UNION ALL"
	    " SELECT max(id) FROM merged)");
	int64_t id = FIRST_ID - 1;

	if (db_next(q, e) == 1 && !db_get_null(q, 0))
		id = db_get_int(q, 0);
	db_reset(q);
	return id;
}

int
store_open(const char *file, const char *persona, const struct schema *c,
    struct store **out, struct err *e)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(e, ERR_IO, NULL, "out of memory");
	s->schema = c;
	if (db_open(file != NULL ? file : ":memory:", DB_RELAXED, &s->db,
	    e) == -1 || db_migrate(s->db, versions,
	    sizeof(versions) / sizeof(versions[0]), e) == -1 ||
	    claim(s, persona, e) == -1) {
		store_close(s);
		return -1;
	}
	s->parser = json_parser_new(NULL, NULL);
	s->next_id = last_id(s, e) + 1;
	*out = s;
	return 0;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->parser != NULL)
		json_parser_free(s->parser);
	buf_free(&s->text);
	db_close(s->db);
	free(s);
}

int64_t
store_type(const struct store *s, const struct object_type *t)
{
	return (int64_t)schema_index(s->schema, t);
}

static bool
store_ok(const struct store *s)
{
	return s->err.kind == ERR_NONE;
}

void
store_run(struct store *s, struct db_stmt *q)
{
	if (!store_ok(s))
		db_reset(q);
	else if (db_run(q, &s->err) == -1)
		err_wrap(&s->err, "sandbox store");
}

bool
store_row(struct store *s, struct db_stmt *q)
{
	if (!store_ok(s)) {
		db_reset(q);
		return false;
	}
	return db_next(q, &s->err) == 1;
}

void
store_begin(struct store *s)
{
	s->err = (struct err){ 0 };
	db_begin(s->db, &s->err);
}

int
store_end(struct store *s, bool keep, struct err *e)
{
	if (keep && store_ok(s))
		db_commit(s->db, &s->err);
	if (db_in_transaction(s->db))
		db_rollback(s->db);
	if (store_ok(s))
		return 0;
	*e = s->err;
	return -1;
}

void
store_mark(struct store *s)
{
	store_run(s, db_sql(s->db, "SAVEPOINT mark"));
}

void
store_undo(struct store *s)
{
	store_run(s, db_sql(s->db, "ROLLBACK TO mark"));
	store_run(s, db_sql(s->db, "RELEASE mark"));
}

void
store_unmark(struct store *s)
{
	store_run(s, db_sql(s->db, "RELEASE mark"));
}

void
store_keep(struct store *s, const char *name, const struct json *value)
{
	struct db_stmt *q = db_sql(s->db, "INSERT OR REPLACE INTO kept"
	    " (name, value) VALUES (?, ?)");

	db_text(q, str_of(name));
	db_text(q, store_text(s, value));
	store_run(s, q);
}

bool
store_kept(struct store *s, const char *name, struct arena *a,
    struct json *out)
{
	struct db_stmt *q = db_sql(s->db,
	    "SELECT value FROM kept WHERE name = ?");

	db_text(q, str_of(name));
	if (!store_row(s, q))
		return false;
	*out = store_json(s, q, 0, a);
	db_reset(q);
	return true;
}

struct str
store_text(struct store *s, const struct json *v)
{
	buf_reset(&s->text);
	json_write(v, &s->text);
	return buf_str(&s->text);
}

/* A column of JSON as a tree in ${a}. */
struct json
store_json(struct store *s, struct db_stmt *q, int col, struct arena *a)
{
	struct json_doc doc;

	if (json_parse(s->parser, arena_str(a, db_get_text(q, col)), a, &doc,
	    &s->err) == -1)
		return json_object();
	return doc.root;
}


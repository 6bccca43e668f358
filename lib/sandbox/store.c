/* Objects, their unique values, and versions of them, in SQLite. */
#include "sandbox/store.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "sandbox/tables.h"

enum { FIRST_ID = 101 };

static const char *const schema[] = {
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
	" PRIMARY KEY (type, name)) WITHOUT ROWID;"
};

int
store_open(const char *file, struct store **out, struct err *e)
{
	struct store *s = calloc(1, sizeof(*s));
	struct db_stmt *q;

	if (s == NULL)
		return err_set(e, ERR_IO, NULL, "out of memory");
	if (db_open(file != NULL ? file : ":memory:", DB_RELAXED, &s->db,
	    e) == -1 || db_migrate(s->db, schema, 1, e) == -1) {
		store_close(s);
		return -1;
	}
	s->parser = json_parser_new(NULL, NULL);
	s->next_id = FIRST_ID;
	q = db_sql(s->db, "SELECT max(id) FROM object");
	if (db_next(q, e) == 1 && !db_get_null(q, 0))
		s->next_id = db_get_int(q, 0) + 1;
	db_reset(q);
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

bool
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

static void
read_object(struct store *s, struct db_stmt *q,
    const struct object_type *t, struct arena *a, struct object *out)
{
	out->type = t;
	out->id = db_get_int(q, 0);
	out->archived = db_get_int(q, 1) != 0;
	out->created = db_get_int(q, 2);
	out->updated = db_get_int(q, 3);
	out->props = store_json(s, q, 4, a);
	db_reset(q);
}

static int64_t
survivor(struct store *s, int64_t id)
{
	struct db_stmt *q = db_sql(s->db,
	    "SELECT into_id FROM merged WHERE id = ?");
	int64_t into = id;

	db_int(q, id);
	if (store_row(s, q)) {
		into = db_get_int(q, 0);
		db_reset(q);
	}
	return into;
}

static bool
get_exact(struct store *s, const struct object_type *t, int64_t id,
    struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id, archived, created,"
	    " updated, props FROM object WHERE id = ? AND type = ?");

	db_int(q, id);
	db_int(q, (int64_t)type_index(t));
	if (!store_row(s, q))
		return false;
	read_object(s, q, t, a, out);
	return true;
}

bool
store_get(struct store *s, const struct object_type *t, int64_t id,
    struct arena *a, struct object *out)
{
	int64_t into;

	if (get_exact(s, t, id, a, out))
		return true;
	into = survivor(s, id);
	return into != id && get_exact(s, t, into, a, out);
}

bool
store_next(struct store *s, const struct object_type *t, int64_t after,
    bool archived, struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id, archived, created,"
	    " updated, props FROM object WHERE type = ? AND archived = ?"
	    " AND id > ? ORDER BY id LIMIT 1");

	db_int(q, (int64_t)type_index(t));
	db_int(q, archived);
	db_int(q, after);
	if (!store_row(s, q))
		return false;
	read_object(s, q, t, a, out);
	return true;
}

void
store_insert(struct store *s, struct object *o)
{
	struct db_stmt *q = db_sql(s->db, "INSERT INTO object (id, type,"
	    " archived, created, updated, props) VALUES (?, ?, 0, ?, ?, ?)");

	o->id = s->next_id++;
	db_int(q, o->id);
	db_int(q, (int64_t)type_index(o->type));
	db_int(q, o->created);
	db_int(q, o->updated);
	db_text(q, store_text(s, &o->props));
	store_run(s, q);
}

void
store_update(struct store *s, const struct object *o)
{
	struct db_stmt *q = db_sql(s->db, "UPDATE object SET archived = ?,"
	    " updated = ?, props = ? WHERE id = ?");

	db_int(q, o->archived);
	db_int(q, o->updated);
	db_text(q, store_text(s, &o->props));
	db_int(q, o->id);
	store_run(s, q);
}

void
store_merge(struct store *s, int64_t from, int64_t to)
{
	struct db_stmt *q;

	q = db_sql(s->db, "DELETE FROM object WHERE id = ?");
	db_int(q, from);
	store_run(s, q);
	q = db_sql(s->db, "UPDATE merged SET into_id = ? WHERE into_id = ?");
	db_int(q, to);
	db_int(q, from);
	store_run(s, q);
	q = db_sql(s->db, "INSERT INTO merged (id, into_id) VALUES (?, ?)");
	db_int(q, from);
	db_int(q, to);
	store_run(s, q);
}

int64_t
store_count(struct store *s, const struct object_type *t)
{
	struct db_stmt *q = db_sql(s->db,
	    "SELECT count(*) FROM object WHERE type = ? AND archived = 0");
	int64_t n = 0;

	db_int(q, (int64_t)type_index(t));
	if (store_row(s, q)) {
		n = db_get_int(q, 0);
		db_reset(q);
	}
	return n;
}

int64_t
store_key(struct store *s, const struct object_type *t,
    const char *property, struct str value)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id FROM unique_value"
	    " WHERE type = ? AND property = ? AND value = ?");
	int64_t id = 0;

	db_int(q, (int64_t)type_index(t));
	db_text(q, str_of(property));
	db_text(q, value);
	if (store_row(s, q)) {
		id = db_get_int(q, 0);
		db_reset(q);
	}
	return id;
}

void
store_key_put(struct store *s, const struct object_type *t,
    const char *property, struct str value, int64_t id)
{
	struct db_stmt *q = db_sql(s->db, "INSERT OR REPLACE INTO"
	    " unique_value (type, property, value, id) VALUES (?, ?, ?, ?)");

	db_int(q, (int64_t)type_index(t));
	db_text(q, str_of(property));
	db_text(q, value);
	db_int(q, id);
	store_run(s, q);
}

void
store_key_del(struct store *s, const struct object_type *t,
    const char *property, struct str value)
{
	struct db_stmt *q = db_sql(s->db, "DELETE FROM unique_value"
	    " WHERE type = ? AND property = ? AND value = ?");

	db_int(q, (int64_t)type_index(t));
	db_text(q, str_of(property));
	db_text(q, value);
	store_run(s, q);
}

void
store_keys_move(struct store *s, const struct object_type *t, int64_t from,
    int64_t to)
{
	struct db_stmt *q = db_sql(s->db, to == 0 ?
	    "DELETE FROM unique_value WHERE type = ?1 AND id = ?2" :
	    "UPDATE unique_value SET id = ?3 WHERE type = ?1 AND id = ?2");

	db_int(q, (int64_t)type_index(t));
	db_int(q, from);
	if (to != 0)
		db_int(q, to);
	store_run(s, q);
}

void
store_version_put(struct store *s, const struct object *o)
{
	struct db_stmt *q = db_sql(s->db,
	    "INSERT INTO version (id, at, props) VALUES (?, ?, ?)");

	db_int(q, o->id);
	db_int(q, o->updated);
	db_text(q, store_text(s, &o->props));
	store_run(s, q);
}

int
store_version(struct store *s, int64_t id, int64_t before, struct arena *a,
    struct json *props)
{
	struct db_stmt *q = db_sql(s->db, "SELECT at <= ?1, props FROM"
	    " version WHERE id = ?2 ORDER BY at <= ?1 DESC, at DESC,"
	    " rowid DESC LIMIT 1");
	int rc = -1;

	db_int(q, before);
	db_int(q, id);
	if (!store_row(s, q))
		return 0;
	if (db_get_int(q, 0) != 0) {
		*props = store_json(s, q, 1, a);
		rc = 1;
	}
	db_reset(q);
	return rc;
}

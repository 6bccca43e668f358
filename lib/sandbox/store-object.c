/* Objects, and versions of them for an index that is behind. */
#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "sandbox/tables.h"

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

bool
store_get_exact(struct store *s, const struct object_type *t, int64_t id,
    struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id, archived, created,"
	    " updated, props FROM object WHERE id = ? AND type = ?");

	db_int(q, id);
	db_int(q, store_type(s, t));
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

	if (store_get_exact(s, t, id, a, out))
		return true;
	into = survivor(s, id);
	return into != id && store_get_exact(s, t, into, a, out);
}

bool
store_any(struct store *s, int64_t id, struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db,
	    "SELECT type FROM object WHERE id = ?");
	const struct object_type *t;

	db_int(q, survivor(s, id));
	if (!store_row(s, q))
		return false;
	t = &s->schema->types[db_get_int(q, 0)];
	db_reset(q);
	return store_get(s, t, id, a, out);
}

bool
store_next(struct store *s, const struct object_type *t, int64_t after,
    bool archived, struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id, archived, created,"
	    " updated, props FROM object WHERE type = ? AND archived = ?"
	    " AND id > ? ORDER BY id LIMIT 1");

	db_int(q, store_type(s, t));
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
	db_int(q, store_type(s, o->type));
	db_int(q, o->created);
	db_int(q, o->updated);
	db_text(q, store_text(s, &o->props));
	store_run(s, q);
	store_index(s, o);
	if (s->lagging)
		store_version_put(s, o);
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
	store_index(s, o);
	if (s->lagging)
		store_version_put(s, o);
}

void
store_merge(struct store *s, int64_t from, int64_t to)
{
	struct db_stmt *q;

	q = db_sql(s->db, "DELETE FROM object WHERE id = ?");
	db_int(q, from);
	store_run(s, q);
	store_unindex(s, from);
	q = db_sql(s->db, "UPDATE merged SET into_id = ? WHERE into_id = ?");
	db_int(q, to);
	db_int(q, from);
	store_run(s, q);
	q = db_sql(s->db, "INSERT INTO merged (id, into_id) VALUES (?, ?)");
	db_int(q, from);
	db_int(q, to);
	store_run(s, q);
}

bool
store_changed(struct store *s, const struct object_type *t, int64_t since,
    int64_t after, bool archived, struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id, archived, created,"
	    " updated, props FROM object WHERE type = ?1 AND archived = ?2"
	    " AND (updated, id) > (?3, ?4) ORDER BY updated, id LIMIT 1");

	db_int(q, store_type(s, t));
	db_int(q, archived);
	db_int(q, since);
	db_int(q, after);
	if (!store_row(s, q))
		return false;
	read_object(s, q, t, a, out);
	return true;
}

bool
store_recent(struct store *s, const struct object_type *t, int64_t updated,
    int64_t id, struct arena *a, struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id, archived, created,"
	    " updated, props FROM object WHERE type = ?1 AND archived = 0"
	    " AND (updated, id) < (?2, ?3)"
	    " ORDER BY updated DESC, id DESC LIMIT 1");

	db_int(q, store_type(s, t));
	db_int(q, updated);
	db_int(q, id);
	if (!store_row(s, q))
		return false;
	read_object(s, q, t, a, out);
	return true;
}

size_t
store_changed_ids(struct store *s, const struct object_type *t,
    int64_t since, struct arena *a, int64_t **out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id FROM object WHERE"
	    " type = ? AND archived = 0 AND updated >= ? ORDER BY id");
	size_t n = 0, cap = 0;

	*out = NULL;
	db_int(q, store_type(s, t));
	db_int(q, since);
	while (store_row(s, q)) {
		if (n == cap) {
			cap = cap > 0 ? cap * 2 : 64;
			*out = arena_grow(a, *out, n * sizeof(**out),
			    cap * sizeof(**out));
		}
		(*out)[n++] = db_get_int(q, 0);
	}
	return n;
}

int64_t
store_count(struct store *s, const struct object_type *t)
{
	struct db_stmt *q = db_sql(s->db,
	    "SELECT count(*) FROM object WHERE type = ? AND archived = 0");
	int64_t n = 0;

	db_int(q, store_type(s, t));
	if (store_row(s, q)) {
		n = db_get_int(q, 0);
		db_reset(q);
	}
	return n;
}

void
store_lag(struct store *s, bool on)
{
	s->lagging = on;
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

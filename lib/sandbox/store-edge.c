/* Associations and property definitions, in SQLite. */
#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "sandbox/tables.h"

void
store_edge_put(struct store *s, struct edge_type t, int64_t from, int64_t to)
{
	struct db_stmt *q = db_sql(s->db,
	    "INSERT OR IGNORE INTO edge (kind, a, b) VALUES (?, ?, ?)");

	db_int(q, t.type->id);
	db_int(q, t.reversed ? to : from);
	db_int(q, t.reversed ? from : to);
	store_run(s, q);
}

void
store_edge_del(struct store *s, struct edge_type t, int64_t from, int64_t to)
{
	struct db_stmt *q = db_sql(s->db,
	    "DELETE FROM edge WHERE kind = ? AND a = ? AND b = ?");

	db_int(q, t.type->id);
	db_int(q, t.reversed ? to : from);
	db_int(q, t.reversed ? from : to);
	store_run(s, q);
}

/* Append all edges of one kind that start at ${from}. */
static void
edges_of_kind(struct store *s, struct edge_type t, int64_t from,
    struct arena *a, struct edge **list, size_t *n, size_t *cap)
{
	struct db_stmt *q = db_sql(s->db, t.reversed ?
	    "SELECT a FROM edge WHERE kind = ? AND b = ?" :
	    "SELECT b FROM edge WHERE kind = ? AND a = ?");

	db_int(q, t.type->id);
	db_int(q, from);
	while (store_row(s, q)) {
		if (*n == *cap) {
			*cap = *cap > 0 ? *cap * 2 : 8;
			*list = arena_grow(a, *list, *n * sizeof(**list),
			    *cap * sizeof(**list));
		}
		(*list)[(*n)++] = (struct edge){ t, db_get_int(q, 0) };
	}
}

static int
by_target(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return edge_id(x->type) - edge_id(y->type);
}

size_t
store_edges(struct store *s, const struct object_type *ft, int64_t from,
    const struct object_type *tt, struct arena *a, struct edge **out)
{
	const struct association_type *t;
	struct edge_type e;
	size_t n = 0, cap = 0;

	*out = NULL;
	for (t = s->schema->associations; t->from != NULL; t++) {
		e.type = t;
		e.reversed = strcmp(t->from, ft->name) != 0;
		if (strcmp(e.reversed ? t->to : t->from, ft->name) != 0 ||
		    strcmp(e.reversed ? t->from : t->to, tt->name) != 0)
			continue;
		edges_of_kind(s, e, from, a, out, &n, &cap);
	}
	if (n > 1)
		qsort(*out, n, sizeof(**out), by_target);
	return n;
}

/* Ids are unique over all types, so the ends need no type. */
void
store_edges_move(struct store *s, int64_t from, int64_t to)
{
	static const char *const steps[] = {
		"UPDATE OR IGNORE edge SET a = ?2 WHERE a = ?1",
		"UPDATE OR IGNORE edge SET b = ?2 WHERE b = ?1",
		"DELETE FROM edge WHERE (a = ?1 OR b = ?1) AND ?2 > 0",
	};
	struct db_stmt *q;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		q = db_sql(s->db, steps[i]);
		db_int(q, from);
		db_int(q, to);
		store_run(s, q);
	}
}

void
store_property_put(struct store *s, const struct object_type *t,
    struct str name, const struct json *def)
{
	struct db_stmt *q = db_sql(s->db,
	    "INSERT INTO property (type, name, def) VALUES (?, ?, ?)");

	db_int(q, store_type(s, t));
	db_text(q, name);
	db_text(q, store_text(s, def));
	store_run(s, q);
}

void
store_property_del(struct store *s, const struct object_type *t,
    struct str name)
{
	struct db_stmt *q = db_sql(s->db,
	    "DELETE FROM property WHERE type = ? AND name = ?");

	db_int(q, store_type(s, t));
	db_text(q, name);
	store_run(s, q);
}

bool
store_property_next(struct store *s, const struct object_type *t,
    struct str after, struct arena *a, struct str *name, struct json *def)
{
	struct db_stmt *q = db_sql(s->db, "SELECT name, def FROM property"
	    " WHERE type = ? AND name > ? ORDER BY name LIMIT 1");

	db_int(q, store_type(s, t));
	db_text(q, after);
	if (!store_row(s, q))
		return false;
	*name = arena_str(a, db_get_text(q, 0));
	*def = store_json(s, q, 1, a);
	db_reset(q);
	return true;
}

/* Who has which value: unique ones, and those that are indexed. */
#include <string.h>

#include "db/db.h"
#include "sandbox/tables.h"

int64_t
store_key(struct store *s, const struct object_type *t,
    const char *property, struct str value)
{
	struct db_stmt *q = db_sql(s->db, "SELECT id FROM unique_value"
	    " WHERE type = ? AND property = ? AND value = ?");
	int64_t id = 0;

	db_int(q, store_type(s, t));
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

	db_int(q, store_type(s, t));
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

	db_int(q, store_type(s, t));
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

	db_int(q, store_type(s, t));
	db_int(q, from);
	if (to != 0)
		db_int(q, to);
	store_run(s, q);
}


void
store_unindex(struct store *s, int64_t id)
{
	struct db_stmt *q = db_sql(s->db,
	    "DELETE FROM indexed_value WHERE id = ?");

	db_int(q, id);
	store_run(s, q);
}

static void
index_text(struct store *s, const struct object *o, const char *property,
    struct str text)
{
	struct db_stmt *q = db_sql(s->db, "INSERT OR IGNORE INTO"
	    " indexed_value (type, property, value, id) VALUES (?, ?, ?, ?)");

	db_int(q, store_type(s, o->type));
	db_text(q, str_of(property));
	db_text(q, text);
	db_int(q, o->id);
	store_run(s, q);
}

struct str
store_scalar(const struct json *v)
{
	if (v != NULL && v->type == JSON_OBJECT)
		return store_scalar(json_get(v, STR("value")));
	return json_scalar(v);
}

static void
index_value(struct store *s, const struct object *o, const char *property,
    const struct json *v)
{
	struct str text;
	uint32_t i;

	if (v->type == JSON_ARRAY) {
		for (i = 0; i < v->len; i++)
			if ((text = store_scalar(&v->items[i])).len > 0)
				index_text(s, o, property, text);
	} else if ((text = store_scalar(v)).len > 0)
		index_text(s, o, property, text);
}

void
store_index(struct store *s, const struct object *o)
{
	const struct property *p;
	const struct json *v;
	bool cleared = false;

	for (p = o->type->properties; p->name != NULL; p++) {
		if ((p->flags & PROPERTY_INDEXED) == 0)
			continue;
		if (!cleared)
			store_unindex(s, o->id);
		cleared = true;
		if ((v = json_get(&o->props, str_of(p->name))) != NULL)
			index_value(s, o, p->name, v);
	}
}

static bool
find_indexed(struct store *s, const struct object_type *t,
    const char *property, struct str value, int64_t after, struct arena *a,
    struct object *out)
{
	struct db_stmt *q = db_sql(s->db, "SELECT v.id FROM indexed_value v"
	    " JOIN object o ON o.id = v.id AND o.archived = 0"
	    " WHERE v.type = ? AND v.property = ? AND v.value = ?"
	    " AND v.id > ? ORDER BY v.id LIMIT 1");
	int64_t id;

	db_int(q, store_type(s, t));
	db_text(q, str_of(property));
	db_text(q, value);
	db_int(q, after);
	if (!store_row(s, q))
		return false;
	id = db_get_int(q, 0);
	db_reset(q);
	return store_get_exact(s, t, id, a, out);
}

bool
store_has(const struct object *o, const char *property, struct str value)
{
	const struct json *v = json_get(&o->props, str_of(property));
	uint32_t i;

	if (v == NULL || v->type != JSON_ARRAY)
		return str_ieq(store_scalar(v), value);
	for (i = 0; i < v->len; i++)
		if (str_ieq(store_scalar(&v->items[i]), value))
			return true;
	return false;
}

bool
store_find(struct store *s, const struct object_type *t,
    const char *property, struct str value, int64_t after, struct arena *a,
    struct object *out)
{
	const struct property *p = property_in(t, str_of(property));

	if (value.len == 0)
		return false;
	if (p != NULL && (p->flags & PROPERTY_INDEXED) != 0)
		return find_indexed(s, t, property, value, after, a, out);
	while (store_next(s, t, after, false, a, out)) {
		if (store_has(out, property, value))
			return true;
		after = out->id;
	}
	return false;
}

void
store_touch(struct store *s, int64_t id, struct str property, int64_t at)
{
	struct db_stmt *q = db_sql(s->db, "INSERT OR REPLACE INTO touched"
	    " (id, property, at) VALUES (?, ?, ?)");

	db_int(q, id);
	db_text(q, property);
	db_int(q, at);
	store_run(s, q);
}

int64_t
store_touched(struct store *s, int64_t id, struct str property)
{
	struct db_stmt *q = db_sql(s->db,
	    "SELECT at FROM touched WHERE id = ? AND property = ?");
	int64_t at = 0;

	db_int(q, id);
	db_text(q, property);
	if (!store_row(s, q))
		return 0;
	at = db_get_int(q, 0);
	db_reset(q);
	return at;
}

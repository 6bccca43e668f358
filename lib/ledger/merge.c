/* merge: two objects of the ledger that are one in the CRM. */
#include "ledger/private.h"

/* Give what points at ${from} in ${column} of ${table} to ${into}. */
static int
move(struct ledger *l, const char *update, const char *rest, int64_t from,
    int64_t into, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, update);

	db_int(s, into);
	db_int(s, from);
	if (db_run(s, e) == -1)
		return -1;
	s = db_sql(l->db, rest);
	db_int(s, from);
	return db_run(s, e);
}

static int
move_all(struct ledger *l, int64_t from, int64_t into, struct err *e)
{
	if (ledger_link_index(l, e) == -1)
		return -1;
	if (move(l, "UPDATE OR IGNORE key SET object = ? WHERE object = ?",
	    "DELETE FROM key WHERE object = ?", from, into, e) == -1)
		return -1;
	if (move(l, "UPDATE OR IGNORE link SET object = ? WHERE object = ?",
	    "DELETE FROM link WHERE object = ?", from, into, e) == -1)
		return -1;
	return move(l, "UPDATE OR IGNORE link SET other = ? WHERE other = ?",
	    "DELETE FROM link WHERE other = ?", from, into, e);
}

static bool
has_field(const struct ledger_object *o, struct str name)
{
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (str_eq(o->fields[i].name, name))
			return true;
	return false;
}

/* What ${into} has not got of what was sent to ${from}. */
static void
add_fields(struct ledger_object *into, const struct ledger_object *from,
    struct arena *a)
{
	struct ledger_field *all = arena_array(a, into->nfields +
	    from->nfields + 1, sizeof(*all));
	size_t i, n = into->nfields;

	for (i = 0; i < n; i++)
		all[i] = into->fields[i];
	for (i = 0; i < from->nfields; i++)
		if (!has_field(into, from->fields[i].name))
			all[n++] = from->fields[i];
	into->fields = all;
	into->nfields = n;
}

static int
merge_rows(struct ledger *l, enum ledger_type type, struct str from,
    struct str into, struct arena *a, struct err *e)
{
	struct ledger_object old, new;
	int has_old = ledger_object_get(l, type, from, a, &old, e);
	int has_new = ledger_object_get(l, type, into, a, &new, e);

	if (has_old == -1 || has_new == -1)
		return -1;
	if (has_old == 0)
		return 0;
	if (has_new == 0) {
		new = old;
		new.token = into;
	} else {
		add_fields(&new, &old, a);
		if (new.id.p == NULL)
			new.id = old.id;
		if (old.at > new.at)
			new.at = old.at;
		if (old.wrote > new.wrote)
			new.wrote = old.wrote;
	}
	return ledger_object_put(l, &new, e);
}

static int
move_person(struct ledger *l, struct str from, struct str into,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db,
	    "UPDATE conversation SET person = ? WHERE person = ?");

	db_text(s, into);
	db_text(s, from);
	return db_run(s, e);
}

int
ledger_object_merge(struct ledger *l, enum ledger_type type, struct str from,
    struct str into, struct err *e)
{
	struct arena a = { 0 };
	int64_t old, new;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	rc = ledger_number(l, type, from, &old, e);
	if (rc != 1)
		return rc;
	rc = ledger_number_make(l, type, into, &new, e);
	if (rc == 0)
		rc = merge_rows(l, type, from, into, &a, e);
	arena_free(&a);
	if (rc == -1 || move_all(l, old, new, e) == -1)
		return -1;
	if (type == LEDGER_CONTACT && move_person(l, from, into, e) == -1)
		return -1;
	return ledger_object_drop(l, type, from, e);
}

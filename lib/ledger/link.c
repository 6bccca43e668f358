/* link: associations that the CRM has confirmed. */
#include "ledger/private.h"

int
ledger_link_put(struct ledger *l, enum ledger_type from, struct str token,
    enum ledger_type to, struct str other, struct err *e)
{
	int64_t object, with;
	struct db_stmt *s;

	if (ledger_write(l, e) == -1 ||
	    ledger_number_make(l, from, token, &object, e) == -1 ||
	    ledger_number_make(l, to, other, &with, e) == -1)
		return -1;
	s = db_sql(l->db,
	    "INSERT OR IGNORE INTO link (object, other) VALUES (?, ?)");
	db_int(s, object);
	db_int(s, with);
	return db_run(s, e);
}

int
ledger_linked(struct ledger *l, enum ledger_type from, struct str token,
    enum ledger_type to, struct str other, struct err *e)
{
	int64_t object, with;
	struct db_stmt *s;
	int rc = ledger_number(l, from, token, &object, e);

	if (rc == 1)
		rc = ledger_number(l, to, other, &with, e);
	if (rc != 1)
		return rc;
	s = db_sql(l->db,
	    "SELECT 1 FROM link WHERE object = ? AND other = ?");
	db_int(s, object);
	db_int(s, with);
	return db_one(s, e);
}

int
ledger_links(struct ledger *l, enum ledger_type from, struct str token,
    enum ledger_type to, struct arena *a, struct ledger_tokens *out,
    struct err *e)
{
	struct db_stmt *s;
	int64_t object;
	int rc = ledger_number(l, from, token, &object, e);

	*out = (struct ledger_tokens){ 0 };
	if (rc != 1)
		return rc;
	s = db_sql(l->db, "SELECT token FROM link JOIN object"
	    " ON number = other WHERE link.object = ? AND type = ?"
	    " ORDER BY token");
	db_int(s, object);
	db_int(s, to);
	return ledger_token_list(s, a, out, e);
}

/*
 * The way back from the other end is needed where an object is dropped or
 * merged alone, so the index for it is made when that happens first.
 */
int
ledger_link_index(struct ledger *l, struct err *e)
{
	return db_exec(l->db, "CREATE INDEX IF NOT EXISTS link_to"
	    " ON link (other)", e);
}

int
ledger_unlink(struct ledger *l, int64_t number, struct err *e)
{
	struct db_stmt *s;

	if (ledger_link_index(l, e) == -1)
		return -1;
	s = db_sql(l->db, "DELETE FROM link WHERE object = ?");
	db_int(s, number);
	if (db_run(s, e) == -1)
		return -1;
	s = db_sql(l->db, "DELETE FROM link WHERE other = ?");
	db_int(s, number);
	return db_run(s, e);
}

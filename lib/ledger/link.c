/* link: associations that the CRM has confirmed. */
#include "ledger/private.h"

int
ledger_link_put(struct ledger *l, enum ledger_type from, struct str token,
    enum ledger_type to, struct str other, struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "INSERT OR IGNORE INTO link"
	    " (type, token, to_type, other) VALUES (?, ?, ?, ?)");
	db_int(s, from);
	db_text(s, token);
	db_int(s, to);
	db_text(s, other);
	return db_run(s, e);
}

int
ledger_linked(struct ledger *l, enum ledger_type from, struct str token,
    enum ledger_type to, struct str other, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT 1 FROM link"
	    " WHERE type = ? AND token = ? AND to_type = ? AND other = ?");

	db_int(s, from);
	db_text(s, token);
	db_int(s, to);
	db_text(s, other);
	return db_one(s, e);
}

int
ledger_links(struct ledger *l, enum ledger_type from, struct str token,
    enum ledger_type to, struct arena *a, struct ledger_tokens *out,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT other FROM link"
	    " WHERE type = ? AND token = ? AND to_type = ? ORDER BY other");

	db_int(s, from);
	db_text(s, token);
	db_int(s, to);
	return ledger_token_list(s, a, out, e);
}

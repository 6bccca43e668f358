/* conversation: what became of each record. */
#include "ledger/private.h"

static int
read_row(struct ledger *l, struct db_stmt *s, struct arena *a,
    struct ledger_conversation *c, struct err *e)
{
	struct str hash = db_get_blob(s, 4);

	*c = (struct ledger_conversation){
		.id = ledger_text(s, 0, a),
		.person = ledger_text(s, 1, a),
		.outcome = ledger_text(s, 2, a),
		.code = ledger_text(s, 3, a),
		.score = db_get_real(s, 5),
		.at = db_get_int(s, 6),
		.run = db_get_int(s, 7),
		.parts = db_get_int(s, 8),
		.attempts = db_get_int(s, 9)
	};
	if (hash.len != sizeof(c->hash))
		return ledger_damaged(l, "a conversation", e);
	memcpy(c->hash, hash.p, sizeof(c->hash));
	return 1;
}

int
ledger_conversation_get(struct ledger *l, struct str id, struct arena *a,
    struct ledger_conversation *out, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT id, person, outcome, code,"
	    " hash, score, at, run, parts, attempts"
	    " FROM conversation WHERE id = ?");
	int rc;

	db_text(s, id);
	rc = db_next(s, e);
	if (rc == 1)
		rc = read_row(l, s, a, out, e);
	db_reset(s);
	return rc;
}

int
ledger_conversation_put(struct ledger *l,
    const struct ledger_conversation *c, struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "INSERT OR REPLACE INTO conversation (id, person,"
	    " outcome, code, hash, score, at, run, parts, attempts)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	db_text(s, c->id);
	db_text(s, c->person);
	db_text(s, c->outcome);
	db_text(s, c->code);
	db_blob(s, c->hash, sizeof(c->hash));
	db_real(s, c->score);
	db_int(s, c->at);
	db_int(s, c->run);
	db_int(s, c->parts);
	db_int(s, c->attempts);
	return db_run(s, e);
}

int
ledger_conversations_reopen(struct ledger *l, struct str person,
    struct str code, struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "UPDATE conversation SET outcome = 'deferred',"
	    " code = ? WHERE person = ?");
	db_text(s, code);
	db_text(s, person);
	return db_run(s, e);
}

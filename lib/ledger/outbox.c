/* outbox: records that wait for another run. */
#include "ledger/private.h"

static struct str
context_of(struct str id, struct arena *a)
{
	return arena_printf(a, "outbox %.*s", STR_ARG(id));
}

static void
bind_who(struct ledger *l, struct db_stmt *s, struct str who,
    uint8_t hash[CRYPTO_ID])
{
	struct str parts[] = { STR("outbox"), who };

	if (who.p == NULL) {
		db_null(s);
		return;
	}
	hash_keyed(l->idents, parts, 2, hash, CRYPTO_ID);
	db_blob(s, hash, CRYPTO_ID);
}

/* The first of a conversation's tellings keeps its place in the order. */
int
ledger_outbox_put(struct ledger *l, const struct ledger_waiting *w,
    struct err *e)
{
	uint8_t hash[CRYPTO_ID];
	struct db_stmt *s;
	struct str sealed;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "INSERT INTO outbox (id, who, code, at, since,"
	    " attempts, high, dead, size, record)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (id) DO UPDATE SET who = excluded.who,"
	    " code = excluded.code, at = excluded.at,"
	    " attempts = excluded.attempts, high = excluded.high,"
	    " dead = excluded.dead, size = excluded.size,"
	    " record = excluded.record");
	sealed = seal(l->values, context_of(w->id, &l->scratch), w->record,
	    &l->scratch);
	db_text(s, w->id);
	bind_who(l, s, w->who, hash);
	db_text(s, w->code);
	db_int(s, w->at);
	db_int(s, w->since);
	db_int(s, w->attempts);
	db_int(s, w->high);
	db_int(s, w->dead);
	db_int(s, (int64_t)sealed.len);
	db_blob(s, sealed.p, sealed.len);
	rc = db_run(s, e);
	arena_reset(&l->scratch);
	return rc;
}

static int
read_row(struct ledger *l, struct db_stmt *s, struct str id,
    struct arena *a, struct ledger_waiting *w, struct err *e)
{
	*w = (struct ledger_waiting){
		.id = arena_str(a, id),
		.code = ledger_text(s, 0, a),
		.at = db_get_int(s, 1),
		.since = db_get_int(s, 2),
		.attempts = db_get_int(s, 3),
		.high = db_get_int(s, 4) != 0,
		.dead = db_get_int(s, 5) != 0
	};
	if (unseal(l->values, context_of(id, a), db_get_blob(s, 6), a,
	    &w->record, e) == 0)
		return 1;
	return ledger_damaged(l, "a record of the outbox", e);
}

int
ledger_outbox_get(struct ledger *l, struct str id, struct arena *a,
    struct ledger_waiting *out, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT code, at, since, attempts,"
	    " high, dead, record FROM outbox WHERE id = ?");
	int rc;

	db_text(s, id);
	rc = db_next(s, e);
	if (rc == 1)
		rc = read_row(l, s, id, a, out, e);
	db_reset(s);
	return rc;
}

int
ledger_outbox_drop(struct ledger *l, struct str id, struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "DELETE FROM outbox WHERE id = ?");
	db_text(s, id);
	return db_run(s, e);
}

int
ledger_outbox_ids(struct ledger *l, struct arena *a,
    struct ledger_tokens *ids, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT id FROM outbox"
	    " WHERE NOT dead ORDER BY (high OR who IN"
	    " (SELECT who FROM outbox WHERE high)) DESC, number");

	return ledger_token_list(s, a, ids, e);
}

int
ledger_outbox_size(struct ledger *l, int64_t *n, int64_t *bytes,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db,
	    "SELECT count(*), coalesce(sum(size), 0) FROM outbox");

	if (db_next(s, e) == -1)
		return -1;
	*n = db_get_int(s, 0);
	*bytes = db_get_int(s, 1);
	db_reset(s);
	return 0;
}

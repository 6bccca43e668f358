/* decision: who a person said it is, by keyed hashes of the keys. */
#include "ledger/private.h"

/* Lengths are hashed with the parts, so that no two sets are alike. */
static void
hash_of(struct ledger *l, const struct ledger_decision *d,
    uint8_t out[CRYPTO_ID])
{
	struct str *parts = arena_array(&l->scratch, 2 * d->n + 1,
	    sizeof(*parts));
	size_t i, n = 0;

	parts[n++] = STR("decision");
	for (i = 0; i < d->n; i++) {
		if (d->values[i].p == NULL)
			continue;
		parts[n++] = d->kinds[i];
		parts[n++] = d->values[i];
	}
	hash_keyed(l->idents, parts, n, out, CRYPTO_ID);
	arena_reset(&l->scratch);
}

int
ledger_decision_put(struct ledger *l, const struct ledger_decision *d,
    struct err *e)
{
	uint8_t hash[CRYPTO_ID];
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	hash_of(l, d, hash);
	s = db_sql(l->db, "INSERT OR REPLACE INTO decision (hash, answer, at,"
	    " run) VALUES (?, ?, ?, ?)");
	db_blob(s, hash, sizeof(hash));
	db_text(s, d->answer);
	db_int(s, d->at);
	db_int(s, d->run);
	return db_run(s, e);
}

int
ledger_decision_get(struct ledger *l, struct ledger_decision *d,
    struct arena *a, struct err *e)
{
	struct db_stmt *s = db_sql(l->db,
	    "SELECT answer, at, run FROM decision WHERE hash = ?");
	uint8_t hash[CRYPTO_ID];
	int rc;

	hash_of(l, d, hash);
	db_blob(s, hash, sizeof(hash));
	rc = db_next(s, e);
	if (rc == 1) {
		d->answer = ledger_text(s, 0, a);
		d->at = db_get_int(s, 1);
		d->run = db_get_int(s, 2);
	}
	db_reset(s);
	return rc;
}

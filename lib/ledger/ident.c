/* ident: what objects are known by, as keyed hashes. */
#include "ledger/private.h"

static void
hash_of(const struct ledger *l, enum ledger_type type, const char *kind,
    struct str value, uint8_t out[CRYPTO_ID])
{
	char digit = (char)('0' + type);
	struct str parts[] = { { &digit, 1 }, str_of(kind), value };

	hash_keyed(l->idents, parts, 3, out, CRYPTO_ID);
}

int
ledger_key_add(struct ledger *l, enum ledger_type type, struct str token,
    const char *kind, struct str value, struct err *e)
{
	uint8_t hash[CRYPTO_ID];
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	hash_of(l, type, kind, value, hash);
	s = db_sql(l->db, "INSERT INTO key (hash, seq, type, token, kind)"
	    " SELECT ?1, (SELECT coalesce(max(seq), 0) + 1 FROM key"
	    " WHERE hash = ?1), ?2, ?3, ?4 WHERE NOT EXISTS"
	    " (SELECT 1 FROM key WHERE hash = ?1 AND token = ?3)");
	db_blob(s, hash, sizeof(hash));
	db_int(s, type);
	db_text(s, token);
	db_text(s, str_of(kind));
	return db_run(s, e);
}

int
ledger_key_find(struct ledger *l, enum ledger_type type, const char *kind,
    struct str value, struct arena *a, struct ledger_tokens *out,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db,
	    "SELECT token FROM key WHERE hash = ? ORDER BY seq LIMIT 16");
	uint8_t hash[CRYPTO_ID];

	hash_of(l, type, kind, value, hash);
	db_blob(s, hash, sizeof(hash));
	return ledger_token_list(s, a, out, e);
}

int
ledger_key_match(struct ledger *l, enum ledger_type type, struct str token,
    const char *kind, struct str value, enum ledger_match *out,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT count(*),"
	    " coalesce(sum(hash = ?), 0) FROM key"
	    " WHERE token = ? AND type = ? AND kind = ?");
	uint8_t hash[CRYPTO_ID];

	hash_of(l, type, kind, value, hash);
	db_blob(s, hash, sizeof(hash));
	db_text(s, token);
	db_int(s, type);
	db_text(s, str_of(kind));
	if (db_next(s, e) == -1)
		return -1;
	*out = db_get_int(s, 0) == 0 ? LEDGER_NO_KEY :
	    db_get_int(s, 1) > 0 ? LEDGER_SAME : LEDGER_OTHER;
	db_reset(s);
	return 0;
}

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
	int64_t number;

	if (ledger_write(l, e) == -1 ||
	    ledger_number_make(l, type, token, &number, e) == -1)
		return -1;
	hash_of(l, type, kind, value, hash);
	s = db_sql(l->db, "INSERT OR IGNORE INTO key (hash, object, kind)"
	    " VALUES (?, ?, ?)");
	db_blob(s, hash, sizeof(hash));
	db_int(s, number);
	db_text(s, str_of(kind));
	return db_run(s, e);
}

int
ledger_key_find(struct ledger *l, enum ledger_type type, const char *kind,
    struct str value, struct arena *a, struct ledger_tokens *out,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT token FROM key"
	    " JOIN object ON number = object WHERE hash = ?"
	    " ORDER BY object LIMIT 16");
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
	uint8_t hash[CRYPTO_ID];
	struct db_stmt *s;
	int64_t number;
	int rc = ledger_number(l, type, token, &number, e);

	*out = LEDGER_NO_KEY;
	if (rc != 1)
		return rc;
	hash_of(l, type, kind, value, hash);
	s = db_sql(l->db, "SELECT hash = ? FROM key"
	    " WHERE object = ? AND kind = ?");
	db_blob(s, hash, sizeof(hash));
	db_int(s, number);
	db_text(s, str_of(kind));
	while ((rc = db_next(s, e)) == 1 && *out != LEDGER_SAME)
		*out = db_get_int(s, 0) ? LEDGER_SAME : LEDGER_OTHER;
	db_reset(s);
	return rc == -1 ? -1 : 0;
}

int
ledger_key_drop(struct ledger *l, enum ledger_type type, struct str token,
    const char *kind, struct str value, struct err *e)
{
	uint8_t hash[CRYPTO_ID];
	struct db_stmt *s;
	int64_t number;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	rc = ledger_number(l, type, token, &number, e);
	if (rc != 1)
		return rc;
	hash_of(l, type, kind, value, hash);
	s = db_sql(l->db, "DELETE FROM key WHERE hash = ? AND object = ?");
	db_blob(s, hash, sizeof(hash));
	db_int(s, number);
	return db_run(s, e);
}

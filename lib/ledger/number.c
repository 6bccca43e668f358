/*
 * number: the way from a token to its object's number.
 *
 * A number is never used again and never changes, so what was looked up
 * stays true; one record names each of its tokens several times.
 */
#include "ledger/private.h"

enum { MAX_KNOWN = 10000 };	/* tokens kept in memory: about 1 MB */

static void **
slot_of(struct ledger *l, struct str name)
{
	if (l->known.n >= MAX_KNOWN)
		arena_reset(&l->tokens);
	if (l->known.n >= MAX_KNOWN || l->known.arena == NULL)
		hmap_init(&l->known, &l->tokens);
	return hmap_slot(&l->known, arena_str(&l->tokens, name));
}

static void
remember(struct ledger *l, struct str name, int64_t number)
{
	int64_t *kept;
	void **slot = slot_of(l, name);

	kept = arena_alloc(&l->tokens, sizeof(*kept));
	*kept = number;
	*slot = kept;
}

static int
look_up(struct ledger *l, enum ledger_type type, struct str token,
    int64_t *out, struct err *e)
{
	struct db_stmt *s = db_sql(l->db,
	    "SELECT number FROM object WHERE type = ? AND token = ?");
	int rc;

	db_int(s, type);
	db_text(s, token);
	rc = db_next(s, e);
	if (rc == 1)
		*out = db_get_int(s, 0);
	db_reset(s);
	return rc;
}

int
ledger_number(struct ledger *l, enum ledger_type type, struct str token,
    int64_t *out, struct err *e)
{
	struct buf *name = &l->name;
	const int64_t *kept;
	int rc;

	buf_reset(name);
	buf_addc(name, (char)('0' + type));
	buf_adds(name, token);
	kept = l->known.arena == NULL ? NULL :
	    hmap_get(&l->known, buf_str(name));
	if (kept != NULL) {
		*out = *kept;
		return 1;
	}
	rc = look_up(l, type, token, out, e);
	if (rc == 1)
		remember(l, buf_str(name), *out);
	return rc;
}

int
ledger_number_make(struct ledger *l, enum ledger_type type, struct str token,
    int64_t *out, struct err *e)
{
	struct db_stmt *s;
	int rc = ledger_number(l, type, token, out, e);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	s = db_sql(l->db, "INSERT INTO object (type, token) VALUES (?, ?)");
	db_int(s, type);
	db_text(s, token);
	if (db_run(s, e) == -1)
		return -1;
	*out = db_last_id(l->db);
	return 0;
}

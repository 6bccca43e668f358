/*
 * number: the way from a token to its object's number.
 *
 * A number is never used again and never changes, and nobody else adds one
 * while it is our turn, so what was looked up stays true until then; one
 * record names each of its tokens several times.
 */
#include "ledger/private.h"

enum { MAX_KNOWN = 10000 };	/* tokens kept in memory: about 1 MB */

enum { UNKNOWN = 0, ABSENT = -1 };	/* in place of a number */

/* What is known of a token, to be read or set before the next call. */
static int64_t *
known(struct ledger *l, enum ledger_type type, struct str token)
{
	struct buf *name = &l->name;
	int64_t *n;

	if (l->known.n >= MAX_KNOWN)
		arena_reset(&l->tokens);
	if (l->known.n >= MAX_KNOWN || l->known.arena == NULL)
		hmap_init(&l->known, &l->tokens);
	buf_reset(name);
	buf_addc(name, (char)('0' + type));
	buf_adds(name, token);
	n = hmap_get(&l->known, buf_str(name));
	if (n == NULL) {
		n = ARENA_NEW(&l->tokens, int64_t);
		*hmap_slot(&l->known, arena_str(&l->tokens,
		    buf_str(name))) = n;
	}
	return n;
}

void
ledger_forget(struct ledger *l)
{
	arena_reset(&l->tokens);
	hmap_init(&l->known, &l->tokens);
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
	int64_t *n = known(l, type, token);
	int rc;

	if (*n == ABSENT && !(l->flags & LEDGER_READ_ONLY))
		return 0;
	if (*n <= UNKNOWN) {
		rc = look_up(l, type, token, n, e);
		if (rc == 0)
			*n = ABSENT;
		if (rc != 1)
			return rc;
	}
	*out = *n;
	return 1;
}

void
ledger_number_new(struct ledger *l, enum ledger_type type, struct str token)
{
	*known(l, type, token) = db_last_id(l->db);
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
	ledger_number_new(l, type, token);
	return 0;
}

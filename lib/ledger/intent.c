/* intent: what is about to be sent. */
#include "ledger/pack.h"
#include "ledger/private.h"

/* The tokens of one intent are one value. */
static void
pack_tokens(const struct ledger_tokens *t, struct buf *b)
{
	size_t i;

	pack_number(b, t->n);
	for (i = 0; i < t->n; i++)
		pack_text(b, t->p[i]);
}

static int
unpack_tokens(struct str packed, struct arena *a, struct ledger_tokens *out)
{
	struct unpack u = unpack_from(packed);
	uint64_t n = unpack_number(&u);

	if (n > packed.len)	/* a token takes a byte at least */
		return -1;
	*out = (struct ledger_tokens){ arena_array(a, (size_t)n + 1,
	    sizeof(*out->p)), 0 };
	while (out->n < n && !u.bad)
		out->p[out->n++] = arena_str(a, unpack_text(&u));
	return unpack_done(&u) ? 0 : -1;
}

int
ledger_intent_open(struct ledger *l, struct ledger_intent *in, struct err *e)
{
	struct buf tokens = { 0 };
	struct db_stmt *s;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	pack_tokens(&in->tokens, &tokens);
	s = db_sql(l->db, "INSERT INTO intent (run, at, type, op, tokens)"
	    " VALUES (?, ?, ?, ?, ?)");
	db_int(s, in->run);
	db_int(s, in->at);
	db_int(s, in->type);
	db_text(s, in->op);
	db_blob(s, tokens.p, tokens.len);
	rc = db_run(s, e);
	in->id = db_last_id(l->db);
	buf_free(&tokens);
	return rc;
}

int
ledger_intent_close(struct ledger *l, int64_t id, const char *outcome,
    struct err *e)
{
	struct db_stmt *s;

	(void)outcome;	/* a journal of closed intents is not kept yet */
	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "DELETE FROM intent WHERE id = ?");
	db_int(s, id);
	return db_run(s, e);
}

static int
read_row(struct ledger *l, struct db_stmt *s, struct arena *a,
    struct ledger_intent *in, struct err *e)
{
	*in = (struct ledger_intent){
		.id = db_get_int(s, 0),
		.run = db_get_int(s, 1),
		.at = db_get_int(s, 2),
		.type = (enum ledger_type)db_get_int(s, 3),
		.op = ledger_text(s, 4, a)
	};
	if (unpack_tokens(db_get_blob(s, 5), a, &in->tokens) == -1)
		return ledger_damaged(l, "an intent", e);
	return 0;
}

int
ledger_intents(struct ledger *l, struct arena *a, struct ledger_intent **out,
    size_t *n, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT id, run, at, type, op,"
	    " tokens FROM intent ORDER BY id");
	size_t cap = 8;
	int rc;

	*out = arena_array(a, cap, sizeof(**out));
	*n = 0;
	while ((rc = db_next(s, e)) == 1) {
		if (*n == cap) {
			*out = arena_grow(a, *out, cap * sizeof(**out),
			    2 * cap * sizeof(**out));
			cap *= 2;
		}
		if (read_row(l, s, a, &(*out)[*n], e) == -1) {
			db_reset(s);
			return -1;
		}
		++*n;
	}
	return rc == -1 ? -1 : *n > 0;
}

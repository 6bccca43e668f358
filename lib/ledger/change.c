/* change: what each run was about to replace. */
#include "ledger/private.h"

/* A value opens only for the run, object and field it was sealed for. */
static struct str
context_of(const struct ledger_change *c, const char *which,
    struct arena *a)
{
	return arena_printf(a, "change %s %lld %d %.*s %.*s", which,
	    (long long)c->run, (int)c->type, STR_ARG(c->token),
	    STR_ARG(c->field));
}

static struct str
close_value(struct ledger *l, const struct ledger_change *c,
    const char *which, struct str value)
{
	if (value.p == NULL)
		return STR_NONE;
	return seal(l->values, context_of(c, which, &l->scratch), value,
	    &l->scratch);
}

int
ledger_change_put(struct ledger *l, const struct ledger_change *c,
    struct err *e)
{
	struct str old, now;
	struct db_stmt *s;
	int64_t number;
	int rc;

	if ((l->flags & LEDGER_HASH_ONLY) != 0 && c->field.len > 0)
		return 0;
	if (ledger_write(l, e) == -1 || ledger_number_make(l, c->type,
	    c->token, &number, e) == -1)
		return -1;
	old = close_value(l, c, "old", c->old);
	now = close_value(l, c, "now", c->now);
	s = db_sql(l->db, "INSERT INTO change (run, object, field, old, now)"
	    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (run, object, field)"
	    " DO UPDATE SET now = excluded.now");
	db_int(s, c->run);
	db_int(s, number);
	db_text(s, c->field);
	db_blob(s, old.p, old.len);
	db_blob(s, now.p, now.len);
	rc = db_run(s, e);
	arena_reset(&l->scratch);
	return rc;
}

static int
open_value(struct ledger *l, const struct ledger_change *c,
    const char *which, struct str sealed, struct arena *a, struct str *out,
    struct err *e)
{
	*out = STR_NONE;
	if (sealed.p == NULL || unseal(l->values, context_of(c, which, a),
	    sealed, a, out, e) == 0)
		return 0;
	return ledger_damaged(l, "a change", e);
}

static int
read_row(struct ledger *l, struct db_stmt *s, int64_t run, struct arena *a,
    struct ledger_change *c, struct err *e)
{
	*c = (struct ledger_change){
		.type = (enum ledger_type)db_get_int(s, 0),
		.token = ledger_text(s, 1, a),
		.field = ledger_text(s, 2, a),
		.run = run
	};
	return open_value(l, c, "old", db_get_blob(s, 3), a, &c->old,
	    e) == -1 ? -1 : open_value(l, c, "now", db_get_blob(s, 4), a,
	    &c->now, e);
}

int
ledger_changes(struct ledger *l, int64_t run, struct arena *a,
    struct ledger_change **out, size_t *n, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT type, token, field, old,"
	    " now FROM change JOIN object ON number = object"
	    " WHERE change.run = ? ORDER BY object, field");
	size_t cap = 16;
	int rc;

	*out = arena_array(a, cap, sizeof(**out));
	*n = 0;
	db_int(s, run);
	while ((rc = db_next(s, e)) == 1) {
		if (*n == cap) {
			*out = arena_grow(a, *out, cap * sizeof(**out),
			    2 * cap * sizeof(**out));
			cap *= 2;
		}
		if (read_row(l, s, run, a, &(*out)[*n], e) == -1) {
			db_reset(s);
			return -1;
		}
		++*n;
	}
	return rc == -1 ? -1 : *n > 0;
}

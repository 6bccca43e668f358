#include "ledger/ledger.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/step.h"
#include "base/time.h"
#include "ledger/private.h"

/*
 * Others that share it may be making it: until then there are no tables, nor
 * is it in WAL mode, which SQLite enters only while nobody else looks, and
 * fails to without waiting for him.
 */
static int
wait_turn(struct ledger *l, int64_t wait, struct err *e)
{
	const struct timespec moment = { 0, 5000000 };
	int64_t began = time_monotonic();
	int rc;

	l->turn = ledger_turn_open(l->path, e);
	if (l->turn == -1)
		return -1;
	while ((rc = ledger_turn_take(l, e)) == 0) {
		if (wait >= 0 && time_monotonic() - began >= wait)
			return err_set(e, ERR_LOCKED, "ledger.locked",
			    "%s: another run had its turn at it until the "
			    "time of this one was over; nothing was done",
			    l->path);
		nanosleep(&moment, NULL);
	}
	l->ours = rc == 1;
	return rc == 1 ? 0 : -1;
}

/*
 * The lock comes before the database, so that of two first runs one makes
 * the ledger and its key and the other is told to wait.
 */
static int
set_up(struct ledger *l, int64_t wait, struct err *e)
{
	bool reader = l->flags & LEDGER_READ_ONLY;

	if (!reader && (l->lock = ledger_lock(l->path,
	    l->flags & LEDGER_SHARED, e)) == -1)
		return -1;
	if (l->flags & LEDGER_SHARED && wait_turn(l, wait, e) == -1)
		return -1;
	if (db_open(l->path, reader ? DB_READ_ONLY : 0, &l->db, e) == -1)
		return -1;
	if (ledger_schema(l, e) == -1)
		return -1;
	return ledger_keys(l, e);
}

/*
 * Outside of a transaction every read takes and drops locks of its own, so
 * one is always open; nobody else writes.  Should it not begin, the next
 * write tries again and tells.
 */
static void
begin(struct ledger *l)
{
	if (!(l->flags & LEDGER_READ_ONLY))
		db_begin(l->db, NULL);
}

int
ledger_open(struct str url, unsigned flags, int64_t wait, struct ledger **out,
    struct err *e)
{
	struct ledger *l = calloc(1, sizeof(*l));

	*out = NULL;
	if (l == NULL)
		return err_errno(e, ERR_IO, "ledger");
	l->flags = flags;
	l->lock = l->turn = -1;
	if (ledger_path(url, &l->arena, &l->path, e) == -1 ||
	    set_up(l, wait, e) == -1) {
		ledger_close(l);
		return -1;
	}
	*out = l;
	if (l->turn != -1)
		return ledger_yield(l, e);
	begin(l);
	return 0;
}

void
ledger_close(struct ledger *l)
{
	if (l == NULL)
		return;
	db_close(l->db);
	key_free(l->idents);
	key_free(l->values);
	if (l->lock != -1)
		close(l->lock);
	if (l->turn != -1)
		close(l->turn);
	arena_free(&l->scratch);
	arena_free(&l->tokens);
	buf_free(&l->name);
	arena_free(&l->arena);
	free(l);
}

int
ledger_write(struct ledger *l, struct err *e)
{
	l->dirty = true;
	return db_in_transaction(l->db) ? 0 : db_begin(l->db, e);
}

int
ledger_commit(struct ledger *l, struct err *e)
{
	if (!l->dirty)
		return 0;
	if (db_commit(l->db, e) == -1)
		return -1;
	l->dirty = false;
	step();
	begin(l);
	return 0;
}

const char *
ledger_path_of(const struct ledger *l)
{
	return l->path;
}

int
ledger_damaged(const struct ledger *l, const char *what, struct err *e)
{
	return err_set(e, ERR_IO, "ledger.damaged",
	    "%s: damaged: %s does not read back; restore it from a backup",
	    l->path, what);
}

struct str
ledger_text(struct db_stmt *s, int col, struct arena *a)
{
	struct str text = db_get_text(s, col);

	return text.p != NULL ? arena_str(a, text) : STR_NONE;
}

int
ledger_token_list(struct db_stmt *s, struct arena *a,
    struct ledger_tokens *out, struct err *e)
{
	size_t cap = 4;
	int rc;

	*out = (struct ledger_tokens){ arena_array(a, cap, sizeof(*out->p)),
	    0 };
	while ((rc = db_next(s, e)) == 1) {
		if (out->n == cap) {
			out->p = arena_grow(a, out->p, cap * sizeof(*out->p),
			    2 * cap * sizeof(*out->p));
			cap *= 2;
		}
		out->p[out->n++] = ledger_text(s, 0, a);
	}
	return rc == -1 ? -1 : out->n > 0;
}

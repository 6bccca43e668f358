/* meta: what the ledger knows of itself: its key, its account, its runs. */
#include <errno.h>
#include <unistd.h>

#include "base/step.h"
#include "ledger/private.h"

/* A fact about the ledger itself: 1 there, 0 not, -1. */
static int
ledger_meta_get(struct ledger *l, const char *name, struct arena *a,
    struct str *out, struct err *e)
{
	struct db_stmt *s = db_sql(l->db,
	    "SELECT value FROM meta WHERE name = ?");
	int rc;

	db_text(s, str_of(name));
	rc = db_next(s, e);
	if (rc == 1)
		*out = ledger_text(s, 0, a);
	db_reset(s);
	return rc;
}

static int
ledger_meta_put(struct ledger *l, const char *name, struct str value,
    struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "INSERT INTO meta (name, value) VALUES (?, ?)"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
	db_text(s, str_of(name));
	db_text(s, value);
	return db_run(s, e);
}

/* A text that only the right key makes. */
static struct str
proof(const struct key *k, struct arena *a)
{
	struct str label = STR("ledger");
	char *out = arena_alloc(a, 2 * CRYPTO_ID + 1);
	uint8_t hash[CRYPTO_ID];

	hash_keyed(k, &label, 1, hash, sizeof(hash));
	hex(hash, sizeof(hash), out);
	return str_of(out);
}

static int
check_key(struct ledger *l, struct str known, const char *path,
    struct err *e)
{
	struct str mine = proof(l->idents, &l->scratch);

	if (known.p == NULL && l->flags & LEDGER_READ_ONLY)
		return 0;
	if (known.p == NULL)
		return ledger_meta_put(l, "key", mine, e) == -1 ? -1 :
		    ledger_commit(l, e);
	if (str_eq(known, mine))
		return 0;
	return err_set(e, ERR_CONFIG, "ledger.key",
	    "%s: not the key of %s; put the right one there", path, l->path);
}

static int
lost_key(struct ledger *l, const char *path, struct err *e)
{
	return err_set(e, ERR_CONFIG, "ledger.key",
	    "%s: the key of %s is missing; restore it from a backup (without "
	    "it nobody can be recognised)", path, l->path);
}

/*
 * The key is on disk before anything is written under it; a ledger without
 * its proof is one whose first run ended in between.
 */
int
ledger_keys(struct ledger *l, struct err *e)
{
	const char *path = arena_printf(&l->arena, "%s.key", l->path).p;
	struct str known = STR_NONE;
	struct key *master;
	int rc = ledger_meta_get(l, "key", &l->scratch, &known, e);

	if (rc == -1)
		return -1;
	if (rc == 1 && access(path, F_OK) == -1 && errno == ENOENT)
		return lost_key(l, path, e);
	master = key_open(path, rc == 0 && !(l->flags & LEDGER_READ_ONLY), e);
	if (master == NULL)
		return -1;
	if (rc == 0)
		step();		/* it may just have been made */
	l->idents = key_derive(master, "ident");
	l->values = key_derive(master, "values");
	key_free(master);
	rc = check_key(l, known, path, e);
	arena_reset(&l->scratch);
	return rc;
}

int
ledger_bind(struct ledger *l, struct str profile, struct str account,
    struct err *e)
{
	struct str text = arena_printf(&l->scratch, "%.*s %.*s",
	    STR_ARG(profile), STR_ARG(account)), bound;
	char old[96], new[96];
	int rc = ledger_meta_get(l, "account", &l->scratch, &bound, e);

	if (rc == 0) {
		rc = ledger_meta_put(l, "account", text, e);
		if (rc == 0)
			rc = ledger_commit(l, e);
	} else if (rc == 1 && !str_eq(text, bound))
		rc = err_set(e, ERR_CONFIG, "ledger.account",
		    "%s: belongs to the CRM account '%s', not '%s'; use a "
		    "ledger of its own for each account", l->path,
		    err_quote(bound, old, sizeof(old)),
		    err_quote(text, new, sizeof(new)));
	arena_reset(&l->scratch);
	return rc == -1 ? -1 : 0;
}

int
ledger_run_begin(struct ledger *l, struct str command, int64_t now,
    int64_t *run, struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "INSERT INTO run (command, began) VALUES (?, ?)");
	db_text(s, command);
	db_int(s, now);
	if (db_run(s, e) == -1)
		return -1;
	*run = db_last_id(l->db);
	return 0;
}

int
ledger_run_end(struct ledger *l, int64_t run, int64_t now, int status,
    struct str figures, struct err *e)
{
	struct db_stmt *s;

	if (ledger_write(l, e) == -1)
		return -1;
	s = db_sql(l->db, "UPDATE run SET ended = ?, status = ?, figures = ?"
	    " WHERE id = ?");
	db_int(s, now);
	db_int(s, status);
	db_text(s, figures);
	db_int(s, run);
	return db_run(s, e);
}

/* Facts of others do not meet the ledger's own. */
static const char *
fact_name(const char *name, struct arena *a)
{
	return arena_printf(a, "fact.%s", name).p;
}

int
ledger_fact(struct ledger *l, const char *name, struct arena *a,
    struct str *value, struct err *e)
{
	return ledger_meta_get(l, fact_name(name, a), a, value, e);
}

int
ledger_fact_put(struct ledger *l, const char *name, struct str value,
    struct err *e)
{
	int rc = ledger_meta_put(l, fact_name(name, &l->scratch), value, e);

	arena_reset(&l->scratch);
	return rc;
}

int
ledger_run_known(struct ledger *l, int64_t run, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT 1 FROM run WHERE id = ?");

	db_int(s, run);
	return db_one(s, e);
}

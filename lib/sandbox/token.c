/* Tokens in the store. */
#include <inttypes.h>
#include <string.h>

#include "sandbox/oauth.h"
#include "sandbox/server.h"
#include "sandbox/tables.h"

static const char *const marks[] = {
	[TOKEN_ACCESS] = "access",
	[TOKEN_REFRESH] = "refresh",
	[TOKEN_CODE] = "code",
	[TOKEN_DEVICE] = "device",
};

/* Chance repeats with its seed, also over a file that has tokens already. */
static struct str
fresh_text(struct request *q, enum token_kind kind)
{
	const struct persona_oauth *o = q->persona->oauth;
	struct token other;
	struct str text;

	do {
		text = arena_printf(q->a, "%ssandbox-%s-%016" PRIx64
		    "%016" PRIx64, o != NULL && o->prefix != NULL ? o->prefix :
		    "", marks[kind], api_chance(q), api_chance(q));
	} while (token_find(q, text, &other));
	return text;
}

void
token_new(struct request *q, struct token *t)
{
	struct db_stmt *s;

	if (t->text.len == 0)
		t->text = fresh_text(q, t->kind);
	if (t->family == 0)
		t->family = (int64_t)(api_chance(q) >> 1);
	t->issued = q->now;
	s = db_sql(q->store->db, "INSERT INTO token (text, kind, state,"
	    " family, client, scope, issued, expires, more)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
	db_text(s, t->text);
	db_int(s, t->kind);
	db_int(s, t->state);
	db_int(s, t->family);
	db_text(s, t->client);
	db_text(s, t->scope);
	db_int(s, t->issued);
	db_int(s, t->expires);
	db_text(s, store_text(q->store, &t->more));
	store_run(q->store, s);
}

/* The statement stands on a row of (text, kind, ...). */
static void
read_token(struct request *q, struct db_stmt *s, struct token *out)
{
	out->text = arena_str(q->a, db_get_text(s, 0));
	out->kind = (enum token_kind)db_get_int(s, 1);
	out->state = (enum token_state)db_get_int(s, 2);
	out->family = db_get_int(s, 3);
	out->client = arena_str(q->a, db_get_text(s, 4));
	out->scope = arena_str(q->a, db_get_text(s, 5));
	out->issued = db_get_int(s, 6);
	out->expires = db_get_int(s, 7);
	out->more = store_json(q->store, s, 8, q->a);
	db_reset(s);
}

bool
token_find(struct request *q, struct str text, struct token *out)
{
	struct db_stmt *s = db_sql(q->store->db, "SELECT text, kind, state,"
	    " family, client, scope, issued, expires, more FROM token"
	    " WHERE text = ?");

	*out = (struct token){ .text = STR_NONE };
	if (text.len == 0)
		return false;
	db_text(s, text);
	if (!store_row(q->store, s))
		return false;
	read_token(q, s, out);
	return true;
}

bool
token_by_code(struct request *q, struct str code, struct token *out)
{
	struct db_stmt *s = db_sql(q->store->db, "SELECT text, kind, state,"
	    " family, client, scope, issued, expires, more FROM token"
	    " WHERE kind = ? AND more ->> 'user_code' = ?");

	db_int(s, TOKEN_DEVICE);
	db_text(s, code);
	if (code.len == 0 || !store_row(q->store, s)) {
		db_reset(s);
		return false;
	}
	read_token(q, s, out);
	return true;
}

void
token_set(struct request *q, const struct token *t)
{
	struct db_stmt *s = db_sql(q->store->db, "UPDATE token SET"
	    " state = ?, expires = ?, more = ? WHERE text = ?");

	db_int(s, t->state);
	db_int(s, t->expires);
	db_text(s, store_text(q->store, &t->more));
	db_text(s, t->text);
	store_run(q->store, s);
}

void
token_end_family(struct request *q, int64_t family)
{
	struct db_stmt *s = db_sql(q->store->db,
	    "UPDATE token SET state = ? WHERE family = ?");

	db_int(s, TOKEN_DEAD);
	db_int(s, family);
	store_run(q->store, s);
}

bool
token_live(const struct request *q, const struct token *t)
{
	return t->state == TOKEN_LIVE &&
	    (t->expires == 0 || t->expires > q->now);
}

/* Without --oauth any token will do, except the word that plays an old one. */
bool
token_valid(struct request *q, struct str text, enum trouble *what)
{
	struct token t;

	*what = TROUBLE_TOKEN_MISSING;
	if (text.len == 0)
		return false;
	*what = TROUBLE_TOKEN_EXPIRED;
	if (str_eq(text, STR("expired")))
		return false;
	if (!token_find(q, text, &t)) {
		*what = TROUBLE_TOKEN_BAD;
		return !q->sb->conf.oauth;
	}
	if (t.kind != TOKEN_ACCESS || t.state != TOKEN_LIVE)
		*what = TROUBLE_TOKEN_BAD;
	return t.kind == TOKEN_ACCESS && token_live(q, &t);
}

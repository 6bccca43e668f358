/* object: what stands in the CRM, and what was last sent of it. */
#include "ledger/private.h"

#define COLUMNS	"type, token, id, digest, at, run, fields, wrote"

/* A sealed value opens only for the object that it was written for. */
static struct str
context_of(enum ledger_type type, struct str token, struct arena *a)
{
	return arena_printf(a, "object %d %.*s", (int)type, STR_ARG(token));
}

static int
read_row(struct ledger *l, struct db_stmt *s, struct arena *a,
    struct ledger_object *o, struct err *e)
{
	struct str packed = db_get_blob(s, 6);

	*o = (struct ledger_object){
		.type = (enum ledger_type)db_get_int(s, 0),
		.token = ledger_text(s, 1, a),
		.id = ledger_text(s, 2, a),
		.digest = ledger_text(s, 3, a),
		.at = db_get_int(s, 4),
		.run = db_get_int(s, 5),
		.wrote = db_get_int(s, 7)
	};
	if (packed.p == NULL)
		return 0;
	return fields_unpack(l, context_of(o->type, o->token, a), packed, a,
	    &o->fields, &o->nfields, e);
}

/* The one row of ${s}: 1, 0 or -1. */
static int
read_one(struct ledger *l, struct db_stmt *s, struct arena *a,
    struct ledger_object *o, struct err *e)
{
	int rc = db_next(s, e);

	if (rc == 1 && read_row(l, s, a, o, e) == -1)
		rc = -1;
	db_reset(s);
	return rc;
}

int
ledger_object_get(struct ledger *l, enum ledger_type type, struct str token,
    struct arena *a, struct ledger_object *out, struct err *e)
{
	struct db_stmt *s;
	int64_t number;
	int rc = ledger_number(l, type, token, &number, e);

	if (rc != 1)
		return rc;
	s = db_sql(l->db, "SELECT " COLUMNS " FROM object"
	    " WHERE number = ? AND run IS NOT NULL");
	db_int(s, number);
	return read_one(l, s, a, out, e);
}

int
ledger_object_by_id(struct ledger *l, enum ledger_type type, struct str id,
    struct arena *a, struct ledger_object *out, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT " COLUMNS " FROM object"
	    " WHERE type = ? AND id = ? AND run IS NOT NULL LIMIT 1");

	db_int(s, type);
	db_text(s, id);
	return read_one(l, s, a, out, e);
}

/* Put all but type and token into the row ${number}. */
static int
fill_row(struct ledger *l, int64_t number, const struct ledger_object *o,
    struct str packed, struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "UPDATE object SET id = ?,"
	    " digest = ?, at = ?, run = ?, fields = ?,"
	    " wrote = max(ifnull(wrote, 0), ?) WHERE number = ?");

	db_text(s, o->id);
	db_text(s, o->digest);
	db_int(s, o->at);
	db_int(s, o->run);
	db_blob(s, packed.p, packed.len);
	db_int(s, o->wrote);
	db_int(s, number);
	return db_run(s, e);
}

static int
new_row(struct ledger *l, const struct ledger_object *o, struct str packed,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "INSERT INTO object (" COLUMNS ")"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

	db_int(s, o->type);
	db_text(s, o->token);
	db_text(s, o->id);
	db_text(s, o->digest);
	db_int(s, o->at);
	db_int(s, o->run);
	db_blob(s, packed.p, packed.len);
	db_int(s, o->wrote);
	if (db_run(s, e) == -1)
		return -1;
	ledger_number_new(l, o->type, o->token);
	return 0;
}

int
ledger_object_put(struct ledger *l, const struct ledger_object *o,
    struct err *e)
{
	struct str packed = STR_NONE;
	int64_t number;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	if (o->nfields > 0)
		packed = fields_pack(l, context_of(o->type, o->token,
		    &l->scratch), o->fields, o->nfields, &l->scratch);
	rc = ledger_number(l, o->type, o->token, &number, e);
	if (rc == 1)
		rc = fill_row(l, number, o, packed, e);
	else if (rc == 0)
		rc = new_row(l, o, packed, e);
	arena_reset(&l->scratch);
	return rc;
}

int
ledger_object_wrote(struct ledger *l, enum ledger_type type,
    struct str token, int64_t at, struct err *e)
{
	struct db_stmt *s;
	int64_t number;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	rc = ledger_number(l, type, token, &number, e);
	if (rc != 1)
		return rc;
	s = db_sql(l->db, "UPDATE object SET wrote = max(ifnull(wrote, 0), ?)"
	    " WHERE number = ?");
	db_int(s, at);
	db_int(s, number);
	return db_run(s, e);
}

/* The row stays, for keys lead to it. */
int
ledger_object_drop(struct ledger *l, enum ledger_type type, struct str token,
    struct err *e)
{
	struct db_stmt *s;
	int64_t number;
	int rc;

	if (ledger_write(l, e) == -1)
		return -1;
	rc = ledger_number(l, type, token, &number, e);
	if (rc != 1)
		return rc;
	if (ledger_unlink(l, number, e) == -1)
		return -1;
	s = db_sql(l->db, "UPDATE object SET id = NULL, digest = NULL,"
	    " at = NULL, run = NULL, fields = NULL, wrote = NULL"
	    " WHERE number = ?");
	db_int(s, number);
	return db_run(s, e);
}

int
ledger_object_page(struct ledger *l, enum ledger_type type, struct str after,
    size_t max, struct arena *a, struct ledger_object *out, size_t *n,
    struct err *e)
{
	struct db_stmt *s = db_sql(l->db, "SELECT " COLUMNS
	    " FROM object WHERE type = ? AND token > ? AND run IS NOT NULL"
	    " ORDER BY token LIMIT ?");
	int rc;

	*n = 0;
	db_int(s, type);
	db_text(s, after.p != NULL ? after : STR(""));
	db_int(s, (int64_t)max);
	while ((rc = db_next(s, e)) == 1) {
		if (read_row(l, s, a, &out[*n], e) == -1) {
			db_reset(s);
			return -1;
		}
		++*n;
	}
	return rc == -1 ? -1 : *n > 0;
}

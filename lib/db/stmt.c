/* stmt: statements, their parameters and their rows. */
#include "db/private.h"

static void
prepare(struct db_stmt *s, const char *sql)
{
	int rc = sqlite3_prepare_v3(s->db->handle, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);

	if (rc != SQLITE_OK)
		db_fail(s->db, rc, &s->err);
}

struct db_stmt *
db_sql(struct db *db, const char *sql)
{
	void **slot = hmap_slot(&db->stmts, str_of(sql));
	struct db_stmt *s = *slot;

	if (s == NULL) {
		s = ARENA_NEW(&db->arena, struct db_stmt);
		s->db = db;
		*slot = s;
	}
	if (s->handle == NULL)
		prepare(s, sql);
	else
		db_reset(s);
	return s;
}

static void
bound(struct db_stmt *s, int rc)
{
	if (rc != SQLITE_OK && s->failed == SQLITE_OK)
		s->failed = rc;
}

void
db_int(struct db_stmt *s, int64_t v)
{
	if (s->handle != NULL)
		bound(s, sqlite3_bind_int64(s->handle, ++s->bound, v));
}

void
db_real(struct db_stmt *s, double v)
{
	if (s->handle != NULL)
		bound(s, sqlite3_bind_double(s->handle, ++s->bound, v));
}

void
db_text(struct db_stmt *s, struct str v)
{
	if (s->handle != NULL)
		bound(s, sqlite3_bind_text64(s->handle, ++s->bound, v.p,
		    v.len, SQLITE_STATIC, SQLITE_UTF8));
}

void
db_blob(struct db_stmt *s, const void *p, size_t len)
{
	if (s->handle != NULL)
		bound(s, sqlite3_bind_blob64(s->handle, ++s->bound, p, len,
		    SQLITE_STATIC));
}

void
db_null(struct db_stmt *s)
{
	if (s->handle != NULL)
		bound(s, sqlite3_bind_null(s->handle, ++s->bound));
}

static int
fail(struct db_stmt *s, int rc, struct err *e)
{
	db_fail(s->db, rc, e);
	db_reset(s);
	return -1;
}

int
db_next(struct db_stmt *s, struct err *e)
{
	int rc;

	if (s->handle == NULL) {
		if (e != NULL)
			*e = s->err;
		return -1;
	}
	if (s->failed != SQLITE_OK)
		return fail(s, s->failed, e);
	rc = sqlite3_step(s->handle);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		return fail(s, rc, e);
	db_reset(s);
	return 0;
}

int
db_run(struct db_stmt *s, struct err *e)
{
	int rc;

	while ((rc = db_next(s, e)) == 1)
		continue;
	return rc;
}

int
db_one(struct db_stmt *s, struct err *e)
{
	int rc = db_next(s, e);

	db_reset(s);
	return rc;
}

/* Bindings are borrowed, so none may outlive the statement's run. */
void
db_reset(struct db_stmt *s)
{
	if (s->handle == NULL)
		return;
	sqlite3_reset(s->handle);
	sqlite3_clear_bindings(s->handle);
	s->bound = 0;
	s->failed = SQLITE_OK;
}

int64_t
db_get_int(struct db_stmt *s, int col)
{
	return sqlite3_column_int64(s->handle, col);
}

double
db_get_real(struct db_stmt *s, int col)
{
	return sqlite3_column_double(s->handle, col);
}

struct str
db_get_text(struct db_stmt *s, int col)
{
	const unsigned char *p = sqlite3_column_text(s->handle, col);

	if (p == NULL)
		return STR_NONE;
	return (struct str){ (const char *)p,
	    (size_t)sqlite3_column_bytes(s->handle, col) };
}

struct str
db_get_blob(struct db_stmt *s, int col)
{
	const char *p;

	if (db_get_null(s, col))
		return STR_NONE;
	p = sqlite3_column_blob(s->handle, col);
	return (struct str){ p != NULL ? p : "",
	    (size_t)sqlite3_column_bytes(s->handle, col) };
}

bool
db_get_null(struct db_stmt *s, int col)
{
	return sqlite3_column_type(s->handle, col) == SQLITE_NULL;
}

/* db: SQLite behind one face. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/db.h"

static char dir[64], path[96];
static struct db *db;
static struct err err;

#define OK(call) do {							\
	if ((call) == -1)						\
		fail_msg("%s: %s", #call, err.msg);			\
} while (0)

static int
set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/chatcrm-db-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/x.db", dir);
	return db_open(path, 0, &db, &err);
}

static int
tear_down(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char name[128];
	size_t i;

	(void)state;
	db_close(db);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
	return rmdir(dir);
}

static int64_t
number(const char *sql)
{
	struct db_stmt *s = db_sql(db, sql);
	int64_t n = -1;

	if (db_next(s, &err) == 1)
		n = db_get_int(s, 0);
	db_reset(s);
	return n;
}

static void
a_new_file_is_private_and_durable(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(number("PRAGMA synchronous"), 2);
	assert_int_equal(number("PRAGMA foreign_keys"), 1);
	db_close(db);
	OK(db_open(path, DB_RELAXED, &db, &err));
	assert_int_equal(number("PRAGMA synchronous"), 1);
}

static void
values_come_back_as_they_were(void **state)
{
	struct db_stmt *s;

	(void)state;
	OK(db_exec(db, "CREATE TABLE t (i, r, x, b, n, e)", &err));
	s = db_sql(db, "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)");
	db_int(s, INT64_MIN);
	db_real(s, 0.1);
	db_text(s, STR("a\0b"));
	db_blob(s, "\0\xff", 2);
	db_null(s);
	db_text(s, STR(""));
	OK(db_run(s, &err));
	s = db_sql(db, "SELECT * FROM t");
	assert_int_equal(db_next(s, &err), 1);
	assert_true(db_get_int(s, 0) == INT64_MIN);
	assert_true(db_get_real(s, 1) == 0.1);
	assert_true(str_eq(db_get_text(s, 2), STR("a\0b")));
	assert_true(str_eq(db_get_blob(s, 3), STR("\0\xff")));
	assert_true(db_get_null(s, 4));
	assert_null(db_get_text(s, 4).p);
	assert_null(db_get_blob(s, 4).p);
	assert_non_null(db_get_text(s, 5).p);
	assert_int_equal(db_get_text(s, 5).len, 0);
	assert_int_equal(db_next(s, &err), 0);
}

static void
statements_are_kept_and_start_anew(void **state)
{
	struct db_stmt *s, *again;

	(void)state;
	OK(db_exec(db, "CREATE TABLE t (i); INSERT INTO t VALUES (1), (2)",
	    &err));
	s = db_sql(db, "SELECT i FROM t WHERE i >= ? ORDER BY i");
	db_int(s, 1);
	assert_int_equal(db_next(s, &err), 1);
	again = db_sql(db, "SELECT i FROM t WHERE i >= ? ORDER BY i");
	assert_ptr_equal(s, again);
	db_int(s, 2);
	assert_int_equal(db_next(s, &err), 1);
	assert_int_equal(db_get_int(s, 0), 2);
	assert_int_equal(db_next(s, &err), 0);
	/* nothing is left of the last binding */
	s = db_sql(db, "SELECT i FROM t WHERE i >= ? ORDER BY i");
	assert_int_equal(db_one(s, &err), 0);
}

static void
mistakes_are_told_when_a_statement_runs(void **state)
{
	struct db_stmt *s = db_sql(db, "SELECT no FROM where");

	(void)state;
	db_int(s, 1);
	assert_int_equal(db_next(s, &err), -1);
	assert_int_equal(err.kind, ERR_IO);
	assert_non_null(strstr(err.msg, path));
	s = db_sql(db, "SELECT ?");
	db_int(s, 1);
	db_int(s, 2);
	assert_int_equal(db_next(s, &err), -1);
	db_int(s, 3);
	assert_int_equal(db_next(s, &err), 1);
	/* a text that was wrong once may become right */
	s = db_sql(db, "SELECT i FROM later");
	assert_int_equal(db_next(s, &err), -1);
	OK(db_exec(db, "CREATE TABLE later (i)", &err));
	s = db_sql(db, "SELECT i FROM later");
	assert_int_equal(db_next(s, &err), 0);
}

static void
closing_undoes_what_was_not_committed(void **state)
{
	(void)state;
	OK(db_exec(db, "CREATE TABLE t (i)", &err));
	OK(db_begin(db, &err));
	OK(db_exec(db, "INSERT INTO t VALUES (1)", &err));
	assert_true(db_in_transaction(db));
	OK(db_commit(db, &err));
	OK(db_begin(db, &err));
	OK(db_exec(db, "INSERT INTO t VALUES (2)", &err));
	db_close(db);
	OK(db_open(path, 0, &db, &err));
	assert_int_equal(number("SELECT count(*) FROM t"), 1);
}

static void
schemas_migrate_step_by_step_or_not_at_all(void **state)
{
	static const char *const steps[] = {
	    "CREATE TABLE a (i); INSERT INTO a VALUES (1)",
	    "ALTER TABLE a ADD COLUMN j; CREATE TABLE b (i)" };
	const char *const bad[] = { steps[0], steps[1],
	    "CREATE TABLE c (i); INSERT INTO nowhere VALUES (1)" };

	(void)state;
	OK(db_migrate(db, steps, 1, &err));
	assert_int_equal(number("PRAGMA user_version"), 1);
	OK(db_migrate(db, steps, 2, &err));
	OK(db_migrate(db, steps, 2, &err));
	assert_int_equal(number("SELECT count(*) FROM a"), 1);
	assert_int_equal(db_migrate(db, bad, 3, &err), -1);
	assert_int_equal(number("PRAGMA user_version"), 2);
	assert_int_equal(number("SELECT count(*) FROM sqlite_master "
	    "WHERE name = 'c'"), 0);
	assert_int_equal(db_migrate(db, steps, 1, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
}

static void
reading_changes_nothing(void **state)
{
	static const char *const steps[] = { "CREATE TABLE a (i)" };
	struct db *reader;

	(void)state;
	OK(db_open(path, DB_READ_ONLY, &reader, &err));
	assert_int_equal(db_exec(reader, "CREATE TABLE x (i)", &err), -1);
	assert_int_equal(db_migrate(reader, steps, 1, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	OK(db_migrate(db, steps, 1, &err));
	OK(db_migrate(reader, steps, 1, &err));
	db_close(reader);
	assert_int_equal(db_open("/nonexistent/y.db", DB_READ_ONLY, &reader,
	    &err), -1);
	assert_null(reader);
}

static void
another_file_is_refused(void **state)
{
	FILE *f;
	int i;

	(void)state;
	db_close(db);
	f = fopen(path, "w");
	assert_non_null(f);
	for (i = 0; i < 100; i++)
		fputs("this is no database at all\n", f);
	fclose(f);
	assert_int_equal(db_open(path, 0, &db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_null(db);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_new_file_is_private_and_durable),
		TEST(values_come_back_as_they_were),
		TEST(statements_are_kept_and_start_anew),
		TEST(mistakes_are_told_when_a_statement_runs),
		TEST(closing_undoes_what_was_not_committed),
		TEST(schemas_migrate_step_by_step_or_not_at_all),
		TEST(reading_changes_nothing),
		TEST(another_file_is_refused),
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}

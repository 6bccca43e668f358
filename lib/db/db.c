#include "db/db.h"

#include <sys/stat.h>
#include <sys/statfs.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/step.h"
#include "db/private.h"

int
db_fail(const struct db *db, int rc, struct err *e)
{
	const char *why = db->handle != NULL ? sqlite3_errmsg(db->handle) :
	    sqlite3_errstr(rc);

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_LOCKED, "db.locked",
		    "%s: another program is writing to it; try again later",
		    db->name);
	case SQLITE_NOTADB:
		return err_set(e, ERR_CONFIG, "db.format",
		    "%s: not a database of this program", db->name);
	case SQLITE_CORRUPT:
		return err_set(e, ERR_IO, "db.damaged",
		    "%s: damaged (%s); restore it from a backup", db->name,
		    why);
	case SQLITE_NOMEM:
		return err_set(e, ERR_IO, "db.memory", "%s: out of memory",
		    db->name);
	default:
		return err_set(e, ERR_IO, "db.failed", "%s: %s", db->name,
		    why);
	}
}

/* Numbers from Linux's statfs(2): NFS, SMB (three), AFS, Coda, Ceph, Lustre. */
static bool
network_type(unsigned long type)
{
	static const unsigned long types[] = { 0x6969, 0x517b, 0xff534d42,
	    0xfe534d42, 0x5346414f, 0x73757245, 0x00c36400, 0x0bd00bd0 };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if ((type & 0xffffffff) == types[i])
			return true;
	return false;
}

static int
check_file_system(int fd, const char *path, struct err *e)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) == -1)
		return err_errno(e, ERR_IO, "%s", path);
	if (network_type((unsigned long)fs.f_type))
		return err_set(e, ERR_CONFIG, "db.network",
		    "%s: lies on a network file system, where locks do not "
		    "hold; put it on a local disk", path);
	return 0;
}

/* SQLite would make it with the user's umask, which may let others read. */
static int
check_file(const char *path, unsigned flags, struct err *e)
{
	int fd, rc;

	if (strcmp(path, ":memory:") == 0)
		return 0;
	fd = open(path, flags & DB_READ_ONLY ? O_RDONLY | O_CLOEXEC :
	    O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1)
		return err_errno(e, ERR_IO, "%s", path);
	rc = check_file_system(fd, path, e);
	close(fd);
	return rc;
}

static const char pragmas[] =
	"PRAGMA foreign_keys = ON;"
	"PRAGMA trusted_schema = OFF;"
	"PRAGMA temp_store = MEMORY;"
	"PRAGMA cache_size = -65536;";	/* KiB, as needed */

/* The longer the log, the fewer the page writes at checkpoints. */
static const char writing[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA wal_autocheckpoint = 16000;";

static int
set_up(struct db *db, unsigned flags, struct err *e)
{
	sqlite3_busy_timeout(db->handle, 5000);
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (db_exec(db, pragmas, e) == -1)
		return -1;
	if (flags & DB_READ_ONLY)
		return db_exec(db, "PRAGMA query_only = ON", e);
	if (db_exec(db, writing, e) == -1)
		return -1;
	return db_exec(db, flags & DB_RELAXED ? "PRAGMA synchronous = NORMAL" :
	    "PRAGMA synchronous = FULL", e);
}

/* SQLite's own accounting of memory takes a lock at every allocation. */
static void
configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int
db_open(const char *path, unsigned flags, struct db **out, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int how = SQLITE_OPEN_NOMUTEX, rc;
	struct db *db;

	pthread_once(&once, configure);
	*out = NULL;
	if (check_file(path, flags, e) == -1)
		return -1;
	db = calloc(1, sizeof(*db));
	if (db == NULL)
		return err_errno(e, ERR_IO, "%s", path);
	hmap_init(&db->stmts, &db->arena);
	db->name = arena_str(&db->arena, str_of(path)).p;
	how |= flags & DB_READ_ONLY ? SQLITE_OPEN_READONLY :
	    SQLITE_OPEN_READWRITE;
	rc = sqlite3_open_v2(path, &db->handle, how, NULL);
	rc = rc != SQLITE_OK ? db_fail(db, rc, e) : set_up(db, flags, e);
	if (rc == -1)
		db_close(db);
	else
		*out = db;
	return rc;
}

void
db_close(struct db *db)
{
	struct db_stmt *s;
	size_t i;

	if (db == NULL)
		return;
	for (i = 0; i < db->stmts.n; i++) {
		s = db->stmts.entries[i].value;
		sqlite3_finalize(s->handle);
	}
	sqlite3_close(db->handle);
	arena_free(&db->arena);
	free(db);
}

int
db_exec(struct db *db, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(db, rc, e);
}

static int
version(struct db *db, int64_t *out, struct err *e)
{
	struct db_stmt *s = db_sql(db, "PRAGMA user_version");
	int rc = db_next(s, e);

	if (rc == 1)
		*out = db_get_int(s, 0);
	db_reset(s);
	return rc == 1 ? 0 : -1;
}

/* One step and the new version number, or neither. */
static int
migrate_one(struct db *db, const char *sql, int64_t to, struct err *e)
{
	char set[64];

	snprintf(set, sizeof(set), "PRAGMA user_version = %lld",
	    (long long)to);
	if (db_exec(db, sql, e) == -1 || db_exec(db, set, e) == -1)
		return err_wrap(e, "bringing the schema to version %lld",
		    (long long)to);
	return 0;
}

static int
migrate_from(struct db *db, const char *const *steps, int64_t n,
    struct err *e)
{
	int64_t v = 0;
	int rc;

	if (sqlite3_db_readonly(db->handle, "main") == 1)
		return err_set(e, ERR_CONFIG, "db.older",
		    "%s: written by an older version of this program, which "
		    "reading alone cannot change", db->name);
	if (db_begin(db, e) == -1)
		return -1;
	rc = version(db, &v, e);	/* another may have been first */
	for (; rc == 0 && v < n; v++)
		rc = migrate_one(db, steps[v], v + 1, e);
	if (rc == 0)
		rc = db_commit(db, e);
	if (rc == -1)
		db_rollback(db);
	else
		step();
	return rc;
}

int
db_migrate(struct db *db, const char *const *steps, size_t n, struct err *e)
{
	int64_t v = 0;

	if (version(db, &v, e) == -1)
		return -1;
	if (v > (int64_t)n)
		return err_set(e, ERR_CONFIG, "db.newer",
		    "%s: written by a newer version of this program; "
		    "upgrade it", db->name);
	return v == (int64_t)n ? 0 :
	    migrate_from(db, steps, (int64_t)n, e);
}

int
db_begin(struct db *db, struct err *e)
{
	return db_run(db_sql(db, "BEGIN IMMEDIATE"), e);
}

int
db_commit(struct db *db, struct err *e)
{
	return db_run(db_sql(db, "COMMIT"), e);
}

void
db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		db_run(db_sql(db, "ROLLBACK"), NULL);
}

bool
db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

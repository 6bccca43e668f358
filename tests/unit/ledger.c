/* ledger: what was done, what was about to be done, and by whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/step.h"
#include "db/db.h"
#include "ledger/ledger.h"

static char dir[64], path[96];
static struct ledger *ledger;
static struct arena arena;
static struct err err;

#define OK(call) do {							\
	if ((call) == -1)						\
		fail_msg("%s: %s", #call, err.msg);			\
} while (0)

static int
reopen(unsigned flags)
{
	ledger_close(ledger);
	ledger = NULL;
	return ledger_open(str_of(path), flags, -1, &ledger, &err);
}

static int
set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/chatcrm-ledger-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/l.db", dir);
	return reopen(0);
}

static void
remove_files(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".key",
	    ".lock", ".turn" };
	char name[128];
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
}

static int
tear_down(void **state)
{
	(void)state;
	ledger_close(ledger);
	ledger = NULL;
	arena_reset(&arena);
	remove_files();
	return rmdir(dir);
}

/* Is ${word} anywhere in the files of the ledger? */
static bool
on_disk(const char *word)
{
	static const char *const ends[] = { "", "-wal" };
	static char text[4 << 20];
	char name[128];
	bool found = false;
	size_t i, n;
	FILE *f;

	for (i = 0; i < 2; i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		f = fopen(name, "rb");
		if (f == NULL)
			continue;
		n = fread(text, 1, sizeof(text), f);
		fclose(f);
		if (str_find((struct str){ text, n }, str_of(word)) !=
		    (size_t)-1)
			found = true;
	}
	return found;
}

static void
put_contact(const char *token, const char *id, const char *email, int64_t at)
{
	struct ledger_field f = { .name = STR("email"),
	    .value = str_of(email), .at = at, .run = 1 };
	struct ledger_object o = { .type = LEDGER_CONTACT,
	    .token = str_of(token), .id = str_of(id), .at = at, .run = 1,
	    .fields = &f, .nfields = 1 };

	OK(ledger_object_put(ledger, &o, &err));
}

static void
objects_come_back_as_they_were(void **state)
{
	struct ledger_field f[] = {
		{ .name = STR("email"), .value = STR("ana@acme.example"),
		    .at = -5, .run = 1 },
		{ .name = STR("city"), .value = STR(""), .at = INT64_MAX,
		    .run = 300 } };
	struct ledger_object o = { .type = LEDGER_CONTACT,
	    .token = STR("p-1"), .at = 1700000000000, .run = 7,
	    .wrote = 1700000000001, .fields = f, .nfields = 2 }, got;

	(void)state;
	OK(ledger_object_put(ledger, &o, &err));
	OK(ledger_commit(ledger, &err));
	OK(reopen(0));
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-1"), &arena, &got, &err), 1);
	assert_null(got.id.p);
	assert_null(got.digest.p);
	assert_true(got.at == o.at && got.run == 7);
	assert_true(got.wrote == o.wrote);
	assert_int_equal(got.nfields, 2);
	assert_true(str_eq(got.fields[0].value, f[0].value));
	assert_true(got.fields[0].at == -5);
	assert_non_null(got.fields[1].value.p);
	assert_true(got.fields[1].at == INT64_MAX && got.fields[1].run == 300);
	o.id = STR("101");
	o.nfields = 0;
	OK(ledger_object_put(ledger, &o, &err));
	assert_int_equal(ledger_object_by_id(ledger, LEDGER_CONTACT,
	    STR("101"), &arena, &got, &err), 1);
	assert_true(str_eq(got.token, STR("p-1")));
	assert_int_equal(got.nfields, 0);
	assert_int_equal(ledger_object_by_id(ledger, LEDGER_COMPANY,
	    STR("101"), &arena, &got, &err), 0);
}

static void
nothing_personal_is_readable_on_disk(void **state)
{
	(void)state;
	OK(ledger_key_add(ledger, LEDGER_CONTACT, STR("p-1"), "email",
	    STR("ana@acme.example"), &err));
	put_contact("p-1", "101", "ana@acme.example", 1);
	OK(ledger_commit(ledger, &err));
	assert_true(on_disk("p-1"));
	assert_false(on_disk("ana@acme"));
	OK(reopen(LEDGER_HASH_ONLY));
	put_contact("p-1", "101", "ana@acme.example", 1);
	OK(ledger_commit(ledger, &err));
	assert_false(on_disk("ana@acme"));
}

static void
hashes_alone_still_compare(void **state)
{
	struct ledger_object got;

	(void)state;
	OK(reopen(LEDGER_HASH_ONLY));
	put_contact("p-1", "101", "ana@acme.example", 1);
	OK(ledger_commit(ledger, &err));
	OK(reopen(0));
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-1"), &arena, &got, &err), 1);
	assert_null(got.fields[0].value.p);
	assert_true(ledger_field_same(ledger, &got.fields[0],
	    STR("ana@acme.example")));
	assert_false(ledger_field_same(ledger, &got.fields[0],
	    STR("bob@acme.example")));
	/* written back without its value, it keeps its hash */
	OK(ledger_object_put(ledger, &got, &err));
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-1"), &arena, &got, &err), 1);
	assert_true(ledger_field_same(ledger, &got.fields[0],
	    STR("ana@acme.example")));
}

static void
sealed_fields_open_only_in_their_place(void **state)
{
	struct ledger_object got;
	struct db *db;

	(void)state;
	put_contact("p-1", "101", "ana@acme.example", 1);
	put_contact("p-2", "102", "bob@acme.example", 1);
	OK(ledger_commit(ledger, &err));
	ledger_close(ledger);
	ledger = NULL;
	OK(db_open(path, 0, &db, &err));
	OK(db_exec(db, "UPDATE object SET fields = (SELECT fields FROM object"
	    " WHERE token = 'p-2') WHERE token = 'p-1'", &err));
	db_close(db);
	OK(reopen(0));
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-1"), &arena, &got, &err), -1);
	assert_int_equal(err.kind, ERR_IO);
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-2"), &arena, &got, &err), 1);
}

static void
keys_lead_to_objects_oldest_first(void **state)
{
	struct ledger_tokens t;
	char token[16];
	int i;

	(void)state;
	assert_int_equal(ledger_key_find(ledger, LEDGER_CONTACT, "phone",
	    STR("+14155550123"), &arena, &t, &err), 0);
	for (i = 20; i > 0; i--) {
		snprintf(token, sizeof(token), "p-%02d", i);
		OK(ledger_key_add(ledger, LEDGER_CONTACT, str_of(token),
		    "phone", STR("+14155550123"), &err));
	}
	OK(ledger_key_add(ledger, LEDGER_CONTACT, STR("p-20"), "phone",
	    STR("+14155550123"), &err));
	OK(ledger_commit(ledger, &err));
	assert_int_equal(ledger_key_find(ledger, LEDGER_CONTACT, "phone",
	    STR("+14155550123"), &arena, &t, &err), 1);
	assert_int_equal(t.n, 16);
	assert_true(str_eq(t.p[0], STR("p-20")));
	assert_true(str_eq(t.p[1], STR("p-19")));
	/* another type or kind is another key */
	assert_int_equal(ledger_key_find(ledger, LEDGER_COMPANY, "phone",
	    STR("+14155550123"), &arena, &t, &err), 0);
	assert_int_equal(ledger_key_find(ledger, LEDGER_CONTACT, "email",
	    STR("+14155550123"), &arena, &t, &err), 0);
}

static void
keys_of_an_object_compare(void **state)
{
	enum ledger_match m;

	(void)state;
	OK(ledger_key_add(ledger, LEDGER_CONTACT, STR("p-1"), "email",
	    STR("a@x.example"), &err));
	OK(ledger_key_add(ledger, LEDGER_CONTACT, STR("p-1"), "email",
	    STR("b@x.example"), &err));
	OK(ledger_key_match(ledger, LEDGER_CONTACT, STR("p-1"), "email",
	    STR("b@x.example"), &m, &err));
	assert_int_equal(m, LEDGER_SAME);
	OK(ledger_key_match(ledger, LEDGER_CONTACT, STR("p-1"), "email",
	    STR("c@x.example"), &m, &err));
	assert_int_equal(m, LEDGER_OTHER);
	OK(ledger_key_match(ledger, LEDGER_CONTACT, STR("p-1"), "phone",
	    STR("c@x.example"), &m, &err));
	assert_int_equal(m, LEDGER_NO_KEY);
}

static void
a_dropped_object_leaves_no_link(void **state)
{
	struct ledger_object got;
	struct ledger_tokens t;

	(void)state;
	put_contact("p-1", "101", "a@x.example", 1);
	OK(ledger_key_add(ledger, LEDGER_CONTACT, STR("p-1"), "email",
	    STR("a@x.example"), &err));
	OK(ledger_link_put(ledger, LEDGER_CONTACT, STR("p-1"),
	    LEDGER_COMPANY, STR("c-1"), &err));
	OK(ledger_link_put(ledger, LEDGER_NOTE, STR("n-1"),
	    LEDGER_CONTACT, STR("p-1"), &err));
	OK(ledger_link_put(ledger, LEDGER_NOTE, STR("n-1"),
	    LEDGER_CONTACT, STR("p-1"), &err));
	assert_int_equal(ledger_linked(ledger, LEDGER_NOTE, STR("n-1"),
	    LEDGER_CONTACT, STR("p-1"), &err), 1);
	assert_int_equal(ledger_links(ledger, LEDGER_CONTACT, STR("p-1"),
	    LEDGER_COMPANY, &arena, &t, &err), 1);
	assert_int_equal(t.n, 1);
	OK(ledger_object_drop(ledger, LEDGER_CONTACT, STR("p-1"), &err));
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-1"), &arena, &got, &err), 0);
	assert_int_equal(ledger_linked(ledger, LEDGER_NOTE, STR("n-1"),
	    LEDGER_CONTACT, STR("p-1"), &err), 0);
	assert_int_equal(ledger_links(ledger, LEDGER_CONTACT, STR("p-1"),
	    LEDGER_COMPANY, &arena, &t, &err), 0);
	assert_int_equal(ledger_key_find(ledger, LEDGER_CONTACT, "email",
	    STR("a@x.example"), &arena, &t, &err), 1);
}

static void
pages_cover_all_objects_of_a_type(void **state)
{
	struct ledger_object page[4];
	struct str after = STR_NONE;
	char token[16];
	size_t i, n, all = 0;

	(void)state;
	for (i = 0; i < 10; i++) {
		snprintf(token, sizeof(token), "p-%zu", i);
		put_contact(token, token, "a@x.example", 1);
	}
	OK(ledger_object_put(ledger, &(struct ledger_object){
	    .type = LEDGER_COMPANY, .token = STR("c-1") }, &err));
	while (ledger_object_page(ledger, LEDGER_CONTACT, after, 4, &arena,
	    page, &n, &err) == 1) {
		for (i = 0; i < n; i++) {
			snprintf(token, sizeof(token), "p-%zu", all + i);
			assert_true(str_eq(page[i].token, str_of(token)));
		}
		all += n;
		after = page[n - 1].token;
	}
	assert_int_equal(all, 10);
}

static void
conversations_are_replaced_whole(void **state)
{
	struct ledger_conversation c = { .id = STR("rasa/x/1"),
	    .person = STR("p-1"), .outcome = STR("created"),
	    .hash = { 1, 2, 255 }, .score = 72.5, .at = 5, .run = 1,
	    .parts = 2, .attempts = 1 }, got;

	(void)state;
	assert_int_equal(ledger_conversation_get(ledger, c.id, &arena, &got,
	    &err), 0);
	OK(ledger_conversation_put(ledger, &c, &err));
	c.outcome = STR("deferred");
	c.code = STR("crm.busy");
	c.person = STR_NONE;
	c.attempts = 2;
	OK(ledger_conversation_put(ledger, &c, &err));
	assert_int_equal(ledger_conversation_get(ledger, c.id, &arena, &got,
	    &err), 1);
	assert_null(got.person.p);
	assert_true(str_eq(got.outcome, c.outcome));
	assert_true(str_eq(got.code, c.code));
	assert_memory_equal(got.hash, c.hash, sizeof(c.hash));
	assert_true(got.score == 72.5 && got.attempts == 2);
}

static void
open_intents_are_there_after_a_stop(void **state)
{
	struct str tokens[] = { STR("p-1"), STR("odd\n\0token"), STR("") };
	struct ledger_intent in = { .op = STR("contact.create"),
	    .type = LEDGER_CONTACT, .tokens = { tokens, 3 }, .run = 1,
	    .at = 99 }, *all;
	int64_t first;
	size_t n;

	(void)state;
	OK(ledger_intent_open(ledger, &in, &err));
	first = in.id;
	OK(ledger_intent_open(ledger, &in, &err));
	assert_true(in.id > first);
	OK(ledger_intent_close(ledger, in.id, "done", &err));
	OK(ledger_commit(ledger, &err));
	OK(reopen(0));
	assert_int_equal(ledger_intents(ledger, &arena, &all, &n, &err), 1);
	assert_int_equal(n, 1);
	assert_true(all[0].id == first && all[0].at == 99);
	assert_true(str_eq(all[0].op, in.op));
	assert_int_equal(all[0].tokens.n, 3);
	assert_true(str_eq(all[0].tokens.p[1], tokens[1]));
	assert_true(str_eq(all[0].tokens.p[2], tokens[2]));
	OK(ledger_intent_close(ledger, first, "absent", &err));
	OK(ledger_commit(ledger, &err));
	OK(ledger_intent_open(ledger, &in, &err));
	assert_true(in.id > first + 1);
}

static void
what_is_not_committed_is_forgotten(void **state)
{
	struct ledger_object got;
	unsigned long steps = step_count();

	(void)state;
	OK(ledger_commit(ledger, &err));
	assert_true(step_count() == steps);
	put_contact("p-1", "101", "a@x.example", 1);
	OK(ledger_commit(ledger, &err));
	assert_true(step_count() == steps + 1);
	put_contact("p-2", "102", "b@x.example", 1);
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-2"), &arena, &got, &err), 1);
	OK(reopen(0));
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-1"), &arena, &got, &err), 1);
	assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
	    STR("p-2"), &arena, &got, &err), 0);
}

static void
a_ledger_belongs_to_one_account(void **state)
{
	int64_t run;

	(void)state;
	OK(ledger_bind(ledger, STR("hubspot"), STR("4711"), &err));
	OK(reopen(0));
	OK(ledger_bind(ledger, STR("hubspot"), STR("4711"), &err));
	assert_int_equal(ledger_bind(ledger, STR("hubspot"), STR("4712"),
	    &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(ledger_bind(ledger, STR("zoho"), STR("4711"), &err),
	    -1);
	OK(ledger_run_begin(ledger, STR("push"), 1, &run, &err));
	assert_int_equal(run, 1);
	OK(ledger_run_end(ledger, run, 2, 0, STR("{}"), &err));
	OK(ledger_run_begin(ledger, STR("push"), 3, &run, &err));
	assert_int_equal(run, 2);
}

static void
without_its_key_a_ledger_stays_shut(void **state)
{
	char key[128], aside[128];
	struct stat st;
	FILE *f;

	(void)state;
	snprintf(key, sizeof(key), "%s.key", path);
	snprintf(aside, sizeof(aside), "%s/aside", dir);
	assert_int_equal(stat(key, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(rename(key, aside), 0);
	assert_int_equal(reopen(0), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(access(key, F_OK), -1);
	f = fopen(key, "w");
	assert_non_null(f);
	fprintf(f, "%064d\n", 7);
	fclose(f);
	chmod(key, 0600);
	assert_int_equal(reopen(0), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(rename(aside, key), 0);
	OK(reopen(0));
}

static void
one_run_at_a_time(void **state)
{
	char pid[32];
	struct ledger *other;
	int status;
	pid_t child;

	(void)state;
	snprintf(pid, sizeof(pid), "process %ld since", (long)getpid());
	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (ledger_open(str_of(path), 0, -1, &other, &err) == 0 ||
		    err.kind != ERR_LOCKED || strstr(err.msg, pid) == NULL)
			_exit(1);
		/* reading needs no lock */
		_exit(ledger_open(str_of(path), LEDGER_READ_ONLY, -1, &other,
		    &err) == 0 ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
another_kind_of_ledger_is_refused(void **state)
{
	struct ledger *l;

	(void)state;
	assert_int_equal(ledger_open(STR("postgres://x/y"), 0, -1, &l, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(ledger_open(STR("sqlite:"), 0, -1, &l, &err), -1);
	assert_int_equal(ledger_open(STR("/nonexistent/l.db"), 0, -1, &l, &err),
	    -1);
	assert_null(l);
}

static struct str
configured(const char *yaml, struct diags *d)
{
	struct conf c = { .arena = &arena, .diags = d };

	diags_init(d, &arena);
	OK(yaml_parse("c.yaml", str_of(yaml), &arena, &c.root, d));
	return ledger_conf(&c);
}

static void
the_configuration_says_where_it_is(void **state)
{
	struct diags d;

	(void)state;
	assert_true(str_eq(configured("map: {}", &d),
	    STR("sqlite:chatcrm.db")));
	assert_true(str_eq(configured("ledger: sqlite:/x/y", &d),
	    STR("sqlite:/x/y")));
	assert_int_equal(d.errors, 0);
	configured("ledger: postgres://x", &d);
	assert_int_equal(d.errors, 1);
	configured("ledger: {file: x}", &d);
	assert_int_equal(d.errors, 1);
	configured("ledger: 'sqlite:'", &d);
	assert_int_equal(d.errors, 1);
}

/* Groups of ten, each told through ${fd} once it is durable. */
static void
write_groups(int fd)
{
	struct ledger *l;
	struct ledger_object o = { .type = LEDGER_NOTE };
	char token[32];
	uint32_t i;

	if (ledger_open(str_of(path), 0, -1, &l, &err) == -1)
		_exit(1);
	for (i = 0; i < 100000; i++) {
		snprintf(token, sizeof(token), "n-%08u", i);
		o.token = str_of(token);
		if (ledger_object_put(l, &o, &err) == -1)
			_exit(1);
		if (i % 10 == 9 && (ledger_commit(l, &err) == -1 ||
		    write(fd, &i, sizeof(i)) != sizeof(i)))
			_exit(1);
	}
	_exit(0);
}

static uint32_t
count_notes(void)
{
	struct db *db;
	struct db_stmt *s;
	uint32_t n;

	OK(db_open(path, 0, &db, &err));
	s = db_sql(db, "SELECT count(*) FROM object");
	assert_int_equal(db_next(s, &err), 1);
	n = (uint32_t)db_get_int(s, 0);
	db_close(db);
	return n;
}

/* Kill the writer once it has told of ${groups}; all it told must be there. */
static void
kill_after(uint32_t groups)
{
	uint32_t last = 0, i, kept;
	int fd[2], status;
	pid_t child;

	assert_int_equal(pipe(fd), 0);
	fflush(NULL);
	child = fork();
	if (child == 0)
		write_groups(fd[1]);
	close(fd[1]);
	for (i = 0; i < groups; i++)
		assert_int_equal(read(fd[0], &last, sizeof(last)),
		    sizeof(last));
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	while (read(fd[0], &last, sizeof(last)) == sizeof(last))
		continue;
	close(fd[0]);
	kept = count_notes();
	assert_true(kept >= last + 1);
	assert_int_equal(kept % 10, 0);
}

static void
a_kill_loses_nothing_that_was_told(void **state)
{
	uint32_t i;

	(void)state;
	ledger_close(ledger);
	ledger = NULL;
	for (i = 1; i < 40; i += 7)
		kill_after(i);
}

/* Write groups in another process that stops at its ${n}-th step. */
static void
stop_after(uint32_t n)
{
	char limit[16];
	int status;
	pid_t child;

	snprintf(limit, sizeof(limit), "%u", n);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		setenv("CHATCRM_STOP_AFTER", limit, 1);
		execl("/proc/self/exe", "unit-ledger", "write", path, NULL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

/* The n-th commit is durable, nothing after it is. */
static void
a_run_can_be_stopped_at_every_step(void **state)
{
	uint32_t i;

	(void)state;
	ledger_close(ledger);
	ledger = NULL;
	for (i = 1; i <= 4; i++) {
		stop_after(i);
		assert_int_equal(count_notes(), i * 10);
	}
}

/* Tables, key, and the proof of the key: each may be the last thing done. */
static void
a_new_ledger_survives_a_stop_at_every_step(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 1; i <= 4; i++) {
		ledger_close(ledger);
		ledger = NULL;
		remove_files();
		stop_after(i);
		OK(reopen(0));
		put_contact("p-1", "101", "a@x.example", 1);
		OK(ledger_commit(ledger, &err));
		OK(reopen(0));
		assert_int_equal(count_notes(), i == 4 ? 11 : 1);
	}
}

/* As one of several: open it, write in a few turns, close it. */
static int
take_part(int go, int who)
{
	const struct timespec moment = { 0, 100000 };
	char token[16], wait;
	int turn, rc;

	if (read(go, &wait, 1) == -1 || reopen(LEDGER_SHARED) == -1)
		return 1;
	for (turn = 0; turn < 3; turn++) {
		while ((rc = ledger_turn(ledger, &err)) == 0)
			nanosleep(&moment, NULL);
		if (rc == -1)
			return 1;
		snprintf(token, sizeof(token), "p-%d-%d", who, turn);
		put_contact(token, token, "a@x.example", 1);
		if (ledger_yield(ledger, &err) == -1)
			return 1;
	}
	ledger_close(ledger);
	return 0;
}

/* How many of ${n} that begin at once fail. */
static int
take_part_together(int n)
{
	int go[2], i, status, failed = 0;

	assert_int_equal(pipe(go), 0);
	for (i = 0; i < n; i++)
		if (fork() == 0) {
			close(go[1]);
			status = take_part(go[0], i);
			if (status != 0)
				fprintf(stderr, "# %s\n", err.msg);
			_exit(status);
		}
	close(go[0]);
	close(go[1]);
	for (i = 0; i < n; i++) {
		wait(&status);
		failed += status != 0;
	}
	return failed;
}

static void
those_who_share_one_never_fail_of_each_other(void **state)
{
	struct ledger_object o;
	int round;

	(void)state;
	for (round = 0; round < 20; round++) {
		ledger_close(ledger);
		ledger = NULL;
		remove_files();
		assert_int_equal(take_part_together(8), 0);
		OK(reopen(0));
		assert_int_equal(ledger_object_get(ledger, LEDGER_CONTACT,
		    STR("p-7-2"), &arena, &o, &err), 1);
	}
}

static int
done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(objects_come_back_as_they_were),
		TEST(nothing_personal_is_readable_on_disk),
		TEST(hashes_alone_still_compare),
		TEST(sealed_fields_open_only_in_their_place),
		TEST(keys_lead_to_objects_oldest_first),
		TEST(keys_of_an_object_compare),
		TEST(a_dropped_object_leaves_no_link),
		TEST(pages_cover_all_objects_of_a_type),
		TEST(conversations_are_replaced_whole),
		TEST(open_intents_are_there_after_a_stop),
		TEST(what_is_not_committed_is_forgotten),
		TEST(a_ledger_belongs_to_one_account),
		TEST(without_its_key_a_ledger_stays_shut),
		TEST(one_run_at_a_time),
		TEST(another_kind_of_ledger_is_refused),
		TEST(the_configuration_says_where_it_is),
		TEST(a_kill_loses_nothing_that_was_told),
		TEST(a_run_can_be_stopped_at_every_step),
		TEST(a_new_ledger_survives_a_stop_at_every_step),
		TEST(those_who_share_one_never_fail_of_each_other),
	};

	if (argc == 3 && strcmp(argv[1], "write") == 0) {
		snprintf(path, sizeof(path), "%s", argv[2]);
		write_groups(open("/dev/null", O_WRONLY));
	}
	return cmocka_run_group_tests_name("ledger", tests, NULL, done);
}

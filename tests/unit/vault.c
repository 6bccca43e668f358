/* vault: what is put is there, for others too, and nothing else opens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "auth/vault.h"

static char folder[] = "/tmp/chatcrm-vault-XXXXXX";
static char path[64];
static struct err err;

static struct vault *
a_vault(void)
{
	const struct vault_conf c = { .file = str_of(path) };

	return vault_new(&c, NULL);
}

static void
put(struct vault *v, const char *name, struct str value)
{
	struct vault_field f = { STR("value"), value };

	assert_int_equal(vault_lock(v, &err), 0);
	if (vault_put(v, &(struct vault_entry){ str_of(name), &f, 1 },
	    &err) == -1)
		fail_msg("%s", err.msg);
	vault_unlock(v);
}

static struct str
got(struct vault *v, const char *name)
{
	const struct vault_entry *en;

	assert_int_not_equal(vault_get(v, str_of(name), &en, &err), -1);
	return vault_field(en, "value");
}

static void
what_is_put_is_there(void **state)
{
	struct vault *v = a_vault(), *other;
	struct stat st;

	(void)state;
	assert_null(got(v, "a").p);
	assert_int_equal(access(path, F_OK), -1);
	put(v, "a", STR("hunter2"));
	put(v, "b", STR("line\nline\r\n"));
	put(v, "empty", STR(""));
	assert_true(str_eq(got(v, "a"), STR("hunter2")));
	other = a_vault();
	assert_true(str_eq(got(other, "b"), STR("line\nline\r\n")));
	assert_true(got(other, "empty").p != NULL);
	put(v, "a", STR("hunter3"));
	/* an opened one tells what it read, until it is asked to read */
	assert_true(str_eq(got(other, "a"), STR("hunter2")));
	assert_int_equal(vault_load(other, &err), 0);
	assert_true(str_eq(got(other, "a"), STR("hunter3")));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	vault_free(other);
	vault_free(v);
}

static void
an_entry_can_be_taken_out(void **state)
{
	struct vault *v = a_vault();

	(void)state;
	put(v, "gone", STR("x"));
	assert_int_equal(vault_lock(v, &err), 0);
	assert_int_equal(vault_remove(v, STR("gone"), &err), 1);
	assert_int_equal(vault_remove(v, STR("gone"), &err), 0);
	vault_unlock(v);
	assert_null(got(v, "gone").p);
	vault_free(v);
}

static void
what_is_no_entry_is_refused(void **state)
{
	struct vault_field f = { STR("value"), STR("a\0b") };
	struct vault_entry en = { STR("x"), &f, 1 };
	struct vault *v = a_vault();

	(void)state;
	assert_int_equal(vault_put(v, &en, &err), -1);	/* NUL */
	f.value = STR("a");
	assert_int_equal(vault_put(v, &en, &err), -1);	/* no lock */
	assert_int_equal(err.kind, ERR_BUG);
	assert_int_equal(vault_lock(v, &err), 0);
	en.name = STR("no spaces");
	assert_int_equal(vault_put(v, &en, &err), -1);
	en.name = STR("");
	assert_int_equal(vault_put(v, &en, &err), -1);
	vault_free(v);
}

static void
only_one_process_changes_it_at_a_time(void **state)
{
	enum { CHILDREN = 4, EACH = 10 };
	struct vault *v;
	char name[16];
	int i, k, status;

	(void)state;
	for (i = 0; i < CHILDREN; i++) {
		if (fork() != 0)
			continue;
		v = a_vault();
		for (k = 0; k < EACH; k++) {
			snprintf(name, sizeof(name), "c%d-%d", i, k);
			put(v, name, STR("x"));
		}
		_exit(0);
	}
	while (wait(&status) != -1)
		assert_int_equal(status, 0);
	v = a_vault();
	for (i = 0; i < CHILDREN; i++)
		for (k = 0; k < EACH; k++) {
			snprintf(name, sizeof(name), "c%d-%d", i, k);
			assert_true(str_eq(got(v, name), STR("x")));
		}
	vault_free(v);
}

static void
flip(off_t at)
{
	int fd = open(path, O_RDWR);
	char c;

	assert_int_equal(pread(fd, &c, 1, at), 1);
	c ^= 1;
	assert_int_equal(pwrite(fd, &c, 1, at), 1);
	close(fd);
}

/* Every byte counts, those of the first line too. */
static void
what_was_changed_does_not_open(void **state)
{
	struct vault *v = a_vault();
	struct stat st;
	off_t i;

	(void)state;
	put(v, "a", STR("x"));
	assert_int_equal(stat(path, &st), 0);
	for (i = 0; i < st.st_size; i += i < 80 ? 1 : 97) {
		flip(i);
		assert_int_equal(vault_load(v, &err), -1);
		flip(i);
	}
	assert_int_equal(vault_load(v, &err), 0);
	assert_int_equal(truncate(path, st.st_size - 1), 0);
	assert_int_equal(vault_load(v, &err), -1);
	assert_int_equal(truncate(path, 20), 0);
	assert_int_equal(vault_load(v, &err), -1);
	vault_free(v);
}

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/v", folder);
	unsetenv("CHATCRM_VAULT_KEY");
	unsetenv("CREDENTIALS_DIRECTORY");
	return 0;
}

static int
teardown(void **state)
{
	static const char *const ends[] = { "", ".key", ".lock" };
	char name[80];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_is_there),
		cmocka_unit_test(an_entry_can_be_taken_out),
		cmocka_unit_test(what_is_no_entry_is_refused),
		cmocka_unit_test(only_one_process_changes_it_at_a_time),
		cmocka_unit_test(what_was_changed_does_not_open),
	};

	return cmocka_run_group_tests_name("vault", tests, setup, teardown);
}

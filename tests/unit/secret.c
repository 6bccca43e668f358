/* secret: each form, and each way in which it must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "auth/secret.h"
#include "yaml/yaml.h"

static char path[] = "/tmp/chatcrm-secret-XXXXXX";

/* Read the secret that the YAML text ${form} names. */
static int
from(const char *form, struct secret *s, struct err *e)
{
	struct arena a = { 0 };
	struct diags d;
	struct json v;
	int r;

	diags_init(&d, &a);
	assert_int_equal(yaml_parse("t.yaml", str_of(form), &a, &v, &d), 0);
	r = secret_read(&v, NULL, s, e);
	e->at.name = NULL;	/* it lived in the arena */
	arena_free(&a);
	return r;
}

static void
refused(const char *form, const char *code)
{
	struct secret s;
	struct err e = { 0 };

	assert_int_equal(from(form, &s, &e), -1);
	assert_string_equal(e.code, code);
	assert_null(s.p);
	assert_null(strstr(e.msg, "hunter2"));
}

static void
accepted(const char *form)
{
	struct secret s;
	struct err e = { 0 };

	if (from(form, &s, &e) == -1)
		fail_msg("%s: %s", form, e.msg);
	assert_true(str_eq(secret_str(&s), STR("hunter2")));
	secret_free(&s);
	assert_null(s.p);
}

static void
put(const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void
environment(void **state)
{
	(void)state;
	setenv("CHATCRM_TEST_SECRET", "hunter2", 1);
	accepted("{env: CHATCRM_TEST_SECRET}");
	unsetenv("CHATCRM_TEST_SECRET");
	refused("{env: CHATCRM_TEST_SECRET}", "secret.unset");
	setenv("CHATCRM_TEST_SECRET", "", 1);
	refused("{env: CHATCRM_TEST_SECRET}", "secret.empty");
}

static void
file(void **state)
{
	char form[80];

	(void)state;
	snprintf(form, sizeof(form), "{file: %s}", path);
	put("hunter2\n", 0600);
	accepted(form);
	put("hunter2\nX-Evil: 1\n", 0600);
	refused(form, "secret.control");
	put("hunter2\n", 0644);
	refused(form, "secret.mode");
	refused("{file: /tmp}", "secret.file");
}

static void
command(void **state)
{
	(void)state;
	accepted("{command: [printf, hunter2]}");
	refused("{command: [sh, -c, 'echo hunter2; exit 3']}",
	    "secret.command");
	refused("{command: [sh, -c, 'yes hunter2']}", "secret.long");
	refused("{command: []}", "secret.form");
}

static void
a_literal_is_refused(void **state)
{
	(void)state;
	refused("hunter2", "secret.form");
	refused("{value: hunter2}", "secret.form");
	refused("{env: [hunter2]}", "secret.form");
}

static int
setup(void **state)
{
	(void)state;
	return close(mkstemp(path));
}

static int
teardown(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(environment),
		cmocka_unit_test(file),
		cmocka_unit_test(command),
		cmocka_unit_test(a_literal_is_refused),
	};

	return cmocka_run_group_tests_name("secret", tests, setup, teardown);
}

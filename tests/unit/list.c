/* list: words and what stands for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "text/list.h"

static struct arena a;

static void
finds(const struct list *l, const char *s, const char *want)
{
	struct str got = list_find(l, str_of(s), &a);

	if (!str_eq(got, str_of(want)) || (got.p == NULL) != (want == NULL))
		fail_msg("%s: %.*s", s, STR_ARG(got));
}

static void
lines_are_words_and_other_ways_to_write_them(void **state)
{
	struct list *l = list_new(&a);

	(void)state;
	list_lines(l, STR("\xef\xbb\xbf# plans\r\nLarge\tL\t gross \r\n\n"
	    "Größe\n#x\nlast"));
	finds(l, "LARGE", "Large");
	finds(l, "l", "Large");
	finds(l, "Gross", "Large");
	finds(l, "grosse", "Größe");
	finds(l, "GRÖSSE", "Größe");
	finds(l, "last", "last");
	finds(l, "plans", NULL);
	finds(l, "", NULL);
	arena_free(&a);
}

static void
accents_are_told_apart_where_the_list_does(void **state)
{
	struct list *l = list_new(&a);

	(void)state;
	list_add(l, STR("España"), STR("España"));
	list_add(l, STR("resume"), STR("resume"));
	list_add(l, STR("résumé"), STR("résumé"));
	list_add(l, STR("Peru"), STR("Peru"));
	list_add(l, STR("peru"), STR("the second"));
	finds(l, "ESPANA", "España");
	finds(l, "RÉSUMÉ", "résumé");
	finds(l, "Resume", "resume");
	finds(l, "Perú", "Peru");
	arena_free(&a);
}

static void
telephones_write_words_as_they_please(void **state)
{
	struct list *l = list_new(&a);

	(void)state;
	list_add(l, STR("O'Neil"), STR("O'Neil"));
	list_add(l, STR("ʻOkina"), STR("ʻOkina"));
	list_add(l, STR("New  York"), STR("New York"));
	finds(l, "o’neil", "O'Neil");
	finds(l, "'okina", "ʻOkina");
	finds(l, "new york", "New York");
	finds(l, "New\xc2\xa0York", "New York");
	finds(l, "New \t york", "New York");
	finds(l, "newyork", NULL);
	finds(l, "O`Neil", "O'Neil");
	finds(l, "New\x01 York", "New York");
	arena_free(&a);
}

static void
a_file_that_is_none_is_told(void **state)
{
	char path[] = "/tmp/chatcrm-list-XXXXXX";
	int fd = mkstemp(path);
	struct list *l = list_new(&a);
	struct err e = { 0 };

	(void)state;
	assert_int_equal(write(fd, "one\n\xff\n", 6), 6);
	close(fd);
	assert_int_equal(list_read(l, path, &e), -1);
	assert_string_equal(e.code, "config.list");
	fd = open(path, O_WRONLY | O_TRUNC);
	assert_int_equal(write(fd, "one\ntwo", 7), 7);
	close(fd);
	assert_int_equal(list_read(l, path, &e), 0);
	finds(l, "TWO", "two");
	unlink(path);
	assert_int_equal(list_read(l, path, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(list_read(l, "/", &e), -1);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_words_and_other_ways_to_write_them),
		cmocka_unit_test(accents_are_told_apart_where_the_list_does),
		cmocka_unit_test(telephones_write_words_as_they_please),
		cmocka_unit_test(a_file_that_is_none_is_told),
	};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}

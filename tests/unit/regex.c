/* regex: what is found, and that no text stalls it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "base/regex.h"

static void
finds_groups_and_unset_groups(void **state)
{
	struct err e = { 0 };
	struct regex *r = regex_new(STR("(a+)(b)?c"), false, &e);
	struct str s[3], text = STR("xx aac");

	(void)state;
	assert_non_null(r);
	assert_int_equal(regex_find(r, text, 0, s, 3), 1);
	assert_true(str_eq(s[0], STR("aac")));
	assert_true(str_eq(s[1], STR("aa")));
	assert_null(s[2].p);
	assert_int_equal(regex_find(r, text, 5, s, 3), 0);
	assert_int_equal(regex_find(r, text, 7, s, 3), 0);
	regex_free(r);
}

static void
caseless_is_unicode(void **state)
{
	struct err e = { 0 };
	struct regex *r = regex_new(STR("stra\xc3\x9f" "e|\xc3\xa9T\xc3\x89"),
	    true, &e);
	struct str s;

	(void)state;
	assert_int_equal(regex_find(r, STR("l'\xc3\x89t\xc3\xa9"), 0, &s, 1), 1);
	assert_int_equal(s.len, 5);
	regex_free(r);
}

static void
a_bad_pattern_is_located(void **state)
{
	struct err e = { 0 };

	(void)state;
	assert_null(regex_new(STR("ab(cd"), false, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(e.at.col, 6);
}

/* Steps go by length: thousands of short texts must not cost as long ones. */
static void
a_short_text_gets_few_steps(void **state)
{
	struct err e = { 0 };
	struct regex *r = regex_new(STR("^(a|aa)+[^a!]"), false, &e);
	static char text[3001];
	size_t i;

	(void)state;
	assert_int_equal(regex_find(r, STR("aaaaaaaa!"), 0, NULL, 0), 0);
	assert_int_equal(regex_find(r, STR("aaaaaaaaaaaaaaaaaaaaaaaa!"), 0,
	    NULL, 0), -1);
	regex_free(r);
	r = regex_new(STR("(?:[ab] ?)+c"), false, &e);
	for (i = 0; i + 1 < sizeof(text); i++)
		text[i] = "ab "[i % 3];
	text[i] = 'c';
	assert_int_equal(regex_find(r, (struct str){ text, sizeof(text) }, 0,
	    NULL, 0), 1);
	regex_free(r);
}

static void
catastrophic_patterns_end_in_an_error(void **state)
{
	struct err e = { 0 };
	struct regex *r = regex_new(STR("^(([a-z])+.)+[A-Z]([a-z])+$"), false,
	    &e);
	char text[4096];
	struct str s;

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(regex_find(r, (struct str){ text, sizeof(text) }, 0,
	    &s, 1), -1);
	regex_free(r);
}

static void
text_that_is_no_utf8_is_an_error(void **state)
{
	struct err e = { 0 };
	struct regex *r = regex_new(STR("a"), false, &e);
	struct str s;

	(void)state;
	assert_int_equal(regex_find(r, STR("\xff" "a"), 0, &s, 1), -1);
	regex_free(r);
}

static void *
match_often(void *arg)
{
	struct str s[1];
	size_t i;

	for (i = 0; i < 1000; i++)
		if (regex_find(arg, STR("the price is 10"), 0, s, 1) != 1 ||
		    !str_eq(s[0], STR("price")))
			return arg;
	return NULL;
}

static void
one_pattern_serves_many_threads(void **state)
{
	struct err e = { 0 };
	struct regex *r = regex_new(STR("\\bprice\\b"), true, &e);
	pthread_t t[4];
	void *bad;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&t[i], NULL, match_often, r), 0);
	for (i = 0; i < 4; i++) {
		pthread_join(t[i], &bad);
		assert_null(bad);
	}
	regex_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_groups_and_unset_groups),
		cmocka_unit_test(caseless_is_unicode),
		cmocka_unit_test(a_bad_pattern_is_located),
		cmocka_unit_test(a_short_text_gets_few_steps),
		cmocka_unit_test(catastrophic_patterns_end_in_an_error),
		cmocka_unit_test(text_that_is_no_utf8_is_an_error),
		cmocka_unit_test(one_pattern_serves_many_threads),
	};

	return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}

/* csv: rows as they stand in a file, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/csv.h"

/* All rows of ${text}: "a|b/c|" for two rows of two fields. */
static const char *
rows(const char *text, struct arena *a)
{
	struct buf b = { 0 };
	struct err e = { 0 };
	struct csv c;
	const char *s;
	size_t i;
	int rc;

	csv_open(&c, str_of(text), a);
	while ((rc = csv_next(&c, &e)) == 1) {
		buf_adds(&b, b.len > 0 ? STR("/") : STR(""));
		for (i = 0; i < c.n; i++) {
			buf_adds(&b, i > 0 ? STR("|") : STR(""));
			buf_adds(&b, c.fields[i]);
		}
	}
	if (rc == -1)
		buf_printf(&b, "!%s:%zu", e.code, e.at.line);
	s = arena_str(a, buf_str(&b)).p;
	buf_free(&b);
	return s;
}

static void
reads_fields_with_and_without_quotes(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(rows("", &a), "");
	assert_string_equal(rows("a,b\nc,\n", &a), "a|b/c|");
	assert_string_equal(rows("a,b", &a), "a|b");
	assert_string_equal(rows("\xef\xbb\xbf" "a\r\nb\r\n", &a), "a/b");
	assert_string_equal(rows("\n\na\n\nb\n", &a), "a/b");
	assert_string_equal(rows("\"a,\"\"b\"\"\nc\",d\n", &a),
	    "a,\"b\"\nc|d");
	assert_string_equal(rows("\"\",\"\"\n", &a), "|");
	assert_string_equal(rows("a\rb,c\n", &a), "a\rb|c");
	arena_free(&a);
}

static void
says_where_a_quote_is_wrong(void **state)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	int i;

	(void)state;
	assert_string_equal(rows("a\n\"b", &a), "a!csv.quote:2");
	assert_string_equal(rows("a\n\"b\nc\"d\n", &a), "a!csv.quote:3");
	for (i = 0; i < CSV_FIELDS; i++)
		buf_addc(&b, ',');
	assert_string_equal(rows(b.p, &a), "!csv.fields:1");
	assert_string_equal(rows(b.p + 1, &a) + CSV_FIELDS - 1, "");
	buf_free(&b);
	arena_free(&a);
}

static void
writes_what_reads_back(void **state)
{
	static const char *const fields[] = { "", "a", "a,b", "say \"x\"",
	    "two\nlines", " spaced ", "x\",\"lifecyclestage\":\"customer",
	    "=1+1", "\r" };
	struct buf b = { 0 };
	struct arena a = { 0 };
	struct err e;
	struct csv c;
	size_t i, n = sizeof(fields) / sizeof(fields[0]);

	(void)state;
	for (i = 0; i < n; i++)
		csv_field(&b, str_of(fields[i]), i == 0);
	csv_end(&b);
	csv_field(&b, STR(""), true);
	csv_end(&b);
	csv_open(&c, buf_str(&b), &a);
	assert_int_equal(csv_next(&c, &e), 1);
	assert_int_equal(c.n, n);
	for (i = 0; i < n; i++)
		assert_true(str_eq(c.fields[i], str_of(fields[i])));
	assert_int_equal(csv_next(&c, &e), 1);
	assert_int_equal(c.n, 1);
	assert_int_equal(csv_next(&c, &e), 0);
	buf_free(&b);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_fields_with_and_without_quotes),
		cmocka_unit_test(says_where_a_quote_is_wrong),
		cmocka_unit_test(writes_what_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

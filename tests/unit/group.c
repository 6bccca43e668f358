/* group, extsort: the same groups in the same order, whatever the memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "record/extsort.h"
#include "record/group.h"

/* Lines are "KEY TEXT"; "-" has no key, "!" is refused. */
static int
first_word(void *arg, struct str line, struct where at, struct arena *a,
    struct str *out, struct err *e)
{
	(void)arg;
	(void)at;
	*out = arena_str(a, str_to(line, str_find(line, STR(" "))));
	if (str_eq(*out, STR("-")))
		*out = STR_NONE;
	else if (str_eq(*out, STR("!")))
		return err_set(e, ERR_INPUT, "test", "refused");
	return 0;
}

/* The groups of ${n} lines of ${keys} keys, one a line of text. */
static size_t
fold(size_t n, size_t keys, size_t bound, struct buf *out)
{
	static const struct group_ops ops = { first_word, NULL };
	struct arena a = { 0 };
	struct framer *f = group_new(&ops, NULL, bound, &a);
	struct framer_group g;
	struct err e;
	size_t i, lines = 0;
	char line[64];

	for (i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "k%zu line%zu",
		    (i * i + i / 7) % keys, i);
		assert_int_equal(f->push(f, str_of(line),
		    (struct where){ "-", i + 1, 0 }, &e), 0);
		assert_false(f->next(f, &g));
	}
	f->end(f);
	while (f->next(f, &g)) {
		buf_printf(out, "%zu %zu %.*s\n", g.at.line, g.lines,
		    STR_ARG(g.text));
		lines += g.lines;
	}
	f->free(f);
	arena_free(&a);
	return lines;
}

static void
groups_do_not_depend_on_memory(void **state)
{
	static const size_t bounds[] = { 4000, 9000, 30000 };
	struct buf all = { 0 }, some = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(fold(2000, 37, 1 << 20, &all), 2000);
	for (i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
		buf_reset(&some);
		assert_int_equal(fold(2000, 37, bounds[i], &some), 2000);
		assert_string_equal(buf_str(&some).p, buf_str(&all).p);
	}
	buf_free(&all);
	buf_free(&some);
}

static void
groups_come_in_the_order_of_their_first_lines(void **state)
{
	static const struct group_ops ops = { first_word, NULL };
	static const char *const in[] = {
		"b 1", "a 1", "- x", "b 2", "- x", "! y", "a 2", "c 1"
	};
	static const struct {
		const char	*text;
		size_t		 line, lines;
	} want[] = {
		{ "[b 1,b 2]", 1, 2 }, { "[a 1,a 2]", 2, 2 },
		{ "- x", 3, 1 }, { "- x", 5, 1 }, { "c 1", 8, 1 }
	};
	struct arena a = { 0 };
	struct framer *f = group_new(&ops, NULL, 1 << 20, &a);
	struct framer_group g;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(in) / sizeof(in[0]); i++)
		assert_int_equal(f->push(f, str_of(in[i]),
		    (struct where){ "-", i + 1, 0 }, &e),
		    in[i][0] == '!' ? -1 : 0);
	f->end(f);
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(f->next(f, &g));
		assert_true(str_eq(g.text, str_of(want[i].text)));
		assert_int_equal(g.at.line, want[i].line);
		assert_int_equal(g.lines, want[i].lines);
	}
	assert_false(f->next(f, &g));
	f->free(f);
	arena_free(&a);
}

static void
a_group_above_the_bound_comes_in_parts(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(fold(100, 1, 512, &out), 100);
	assert_int_not_equal(str_find(buf_str(&out), STR("\n")), out.len - 1);
	buf_free(&out);
}

static void
what_is_sorted_comes_back_whole(void **state)
{
	struct extsort *s = extsort_new(2000);
	struct extsort_item item;
	struct str data = { "a\0b", 3 };
	uint64_t i, last = 0;
	char key[32];

	(void)state;
	for (i = 0; i < 500; i++) {
		snprintf(key, sizeof(key), "%03ju", (uintmax_t)(i * 7 % 50));
		extsort_add(s, &(struct extsort_item){ str_of(key), 500 - i,
		    data });
	}
	for (i = 0; extsort_next(s, &item); i++) {
		snprintf(key, sizeof(key), "%03ju", (uintmax_t)(i / 10));
		assert_true(str_eq(item.key, str_of(key)));
		assert_true(i % 10 == 0 || item.number > last);
		assert_true(str_eq(item.data, data));
		last = item.number;
	}
	assert_int_equal(i, 500);
	assert_true(extsort_spilled(s));
	extsort_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_do_not_depend_on_memory),
		cmocka_unit_test(groups_come_in_the_order_of_their_first_lines),
		cmocka_unit_test(a_group_above_the_bound_comes_in_parts),
		cmocka_unit_test(what_is_sorted_comes_back_whole)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* yaml: YAML to a tree, every value with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "yaml/yaml.h"
#include "told.h"

static struct arena arena;
static struct diags diags;
static struct json tree;

static int
parse(const char *text)
{
	arena_reset(&arena);
	diags_init(&diags, &arena);
	return yaml_parse("t.yaml", str_of(text), &arena, &tree, &diags);
}

/* The tree of ${text} is ${json}. */
static void
reads(const char *text, const char *json)
{
	struct buf b = { 0 };

	if (parse(text) == -1)
		fail_msg("%s: %.*s", text, STR_ARG(diags.first->msg));
	json_write(&tree, &b);
	assert_string_equal(b.p, json);
	buf_free(&b);
}

/* ${text} is refused at line:col with a message that holds ${words}. */
static void
refuses(const char *text, size_t line, size_t col, const char *words)
{
	assert_int_equal(parse(text), -1);
	assert_string_equal(diags.first->at.name, "t.yaml");
	told_at(diags.first, text, line, col, words);
}

static void
scalars_mean_what_the_core_schema_says(void **state)
{
	(void)state;
	reads("[null, Null, NULL, ~, x]", "[null,null,null,null,\"x\"]");
	reads("- a\n-\n- b", "[\"a\",null,\"b\"]");
	reads("[true, True, FALSE, yes, no, on, off, y, n]",
	    "[true,true,false,\"yes\",\"no\",\"on\",\"off\",\"y\",\"n\"]");
	reads("[0, -0, +12, 0o17, 0x1F, 1_000, 0b1, 12:30]",
	    "[0,-0,12,15,31,\"1_000\",\"0b1\",\"12:30\"]");
	/* But for what would lose its zeros or its plus. */
	reads("[007, -01.5, 0.5, 00, +123456, +1234567, +14155550100]",
	    "[\"007\",\"-01.5\",0.5,\"00\",123456,\"+1234567\","
	    "\"+14155550100\"]");
	reads("[.5, 5., -1.50, +1e3, 1E-3, 1e, .]",
	    "[0.5,5.0,-1.50,1e3,1e-3,\"1e\",\".\"]");
	reads("[.inf, -.INF, .nan]", "[\".inf\",\"-.INF\",\".nan\"]");
	reads("[18446744073709551616, 0xffffffffffffffff, 0x1ffffffffffffffff]",
	    "[18446744073709551616,18446744073709551615,"
	    "\"0x1ffffffffffffffff\"]");
	reads("['true', \"1\", '~', \"\"]", "[\"true\",\"1\",\"~\",\"\"]");
	reads("[!!str 5, !!int '5', !!str , !!null '']",
	    "[\"5\",5,\"\",null]");
	reads("2026-03-01", "\"2026-03-01\"");
	reads("", "null");
	reads("# nothing\n", "null");
	reads("\xef\xbb\xbf" "a: 1", "{\"a\":1}");
}

static void
text_of_a_number_is_kept(void **state)
{
	(void)state;
	assert_int_equal(parse("[007, 0o17, ~, True, +1.50 , &a 08, 'x']"), 0);
	assert_true(str_eq(yaml_text(&tree.items[0]), STR("007")));
	assert_true(str_eq(yaml_text(&tree.items[1]), STR("0o17")));
	assert_true(str_eq(yaml_text(&tree.items[2]), STR("~")));
	assert_true(str_eq(yaml_text(&tree.items[3]), STR("True")));
	assert_true(str_eq(yaml_text(&tree.items[4]), STR("+1.50")));
	assert_true(str_eq(yaml_text(&tree.items[5]), STR("08")));
	assert_true(str_eq(yaml_text(&tree.items[6]), STR("x")));
	assert_null(yaml_text(&tree).p);
}

static void
collections_nest_and_grow(void **state)
{
	char text[4096] = "", json[4096] = "[";
	size_t i;

	(void)state;
	reads("a:\n- b: 1\n  c: [x, {d: 2}]\n- e\n",
	    "{\"a\":[{\"b\":1,\"c\":[\"x\",{\"d\":2}]},\"e\"]}");
	reads("{}", "{}");
	reads("[]", "[]");
	reads("a:\nb:", "{\"a\":null,\"b\":null}");
	reads("1: a\ntrue: b\n~: c\n",
	    "{\"1\":\"a\",\"true\":\"b\",\"~\":\"c\"}");
	for (i = 0; i < 100; i++) {
		snprintf(text + strlen(text), 16, "- %zu\n", i);
		snprintf(json + strlen(json), 16, "%s%zu", i > 0 ? "," : "",
		    i);
	}
	strcat(json, "]");
	reads(text, json);
}

static void
aliases_and_merges_work(void **state)
{
	(void)state;
	reads("a: &x {p: 1, q: 2}\nb: *x\nc: {<<: *x, q: 3}\n",
	    "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":1,\"q\":2},"
	    "\"c\":{\"q\":3,\"p\":1}}");
	reads("a: &x {p: 1}\nb: &y {p: 2, r: 3}\nc:\n  <<: [*x, *y]\n",
	    "{\"a\":{\"p\":1},\"b\":{\"p\":2,\"r\":3},"
	    "\"c\":{\"p\":1,\"r\":3}}");
	reads("a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}");
	reads("'<<': {a: 1}", "{\"<<\":{\"a\":1}}");
	parse("a: &x 1\nb: *x\n");
	assert_int_equal(tree.members[0].value.flags & YAML_ALIASED, 0);
	assert_true(tree.members[1].value.flags & YAML_ALIASED);
	refuses("a: &x [*x]", 1, 8, "inside what it means");
	refuses("a: 1\nb: *none\n", 2, 4, "no anchor");
	refuses("<<: 3", 1, 5, "mappings only");
}

static void
expansion_bombs_end_in_an_error(void **state)
{
	struct buf b = { 0 };
	size_t i, k;

	(void)state;
	buf_printf(&b, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
	for (i = 1; i < 12; i++) {
		buf_printf(&b, "a%zu: &a%zu [", i, i);
		for (k = 0; k < 10; k++)
			buf_printf(&b, "%s*a%zu", k > 0 ? ", " : "", i - 1);
		buf_printf(&b, "]\n");
	}
	refuses(b.p, 6, 50, "values, aliases included");
	buf_reset(&b);
	buf_printf(&b, "- &a0 [x]\n");
	for (i = 1; i < 100; i++)
		buf_printf(&b, "- &a%zu [*a%zu]\n", i, i - 1);
	refuses(b.p, 64, 9, "nested deeper than 64");
	buf_reset(&b);
	for (i = 0; i < 70; i++)
		buf_addc(&b, '[');
	refuses(b.p, 1, 66, "nested deeper than 64");
	buf_free(&b);
}

static void
slips_are_told_with_their_place(void **state)
{
	(void)state;
	refuses("a: 1\nb: 2\na: 3\n", 3, 1, "first is in line 1");
	refuses("? [a]\n: 1\n", 1, 3, "a key must be");
	refuses("'': 1\n'': 2\n", 2, 1, "first is in line 1");
	refuses("? [a, b]\n: 1\n'': 2\n", 1, 3, "a key must be");
	assert_int_equal(diags.errors, 1);
	refuses("a: 1\n---\nb: 2\n", 2, 1, "second document");
	refuses("a: \xff\n", 1, 4, "0xff is not UTF-8");
	refuses("a: 1\n\xc3\xa9: \x01\n", 2, 5, "control character");
	refuses("a: !!int x", 1, 4, "not of the type");
	refuses("a:\n\tb: 1\n", 2, 1, "a tab cannot indent");
	refuses("a:\n  b: 1\n c: 2\n", 3, 2, "check its indentation");
	refuses("- a\nb: c\n", 2, 1, "check its indentation");
	refuses("\xc3\xa9: \"x\n", 1, 5, "never closed");
	refuses("a: {b: c\n", 1, 4, "never closed");
	refuses("a: ]\n", 1, 4, "did not find expected node content");
}

static void
all_duplicates_are_told(void **state)
{
	(void)state;
	assert_int_equal(parse("a: 1\na: 2\nb: {c: 1, c: 2}\n"), -1);
	assert_int_equal(diags.errors, 2);
}

static void
errors_are_told_up_to_a_limit(void **state)
{
	struct buf b = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		buf_printf(&b, "a: 1\n");
	assert_int_equal(parse(b.p), -1);
	assert_int_equal(diags.errors, YAML_MAX_ERRORS);
	buf_free(&b);
}

static void
traps_of_yaml_say_to_quote_the_expression(void **state)
{
	static const struct { const char *text; size_t col; } traps[] = {
		{ "a: @x", 4 }, { "a: %x", 4 }, { "a: `x`", 4 },
		{ "a: !has(x) && y", 13 }, { "a: & x", 5 },
		{ "a: \"buy\" in x", 10 }, { "a: 'b' == c", 8 },
		{ "a: [1].exists(x, x)", 7 }, { "a: {b: 1}.b", 10 },
		{ "a: b ? c : d", 10 }, { "a: > 3", 6 }, { "a: | b", 6 },
		{ "a: {b: s[\"c\"]}", 9 }, { "a: {b: c ? d : e}", 14 },
		{ "a: {b: f({})}", 10 }, { "a: - 3", 4 }, { "a: ? x", 4 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(traps) / sizeof(traps[0]); i++)
		refuses(traps[i].text, 1, traps[i].col, "single quotes");
	refuses("a: *b", 1, 4, "must be quoted");
}

static void
flags_tell_how_a_value_stood_there(void **state)
{
	static const unsigned want[] = { YAML_PLAIN, YAML_SINGLE, YAML_DOUBLE,
	    YAML_LITERAL, YAML_FOLDED, YAML_FLOW, YAML_PLAIN | YAML_TAGGED,
	    YAML_TAGGED };
	size_t i;

	(void)state;
	assert_int_equal(parse("- a\n- 'a'\n- \"a\"\n- |\n a\n- >\n a\n"
	    "- [a, {b: 'c'}]\n- !consent\n- !x\n  a: b\n- no#c #d\n"), 0);
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		assert_int_equal(tree.items[i].flags, want[i]);
	assert_int_equal(tree.items[5].items[0].flags, YAML_PLAIN | YAML_FLOW);
	assert_int_equal(tree.items[5].items[1].flags, YAML_FLOW);
	assert_int_equal(tree.items[5].items[1].members[0].value.flags,
	    YAML_SINGLE | YAML_FLOW);
	assert_int_equal(yaml_stop(&tree.items[8]), '#');
	assert_int_equal(yaml_stop(&tree.items[0]), '\0');
	assert_int_equal(yaml_stop(&tree.items[1]), '\0');
	assert_int_equal(yaml_stop(&tree.items[5].items[0]), ',');
}

static void
at(struct where w, size_t line, size_t col)
{
	assert_string_equal(w.name, "t.yaml");
	assert_int_equal(w.line, line);
	assert_int_equal(w.col, col);
}

static void
places_are_lines_and_bytes(void **state)
{
	const struct json *b;

	(void)state;
	assert_int_equal(parse("\xc3\xa9\xc3\xa9: x\nb: {\xc3\xa9: 1, "
	    "c: [2, 3]}\n"), 0);
	at(yaml_where(&tree.members[0].value), 1, 7);
	at(yaml_key_where(&tree, 0), 1, 1);
	b = &tree.members[1].value;
	at(yaml_where(b), 2, 4);
	at(yaml_where(&b->members[0].value), 2, 9);
	at(yaml_key_where(b, 1), 2, 12);
	at(yaml_where(&b->members[1].value.items[1]), 2, 19);
}

static void
place_of(const char *text, const char *word, size_t line, size_t col)
{
	const struct json *v;
	size_t offset;

	assert_int_equal(parse(text), 0);
	v = tree.type == JSON_OBJECT ? &tree.members[tree.len - 1].value :
	    &tree;
	assert_int_equal(v->type, JSON_STRING);
	offset = str_find((struct str){ v->text, v->len }, str_of(word));
	assert_int_not_equal(offset, (size_t)-1);
	at(yaml_where_in(v, offset), line, col);
}

static void
places_within_scalars_are_exact(void **state)
{
	(void)state;
	place_of("a: size(x) > 3\n", "> 3", 1, 12);
	place_of("a: b &&\n   c ||\n\n   d\n", "d", 4, 4);
	place_of("a: b &&\n   c ||\n", " ||", 2, 5);
	place_of("a: 'it''s x'\n", "x", 1, 11);
	place_of("a: 'b\n  c''d'\n", "d", 2, 6);
	place_of("a: \"\\\"b\\\" == x\"\n", "x", 1, 14);
	place_of("a: \"\\u00e9\\x41\\U0001F600 x\"\n", "x", 1, 26);
	place_of("a: \"b\\n c \\\n   d\\te\"\n", "d", 2, 4);
	place_of("a: \"b\\n c \\\n   d\\te\"\n", "e", 2, 7);
	place_of("a: |\n  b\n    c\n\n  d e\n", "c", 3, 5);
	place_of("a: |\n  b\n    c\n\n  d e\n", "e", 5, 5);
	place_of("a: |2-  # why\n    b\n  c\n", "b", 2, 5);
	place_of("a: >\n  b\n  c\n\n  d\n", "d", 5, 3);
	place_of("a: >-\n  b\n   c d\n  e\n", "e", 4, 3);
	place_of("a: &x !!str b c\n", "c", 1, 15);
	place_of("a: &x b c\nd: *x\n", "c", 1, 9);
	place_of("a: \"b\\0c\"\n", "b", 1, 5);
	place_of("a: \xc3\xa9 + b\n", "+", 1, 7);
	assert_int_equal(parse("a: 'b'\n"), 0);
	at(yaml_where_in(&tree.members[0].value, 1), 1, 6);
}

static void
a_file_that_is_missing_is_an_error(void **state)
{
	(void)state;
	diags_init(&diags, &arena);
	assert_int_equal(yaml_read("/nonexistent/x.yaml", &arena, &tree,
	    &diags), -1);
	assert_string_equal(diags.first->at.name, "/nonexistent/x.yaml");
}

static int
done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars_mean_what_the_core_schema_says),
		cmocka_unit_test(text_of_a_number_is_kept),
		cmocka_unit_test(collections_nest_and_grow),
		cmocka_unit_test(aliases_and_merges_work),
		cmocka_unit_test(expansion_bombs_end_in_an_error),
		cmocka_unit_test(slips_are_told_with_their_place),
		cmocka_unit_test(all_duplicates_are_told),
		cmocka_unit_test(errors_are_told_up_to_a_limit),
		cmocka_unit_test(traps_of_yaml_say_to_quote_the_expression),
		cmocka_unit_test(flags_tell_how_a_value_stood_there),
		cmocka_unit_test(places_are_lines_and_bytes),
		cmocka_unit_test(places_within_scalars_are_exact),
		cmocka_unit_test(a_file_that_is_missing_is_an_error),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, done);
}

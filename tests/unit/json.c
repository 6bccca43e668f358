/* json: text to tree and back, limits, mending, documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "json/json.h"

static struct arena arena;
static struct json_doc doc;
static struct err err;

static int
reset(void **state)
{
	(void)state;
	arena_free(&arena);
	err = (struct err){ 0 };
	return 0;
}

static int
parse_with(const struct json_limits *l, struct str text)
{
	struct json_parser *p = json_parser_new(l, NULL);
	int r = json_parse(p, text, &arena, &doc, &err);

	json_parser_free(p);
	return r;
}

/* Assert that ${text}, once parsed, is written as ${want}. */
static void
reads_as(struct str text, const char *want)
{
	struct buf b = { 0 };

	if (parse_with(NULL, text) == -1)
		fail_msg("%.*s: %s", STR_ARG(text), err.msg);
	assert_int_equal(json_write(&doc.root, &b), 0);
	assert_string_equal(b.p, want);
	buf_free(&b);
}

static void
refused_with(const struct json_limits *l, struct str text, const char *code,
    size_t col)
{
	if (parse_with(l, text) == 0)
		fail_msg("accepted: %.*s", STR_ARG(text));
	assert_string_equal(err.code, code);
	assert_int_equal(err.at.col, col);
	assert_true(err.msg[0] != '\0');
}

static void
keeps_the_text_of_numbers(void **state)
{
	(void)state;
	reads_as(STR("[9007199254740993,1.10,-0,1E5,18446744073709551615]"),
	    "[9007199254740993,1.10,-0,1E5,18446744073709551615]");
	reads_as(STR("12345678901234567890123"), "12345678901234567890123");
	reads_as(STR("0"), "0");
}

static void
keeps_every_byte_of_strings(void **state)
{
	struct json *v;

	(void)state;
	reads_as(STR("[\"a\\u0000b\",\"\\ud83d\\ude00\",\"\\/\\b\\f\\n\\r\\t"
	    "\\\"\\\\\",\"\\u00e9\\u20ac\"]"),
	    "[\"a\\u0000b\",\"\xf0\x9f\x98\x80\",\"/\\b\\f\\n\\r\\t"
	    "\\\"\\\\\",\"\xc3\xa9\xe2\x82\xac\"]");
	v = &doc.root.items[0];
	assert_int_equal(v->len, 3);
	assert_memory_equal(v->text, "a\0b", 3);
	/* A backslash right before the closing quote, and nothing else. */
	reads_as(STR("\"\\\\\""), "\"\\\\\"");
	reads_as(STR("{\"a\\\\\":\"\\\\\\\"\"}"), "{\"a\\\\\":\"\\\\\\\"\"}");
}

static void
names_the_first_fault_and_its_column(void **state)
{
	static const struct {
		const char	*text;
		size_t		 col;
	} bad[] = {
		{ "", 1 }, { "  ", 3 }, { "[1,]", 4 }, { "[1 2]", 4 },
		{ "{\"a\":1,}", 8 }, { "{a:1}", 2 }, { "{\"a\" 1}", 6 },
		{ "[01]", 3 }, { "[1.]", 4 }, { "[-]", 3 }, { "[1e]", 4 },
		{ "[+1]", 2 }, { "[.5]", 2 }, { "[nul]", 2 }, { "[1]x", 4 },
		{ "[\"a\tb\"]", 4 }, { "[\"\\x\"]", 4 }, { "[\"\\u12g4\"]", 7 },
		{ "[\"abc", 6 }, { "[1", 3 }, { "{\"a\":1", 7 },
		{ "/**/1", 1 }, { "[1,\f2]", 4 }, { "1\v", 2 },
		{ "[\"\\ud800\\u12\"]", 13 }, { "\xff\xfe[", 1 },
		{ "\xef\xbb\xbf[1 2]", 7 }, { "1\"a", 2 }, { "[] tru", 4 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused_with(NULL, str_of(bad[i].text), "json.syntax",
		    bad[i].col);
	refused_with(NULL, STR("[\0]"), "json.syntax", 2);
}

static void
holds_to_its_limits(void **state)
{
	static const struct json_limits l = { .bytes = 40, .depth = 3,
	    .string = 5, .number = 4, .members = 6 };

	(void)state;
	assert_int_equal(parse_with(&l, STR("[[[\"12345\",1234,[]]]]")), -1);
	assert_string_equal(err.code, "json.depth");
	assert_int_equal(parse_with(&l, STR("[[[\"12345\",1234,1]]]")), 0);
	refused_with(&l, STR("[[[[]]]]"), "json.depth", 4);
	refused_with(&l, STR("[\"123456\"]"), "json.string", 2);
	refused_with(&l, STR("[\"12\\u0041\"]"), "json.string", 2);
	refused_with(&l, STR("{\"123456\":1}"), "json.string", 2);
	refused_with(&l, STR("[12345]"), "json.number", 2);
	refused_with(&l, STR("[1,2,3,4,5,6]"), "json.members", 12);
	refused_with(&l, STR("\"1234567890123456789012345678901234567890\""),
	    "json.size", 41);
	assert_int_equal(err.kind, ERR_LIMIT);
}

static const struct json_note *
only_note(enum json_mend what, const char *path)
{
	assert_non_null(doc.notes);
	assert_int_equal(doc.notes->what, what);
	assert_true(str_eq(doc.notes->path, str_of(path)));
	return doc.notes;
}

static void
mends_values_and_says_so(void **state)
{
	(void)state;
	reads_as(STR("{\"e\":[1,{\"m\":\"x\\ud800y\"}]}"),
	    "{\"e\":[1,{\"m\":\"x\xef\xbf\xbdy\"}]}");
	only_note(JSON_SURROGATE, "e[1].m");
	reads_as(STR("[\"\\udc00\\ud83d\\ude00\\ud800\\u0041\"]"),
	    "[\"\xef\xbf\xbd\xf0\x9f\x98\x80\xef\xbf\xbd\x41\"]");
	only_note(JSON_SURROGATE, "[0]");
	reads_as(STR("{\"a\":\"x\xed\xa0\x80\xc0\x80z\"}"),
	    "{\"a\":\"x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	    "\xef\xbf\xbdz\"}");
	only_note(JSON_UTF8, "a");
	assert_null(doc.notes->next);
	reads_as(STR("{\"a\":{\"x\":1,\"y\":2,\"x\":{\"z\":3},\"x\":4}}"),
	    "{\"a\":{\"x\":4,\"y\":2}}");
	assert_non_null(only_note(JSON_DUPLICATE_KEY, "a.x")->next);
}

static void
refuses_what_it_cannot_mend(void **state)
{
	static const struct json_limits strict = { .strict = true };

	(void)state;
	refused_with(NULL, STR("{\"a\\ud800\":1}"), "json.surrogate", 4);
	refused_with(NULL, STR("{\"a\xff\":1}"), "json.utf8", 4);
	refused_with(&strict, STR("[\"\\udc00\"]"), "json.surrogate", 3);
	refused_with(&strict, STR("[\"a\xff\"]"), "json.utf8", 4);
	refused_with(&strict, STR("{\"a\":1,\"b\":2,\"a\":3}"),
	    "json.duplicate", 14);
	refused_with(&strict, STR("\xef\xbb\xbf{\"a\":1,\"a\":3}"),
	    "json.duplicate", 11);
	assert_int_equal(parse_with(&strict, STR("[\"\\ud83d\\ude00\"]")), 0);
}

/* A hundred thousand keys, each twice, must not take a minute. */
static void
finds_twins_in_large_objects(void **state)
{
	enum { MANY = 100000 };
	struct buf b = { 0 };
	int64_t n;
	size_t i;

	(void)state;
	buf_addc(&b, '{');
	for (i = 0; i < 2 * MANY; i++)
		buf_printf(&b, "%s\"k%zu\":%zu", i > 0 ? "," : "",
		    i * 7 % MANY, i);
	buf_addc(&b, '}');
	assert_int_equal(parse_with(NULL, buf_str(&b)), 0);
	assert_int_equal(doc.root.len, MANY);
	assert_true(str_eq(doc.root.members[1].key, STR("k7")));
	assert_true(json_to_int(&doc.root.members[1].value, &n));
	assert_int_equal(n, MANY + 1);
	buf_free(&b);
}

static void
equal_minds_values_not_order(void **state)
{
	static const struct {
		const char	*a, *b;
		bool		 same;
	} pairs[] = {
		{ "{\"a\":1,\"b\":[2]}", "{ \"b\": [2], \"a\": 1 }", true },
		{ "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false },
		{ "{\"a\":1}", "{\"a\":1,\"b\":null}", false },
		{ "[1,2]", "[2,1]", false }, { "1.0", "1", false },
		{ "\"\\u0041\"", "\"A\"", true }, { "null", "false", false },
		{ "{}", "[]", false },
	};
	struct json first;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_int_equal(parse_with(NULL, str_of(pairs[i].a)), 0);
		first = doc.root;
		assert_int_equal(parse_with(NULL, str_of(pairs[i].b)), 0);
		assert_int_equal(json_equal(&first, &doc.root),
		    pairs[i].same);
	}
}

static void
equal_is_not_quadratic(void **state)
{
	enum { MANY = 50000 };
	struct json a = json_object(), b = json_object();
	size_t i;

	(void)state;
	a.members = arena_array(&arena, MANY, sizeof(*a.members));
	b.members = arena_array(&arena, MANY, sizeof(*b.members));
	for (i = 0; i < MANY; i++) {
		a.members[i].key = arena_printf(&arena, "%zu", i);
		b.members[MANY - 1 - i].key = a.members[i].key;
	}
	a.len = b.len = MANY;
	assert_true(json_equal(&a, &b));
	b.members[0].value = json_bool(true);
	assert_false(json_equal(&a, &b));
}

static void
integers_fit_or_say_no(void **state)
{
	static const struct {
		const char	*text;
		bool		 is_int, is_uint;
		int64_t		 i;
	} n[] = {
		{ "0", true, true, 0 }, { "-0", true, true, 0 },
		{ "-1", true, false, -1 },
		{ "9223372036854775807", true, true, INT64_MAX },
		{ "9223372036854775808", false, true, 0 },
		{ "-9223372036854775808", true, false, INT64_MIN },
		{ "-9223372036854775809", false, false, 0 },
		{ "18446744073709551616", false, false, 0 },
		{ "1e3", false, false, 0 }, { "5.0", false, false, 0 },
	};
	uint64_t u;
	int64_t i;
	size_t k;

	(void)state;
	for (k = 0; k < sizeof(n) / sizeof(n[0]); k++) {
		assert_int_equal(parse_with(NULL, str_of(n[k].text)), 0);
		assert_int_equal(json_to_int(&doc.root, &i), n[k].is_int);
		if (n[k].is_int)
			assert_true(i == n[k].i);
		assert_int_equal(json_to_uint(&doc.root, &u), n[k].is_uint);
	}
}

static void
doubles_come_back_the_same(void **state)
{
	static const struct {
		double		 d;
		const char	*text;
	} n[] = {
		{ 72.5, "72.5" }, { 10, "10.0" }, { 0.1, "0.1" },
		{ -0.0, "-0.0" }, { 1e21, "1e+21" }, { 5e-324,
		"4.94065645841247e-324" }, { 1.0 / 3, "0.3333333333333333" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 123456789012345680.0, "1.2345678901234568e+17" },
		{ 0, "0.0" }, { -12.34, "-12.34" }, { 0.0001, "0.0001" },
		{ 1.005, "1.005" }, { 99999999999.9999, "99999999999.9999" },
		{ 0.00015, "0.00015" }, { 100.25, "100.25" },
		{ 123456789012.0, "123456789012.0" }, { 1e15, "1e+15" },
	};
	struct json v;
	size_t i;
	double d;

	(void)state;
	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++) {
		v = json_double(n[i].d, &arena);
		assert_true(str_eq((struct str){ v.text, v.len },
		    str_of(n[i].text)));
		assert_true(json_to_double(&v, &d));
		assert_memory_equal(&d, &n[i].d, sizeof(d));
	}
	assert_int_equal(parse_with(NULL, STR("1e400")), 0);
	assert_false(json_to_double(&doc.root, &d));
	v = json_int(INT64_MIN, &arena);
	assert_true(str_eq((struct str){ v.text, v.len },
	    STR("-9223372036854775808")));
	v = json_uint(UINT64_MAX, &arena);
	assert_true(str_eq((struct str){ v.text, v.len },
	    STR("18446744073709551615")));
}

static void
objects_grow_shrink_and_keep_order(void **state)
{
	struct json o = json_object(), list = json_array(), c;
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 9; i++) {
		json_set(&o, arena_printf(&arena, "%zu", i),
		    json_int((int64_t)i, &arena), &arena);
		json_push(&list, json_bool(i % 2), &arena);
	}
	json_set(&o, STR("3"), json_null(), &arena);
	assert_true(json_del(&o, STR("0")));
	assert_false(json_del(&o, STR("0")));
	json_set(&o, STR("list"), list, &arena);
	c = json_copy(&o, &arena);
	assert_true(json_equal(&c, &o));
	assert_ptr_not_equal(c.members, o.members);
	json_write(&c, &b);
	assert_string_equal(b.p, "{\"1\":1,\"2\":2,\"3\":null,\"4\":4,\"5\":5,"
	    "\"6\":6,\"7\":7,\"8\":8,\"list\":[false,true,false,true,false,"
	    "true,false,true,false]}");
	buf_free(&b);
}

static void
path_follows_dots(void **state)
{
	(void)state;
	reads_as(STR("{\"a\":{\"b\":{\"c\":\"x\"}},\"n\":1}"),
	    "{\"a\":{\"b\":{\"c\":\"x\"}},\"n\":1}");
	assert_true(str_eq(json_get_str(json_path(&doc.root, "a.b"),
	    STR("c")), STR("x")));
	assert_non_null(json_path(&doc.root, "a"));
	assert_null(json_path(&doc.root, "a.x.c"));
	assert_null(json_path(&doc.root, "n.x"));
	assert_null(json_get_str(&doc.root, STR("n")).p);
}

static void
documents_are_written_as_they_came(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(parse_with(NULL, STR("{ \"a\" : [1,  2], "
	    "\"b\":\"\\u0041\" ,\"c\":{ }, \"d\": \"\\ud800\",\"e\":1.0}")),
	    0);
	doc_write(&doc, &b);
	assert_string_equal(b.p, "{\"a\":[1,  2],\"b\":\"\\u0041\",\"c\":{ },"
	    "\"d\":\"\xef\xbf\xbd\",\"e\":1.0}");
	buf_reset(&b);
	assert_true(doc_del(&doc, STR("a")));
	json_set(doc_edit(&doc, STR("c")), STR("x"), json_null(), &arena);
	doc_set(&doc, STR("e"), json_bool(true));
	doc_set(&doc, STR("f"), json_array());
	doc_set(&doc, STR("g"), json_array());
	assert_null(doc_edit(&doc, STR("z")));
	doc_write(&doc, &b);
	assert_string_equal(b.p, "{\"b\":\"\\u0041\",\"c\":{\"x\":null},"
	    "\"d\":\"\xef\xbf\xbd\",\"e\":true,\"f\":[],\"g\":[]}");
	buf_free(&b);
}

static void
documents_are_written_on_one_line(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(parse_with(NULL, STR("{\"a\": [1,\n 2],\n\"b\":3}")),
	    0);
	doc_write(&doc, &b);
	assert_string_equal(b.p, "{\"a\":[1,2],\"b\":3}");
	buf_free(&b);
}

static void
a_twin_of_root_brings_its_own_text(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(parse_with(NULL,
	    STR("{\"a\":[1, 1],\"b\":[2, 2],\"a\":[3, 3]}")), 0);
	doc_write(&doc, &b);
	assert_string_equal(b.p, "{\"a\":[3, 3],\"b\":[2, 2]}");
	buf_free(&b);
}

static void
a_parser_is_reused_after_a_fault(void **state)
{
	struct json_parser *p = json_parser_new(NULL, NULL);

	(void)state;
	assert_int_equal(json_parse(p, STR("{\"a\":[[["), &arena, &doc, &err),
	    -1);
	assert_int_equal(json_parse(p, STR("[1]"), &arena, &doc, &err), 0);
	assert_int_equal(doc.root.len, 1);
	json_parser_free(p);
}

static void
raw_values_open(void **state)
{
	static const char text[] = "{\"a\":[1,\"\\n\"]}";
	struct json v = { .type = JSON_RAW, .len = sizeof(text) - 1,
	    .text = text }, same = v;

	(void)state;
	json_open(&v, &arena);
	assert_int_equal(v.type, JSON_OBJECT);
	assert_int_equal(json_get(&v, STR("a"))->items[1].text[0], '\n');
	assert_true(json_equal(&v, &same));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(keeps_the_text_of_numbers, reset),
		cmocka_unit_test_setup(keeps_every_byte_of_strings, reset),
		cmocka_unit_test_setup(names_the_first_fault_and_its_column,
		    reset),
		cmocka_unit_test_setup(holds_to_its_limits, reset),
		cmocka_unit_test_setup(mends_values_and_says_so, reset),
		cmocka_unit_test_setup(refuses_what_it_cannot_mend, reset),
		cmocka_unit_test_setup(finds_twins_in_large_objects, reset),
		cmocka_unit_test_setup(equal_minds_values_not_order, reset),
		cmocka_unit_test_setup(equal_is_not_quadratic, reset),
		cmocka_unit_test_setup(integers_fit_or_say_no, reset),
		cmocka_unit_test_setup(doubles_come_back_the_same, reset),
		cmocka_unit_test_setup(objects_grow_shrink_and_keep_order,
		    reset),
		cmocka_unit_test_setup(path_follows_dots, reset),
		cmocka_unit_test_setup(documents_are_written_as_they_came,
		    reset),
		cmocka_unit_test_setup(documents_are_written_on_one_line,
		    reset),
		cmocka_unit_test_setup(a_twin_of_root_brings_its_own_text,
		    reset),
		cmocka_unit_test_setup(a_parser_is_reused_after_a_fault,
		    reset),
		cmocka_unit_test_setup(raw_values_open, reset),
	};

	reset(NULL);
	return cmocka_run_group_tests_name("json", tests, NULL, NULL) ||
	    reset(NULL);
}

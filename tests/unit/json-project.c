/* json: what is left unparsed, and that nobody can tell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "json/skip.h"
#include "../fuzz/fuzz-project.c"

static uint64_t
next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static const char sample[] = "{\"id\":\"c-17\",\"turns\":[{\"who\":\"USER\","
    "\"text\":\"h\\u00e9 \\ud83d\\ude00 caf\xc3\xa9\",\"frames\":[{\"a\":1,"
    "\"state\":{\"intent\":\"Find\",\"slots\":{\"city\":[\"San Jose\",null],"
    "\"x\":[]}}}]},{\"who\":\"SYSTEM\",\"text\":\"ok\",\"frames\":[]}],"
    "\"meta\":{\"n\":[-1.5e+3,0,12345678901,true,false,null],\"deep\":[[[["
    "{\"end\":\"of a long string that takes more than sixteen bytes\"}"
    "]]]],\"k\\u0065y\":{\"a\":{\"b\":[1,2,3,4]}}},\"ok\":true}";

static const char *const path_sets[] = {
	"\n", "!id\n\n", "id\nturns\n\n", "!turns.*.text\nturns.*.who\n\n",
	"turns.*.frames.*.state.intent\n!turns.*.frames.*.state.slots.city\n\n",
	"!meta.key\nmeta.n\n\n", "!*.*.text\n!*.deep\n\n", "!meta\n!ok\n\n",
	"*\n!meta.*.a\nmeta.n.*\n\n",
};

static void
run(const char *paths, const char *text, size_t len)
{
	char all[2048];
	size_t n = strlen(paths);

	memcpy(all, paths, n);
	memcpy(all + n, text, len);
	LLVMFuzzerTestOneInput((const uint8_t *)all, n + len);
}

static void
reads_the_same_for_any_paths(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(path_sets) / sizeof(path_sets[0]); i++)
		run(path_sets[i], sample, sizeof(sample) - 1);
}

/* Any byte changed, left out, doubled or moved: the same verdict. */
static void
judges_broken_text_the_same(void **state)
{
	static const char bytes[] = "{}[]:,\"\\ntfu0d8-1.eE \t\f\x01\x80\xc3";
	char text[sizeof(sample) + 8];
	uint64_t seed = 88172645463325252u;
	size_t round, len, i, n;

	(void)state;
	for (round = 0; round < 20000; round++) {
		len = sizeof(sample) - 1;
		memcpy(text, sample, len);
		for (n = next_random(&seed) % 3; n <= 2; n++) {
			i = next_random(&seed) % len;
			switch (next_random(&seed) % 3) {
			case 0:
				text[i] = bytes[next_random(&seed) %
				    (sizeof(bytes) - 1)];
				break;
			case 1:
				memmove(text + i, text + i + 1, --len - i);
				break;
			default:
				memmove(text + i + 1, text + i, len++ - i);
			}
		}
		run(path_sets[next_random(&seed) % (sizeof(path_sets) /
		    sizeof(path_sets[0]))], text, len);
	}
}

static void
leaves_unread_parts_as_they_came(void **state)
{
	static const char text[] = "{\"a\": {\"x\":  [1,2,3]}, \"b\":"
	    "[{\"id\":\"\\u0041\",\"rest\": {\"long\" :1}}],\"c\":12}";
	struct arena a = { 0 };
	struct json_paths *paths = json_paths_new(&a);
	struct json_parser *p;
	struct json_doc doc;
	struct buf b = { 0 };
	struct err e;

	(void)state;
	json_paths_add(paths, (struct str[]){ STR("b"), STR("*"), STR("id") },
	    3, false);
	p = json_parser_new(NULL, paths);
	assert_int_equal(json_parse(p, str_of(text), &a, &doc, &e), 0);
	assert_int_equal(doc_get(&doc, STR("a"))->type, JSON_RAW);
	assert_true(str_eq(doc.raw[1], STR("[{\"id\":\"\\u0041\",\"rest\": "
	    "{\"long\" :1}}]")));
	json_write(&doc.root, &b);
	assert_string_equal(b.p, "{\"a\":{\"x\":  [1,2,3]},\"b\":[{\"id\":"
	    "\"A\",\"rest\":{\"long\" :1}}],\"c\":12}");
	json_open(doc_get(&doc, STR("a")), &a);
	assert_int_equal(json_path(&doc.root, "a.x")->len, 3);
	buf_free(&b);
	json_parser_free(p);
	arena_free(&a);
}

static void
drops_members_that_nobody_reads(void **state)
{
	static const char *const texts[][2] = {
		{ "{\"x\": 1 , \"a\": [ 1 ], \"y\":{}}", "{\"a\":[ 1 ]}" },
		{ "{\"a\":\"A\",\"b\":{\"x\":1,\"c\":2 , \"y\": 3},\"z\":4}",
		    "{\"a\":\"A\",\"b\":{\"c\":2}}" },
		{ "{\"x\":{\"a\":1}}", "{}" },
		{ "{\"l\":[{\"x\":1},{\"x\":[1,2,3,4],\"id\":7,\"y\":1}]}",
		    "{\"l\":[{},{\"id\":7}]}" },
		/* What is dropped last takes the comma and the space with it. */
		{ "{\"l\":[{\"id\":7,   \"x\":1,\"y\":2},{   \"x\":1},"
		    "{\"id\":8}],\"b\":{    \"x\":1,\"y\":2 },\"a\":9}",
		    "{\"l\":[{\"id\":7},{},{\"id\":8}],\"b\":{},\"a\":9}" },
		{ "{\"r\":{\"x\":[1,2,3,4],\"y\":2}}",
		    "{\"r\":{\"x\":[1,2,3,4],\"y\":2}}" },
	};
	struct arena a = { 0 };
	struct json_paths *paths = json_paths_new(&a);
	struct json_parser *p;
	struct json_doc doc;
	struct buf b = { 0 };
	struct err e;
	size_t i;

	(void)state;
	json_paths_add(paths, (struct str[]){ STR("a") }, 1, true);
	json_paths_add(paths, (struct str[]){ STR("r") }, 1, false);
	json_paths_add(paths, (struct str[]){ STR("b"), STR("c") }, 2, false);
	json_paths_add(paths, (struct str[]){ STR("l"), STR("*"), STR("id") },
	    3, false);
	json_paths_drop(paths);
	p = json_parser_new(NULL, paths);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(json_parse(p, str_of(texts[i][0]), &a, &doc,
		    &e), 0);
		buf_reset(&b);
		json_write(&doc.root, &b);
		assert_int_equal(doc.nraw, doc.root.len);
		if (i == 0)	/* its own text, blanks and all */
			assert_true(str_eq(doc.raw[0], STR("[ 1 ]")));
		else
			assert_string_equal(b.p, texts[i][1]);
	}
	buf_free(&b);
	json_parser_free(p);
	arena_free(&a);
}

static void
scans_as_the_portable_scanner_does(void **state)
{
	char text[80];
	uint64_t seed = 4101842887655102017u;
	size_t round, i, len;

	(void)state;
	for (round = 0; round < 50000; round++) {
		len = next_random(&seed) % sizeof(text);
		for (i = 0; i < len; i++)
			text[i] = (char)(' ' + next_random(&seed) % 90);
		if (len > 0)
			text[next_random(&seed) % len] =
			    (char)next_random(&seed);
		assert_ptr_equal(json_plain(text, text + len),
		    json_plain_portable(text, text + len));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_same_for_any_paths),
		cmocka_unit_test(judges_broken_text_the_same),
		cmocka_unit_test(leaves_unread_parts_as_they_came),
		cmocka_unit_test(drops_members_that_nobody_reads),
		cmocka_unit_test(scans_as_the_portable_scanner_does),
	};

	return cmocka_run_group_tests_name("json-project", tests, NULL, NULL);
}

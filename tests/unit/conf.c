/* conf: sections read by tables, files merged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "conf/conf.h"
#include "told.h"

struct inner {
	struct str	 region;
	int64_t		 digits;
};

struct outer {
	struct str		 name;
	bool			 on;
	int64_t			 count, age, size;
	double			 share;
	int			 mode;
	struct conf_strs	 words;
	const struct json	*token, *when, *any, *fields, *rules, *from;
	struct inner		 phone;
};

static const char *const modes[] = { "skip", "hold", "keep", NULL };

static const struct conf_key inner_keys[] = {
	{ "region", CONF_STR, offsetof(struct inner, region), "a country",
	    CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "digits", CONF_INT, offsetof(struct inner, digits), NULL, 0, 1, 15,
	    NULL, NULL },
	{ 0 }
};

static const struct conf_key expr[] = {
	CONF_FORM("an expression", CONF_CEL, NULL, NULL), { 0 }
};

static const struct conf_key forms[] = {
	CONF_FORM("an expression", CONF_CEL, NULL, NULL),
	CONF_FORM("a list of expressions", CONF_LIST, NULL, expr), { 0 }
};

static const struct conf_key any_field[] = {
	CONF_FORM("rules", CONF_LIST, NULL, expr),
	CONF_FORM("*", CONF_EITHER, NULL, forms), { 0 }
};

#define SUB(name, type, sub) \
	{ #name, type, offsetof(struct outer, name), NULL, 0, 0, 0, NULL, sub }
#define KEY(name, type) \
	{ #name, type, offsetof(struct outer, name), NULL, 0, 0, 0, modes, \
	    inner_keys }

static const struct conf_key keys[] = {
	KEY(name, CONF_STR), KEY(on, CONF_BOOL), KEY(count, CONF_INT),
	KEY(age, CONF_DURATION), KEY(size, CONF_SIZE), KEY(mode, CONF_ENUM),
	KEY(words, CONF_STRS), KEY(token, CONF_SECRET), KEY(when, CONF_CEL),
	KEY(any, CONF_NODE), KEY(phone, CONF_OBJ),
	SUB(fields, CONF_MAP, any_field), SUB(rules, CONF_LIST, expr),
	SUB(from, CONF_EITHER, forms),
	{ "share", CONF_NUM, offsetof(struct outer, share), NULL, 0, 0, 1,
	    NULL, NULL },
	{ 0 }
};

static struct arena arena;
static struct diags diags;
static struct outer got;

static int
read_text(const char *text)
{
	struct json tree;

	arena_reset(&arena);
	diags_init(&diags, &arena);
	got = (struct outer){ .share = 0.5, .mode = -1 };
	assert_int_equal(yaml_parse("c.yaml", str_of(text), &arena, &tree,
	    &diags), 0);
	return conf_read(&tree, "map", keys, &got, &arena, &diags);
}

static void
refuses(const char *text, size_t line, size_t col, const char *words)
{
	assert_int_equal(read_text(text), -1);
	told_at(diags.first, text, line, col, words);
}

static void
every_kind_is_read(void **state)
{
	(void)state;
	assert_int_equal(read_text("name: 007\non: true\ncount: 0x10\n"
	    "age: 1h30m\nsize: 2 KiB\nmode: hold\nwords: [a, 1]\n"
	    "token: {env: T}\nwhen: a > b\nany: [1]\nshare: 0.25\n"
	    "phone: {region: US, digits: 10}\n"), 0);
	assert_true(str_eq(got.name, STR("007")));
	assert_true(got.on);
	assert_int_equal(got.count, 16);
	assert_true(got.age == 5400 * INT64_C(1000000000));
	assert_int_equal(got.size, 2048);
	assert_int_equal(got.mode, 1);
	assert_int_equal(got.words.n, 2);
	assert_true(str_eq(got.words.p[1], STR("1")));
	assert_int_equal(got.token->type, JSON_OBJECT);
	assert_int_equal(got.when->len, 5);
	assert_int_equal(got.any->type, JSON_ARRAY);
	assert_true(got.share == 0.25);
	assert_true(str_eq(got.phone.region, STR("US")));
	assert_int_equal(got.phone.digits, 10);
}

static void
defaults_stay(void **state)
{
	(void)state;
	assert_int_equal(read_text("words: one\n"), 0);
	assert_true(got.share == 0.5);
	assert_int_equal(got.mode, -1);
	assert_int_equal(got.words.n, 1);
	assert_int_equal(conf_read(NULL, "map", keys, &got, &arena, &diags),
	    0);
}

static void
sizes_know_their_units(void **state)
{
	static const struct { const char *text; int64_t n; } sizes[] = {
		{ "0", 0 }, { "512", 512 }, { "64K", 65536 },
		{ "1kB", 1000 }, { "3 MiB", 3 << 20 }, { "2MB", 2000000 },
		{ "1G", 1 << 30 }, { "7B", 7 },
	};
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		snprintf(text, sizeof(text), "size: %s\n", sizes[i].text);
		assert_int_equal(read_text(text), 0);
		assert_int_equal(got.size, sizes[i].n);
	}
	refuses("size: 1X", 1, 7, "a size such as");
	refuses("size: -1", 1, 7, "a size such as");
	refuses("size: 9999999999999G", 1, 7, "a size such as");
}

static void
a_wrong_kind_is_told_at_its_value(void **state)
{
	(void)state;
	refuses("name: [a]", 1, 7, "map.name must be text");
	refuses("on: yes", 1, 5, "map.on must be true or false");
	refuses("count: 1.5", 1, 8, "an integer");
	refuses("share: 2", 1, 8, "between 0 and 1");
	refuses("age: 90", 1, 6, "with its unit");
	refuses("age: -1d", 1, 6, "a duration such as");
	refuses("mode: kep", 1, 7, "did you mean 'keep'?");
	refuses("mode: something", 1, 7, "one of skip, hold, keep");
	refuses("words: [a, {b: c}]", 1, 12, "list of texts");
	refuses("when: [a]", 1, 7, "single quotes");
	refuses("phone: x", 1, 8, "map.phone must be a mapping");
	refuses("phone: {region: US, digits: 20}", 1, 29, "between 1 and 15");
	refuses("phone: {}", 1, 8, "needs the key 'region': a country");
	refuses("phone:", 1, 7, "needs the key 'region'");
	refuses("name:", 1, 6, "has no value");
	refuses("when: !consent", 1, 7, "begins a tag");
	refuses("when: # x > 1", 1, 6, "has no value");
	refuses("[a]", 1, 1, "map must be a mapping");
}

static void
collections_are_left_to_their_owner(void **state)
{
	(void)state;
	assert_int_equal(read_text("fields: {a: b}\nrules: [a]\nfrom: [a]\n"),
	    0);
	assert_int_equal(got.fields->type, JSON_OBJECT);
	assert_int_equal(got.rules->type, JSON_ARRAY);
	assert_int_equal(got.from->type, JSON_ARRAY);
	assert_int_equal(read_text("fields:\nrules:\nfrom: a\n"), 0);
	assert_int_equal(got.from->type, JSON_STRING);
	refuses("fields: [a]", 1, 9, "map.fields must be a mapping");
	refuses("rules: a", 1, 8, "map.rules must be a list; begin each");
	refuses("from: {a: b}", 1, 7,
	    "map.from must be an expression or a list of expressions");
	refuses("from:", 1, 6, "has no value");
	refuses("rules: !x [a]", 1, 8, "begins a tag");
	assert_ptr_equal(conf_known(any_field, STR("rules")), any_field);
	assert_ptr_equal(conf_known(any_field, STR("city")), any_field + 1);
	assert_null(conf_known(keys, STR("city")));
}

static void
unknown_keys_get_the_nearest_name(void **state)
{
	(void)state;
	refuses("\nnmae: x", 2, 1, "unknown key 'nmae' of map; "
	    "did you mean 'name'?");
	refuses("zzzzz: x", 1, 1, "unknown key 'zzzzz' of map");
	refuses("phone: {region: US, digit: 1}", 1, 21,
	    "unknown key 'digit' of map.phone; did you mean 'digits'?");
	refuses("{when: f(a, b)}", 1, 13, "cut off from 'when'");
}

static void
secrets_are_named_never_written(void **state)
{
	(void)state;
	assert_int_equal(read_text("token: {file: /etc/token}"), 0);
	assert_int_equal(read_text("token: {command: [pass, show, x]}"), 0);
	refuses("token: abc123", 1, 8, "does not belong in a configuration");
	assert_int_equal(str_find(diags.first->msg, STR("abc123")),
	    (size_t)-1);
	refuses("token: {env: A, file: B}", 1, 8, "{env: NAME}");
	refuses("token: {evn: A}", 1, 9, "did you mean 'env'?");
	refuses("token: {command: pass show}", 1, 18, "as a list");
	refuses("token: {env: }", 1, 14, "a name");
}

static void
all_mistakes_come_out_in_one_run(void **state)
{
	(void)state;
	assert_int_equal(read_text("nmae: x\non: 1\ncount: x\n"
	    "phone: {digits: 99}\n"), -1);
	assert_int_equal(diags.errors, 5);
}

/* Files, in a folder of their own. */

static char dir[64], before[4096];

static int
enter_folder(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/chatcrm-conf-XXXXXX");
	arena_reset(&arena);
	diags_init(&diags, &arena);
	unsetenv("CHATCRM_CONFIG");
	return getcwd(before, sizeof(before)) == NULL ||
	    mkdtemp(dir) == NULL ? -1 : chdir(dir);
}

static int
leave_folder(void **state)
{
	static const char *const names[] = { "a.yaml", "b.yaml",
	    "chatcrm.yaml" };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		unlink(names[i]);
	return chdir(before) == -1 ? -1 : rmdir(dir);
}

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static char *
shown(const struct conf *c)
{
	static char text[4096];
	FILE *f = fmemopen(text, sizeof(text), "w");

	assert_non_null(f);
	conf_show(c, f);
	fclose(f);
	return text;
}

static void
later_files_win_key_by_key(void **state)
{
	static const char *const files[] = { "a.yaml", "b.yaml" };
	const struct json *m;
	struct conf c;

	(void)state;
	put("a.yaml", "map:\n  source: rasa\n  contact:\n    email: x\n"
	    "    phone: y\nscore:\n  rules: [1, 2]\n");
	put("b.yaml", "score:\n  rules: [3]\nmap:\n  contact:\n"
	    "    phone: 'z  z'\n    city: c\n");
	assert_int_equal(conf_load(files, 2, &arena, &diags, &c), 0);
	assert_string_equal(shown(&c),
	    "map:  # b.yaml:4\n"
	    "  source: rasa  # a.yaml:2\n"
	    "  contact:  # b.yaml:5\n"
	    "    email: x  # a.yaml:4\n"
	    "    phone: \"z  z\"  # b.yaml:5\n"
	    "    city: c  # b.yaml:6\n"
	    "score:  # b.yaml:2\n"
	    "  rules:  # b.yaml:2\n"
	    "    - 3  # b.yaml:2\n");
	m = conf_section(&c, "map");
	assert_non_null(m);
	m = json_path(m, "contact");
	assert_string_equal(yaml_key_where(m, 0).name, "a.yaml");
	assert_int_equal(yaml_key_where(m, 0).line, 4);
	assert_string_equal(yaml_key_where(m, 1).name, "b.yaml");
	assert_int_equal(yaml_key_where(m, 1).line, 5);
	assert_null(conf_section(&c, "crm"));
}

static void
what_is_shown_is_yaml_again(void **state)
{
	static const char *const files[] = { "a.yaml" };
	struct buf one = { 0 }, two = { 0 };
	struct json again;
	struct conf c;

	(void)state;
	put("a.yaml", "map: {a: [], b: {}, c: [[1], {d: 'null'}], "
	    "'x y': \"q\\n\\\"\", e: ~, f: true, g: 'a: b', h: '# c'}\n");
	assert_int_equal(conf_load(files, 1, &arena, &diags, &c), 0);
	assert_int_equal(yaml_parse("shown", str_of(shown(&c)), &arena,
	    &again, &diags), 0);
	json_write(&c.root, &one);
	json_write(&again, &two);
	assert_string_equal(one.p, two.p);
	buf_free(&one);
	buf_free(&two);
}

static void
a_secret_in_the_wrong_place_is_not_shown(void **state)
{
	static const char *const files[] = { "a.yaml" };
	struct conf c;

	(void)state;
	put("a.yaml", "crm: {auth: {token: abc123, access_token: {env: T}}}");
	assert_int_equal(conf_load(files, 1, &arena, &diags, &c), 0);
	assert_null(strstr(shown(&c), "abc123"));
	assert_non_null(strstr(shown(&c), "env: T"));
}

static void
sections_have_names(void **state)
{
	static const char *const files[] = { "a.yaml", "b.yaml" };
	struct conf c;

	(void)state;
	put("a.yaml", "mpa: {}\n");
	put("b.yaml", "- list\n");
	assert_int_equal(conf_load(files, 2, &arena, &diags, &c), -1);
	assert_int_equal(diags.errors, 2);
	assert_true(str_eq(diags.first->msg, STR("unknown key 'mpa' of the "
	    "configuration; did you mean 'map'?")));
}

static void
the_default_file_is_found(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(conf_load(NULL, 0, &arena, &diags, &c), 0);
	assert_int_equal(c.root.len, 0);
	put("chatcrm.yaml", "map: {source: here}\n");
	assert_int_equal(conf_load(NULL, 0, &arena, &diags, &c), 0);
	assert_non_null(strstr(shown(&c), "here"));
	put("a.yaml", "map: {source: there}\n");
	setenv("CHATCRM_CONFIG", "a.yaml", 1);
	assert_int_equal(conf_load(NULL, 0, &arena, &diags, &c), 0);
	assert_non_null(strstr(shown(&c), "there"));
	unsetenv("CHATCRM_CONFIG");
	if (geteuid() == 0 && chown("chatcrm.yaml", 65534, 65534) == 0) {
		assert_int_equal(conf_load(NULL, 0, &arena, &diags, &c), -1);
		assert_int_equal(c.root.len, 0);
	}
}

static void
one_bad_file_does_not_hide_the_other(void **state)
{
	static const char *const files[] = { "a.yaml", "none.yaml", "b.yaml" };
	struct conf c;

	(void)state;
	put("a.yaml", "a: ]\n");
	put("b.yaml", "map: {source: x}\n");
	assert_int_equal(conf_load(files, 3, &arena, &diags, &c), -1);
	assert_int_equal(diags.errors, 2);
	assert_non_null(conf_section(&c, "map"));
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
#define FILES(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_read),
		cmocka_unit_test(defaults_stay),
		cmocka_unit_test(sizes_know_their_units),
		cmocka_unit_test(a_wrong_kind_is_told_at_its_value),
		cmocka_unit_test(collections_are_left_to_their_owner),
		cmocka_unit_test(unknown_keys_get_the_nearest_name),
		cmocka_unit_test(secrets_are_named_never_written),
		cmocka_unit_test(all_mistakes_come_out_in_one_run),
		FILES(later_files_win_key_by_key),
		FILES(what_is_shown_is_yaml_again),
		FILES(a_secret_in_the_wrong_place_is_not_shown),
		FILES(sections_have_names),
		FILES(the_default_file_is_found),
		FILES(one_bad_file_does_not_hide_the_other),
	};

	return cmocka_run_group_tests_name("conf", tests, NULL, done);
}

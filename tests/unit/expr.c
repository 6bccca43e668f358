/* expr: what YAML does to an expression is told in words that help. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "record/expr.h"
#include "yaml/yaml.h"
#include "told.h"

static struct arena arena;
static struct diags diags;

/* Compile the first value of ${text}, or of the mapping that it is. */
static const struct cel_prog *
compile(const char *text)
{
	const struct json *v;
	struct cel_env *env;
	struct json tree;

	arena_reset(&arena);
	diags_init(&diags, &arena);
	env = cel_env_new(&arena);
	cel_env_var(env, "slots", "dyn");
	assert_int_equal(yaml_parse("t.yaml", str_of(text), &arena, &tree,
	    &diags), 0);
	v = &tree.members[0].value;
	if (v->type == JSON_OBJECT && v->len > 0)
		v = &v->members[0].value;
	return expr_compile(env, v, "contact.email", &arena, &diags);
}

static void
refuses(const char *text, size_t line, size_t col, const char *words)
{
	assert_null(compile(text));
	assert_int_equal(diags.errors, 1);
	told_at(diags.first, text, line, col, words);
}

static void
good_expressions_compile(void **state)
{
	(void)state;
	assert_non_null(compile("a: slots.email # the address"));
	assert_non_null(compile("a: {from: slots.a, when: has(slots.a)}"));
	assert_non_null(compile("a: true"));
	assert_non_null(compile("a: 0o17"));
	assert_non_null(compile("a: 'slots.a == \" #1\"'"));
}

static void
traps_are_named(void **state)
{
	(void)state;
	refuses("a: !consent", 1, 4, "takes the '!' of contact.email");
	refuses("a: # slots.a", 1, 3, "has no expression");
	refuses("a: [slots.a]", 1, 4, "is a YAML list");
	refuses("a: {}", 1, 4, "is a YAML mapping");
	refuses("a: slots.a.contains(\" #1\")", 1, 21, "for a comment");
	refuses("a: {from: size(slots.a, b)}", 1, 23, "a comma or bracket");
	refuses("a: chatbot", 1, 4, "write {value: chatbot}");
}

static void
mistakes_are_told_at_their_byte(void **state)
{
	(void)state;
	refuses("a: slots.a &&\n   slotz.b", 2, 4, "slotz");
	refuses("a: >-\n  slots.a &&\n  slotz.b", 3, 3, "slotz");
	refuses("a: \"slots['\\u00e9'] + slotz\"", 1, 23, "slotz");
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
		cmocka_unit_test(good_expressions_compile),
		cmocka_unit_test(traps_are_named),
		cmocka_unit_test(mistakes_are_told_at_their_byte),
	};

	return cmocka_run_group_tests_name("expr", tests, NULL, done);
}

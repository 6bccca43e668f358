/* map: definitions, and objects of the operator's own. */
#include "map_try.h"

static void
definitions_stand_for_expressions(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, "map:\n"
	    "  define:\n"
	    "    total: input.a + bonus\n"		/* of a later one */
	    "    bonus: input.?b.orValue(0)\n"
	    "    firm: contact.company\n"
	    "  contact:\n"
	    "    sum: total\n"
	    "    big: {value: true, when: total > 10}\n"
	    "    company: input.c\n"
	    "    shadowed: '[7].map(total, total)'\n"
	    "    missing: input.z + total\n"
	    "  deal: {name: firm, key: input.n.total}\n"
	    "  tags: [firm]\n"
	    "  high_value: total > 10\n"), 0);
	try_line(&t, "{\"a\":1,\"c\":\"Acme\",\"n\":{\"total\":5}}");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"sum\":1,\"company\":\"Acme\",\"shadowed\":[7]}");
	assert_string_equal(try_part(&t, "deal"),
	    "{\"name\":\"Acme\",\"key\":5}");
	assert_string_equal(try_part(&t, "tags"), "[\"Acme\"]");
	assert_string_equal(try_part(&t, "findings"), "");
	try_line(&t, "{\"a\":1,\"b\":20}");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"sum\":21,\"big\":true,\"shadowed\":[7]}");
	assert_string_equal(try_part(&t, "high_value"), "true");
	/* What fails within one is a finding of whatever uses it. */
	try_line(&t, "{\"a\":\"x\"}");
	assert_non_null(strstr(try_part(&t, "findings"),
	    "{\"field\":\"contact.sum\",\"code\":\"expr.error\""));
	try_close(&t);
}

/* The only complaint about ${yaml}, with its line and column. */
static void
complains(const char *yaml, size_t line, size_t col, const char *want)
{
	struct try t;

	assert_int_equal(try_open(&t, yaml), 1);
	if (t.diags.first->at.line != line || t.diags.first->at.col != col ||
	    str_find(t.diags.first->msg, str_of(want)) == (size_t)-1) {
		diags_print(&t.diags, stdout);
		fail_msg("not '%s' at %zu:%zu", want, line, col);
	}
	try_close(&t);
}

static void
mistakes_of_definitions_have_their_place(void **state)
{
	(void)state;
	complains("map:\n  define: {a: b, b: 'c + a', c: input.x}\n"
	    "  contact: {x: a}\n", 2, 15, "b is defined by itself");
	complains("map:\n  define:\n    a: input.x +\n"
	    "  contact: {x: 'a + 1', y: a}\n", 3, 17, "expression ends");
	complains("map:\n  define:\n    a: nobody.x\n    b: a + 1\n"
	    "  contact: {x: b}\n", 3, 8, "unknown name nobody");
	complains("map:\n  define:\n    a: '\"x\"'\n"
	    "  contact: {x: a - 1}\n", 4, 18, "'-' does not go");
	complains("map:\n  define: {now: input.x}\n", 2, 12,
	    "now has a meaning already");
	complains("map:\n  define: {a-b: input.x}\n", 2, 12,
	    "letters, digits");
	complains("map:\n  define: {revenue: input.x}\n"
	    "  contact: {x: revenu}\n", 3, 16, "did you mean revenue?");
	complains("map:\n  define: {a: !x y}\n", 2, 15, "for a tag");
}

static void
objects_of_ones_own(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, "map:\n"
	    "  contact: {email: input.mail}\n"
	    "  objects:\n"
	    "    vehicle: {vin: input.vin, owner: contact.email,\n"
	    "      km: {from: input.km, type: integer}}\n"
	    "    visit: {car: objects.vehicle.vin}\n"
	    "    none: {x: input.nothing}\n"
	    "  tags: ['\"km\" + string(objects.vehicle.km)']\n"), 0);
	try_line(&t, "{\"mail\":\"a@b.example\",\"vin\":\"W1\",\"km\":\"12k\"}");
	assert_string_equal(try_part(&t, "objects"),
	    "{\"vehicle\":{\"vin\":\"W1\",\"owner\":\"a@b.example\","
	    "\"km\":12000},\"visit\":{\"car\":\"W1\"}}");
	assert_string_equal(try_part(&t, "tags"), "[\"km12000\"]");
	try_line(&t, "{\"km\":\"far\"}");
	assert_string_equal(try_part(&t, "objects"), "");
	assert_non_null(strstr(try_part(&t, "findings"),
	    "\"objects.vehicle.km\""));
	try_close(&t);
	complains("map:\n  objects: {car: {vin: input.x}}\n"
	    "  tags: [objects.car.vim]\n", 3, 22, "did you mean 'vin'");
	complains("map:\n  objects: {deal: {x: input.x}}\n", 2, 13,
	    "stand in map.deal");
	complains("map:\n  objects: {my-car: {x: input.x}}\n", 2, 13,
	    "letters, digits");
}

static void
conditions_are_true_or_false(void **state)
{
	(void)state;
	complains("map:\n  contact: {x: {value: 1, when: size(input.x)}}\n",
	    2, 33, "must be true or false");
	complains("map:\n  consent: '\"yes\"'\n", 2, 12,
	    "must be true or false");
	complains("map:\n  high_value: size(input)\n", 2, 15,
	    "must be true or false");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(definitions_stand_for_expressions),
		cmocka_unit_test(mistakes_of_definitions_have_their_place),
		cmocka_unit_test(objects_of_ones_own),
		cmocka_unit_test(conditions_are_true_or_false)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

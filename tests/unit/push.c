/* push: keys, tokens and the sameness of values, without ledger or CRM. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "push/people.h"
#include "push/thing.h"

static struct arena arena;

static void
is(struct str got, const char *want)
{
	if (want == NULL)
		assert_null(got.p);
	else
		assert_string_equal(arena_str(&arena, got).p, want);
}

static void
test_keys(void **state)
{
	const struct str email = STR("email"), phone = STR("phone");

	(void)state;
	is(key_form(email, STR(" Ana@ACME.example "), &arena),
	    "ana@acme.example");
	is(key_form(phone, STR("+1 (415) 555-0123"), &arena),
	    "+14155550123");
	is(key_form(phone, STR("415+5550"), &arena), "4155550");
	is(key_form(phone, STR("415+555"), &arena), NULL);
	is(key_form(email, STR("none"), &arena), NULL);
	is(key_form(phone, STR("none"), &arena), NULL);
	is(key_form(email, STR("  "), &arena), NULL);
	is(key_form(email, STR_NONE, &arena), NULL);
}

/*
 * Tokens stand in people's CRMs: a version that made others would not find
 * what an older one wrote.
 */
static void
test_tokens(void **state)
{
	(void)state;
	is(mint("person", STR("email"), STR("ana@acme.example"), &arena),
	    "p-e88a40f14ceacf9a9f026d3d57469191");
	is(mint("company", STR("domain"), STR("acme.example"), &arena),
	    "c-8c5a0ab48fc7056dcb2231647b295e22");
	assert_false(str_eq(mint("person", STR("email"), STR("x"), &arena),
	    mint("person", STR("emai"), STR("lx"), &arena)));
}

static void
test_same(void **state)
{
	static const struct {
		const char	*name, *a, *b;
		double		 step;
		bool		 same;
	} cases[] = {
		{ "first_name", "Ana", "Ana", 0, true },
		{ "first_name", "Ana", "ana", 0, false },
		{ "email", "Ana@x.example", "ana@x.example", 0, true },
		{ "score", "10", "10.0", 0, true },
		{ "score", "10", "10.4", 1, true },
		{ "score", "10", "11", 1, false },
		{ "last_chat", "2026-03-01T10:00:00Z",
		    "2026-03-01T11:00:00.000+01:00", 0, true },
		{ "last_chat", "2026-03-01T10:00:00Z",
		    "2026-03-01T10:00:01Z", 0, false },
		/* These look like numbers and are none. */
		{ "phone", "+14155550123", "14155550123", 0, false },
		{ "zip", "01234", "1234", 0, false },
		{ "zip", "", "", 0, true },
		{ "zip", "1", "", 0, false }
	};
	struct crm_field f = { 0 };
	struct json a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		f.name = str_of(cases[i].name);
		f.step = cases[i].step;
		a = json_str(str_of(cases[i].a));
		b = json_str(str_of(cases[i].b));
		if (same_value(&f, &a, &b) != cases[i].same ||
		    same_value(&f, &b, &a) != cases[i].same)
			fail_msg("%s: %s and %s", cases[i].name,
			    cases[i].a, cases[i].b);
	}
	a = json_str(STR(""));
	assert_true(same_value(&f, &a, NULL));
}

static void
test_final(void **state)
{
	(void)state;
	assert_true(is_final(STR("created")));
	assert_true(is_final(STR("stale")));
	assert_false(is_final(STR("deferred")));
	assert_false(is_final(STR("quarantined")));
	assert_false(is_final(STR("of another version")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_final)
	};
	int rc = cmocka_run_group_tests_name("push", tests, NULL, NULL);

	arena_free(&arena);
	return rc;
}

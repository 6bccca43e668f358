/* email: which addresses are one, and where prose holds one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/email.h"

static struct arena a;

static void
good(const char *s)
{
	struct err e = { 0 };

	if (email_check(str_of(s), &e) == -1)
		fail_msg("%s: %s", s, e.msg);
}

static void
bad(const char *s, const char *code)
{
	struct err e = { 0 };

	if (email_check(str_of(s), &e) == 0)
		fail_msg("%s was accepted", s);
	assert_string_equal(e.code, code);
	assert_int_equal(e.kind, ERR_INPUT);
}

static void
dot_atoms_quotes_and_unicode_are_local_parts(void **state)
{
	(void)state;
	good("ana@acme.example");
	good("o'brien+chat@müller.example");
	good("!#$%&'*+-/=?^_`{|}~@x.example");
	good("\"a b\"@x.example");
	good("\"a\\\"@b\"@x.example");
	good("用户@例子.example");
	bad("", "email.empty");
	bad("ana", "email.syntax");
	bad("@x.example", "email.syntax");
	bad(".ana@x.example", "email.syntax");
	bad("a..b@x.example", "email.syntax");
	bad("a b@x.example", "email.syntax");
	bad("a@b@x.example", "email.syntax");
	bad("\"a\"b@x.example", "email.syntax");
	bad("\"a@x.example", "email.syntax");
	bad("a\xe2\x80\x8b@x.example", "email.syntax");	/* zero width */
	bad("a\xff@x.example", "email.syntax");
	bad("Ana <ana@x.example>", "email.syntax");
}

static void
domains_and_literals_follow_the_rfcs(void **state)
{
	(void)state;
	good("a@org");
	good("a@xn--bcher-kva.example");
	good("a@[192.0.2.1]");
	good("a@[IPv6:2001:db8::1]");
	good("a@[IPv6:::192.0.2.1]");
	bad("a@", "email.syntax");
	bad("a@x.example.", "email.syntax");
	bad("a@-x.example", "email.syntax");
	bad("a@x-.example", "email.syntax");
	bad("a@x_y.example", "email.syntax");
	bad("a@[192.0.2.256]", "email.syntax");
	bad("a@[IPv6:1:2:3:4:5:6:7::8]", "email.syntax");
	bad("a@[IPv6:1::2::3]", "email.syntax");
	bad("a@[x:y]", "email.syntax");
	bad("a@[", "email.syntax");
}

static void
lengths_are_limited(void **state)
{
	char s[400];

	(void)state;
	memset(s, 'a', sizeof(s));
	memcpy(s + 64, "@x.example", 11);
	good(s);
	memset(s, 'a', 65);
	memcpy(s + 65, "@x.example", 11);
	bad(s, "email.too_long");
	memcpy(s, "a@", 2);
	memset(s + 2, 'b', 63);
	memcpy(s + 65, ".example", 9);
	good(s);
	memset(s + 2, 'b', 64);
	memcpy(s + 66, ".example", 9);
	bad(s, "email.syntax");
}

static void
parse_trims_and_lowers_the_domain_only(void **state)
{
	struct email m;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(email_parse(STR("\xc2\xa0 Ana.B@ACME.Example\n"), &a,
	    &m, &e), 0);
	assert_true(str_eq(m.text, STR("Ana.B@acme.example")));
	assert_true(str_eq(m.local, STR("Ana.B")));
	assert_true(str_eq(m.domain, STR("acme.example")));
	assert_true(str_eq(m.key, STR("ana.b@acme.example")));
	assert_true(email_public(&m));
	assert_int_equal(email_parse(STR("ana@gmail"), &a, &m, &e), 0);
	assert_false(email_public(&m));
	assert_int_equal(email_parse(STR("ana@[192.0.2.1]"), &a, &m, &e), 0);
	assert_false(email_public(&m));
	arena_free(&a);
}

static void
finds(const char *text, const char *want)
{
	struct str hit;

	if (!email_find(str_of(text), 0, &hit))
		hit = STR_NONE;
	if (!str_eq(hit, str_of(want)))
		fail_msg("in '%s': '%.*s'", text, STR_ARG(hit));
}

static void
prose_loses_its_punctuation(void **state)
{
	struct str hit, text = STR("a@x.example, b@y.example");

	(void)state;
	finds("write to ana@acme.example.", "ana@acme.example");
	finds("<ana@acme.example>", "ana@acme.example");
	finds("mailto:ana@acme.example?subject=x", "ana@acme.example");
	finds("?email=ana@acme.example&x", "ana@acme.example");
	finds("*ana@acme.example*", "ana@acme.example");
	finds("'o'brien@acme.example'", "o'brien@acme.example");
	finds("邮箱ana@acme.example谢谢", "ana@acme.example");
	finds("café@müller.example!", "café@müller.example");
	finds("hi @ana and @bob", NULL);
	finds("j_9@129.126.118.1", NULL);
	finds("ana@gmail", NULL);
	finds("@@ana@x.example", "ana@x.example");
	assert_true(email_find(text, 5, &hit));
	assert_true(str_eq(hit, STR("b@y.example")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dot_atoms_quotes_and_unicode_are_local_parts),
		cmocka_unit_test(domains_and_literals_follow_the_rfcs),
		cmocka_unit_test(lengths_are_limited),
		cmocka_unit_test(parse_trims_and_lowers_the_domain_only),
		cmocka_unit_test(prose_loses_its_punctuation),
	};

	return cmocka_run_group_tests_name("email", tests, NULL, NULL);
}

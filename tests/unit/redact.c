/* redact: secrets go, everything else stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/utf8.h"
#include "text/redact.h"

static struct arena a;

static void
becomes(const char *in, const char *want)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str out;
	bool did = redact(str_of(in), &a, &out, counts);

	if (!str_eq(out, str_of(want)))
		fail_msg("'%s' became '%.*s'", in, STR_ARG(out));
	assert_int_equal(did, strcmp(in, want) != 0);
	assert_int_equal(did, counts[0] + counts[1] + counts[2] + counts[3]
	    > 0);
	arena_reset(&a);
}

static void
stays(const char *in)
{
	becomes(in, in);
}

static void
cards_go_in_any_grouping(void **state)
{
	(void)state;
	becomes("card 4111111111111111 ok", "card [card] ok");
	becomes("4111 1111 1111 1111", "[card]");
	becomes("4111-1111-1111-1111 12/27", "[card] 12/27");
	becomes("amex 3782 822463 10005.", "amex [card].");
	becomes("visa4111111111111111", "visa[card]");
	becomes("4111\u00a01111\u00a01111\u00a01111", "[card]");
	becomes("4111–1111–1111–1111", "[card]");
	becomes("4111  1111  1111  1111", "[card]");
	becomes("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card]");
	becomes("5555555555554444, 6011111111111117", "[card], [card]");
	becomes("4111 1111 1111 1111 123", "[card] 123");
}

/* A card number in the digits of each script that has ten in a row. */
static void
cards_go_in_the_digits_of_any_script(void **state)
{
	static const char number[] = "4111111111111111";
	char text[4 * sizeof(number)];
	size_t i, n, scripts = 0;
	uint32_t zero;

	(void)state;
	for (zero = 0; zero < 0x20000; zero++) {
		if (utf8_digit(zero) != 0 || utf8_digit(zero + 9) != 9)
			continue;
		for (i = n = 0; i < sizeof(number) - 1; i++)
			n += utf8_put(zero + (uint32_t)(number[i] - '0'),
			    text + n);
		text[n] = '\0';
		becomes(text, "[card]");
		scripts++;
	}
	assert_true(scripts > 10);
}

static void
numbers_that_are_no_cards_stay(void **state)
{
	(void)state;
	stays("4111111111111112");		/* Luhn */
	stays("+4915112345678");		/* a telephone */
	stays("whatsapp:+4915112345678_whatsapp:+14155238886");
	becomes("4915112345678", "[card]");
	becomes("+4111111111111111", "+[card]");
	stays("1111111111111117");		/* no such network */
	stays("41111111111111111111111");	/* too long */
	stays("0.4111111111111111");
	stays("550e8400-e29b-41d4-a716-446655440000");
	stays("id_4111111111111111");
	stays("call +1 415 555 0123");
	stays("4111, 1111, 1111, 1111");
}

static void
ssns_obey_the_rules_of_their_parts(void **state)
{
	(void)state;
	becomes("my ssn is 123-45-6789", "my ssn is [ssn]");
	becomes("123 45 6789", "[ssn]");
	becomes("SSN: 123456789", "SSN: [ssn]");
	stays("123456789");
	stays("000-45-6789");
	stays("666-45-6789");
	stays("923-45-6789");
	stays("123-00-6789");
	stays("123-45-0000");
	stays("12-345-45-6789");
	stays("123-45-6789-1");
}

static void
passwords_go_with_any_connector(void **state)
{
	(void)state;
	becomes("my password is hunter2", "my password is [password]");
	becomes("Password: s3cret, user: ana",
	    "Password: [password], user: ana");
	becomes("pwd=abc", "pwd=[password]");
	becomes("**Password:** abc", "**Password:** [password]");
	becomes("{\"password\": \"a b\"}", "{\"password\": \"[password]\"}");
	becomes("the password for it is: abc",
	    "the password for it is: [password]");
	becomes("password hunter2", "password [password]");
	becomes("see ftp://ana:p@ss@host.example/x, or a@b.example",
	    "see ftp://ana:[password]@host.example/x, or a@b.example");
	becomes("user ana pw: abc123", "user ana pw: [password]");
	becomes("Password:\n hunter2\nthanks", "Password:\n [password]\n"
	    "thanks");
	becomes("la clave es gato123", "la clave es [password]");
	becomes("I set my password to Tr0ub4dor!",
	    "I set my password to [password]");
	becomes("Mein Passwort lautet geheim9.",
	    "Mein Passwort lautet [password].");
	becomes("mi contraseña es abc123", "mi contraseña es [password]");
	becomes("mon mot de passe est : abc", "mon mot de passe est : "
	    "[password]");
	becomes("мой пароль: тайна", "мой пароль: [password]");
	becomes("密码是abc123，谢谢", "密码是[password]，谢谢");
}

static void
talk_of_passwords_stays(void **state)
{
	(void)state;
	stays("I forgot my password");
	stays("my password is not working");
	stays("the password was wrong");
	stays("how do I reset the password?");
	stays("password reset is broken");
	stays("Password:");
	stays("Password:\nWhat is it?");
	stays("la clave es escuchar");
	stays("boarding pass: gate");
	stays("passwords are hard");
	stays("my password is [password]");
}

static void
keys_go_by_their_shape(void **state)
{
	(void)state;
	becomes("use AKIAIOSFODNN7EXAMPLE now", "use [key] now");
	becomes("ghp_abcdefghijklmnopqrstuvwxyz0123456789",
	    "[key]");
	becomes("api key: Zx81kQpl0aa9vbn", "api key: [key]");
	becomes("aws_secret_access_key=wJa1rXUtn/K7MDENGbPx",
	    "aws_secret_access_key=[key]");
	stays("I need a refresh token please");
	becomes("-----BEGIN RSA PRIVATE KEY-----\nMII\n"
	    "-----END RSA PRIVATE KEY----- done", "[key] done");
	stays("sk-short");
	stays("task-force-for-the-win-in-this-town");
	stays("api key: please");
}

/* The search looks at every second byte: no place may hide a trigger. */
static void
triggers_are_seen_at_any_offset(void **state)
{
	static const char *const secrets[] = { "password: x", "pwd: x",
		"mdp: x", "senha: x", "PassWort = x", "密码：x",
		"api_key=abcdef0123456789", "AKIAIOSFODNN7EXAMPLE",
		"hf_abcdefghijklmnopqrstuvwxyz012345" };
	char text[80];
	struct str out;
	size_t i;
	int pad;

	(void)state;
	for (i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		for (pad = 0; pad < 9; pad++) {
			unsigned counts[SECRET_KINDS] = { 0 };

			snprintf(text, sizeof(text), "%*s%s", pad, "",
			    secrets[i]);
			if (!redact(str_of(text), &a, &out, counts))
				fail_msg("'%s' was not seen", text);
		}
	arena_reset(&a);
}

static void
bytes_that_are_no_text_do_no_harm(void **state)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str in = STR("\0\xff password is \xff\0" "a 4111\x80"), out;

	(void)state;
	redact(in, &a, &out, counts);
	assert_false(redact((struct str){ "", 0 }, &a, &out, counts));
	assert_false(redact(STR_NONE, &a, &out, counts));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cards_go_in_any_grouping),
		cmocka_unit_test(cards_go_in_the_digits_of_any_script),
		cmocka_unit_test(numbers_that_are_no_cards_stay),
		cmocka_unit_test(ssns_obey_the_rules_of_their_parts),
		cmocka_unit_test(passwords_go_with_any_connector),
		cmocka_unit_test(talk_of_passwords_stays),
		cmocka_unit_test(keys_go_by_their_shape),
		cmocka_unit_test(triggers_are_seen_at_any_offset),
		cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
	};

	return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}

/* name: what is taken off a name, and what never is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "text/name.h"
#include "text/unicode.h"

#define ZWNJ	"\xe2\x80\x8c"
#define ZWJ	"\xe2\x80\x8d"
#define RLO	"\xe2\x80\xae"
#define NBSP	"\xc2\xa0"
#define ACUTE	"\xcc\x81"

static struct arena a;

static void
tidies(const char *s, bool emoji, const char *want)
{
	struct str got = name_tidy(str_of(s), emoji, &a);

	if (!str_eq(got, str_of(want)))
		fail_msg("'%s': '%.*s', not '%s'", s, STR_ARG(got), want);
	assert_true(str_eq(name_tidy(got, emoji, &a), got));
	arena_reset(&a);
}

static void
what_is_tidy_stays_where_it_is(void **state)
{
	struct str s = STR("O'Brien-Smith III");

	(void)state;
	assert_ptr_equal(name_tidy(s, false, &a).p, s.p);
}

static void
white_space_and_hidden_marks_go(void **state)
{
	(void)state;
	tidies(" Ana  \t Lima\n", false, "Ana Lima");
	tidies("Ana" NBSP "Lima", false, "Ana Lima");
	tidies("A" RLO "na" ZWJ, false, "Ana");
	tidies("e" RLO ACUTE, false, "\xc3\xa9");
	tidies("", false, "");
	tidies("\x01\x02", false, "");
	tidies("ㅤ", false, "");		/* Hangul's filler */
	tidies("Mü \xef\xbf\xbd♙\xef\xbf\xbd", false, "Mü");
}

static void
joiners_stay_where_letters_are_joined(void **state)
{
	(void)state;
	tidies("می" ZWNJ "خواهم", false, "می" ZWNJ "خواهم");
	tidies("ශ්" ZWJ "රී", false, "ශ්" ZWJ "රී");
	tidies("می" ZWNJ, false, "می");
	tidies("A" ZWNJ "na", false, "Ana");
	tidies("👩" ZWJ "👧", true, "👩" ZWJ "👧");
}

static void
emoji_go_unless_they_may_stay(void **state)
{
	(void)state;
	tidies("Ana 🌸", false, "Ana");
	tidies("Ana 🌸", true, "Ana 🌸");
	tidies("🌸", false, "");
	tidies("No. 1 ™", false, "No. 1 ™");
	assert_true(name_emoji(STR("a👍")));
	assert_false(name_emoji(STR("#1*")));
}

static void
text_keeps_its_lines_without_emoji(void **state)
{
	struct str got;

	(void)state;
	got = text_no_emoji(STR("Hi 😀  there\n- one 👩" ZWJ "👧\n- two"),
	    &a);
	assert_true(str_eq(got, STR("Hi there\n- one \n- two")));
	got = text_no_emoji(STR("می" ZWNJ "خواهم ❤️"), &a);
	assert_true(str_eq(got, STR("می" ZWNJ "خواهم")));
	arena_reset(&a);
}

static void
a_letter_of_any_script_makes_a_name(void **state)
{
	(void)state;
	assert_true(name_letters(STR("X")));
	assert_true(name_letters(STR("5 မ")));
	assert_true(name_letters(STR("李")));
	assert_true(name_letters(STR("ʻ")));
	assert_false(name_letters(STR("+49 (30)")));
	assert_false(name_letters(STR("???")));
	assert_false(name_letters(STR("")));
}

static void
mends(const char *s, const char *want)
{
	struct str got = text_mojibake(str_of(s), &a);

	if (!str_eq(got, str_of(want)) || (got.p == NULL) != (want == NULL))
		fail_msg("'%s': '%.*s'", s, STR_ARG(got));
	arena_reset(&a);
}

static void
double_encoding_is_seen_through(void **state)
{
	(void)state;
	mends("MÃ¼ller", "Müller");
	mends("JosÃ©", "José");
	mends("Dâ€™Angelo", "D’Angelo");
	mends("Å\xc2\x81ukasz", "Łukasz");
	mends("MÃƒÂ¼ller", "Müller");
	mends("ï»¿MÃ¼ller", "Müller");
	mends("РђРЅРЅР°", "Анна");
	mends("MГјller", "Müller");
	mends("Рі", NULL);
	mends("Сёрен", NULL);
	mends("Андрій", NULL);
	mends("Müller", NULL);
	mends("Ã", NULL);
	mends("Muller", NULL);
	mends("Ærøskøbing", NULL);
	mends("李Ã¼", NULL);
}

static void
keys_forget_case_and_then_accents(void **state)
{
	(void)state;
	assert_true(str_eq(unicode_key(STR("STRASSE"), &a),
	    unicode_key(STR("Straße"), &a)));
	assert_true(str_eq(unicode_key(STR("ΣΊΣΥΦΟΣ"), &a),
	    unicode_key(STR("Σίσυφος"), &a)));
	assert_true(str_eq(unicode_plain(STR("Łódź"), &a), STR("lodz")));
	assert_true(str_eq(unicode_plain(STR("São Tomé"), &a),
	    STR("sao tome")));
	assert_true(str_eq(unicode_plain(STR("Œuvre"), &a), STR("oeuvre")));
	/* Vowels that are left out more often than not. */
	assert_true(str_eq(unicode_plain(STR("مِصر"), &a), STR("مصر")));
	assert_true(str_eq(unicode_plain(STR("דָּוִד"), &a), STR("דוד")));
	/* Marks of other scripts are vowels. */
	assert_true(str_eq(unicode_plain(STR("हिन्दी"), &a), STR("हिन्दी")));
	assert_int_equal(unicode_clusters(STR("हिन्दी"), &a), 3);
	assert_int_equal(unicode_clusters(STR("e" ACUTE), &a), 1);
	assert_int_equal(unicode_clusters(STR("🇩🇪🇫🇷"), &a), 2);
	arena_free(&a);
}

/*
 * The short way of simple characters gives what the long way gives, which a
 * ligature or a mark behind them takes.
 */
static void
short_ways_lead_where_long_ones_do(void **state)
{
	char text[32];
	struct str c, key, plain;
	uint32_t n;

	(void)state;
	for (n = 0x80; n < 0x20000; n++) {
		if (n >= 0xd800 && n < 0xe000)
			continue;
		c = (struct str){ text, utf8_put(n, text) };
		key = unicode_key(c, &a);
		plain = unicode_plain(c, &a);
		memcpy(text + c.len, "\xef\xac\x81", 3);	/* the ligature fi */
		if (!str_eq(unicode_key((struct str){ text, c.len + 3 }, &a),
		    arena_printf(&a, "%.*sfi", STR_ARG(key))))
			fail_msg("U+%04X: another key", n);
		memcpy(text + c.len, "x" ACUTE, 3);
		if (!str_eq(unicode_plain((struct str){ text, c.len + 3 },
		    &a), arena_printf(&a, "%.*sx", STR_ARG(plain))))
			fail_msg("U+%04X: another plain form", n);
		arena_reset(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_tidy_stays_where_it_is),
		cmocka_unit_test(white_space_and_hidden_marks_go),
		cmocka_unit_test(joiners_stay_where_letters_are_joined),
		cmocka_unit_test(emoji_go_unless_they_may_stay),
		cmocka_unit_test(text_keeps_its_lines_without_emoji),
		cmocka_unit_test(a_letter_of_any_script_makes_a_name),
		cmocka_unit_test(double_encoding_is_seen_through),
		cmocka_unit_test(keys_forget_case_and_then_accents),
		cmocka_unit_test(short_ways_lead_where_long_ones_do),
	};

	return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}

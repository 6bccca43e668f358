/* match: phrases, expressions, and the filter ahead of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/regex.h"
#include "text/match.h"
#include "text/match_need.h"
#include "yaml/yaml.h"

static struct arena a;

/* What a set of one rule finds, or none. */
static struct str
first(const char *phrase, const char *regex, const char *text)
{
	struct match_set *m = match_new(&a);
	struct match_scratch *s;
	struct str hit = STR_NONE;
	struct diags d;

	diags_init(&d, &a);
	if (phrase != NULL)
		match_phrase(m, 0, str_of(phrase));
	if (regex != NULL)
		assert_int_equal(match_regex(m, 0, str_of(regex),
		    NULL, &d), 0);
	match_build(m);
	s = match_scratch_new(m);
	match_first(m, s, str_of(text), &hit);
	match_scratch_free(s);
	return hit;
}

static void
says(const char *phrase, const char *text, const char *want)
{
	struct str got = first(phrase, NULL, text);

	if (!str_eq(got, str_of(want)) || (got.p == NULL) != (want == NULL))
		fail_msg("'%s' in '%s': '%.*s'", phrase, text, STR_ARG(got));
	arena_reset(&a);
}

static void
phrases_are_whole_words_in_any_case(void **state)
{
	(void)state;
	says("pricing", "About PRICING.", "PRICING");
	says("price", "prices", NULL);
	says("price", "a price", "price");
	says("price", "price", "price");
	says("price", "reprice", NULL);
	says("price", "pre-price", "price");
	says("a", "b a", "a");
	says("", "b a", NULL);
	says("  ", "b  a", NULL);
}

static void
white_space_between_words_is_free(void **state)
{
	(void)state;
	says("how much", "How  much?", "How  much");
	says(" how\tmuch ", "how\nmuch", "how\nmuch");
	says("how much", "how\xc2\xa0much", "how\xc2\xa0much");
	says("how much", "howmuch", NULL);
	says("how much", "how how much", "how much");
	says("what's the price", "What’s the price", "What’s the price");
}

static void
other_scripts_have_case_and_borders(void **state)
{
	(void)state;
	says("über", "ÜBER alles", "ÜBER");
	says("цена", "Какая ЦЕНА?", "ЦЕНА");
	says("цена", "цены", NULL);
	says("τιμή", "ΤΙΜΉ", "ΤΙΜΉ");
	says("价格", "这个价格多少", "价格");
	says("가격", "가격이 얼마", "가격");
	says("straße", "STRASSE", NULL);
}

static void
expressions_are_caseless_unless_told(void **state)
{
	(void)state;
	assert_true(str_eq(first(NULL, "\\b(book|reserv)", "I BOOKed"),
	    STR("BOOK")));
	assert_null(first(NULL, "(?-i)book", "BOOK").p);
	assert_true(str_eq(first(NULL, "(?-i)book", "BOOK book"),
	    STR("book")));
	assert_true(str_eq(first(NULL, "\\d{3}", "a 1234"), STR("123")));
	assert_non_null(first(NULL, "sell", "\u017fell").p);
	assert_non_null(first(NULL, "ok", "o\u212a \xc3\xa9").p);
	arena_reset(&a);
}

static void
a_bad_expression_is_told_with_its_place(void **state)
{
	struct match_set *m = match_new(&a);
	struct json list;
	struct diags d;

	(void)state;
	diags_init(&d, &a);
	assert_int_equal(yaml_parse("c.yaml", STR("\n- 'it''s a(b'\n"), &a,
	    &list, &d), 0);
	assert_int_equal(match_regex(m, 0, json_scalar(list.items),
	    list.items, &d), -1);
	assert_int_equal(d.errors, 1);
	assert_int_equal(d.first->at.line, 2);
	assert_int_equal(d.first->at.col, 13);
	assert_string_equal(d.first->code, "regex.syntax");
	arena_reset(&a);
}

static void
each_rule_is_set_once_over_many_texts(void **state)
{
	struct match_set *m = match_new(&a);
	struct str hit[3] = { { 0 } };
	struct match_scratch *s;
	struct diags d;

	(void)state;
	diags_init(&d, &a);
	match_phrase(m, 0, STR("price"));
	match_phrase(m, 0, STR("how much"));
	match_regex(m, 1, STR("pri.e|cost"), NULL, &d);
	match_phrase(m, 2, STR("never"));
	match_build(m);
	s = match_scratch_new(m);
	assert_int_equal(match_first(m, s, STR("hello"), hit), 0);
	assert_int_equal(match_first(m, s, STR("the price?"), hit), 2);
	assert_int_equal(match_first(m, s, STR("how much cost"), hit), 0);
	assert_true(str_eq(hit[0], STR("price")));
	assert_true(str_eq(hit[1], STR("price")));
	assert_null(hit[2].p);
	match_scratch_free(s);
	arena_reset(&a);
}

static void
needs(const char *pattern, const char *want)
{
	struct need n;
	char got[2048] = "";
	size_t i, at = 0;

	if (need_of(str_of(pattern), &a, &n))
		for (i = 0; i < n.n; i++)
			at += (size_t)snprintf(got + at, sizeof(got) - at,
			    "%s%.*s", i > 0 ? "," : "", STR_ARG(n.s[i]));
	if (strcmp(got, want) != 0)
		fail_msg("%s: '%s'", pattern, got);
	arena_reset(&a);
}

static void
required_strings_are_the_rarest_that_hold(void **state)
{
	(void)state;
	needs("price|cost|how much|fare", "price,cost,how much,fare");
	needs("\\b(book|reserv)", "book,reserv");
	needs("REFUND", "refund");
	needs("complain\\w*", "complain");
	needs("not (working|happy)", "not work,not happ");
	needs("colou?r", "colour,color");
	needs("\\w+@\\w+", "@");
	needs("(ab)+c*", "ab");
	needs("x[0-3]", "x0,x1,x2,x3");
	needs("a(?=b)c", "ac");
	needs("(?<n>ab)|cd", "ab,cd");
	needs("ab|", "");
	needs(".*", "");
	needs("[^a]", "");
	needs("a*", "");
	needs("(?x) a b", "");
	needs("(a)\\1", "");
	needs("ab{2}{3}", "");
	needs("\\Qa.b\\E", "");
	needs("(ab|c)?", "");
}

static void
an_expression_gives_up_once_a_conversation(void **state)
{
	static const char slow[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";
	struct match_set *m = match_new(&a);
	struct str hit[2] = { { 0 } };
	struct match_scratch *s;
	struct diags d;

	(void)state;
	diags_init(&d, &a);
	match_regex(m, 0, STR("(a+)+$"), NULL, &d);
	match_regex(m, 1, STR("a!"), NULL, &d);
	match_build(m);
	s = match_scratch_new(m);
	match_first(m, s, str_of(slow), hit);
	assert_true(match_gave_up(m, s, 0));
	assert_false(match_gave_up(m, s, 1));
	assert_non_null(hit[1].p);
	match_first(m, s, STR("a"), hit);
	assert_null(hit[0].p);
	match_begin(s);
	assert_false(match_gave_up(m, s, 0));
	match_first(m, s, STR("a"), hit);
	assert_non_null(hit[0].p);
	match_scratch_free(s);
	arena_reset(&a);
}

/* Two ways to one answer: with the filter, and each expression alone. */
static void
the_filter_never_hides_a_match(void **state)
{
	static const char *const patterns[] = { "price|cost|how much|fare",
		"\\b(book|reserv)", "\\bcancel", "\\b(buy|purchase|order)\\b",
		"\\b[0-9]{1,2}(:[0-9]{2})? ?(am|pm)\\b", "a{2,3}b", "[abc]+d",
		"(a|b)*c", "not (working|happy|good)", "x?y?z", "\\d\\D",
		"(?:ab|cd){2}", "o.o", "^a", "b$", "(?<=a)b", "é|e", "a|",
		"[^a-y]", "k\\s+s", "(a(b(c)?)?)?d", "\\.\\$" };
	static const char *const bits[] = { "a", "b", "c", "d", "AB", "am",
		" ", "1", "10:30", "pm", "price", "HOW much", "book", "not ",
		"good", "order", "z", "é", "\u017f", "\u212a", "k ", ".$", "\n",
		"cancel", "x", "o", "\xff" };
	enum { N = sizeof(patterns) / sizeof(patterns[0]),
		BITS = sizeof(bits) / sizeof(bits[0]) };
	struct match_set *m = match_new(&a);
	struct match_scratch *s;
	struct regex *alone[N];
	struct diags d;
	struct err e;
	uint32_t seed = 1;
	size_t i, k, n;

	(void)state;
	diags_init(&d, &a);
	for (i = 0; i < N; i++) {
		match_regex(m, i, str_of(patterns[i]), NULL, &d);
		alone[i] = regex_new(str_of(patterns[i]), true, &e);
	}
	assert_int_equal(d.errors, 0);
	match_build(m);
	s = match_scratch_new(m);
	for (k = 0; k < 20000; k++) {
		struct str hit[N] = { { 0 } }, want;
		char text[128] = "";

		for (n = 0; n < 6; n++) {
			seed = seed * 1664525 + 1013904223;
			strcat(text, bits[(seed >> 16) % BITS]);
		}
		match_begin(s);
		match_first(m, s, str_of(text), hit);
		for (i = 0; i < N; i++) {
			want = STR_NONE;
			if (regex_find(alone[i], str_of(text), 0, &want,
			    1) != 1)
				want = STR_NONE;
			if (want.p != hit[i].p || want.len != hit[i].len)
				fail_msg("%s in '%s'", patterns[i], text);
		}
	}
	for (i = 0; i < N; i++)
		regex_free(alone[i]);
	match_scratch_free(s);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrases_are_whole_words_in_any_case),
		cmocka_unit_test(white_space_between_words_is_free),
		cmocka_unit_test(other_scripts_have_case_and_borders),
		cmocka_unit_test(expressions_are_caseless_unless_told),
		cmocka_unit_test(a_bad_expression_is_told_with_its_place),
		cmocka_unit_test(each_rule_is_set_once_over_many_texts),
		cmocka_unit_test(required_strings_are_the_rarest_that_hold),
		cmocka_unit_test(an_expression_gives_up_once_a_conversation),
		cmocka_unit_test(the_filter_never_hides_a_match),
	};

	return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}

/* score: rules, reasons and sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage.h"
#include "stage/score.h"

#define NOW	"2026-03-31T12:00:00Z"

static void
scores(const char *in, const char *want)
{
	const char *got = strstr(stage_pass(in), "\"score\":");

	if (got == NULL || strcmp(got, want) != 0)
		fail_msg("%s\ngave %s\nnot  %s", in, got ? got : t.out.p,
		    want);
}

/* A record of one customer's message. */
static char *
says(const char *text)
{
	static char line[1024];

	snprintf(line, sizeof(line), "{\"chatcrm\":1,\"conversation\":"
	    "{\"messages\":[{\"role\":\"bot\",\"text\":\"how much?\"},"
	    "{\"role\":\"customer\",\"text\":\"%s\"}]}}", text);
	return line;
}

static void
each_rule_counts_once_at_its_first_message(void **state)
{
	(void)state;
	stage_set_up(&stage_score,
	    "score:\n"
	    "  model: smb\n"
	    "  rules:\n"
	    "    - {name: price, mentions: [pricing, how much], points: 10}\n"
	    "    - {name: book, matches: '\\b(book|reserv)', points: 25.5}\n"
	    "    - {name: rude, mentions: bloody, points: -20}\n", NOW);
	scores(says("Reserve, and how  much? How much!"),
	    "\"score\":{\"total\":35.5,\"model\":\"smb\","
	    "\"grade\":\"nurture\",\"reasons\":[{\"rule\":\"price\","
	    "\"points\":10.0,\"base\":10.0,\"decay\":1.0,"
	    "\"quote\":\"Reserve, and how  much? How much!\",\"message\":1},"
	    "{\"rule\":\"book\",\"points\":25.5,\"base\":25.5,\"decay\":1.0,"
	    "\"quote\":\"Reserve, and how  much? How much!\","
	    "\"message\":1}]}}");
	scores(says("bloody bot"),
	    "\"score\":{\"total\":-20.0,\"model\":\"smb\","
	    "\"grade\":\"nurture\",\"reasons\":[{\"rule\":\"rude\","
	    "\"points\":-20.0,\"base\":-20.0,\"decay\":1.0,"
	    "\"quote\":\"bloody bot\",\"message\":1}]}}");
	scores("{\"chatcrm\":1}", "\"score\":{\"total\":0.0,"
	    "\"model\":\"smb\",\"grade\":\"nurture\",\"reasons\":[]}}");
	stage_tear_down();
}

static void
whose_words_count_is_the_rules_choice(void **state)
{
	static const char *const line = "{\"chatcrm\":1,\"conversation\":"
	    "{\"messages\":[{\"role\":\"agent\",\"text\":\"a quote\","
	    "\"private\":true},{\"role\":\"agent\",\"text\":\"quote?\"},"
	    "{\"role\":\"customer\",\"text\":7},{\"role\":\"customer\"}]}}";

	(void)state;
	stage_set_up(&stage_score,
	    "score:\n"
	    "  rules:\n"
	    "    - {name: c, mentions: quote, points: 1}\n"
	    "    - {name: a, mentions: quote, points: 2, on: all}\n", NOW);
	scores(line, "\"score\":{\"total\":2.0,\"grade\":\"nurture\","
	    "\"reasons\":[{\"rule\":\"a\",\"points\":2.0,\"base\":2.0,"
	    "\"decay\":1.0,\"quote\":\"quote?\",\"message\":1}]}}");
	stage_tear_down();
}

static void
conditions_stand_alone_or_beside_words(void **state)
{
	(void)state;
	stage_set_up(&stage_score,
	    "score:\n"
	    "  threshold: 30\n"
	    "  rules:\n"
	    "    - {name: big, when: 'company.headcount > 50', points: 20}\n"
	    "    - {name: both, mentions: buy, points: 10,\n"
	    "       when: 'company.headcount > 50'}\n"
	    "    - {name: bad, when: 'company.headcount.size() > 1',\n"
	    "       points: 5}\n", NOW);
	scores("{\"company\":{\"headcount\":51},\"conversation\":"
	    "{\"messages\":[{\"role\":\"customer\",\"text\":\"buy\"}]}}",
	    "\"score\":{\"total\":30.0,\"grade\":\"sales\",\"reasons\":["
	    "{\"rule\":\"big\",\"points\":20.0,\"base\":20.0,\"decay\":1.0},"
	    "{\"rule\":\"both\",\"points\":10.0,\"base\":10.0,"
	    "\"decay\":1.0,\"quote\":\"buy\",\"message\":0}]}}");
	assert_non_null(strstr(t.out.p, "\"findings\":[{\"field\":"
	    "\"score.bad\",\"code\":\"expr.error\",\"severity\":\"warning\","
	    "\"did\":\"skipped\"}]"));
	scores("{\"company\":{}}", "\"score\":{\"total\":0.0,"
	    "\"grade\":\"nurture\",\"reasons\":[]}}");
	stage_tear_down();
}

static void
points_halve_by_whole_days(void **state)
{
	(void)state;
	stage_set_up(&stage_score,
	    "score:\n"
	    "  half_life: 30d\n"
	    "  rules:\n"
	    "    - {name: w, when: 'true', points: 10.01}\n"
	    "    - {name: m, mentions: hi, points: 10}\n", NOW);
	/* 29.99 days count as 29; exactly 30 as 30. */
	scores("{\"at\":\"2026-03-01T12:00:00Z\",\"conversation\":"
	    "{\"messages\":[{\"role\":\"customer\",\"text\":\"hi\","
	    "\"at\":\"2026-03-01T12:00:00.5Z\"}]}}",
	    "\"score\":{\"total\":10.13,\"grade\":\"nurture\",\"reasons\":["
	    "{\"rule\":\"w\",\"points\":5.01,\"base\":10.01,\"decay\":0.5},"
	    "{\"rule\":\"m\",\"points\":5.12,\"base\":10.0,"
	    "\"decay\":0.5117,\"quote\":\"hi\",\"message\":0}]}}");
	/* The future and the unknown are now. */
	scores("{\"at\":\"2027-01-01T00:00:00Z\",\"conversation\":"
	    "{\"messages\":[{\"role\":\"customer\",\"text\":\"hi\"}]}}",
	    "\"score\":{\"total\":20.01,\"grade\":\"nurture\",\"reasons\":["
	    "{\"rule\":\"w\",\"points\":10.01,\"base\":10.01,"
	    "\"decay\":1.0},{\"rule\":\"m\",\"points\":10.0,\"base\":10.0,"
	    "\"decay\":1.0,\"quote\":\"hi\",\"message\":0}]}}");
	stage_tear_down();
}

static void
halves_are_rounded_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(score_points(1001, 0.5), 501);
	assert_int_equal(score_points(-1001, 0.5), -501);
	assert_int_equal(score_points(1, 0.25), 0);
	assert_int_equal(score_points(1000, 1), 1000);
}

static void
hundredths_are_written_short(void **state)
{
	static const struct {
		int64_t		 h;
		const char	*text;
	} cases[] = { { 0, "0.0" }, { 7250, "72.5" }, { 1000, "10.0" },
		{ 5, "0.05" }, { -150, "-1.5" }, { -1, "-0.01" },
		{ 123456, "1234.56" } };
	struct arena a = { 0 };
	struct json v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		v = score_hundredths(cases[i].h, &a);
		assert_true(str_eq((struct str){ v.text, v.len },
		    str_of(cases[i].text)));
	}
	arena_free(&a);
}

static void
grades_are_those_of_the_configuration(void **state)
{
	(void)state;
	stage_set_up(&stage_score,
	    "score:\n"
	    "  grades: [{name: cold, from: 0}, {name: hot, from: 10}]\n"
	    "  rules:\n"
	    "    - {name: a, mentions: a, points: 10}\n"
	    "    - {name: b, mentions: b, points: -0.01}\n", NOW);
	stage_pass(says("a"));
	assert_non_null(strstr(t.out.p, "\"grade\":\"hot\""));
	stage_pass(says("a b"));
	assert_non_null(strstr(t.out.p, "\"total\":9.99,\"grade\":\"cold\""));
	stage_pass(says("b"));
	assert_null(strstr(t.out.p, "grade"));
	stage_tear_down();
}

static void
scoring_again_replaces_the_score(void **state)
{
	static char once[1024];

	(void)state;
	stage_set_up(&stage_score, "score: {rules: [{name: a, mentions: a, "
	    "points: 1}]}", NOW);
	snprintf(once, sizeof(once), "%s", stage_pass(says("a")));
	assert_string_equal(stage_pass(once), once);
	stage_tear_down();
}

static void
quote_is(const char *text, const char *word, const char *want)
{
	struct arena a = { 0 };
	const char *at = strstr(text, word);
	struct str q = score_quote(str_of(text),
	    (struct str){ at, strlen(word) }, &a);

	if (!str_eq(q, str_of(want)))
		fail_msg("%.*s", STR_ARG(q));
	arena_free(&a);
}

static void
a_quote_is_eighty_characters_around_the_words(void **state)
{
	(void)state;
	quote_is(" all of it \n", "of", "all of it");
	quote_is("Hello there, my name is Ana and I would really like to "
	    "know the price of your larger plan for forty people or more",
	    "price", "…really like to know the price of your larger plan "
	    "for forty people or more");
	quote_is("the price of your larger plan for forty people or more, "
	    "and whether there is a discount for those who pay by the year",
	    "price", "the price of your larger plan for forty people or "
	    "more, and whether there is a…");
	quote_is("ääääääääääääääääääääääääääääääääääääääääääääääääääääääää"
	    "ääääääääääääääääääääääääääääääääääX", "X",
	    "…ääääääääääääääääääääääääääääääääääääääääääääääääääääääääää"
	    "äääääääääääääääääääX");
}

/* The mapping task's rules, over a conversation as map makes it. */
static void
the_tasks_rules_can_be_said(void **state)
{
	(void)state;
	stage_set_up(&stage_score,
	    "score:\n"
	    "  rules:\n"
	    "    - {name: price, points: 10,\n"
	    "       matches: 'price|cost|how much|fare'}\n"
	    "    - {name: book, points: 25, matches: '\\b(book|reserv)'}\n"
	    "    - {name: clock, points: 5, matches:\n"
	    "       '\\b[0-9]{1,2}(:[0-9]{2})? ?(am|pm)\\b'}\n"
	    "    - {name: multi, points: 5, when: 'size(deal.services) >= 2'}\n"
	    "    - {name: long, points: 5,\n"
	    "       when: 'size(conversation.messages) >= 20'}\n"
	    "    - {name: action, points: 20, when:\n"
	    "       'deal.intent.matches(\"^(Reserve|Book|Buy)\")'}\n"
	    "    - {name: dated, points: 10, when: 'has(deal.date)'}\n", NOW);
	scores("{\"deal\":{\"services\":[\"a\",\"b\"],\"date\":\"today\","
	    "\"intent\":\"ReserveHotel\"},\"conversation\":{\"messages\":["
	    "{\"role\":\"customer\",\"text\":\"Reservation for 10:30 PM\"}]}}",
	    "\"score\":{\"total\":65.0,\"grade\":\"sales\",\"reasons\":["
	    "{\"rule\":\"book\",\"points\":25.0,\"base\":25.0,"
	    "\"decay\":1.0,\"quote\":\"Reservation for 10:30 PM\","
	    "\"message\":0},{\"rule\":\"clock\",\"points\":5.0,"
	    "\"base\":5.0,\"decay\":1.0,"
	    "\"quote\":\"Reservation for 10:30 PM\",\"message\":0},"
	    "{\"rule\":\"multi\",\"points\":5.0,\"base\":5.0,"
	    "\"decay\":1.0},{\"rule\":\"action\",\"points\":20.0,"
	    "\"base\":20.0,\"decay\":1.0},{\"rule\":\"dated\","
	    "\"points\":10.0,\"base\":10.0,\"decay\":1.0}]}}");
	stage_tear_down();
}

static void
complains(const char *yaml, const char *want)
{
	stage_set_up(&stage_score, yaml, NOW);
	if (strstr(stage_complaint(), want) == NULL)
		fail_msg("%s: %s", yaml, stage_complaint());
	stage_tear_down();
}

static void
mistakes_of_the_configuration_are_named(void **state)
{
	(void)state;
	complains("score: {rules: [{name: a, points: 1}]}",
	    "needs 'mentions', 'matches' or 'when'");
	complains("score: {rules: [{name: a, mentions: a, points: 1.001}]}",
	    "two decimals");
	complains("score:\n  rules:\n    - {name: a, matches: 'a(', "
	    "points: 1}", "3: bad regular expression");
	complains("score: {rules: [{name: a, mentions: a, points: 1}, "
	    "{name: a, mentions: b, points: 1}]}", "'a' stands above");
	complains("score: {rules: [{name: a, when: '1', points: 1}]}",
	    "must be true or false");
	complains("score: {rules: {}}", "must be a list");
	complains("score: {half_live: 1d}", "did you mean 'half_life'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_counts_once_at_its_first_message),
		cmocka_unit_test(whose_words_count_is_the_rules_choice),
		cmocka_unit_test(conditions_stand_alone_or_beside_words),
		cmocka_unit_test(points_halve_by_whole_days),
		cmocka_unit_test(halves_are_rounded_away_from_zero),
		cmocka_unit_test(hundredths_are_written_short),
		cmocka_unit_test(grades_are_those_of_the_configuration),
		cmocka_unit_test(scoring_again_replaces_the_score),
		cmocka_unit_test(a_quote_is_eighty_characters_around_the_words),
		cmocka_unit_test(the_tasks_rules_can_be_said),
		cmocka_unit_test(mistakes_of_the_configuration_are_named),
	};

	return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}

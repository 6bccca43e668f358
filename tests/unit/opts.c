/* opts: the command line by a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/opts.h"
#include "base/time.h"

static const char *const colours[] = { "red", "green", NULL };

static struct {
	bool		 flag;
	int		 count, colour;
	const char	*str, *maybe;
	struct opt_list	 list;
	int64_t		 number, duration, slow;
	double		 share;
	struct instant	 time;
} got;

static const char *const ms[] = { "ms", NULL };
static const struct opt table[] = {
	{ "strict", 's', OPT_FLAG, &got.flag, NULL, "x", 0, 0, NULL },
	{ "verbose", 'v', OPT_COUNT, &got.count, NULL, "x", 0, 0, NULL },
	{ "rejects", 0, OPT_STR, &got.str, "FILE", "x", 0, 0, NULL },
	{ "explain", 0, OPT_MAYBE, &got.maybe, "FIELD", "x", 0, 0, NULL },
	{ "config", 'c', OPT_LIST, &got.list, "FILE", "x", 0, 0, NULL },
	{ "jobs", 'j', OPT_INT, &got.number, "N", "x", 1, 64, NULL },
	{ "max-rejects", 0, OPT_PERCENT, &got.share, "P", "x", 0, 0, NULL },
	{ "hold", 0, OPT_DURATION, &got.duration, "TIME", "x", 0, 0, NULL },
	{ "slow", 0, OPT_DURATION, &got.slow, "TIME", "x", 0, 0, ms },
	{ "now", 0, OPT_TIME, &got.time, "TIME", "x", 0, 0, NULL },
	{ "colour", 0, OPT_ENUM, &got.colour, NULL, "x", 0, 0, colours },
	{ 0 }
};
static struct opts opts = { .program = "prog", .purpose = "does it",
    .operands = "[FILE ...]", .tables = { table } };
static char *argv_[32];
static struct err e;

/* Parse the words of ${line}; they stay in ${words}. */
static int
parse(const char *line)
{
	static char words[256], prog[] = "prog";
	int n = 1;
	char *w;

	memset(&got, 0, sizeof(got));
	e = (struct err){ 0 };
	snprintf(words, sizeof(words), "%s", line);
	argv_[0] = prog;
	for (w = strtok(words, " "); w != NULL; w = strtok(NULL, " "))
		argv_[n++] = w;
	argv_[n] = NULL;
	return opts_parse(&opts, n, argv_, &e);
}

static void
a_bare_number_has_the_unit_of_its_option(void **state)
{
	(void)state;
	assert_int_equal(parse("--slow 250"), 0);
	assert_int_equal(got.slow, 250000000);
	assert_int_equal(parse("--slow 1.5s"), 0);
	assert_int_equal(got.slow, 1500000000);
	assert_int_equal(parse("--slow -1"), -1);
	assert_int_equal(parse("--hold 2"), -1);
}

static void
a_value_that_may_be_left_out_stands_behind_equals(void **state)
{
	(void)state;
	assert_int_equal(parse("--explain a"), 1);
	assert_string_equal(got.maybe, "");
	assert_int_equal(parse("--explain=a.b"), 0);
	assert_string_equal(got.maybe, "a.b");
	assert_int_equal(parse("-s"), 0);
	assert_null(got.maybe);
}

static void
every_type_in_every_spelling(void **state)
{
	(void)state;
	assert_int_equal(parse("-sv --verbose --rejects=a=b -cx -c y "
	    "--config z -j 3 --max-rejects 12.5% --hold 2d "
	    "--now 1970-01-01T00:00:07Z --colour green"), 0);
	assert_true(got.flag);
	assert_int_equal(got.count, 2);
	assert_string_equal(got.str, "a=b");
	assert_int_equal(got.list.n, 3);
	assert_string_equal(got.list.v[0], "x");
	assert_string_equal(got.list.v[2], "z");
	assert_int_equal(got.number, 3);
	assert_true(got.share == 0.125);
	assert_int_equal(got.duration, INT64_C(172800) * 1000000000);
	assert_int_equal(got.time.sec, 7);
	assert_int_equal(got.colour, 1);
}

static void
operands_move_to_the_front(void **state)
{
	(void)state;
	assert_int_equal(parse("a -s - -- -v"), 3);
	assert_string_equal(argv_[1], "a");
	assert_string_equal(argv_[2], "-");
	assert_string_equal(argv_[3], "-v");
	assert_null(argv_[4]);
	assert_int_equal(got.count, 0);
}

static void
ordered_options_end_at_an_operand(void **state)
{
	(void)state;
	opts.ordered = true;
	assert_int_equal(parse("-s map -v"), 2);
	opts.ordered = false;
	assert_string_equal(argv_[2], "-v");
	assert_int_equal(got.count, 0);
}

static void
wrong_lines_say_what_is_wrong(void **state)
{
	static const struct { const char *line, *msg; } bad[] = {
		{ "--max-reject 5",
		    "unknown option --max-reject; did you mean --max-rejects?" },
		{ "--zzz", "unknown option --zzz; see --help" },
		{ "-sx", "unknown option -x; see --help" },
		{ "--strict=1", "--strict takes no value" },
		{ "-s -s", "--strict stands twice; give it once" },
		{ "--rejects", "--rejects wants a value; see --help" },
		{ "-j 1x", "--jobs wants a whole number" },
		{ "-j 0", "--jobs wants a number from 1 to 64" },
		{ "-j 99999999999999999999", "--jobs wants a whole number" },
		{ "--max-rejects 101",
		    "--max-rejects wants a percentage from 0 to 100" },
		{ "--max-rejects nan", "--max-rejects wants a percentage" },
		{ "--hold soon",
		    "--hold wants a duration such as 90d or 30s" },
		{ "--colour blue", "--colour wants red or green" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(parse(bad[i].line), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.msg, bad[i].msg);
	}
}

static void
a_command_without_operands_refuses_them(void **state)
{
	(void)state;
	opts.operands = NULL;
	assert_int_equal(parse("-s file"), -1);
	opts.operands = "[FILE ...]";
	assert_int_equal(e.kind, ERR_USAGE);
}

static void
help_and_completion_name_every_option(void **state)
{
	const struct opt *p;
	char text[4096];
	FILE *f;
	size_t n;

	(void)state;
	f = tmpfile();
	assert_non_null(f);
	opts_help(&opts, f);
	opts_completion(&opts, f);
	rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	for (p = table; p->name != NULL; p++) {
		char want[32];

		snprintf(want, sizeof(want), "--%s", p->name);
		assert_non_null(strstr(text, want));
	}
	assert_non_null(strstr(text, "usage: prog [option ...] [FILE ...]\n"));
	assert_non_null(strstr(text, "--colour red|green"));
	assert_non_null(strstr(text, "compgen -W 'red green'"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bare_number_has_the_unit_of_its_option),
		cmocka_unit_test(
		    a_value_that_may_be_left_out_stands_behind_equals),
		cmocka_unit_test(every_type_in_every_spelling),
		cmocka_unit_test(operands_move_to_the_front),
		cmocka_unit_test(ordered_options_end_at_an_operand),
		cmocka_unit_test(wrong_lines_say_what_is_wrong),
		cmocka_unit_test(a_command_without_operands_refuses_them),
		cmocka_unit_test(help_and_completion_name_every_option),
	};

	return cmocka_run_group_tests_name("opts", tests, NULL, NULL);
}

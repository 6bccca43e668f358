/* redact: bank accounts and personal numbers, and what looks like them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "text/redact.h"

static struct arena a;

static void
becomes(const char *in, const char *want)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str out;

	redact(str_of(in), &a, &out, counts);
	if (!str_eq(out, str_of(want)))
		fail_msg("'%s' became '%.*s'", in, STR_ARG(out));
	arena_reset(&a);
}

static void
all_become(const char *const *in, const char *want)
{
	for (; *in != NULL; in++)
		becomes(*in, want);
}

static void
all_stay(const char *const *in)
{
	for (; *in != NULL; in++)
		becomes(*in, *in);
}

static void
bank_accounts_go(void **state)
{
	static const char *const in[] = { "GB29NWBK60161331926819",
		"GB29 NWBK 6016 1331 9268 19", "de89 3704 0044 0532 0130 00",
		"NO9386011117947", "MT84MALT011000012345MTLCAST001S",
		"FR14-2004-1010-0505-0001-3M02-606",
		"LC55HEMM000100010012001200023015", NULL };

	(void)state;
	all_become(in, "[iban]");
	becomes("pay to NL91ABNA0417164300, thanks",
	    "pay to [iban], thanks");
	becomes("IBAN:CH9300762011623852957.", "IBAN:[iban].");
}

static void
what_is_no_account_stays(void **state)
{
	static const char *const in[] = { "GB28NWBK60161331926819",
		"GB29NWBK601613319268190", "XX29NWBK60161331926819",
		"AGB29NWBK60161331926819", "order DE12 shipped 3704 0044", NULL };

	(void)state;
	all_stay(in);
}

static void
personal_numbers_go(void **state)
{
	static const char *const in[] = {
		"529.982.247-25",	/* Brazil */
		"12345678Z", "X1234567L", "X-1234567-L",	/* Spain */
		"RSSMRA85T10A562S",	/* Italy */
		"AB 12 34 56 C", "AB123456C",	/* United Kingdom */
		"131052-308T", "131052A308T",	/* Finland */
		"811218-9876", "19811218-9876",	/* Sweden */
		"85.07.30-033.28", "85073003328",	/* Belgium */
		"1 84 12 76 451 089 46", "184127645108946",	/* France */
		"11010519491231002X",	/* China */
		"756.9217.0769.85",	/* Switzerland */
		"HEGG560427MVZRRL04",	/* Mexico */
		"30.686.957-4",		/* Chile */
		"S1234567D",		/* Singapore */
		"A123456(3)",		/* Hong Kong */
		"8001015009087",	/* South Africa */
		"1800101221144",	/* Romania */
		"710319/2745",		/* Czechia */
		"912-70-1234",		/* United States, ITIN */
		NULL };

	(void)state;
	all_become(in, "[national_id]");
}

static void
weak_numbers_go_by_their_names(void **state)
{
	static const struct {
		const char *name, *number;
	} in[] = { { "my CPF is ", "52998224725" },
		{ "Aadhaar: ", "2341 2341 2346" },
		{ "pesel ", "44051401359" }, { "BSN ", "111222333" },
		{ "TFN ", "123 456 782" }, { "my SIN is ", "130 692 544" },
		{ "TCKN: ", "10000000146" }, { "EGN ", "7523169263" },
		{ "Steuer-ID ", "81872495633" },
		{ "マイナンバーは ", "123456789018" }, { "NIF ", "123456789" },
		{ "PPS no. ", "1234567T" }, { "CPR ", "311299-1235" } };
	char text[96], want[96];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(in) / sizeof(in[0]); i++) {
		becomes(in[i].number, in[i].number);
		snprintf(text, sizeof(text), "%s%s.", in[i].name,
		    in[i].number);
		snprintf(want, sizeof(want), "%s[national_id].", in[i].name);
		becomes(text, want);
	}
}

static void
what_only_looks_like_one_stays(void **state)
{
	static const char *const in[] = {
		"529.982.247-26", "12345678A", "RSSMRA85T10A562T",
		"GB 12 34 56 C", "131352-308T", "811218-9875", "85.07.30-033.29",
		"184127645108947", "110105194912310021", "756.9217.0769.86",
		"S1234567E", "A123456(4)", "8001015009088",
		"CPF 52998224726", "living in sin 130 692 544",
		"call +1 415 555 0123", "order 20260301-0042",
		"tracking 1Z999AA10123456784", "2026-03-01T10:15:30.250Z",
		"v1.2.3-456", "x12345678Z", "12345678Z9", NULL };

	(void)state;
	all_stay(in);
}

static void
digits_of_other_scripts_count(void **state)
{
	(void)state;
	becomes("４１１１ １１１１ １１１１ １１１１です", "[card]です");
	becomes("４１１１－１１１１－１１１１－１１１１", "[card]");
	becomes("ＧＢ２９ＮＷＢＫ６０１６１３３１９２６８１９", "[iban]");
	becomes("بطاقتي ٤١١١١١١١١١١١١١١١ شكرا", "بطاقتي [card] شكرا");
	becomes("७८ और ९", "७८ और ९");
}

static void
a_card_in_parts_goes(void **state)
{
	struct str two[] = { STR("it is 4111 1111"), STR("1111 1111 12/27") };
	struct str four[] = { STR("3782"), STR("822"), STR("463-1000"),
		STR("5, ok?") };
	struct str order[] = { STR("order 4111 1111"), STR("1111 1112") };
	struct str word[] = { STR("A41111111"), STR("11111111") };
	unsigned counts[SECRET_KINDS] = { 0 };

	(void)state;
	assert_true(redact_across(two, 2, &a, counts));
	assert_true(str_eq(two[0], STR("it is [card]")));
	assert_true(str_eq(two[1], STR("[card] 12/27")));
	assert_true(redact_across(four, 4, &a, counts));
	assert_true(str_eq(four[0], STR("[card]")));
	assert_true(str_eq(four[2], STR("[card]")));
	assert_true(str_eq(four[3], STR("[card], ok?")));
	assert_int_equal(counts[SECRET_CARD], 2);
	assert_false(redact_across(order, 2, &a, counts));
	assert_false(redact_across(word, 2, &a, counts));
	arena_reset(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bank_accounts_go),
		cmocka_unit_test(what_is_no_account_stays),
		cmocka_unit_test(personal_numbers_go),
		cmocka_unit_test(weak_numbers_go_by_their_names),
		cmocka_unit_test(what_only_looks_like_one_stays),
		cmocka_unit_test(digits_of_other_scripts_count),
		cmocka_unit_test(a_card_in_parts_goes),
	};
	int failed = cmocka_run_group_tests_name("redact-id", tests, NULL,
	    NULL);

	arena_free(&a);
	return failed;
}

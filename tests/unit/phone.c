/* phone: to E.164 from anywhere, and where prose holds a number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/phone.h"

static struct arena a;

static void
reads(const char *s, const char *region, const char *want)
{
	struct err e = { 0 };
	struct phone p;

	if (phone_parse(str_of(s), str_of(region), &a, &p, &e) == -1)
		fail_msg("%s (%s): %s", s, region ? region : "-", e.code);
	if (!str_eq(p.text, str_of(want)))
		fail_msg("%s (%s): %.*s", s, region ? region : "-",
		    STR_ARG(p.text));
	arena_reset(&a);
}

static void
refuses(const char *s, const char *region, const char *code)
{
	struct err e = { 0 };
	struct phone p;

	if (phone_parse(str_of(s), str_of(region), &a, &p, &e) == 0)
		fail_msg("%s: read as %.*s", s, STR_ARG(p.text));
	assert_string_equal(e.code, code);
}

static void
numbers_with_a_country_code_need_no_region(void **state)
{
	(void)state;
	reads("+1 (415) 555-0123", NULL, "+14155550123");
	reads("tel:+1-415-555-0123", NULL, "+14155550123");
	reads("0049 30 123456", NULL, "+4930123456");
	reads("+44 (0)20 7946 0018", NULL, "+442079460018");
	reads("+49 (0) 30/123456", NULL, "+4930123456");
	reads("+39 06 698 12345", NULL, "+390669812345");
	reads("+55 11 91234-5678", NULL, "+5511912345678");
	reads("+7 800 555 35 35", NULL, "+78005553535");
	reads("\xe2\x80\xaa+91 98765 43210\xe2\x80\xac", NULL,
	    "+919876543210");
	reads("＋８１ ９０ １２３４ ５６７８", NULL, "+819012345678");
	reads("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", NULL, "+966501234567");
	reads("၀၉ ၄၂၀ ၁၂၃၄၅၆", "MM", "+959420123456");
	reads("០១២ ៣៤៥ ៦៧៨", "KH", "+85512345678");
	reads("໐໒໐ ໕໕໑໒ ໓໔໕໖", "LA", "+8562055123456");
}

static void
a_region_supplies_code_trunk_and_prefix(void **state)
{
	(void)state;
	reads("(415) 555-0123", "US", "+14155550123");
	reads("1-415-555-0123", "us", "+14155550123");
	reads("415.555.0123", "CA", "+14155550123");
	reads("011 49 30 123456", "US", "+4930123456");
	reads("030 123456", "DE", "+4930123456");
	reads("491511234567", "DE", "+491511234567");
	reads("06 12 34 56 78", "FR", "+33612345678");
	reads("020 7946 0018", "GB", "+442079460018");
	reads("06 30 123 4567", "HU", "+36301234567");
	reads("8 (495) 123-45-67", "RU", "+74951234567");
	reads("79161234567", "RU", "+79161234567");
	reads("02 1234 5678", "IT", "+390212345678");
	reads("98765 43210", "IN", "+919876543210");
	reads("090-1234-5678", "JP", "+819012345678");
	reads("0412 345 678", "AU", "+61412345678");
	reads("+44 20 7946 0018", "US", "+442079460018");
	reads("011 15-2345-6789", "AR", "+5491123456789");
	reads("(0341) 15 234-5678", "AR", "+5493412345678");
	reads("011 4321-5678", "AR", "+541143215678");
	reads("+52 1 55 1234 5678", NULL, "+525512345678");
	reads("01 55 1234 5678", "MX", "+525512345678");
	reads("8 029 491-19-11", "BY", "+375294911911");
	reads("8 612 34567", "LT", "+37061234567");
	reads("0 612 34567", "LT", "+37061234567");
	reads("06 03 12 34", "GA", "+24106031234");
	reads("8 067 123 45 67", "UA", "+380671234567");
	reads("067 123 45 67", "UA", "+380671234567");
	reads("044 55 1234 5678", "MX", "+525512345678");
	reads("0800 1111", "GB", "+448001111");
	reads("13 12 34", "AU", "+61131234");
	reads("+61 13 12 34", NULL, "+61131234");
	reads("1-800-123-456", "IL", "+9721800123456");
	/* Prefixes that begin with another's, or look like a number. */
	reads("0011 49 30 123456", "AU", "+4930123456");
	reads("000 49 30 123456", "KE", "+4930123456");
	reads("001 49 30 123456", "SG", "+4930123456");
	reads("001 415 555 0123", "SG", "+14155550123");
	reads("011 683 7012", "US", "+6837012");
	/* Carriers and trunks that are history. */
	reads("0 15 11 98765-4321", "BR", "+5511987654321");
	reads("(0xx11) 3456-7890", "BR", "+551134567890");
	reads("011 98765-4321", "BR", "+5511987654321");
	reads("0 22 123 45 67", "PL", "+48221234567");
	reads("8 91 234 56 78", "UZ", "+998912345678");
	/* Firms: freephone and the like. */
	reads("1800 123 4567", "SG", "+6518001234567");
	reads("1800 123 456", "TH", "+661800123456");
	reads("0800 12 34 56", "BR", "+55800123456");
	reads("1850 123 456", "IE", "+3531850123456");
	reads("444 1 444", "TR", "+904441444");
	reads("+353 1800 123 456", NULL, "+3531800123456");
	refuses("1700 123 456", "TH", "phone.too_long");
	refuses("12 12 34", "AU", "phone.too_short");
	refuses("050 123 456 78", "IL", "phone.too_long");
}

static void
what_stands_around_a_number_is_none_of_it(void **state)
{
	(void)state;
	reads("Tel.: 030 901820", "DE", "+4930901820");
	reads("cell 415-555-0123", "US", "+14155550123");
	reads("WhatsApp +1 415 555 0123", NULL, "+14155550123");
	reads("'030901820", "DE", "+4930901820");
	reads("\"415 555 0123\"", "US", "+14155550123");
	reads("415·555·0123", "US", "+14155550123");
	/* A spreadsheet took it for a fraction. */
	reads("15112345678.0", "DE", "+4915112345678");
	reads("+4915112345678.0", NULL, "+4915112345678");
	reads("030.90.18.20", "DE", "+4930901820");
	reads("Tel.-Nr.: 030 901820", "DE", "+4930901820");
	reads("ТЕЛЕФОН: 8 912 345-67-89", "RU", "+79123456789");
	reads("電話番号：03-1234-5678", "JP", "+81312345678");
	reads("هاتف: 01001234567", "EG", "+201001234567");
	reads("📞 +1 415 555 0123", NULL, "+14155550123");
	reads("☎️ 415 555 0123", "US", "+14155550123");
	reads("415 555 0123 (mobile)", "US", "+14155550123");
	reads("=+14155550123", NULL, "+14155550123");
	reads("++1 415 555 0123,", NULL, "+14155550123");
	refuses("call me at 415 555 0123", "US", "phone.letters");
	refuses("415 555 0123 (or 0124)", "US", "phone.letters");
	refuses("cellar 415 555 0123", "US", "phone.letters");
	refuses("tel", "US", "phone.letters");
}

static void
extensions_are_kept_apart(void **state)
{
	struct err e = { 0 };
	struct phone p;

	(void)state;
	reads("415-555-0123 x12", "US", "+14155550123;ext=12");
	reads("415-555-0123 ext. 12", "US", "+14155550123;ext=12");
	reads("+14155550123;ext=12", NULL, "+14155550123;ext=12");
	reads("415-555-0123, ext. 12", "US", "+14155550123;ext=12");
	reads("415-555-0123 (ext. 12)", "US", "+14155550123;ext=12");
	reads("415-555-0123,,12#", "US", "+14155550123;ext=12");
	reads("415-555-0123 ｘ１２", "US", "+14155550123;ext=12");
	reads("+7 495 123-45-67 (Доб. 12)", NULL, "+74951234567;ext=12");
	reads("+81 3-3210-7000 内線12", NULL, "+81332107000;ext=12");
	reads("+34 912 345 678 extensión 12", NULL, "+34912345678;ext=12");
	reads("+49 30 901820 DW 12", NULL, "+493090182012");
	reads("415-555-0123 ext. #12", "US", "+14155550123;ext=12");
	reads("415-555-0123 extension no. 12", "US", "+14155550123;ext=12");
	reads("415-555-0123 [xtn = 12]", "US", "+14155550123;ext=12");
	reads("415-555-0123p12", "US", "+14155550123;ext=12");
	reads("022 123 45 67 wewn. 12", "PL", "+48221234567;ext=12");
	reads("+84 24 3825 1234 Máy lẻ 12", NULL, "+842438251234;ext=12");
	reads("+972 2 123 4567 שלוחה 12", NULL, "+97221234567;ext=12");
	reads("03-1234-5678（内線12）", "JP", "+81312345678;ext=12");
	/* At two o'clock, in the north. */
	refuses("+45 70 12 34 56 kl. 14", NULL, "phone.letters");
	refuses("415-555-0123, 415-555-0124", "US", "phone.syntax");
	assert_int_equal(phone_parse(STR("415-555-0123 #7"), STR("US"), &a,
	    &p, &e), 0);
	assert_true(str_eq(p.e164, STR("+14155550123")));
	assert_true(str_eq(p.extension, STR("7")));
	assert_int_equal(p.digits, 10);
	arena_free(&a);
}

static void
what_is_no_number_is_told_why(void **state)
{
	(void)state;
	refuses("", "US", "phone.empty");
	refuses("n/a", "US", "phone.letters");
	refuses("---", "US", "phone.empty");
	refuses("12", "US", "phone.too_short");
	refuses("555-0123", "US", "phone.too_short");
	refuses("415 555 0123 4", "US", "phone.too_long");
	refuses("123456789012345678901234567890123456789", "US",
	    "phone.too_long");
	refuses("1-800-FLOWERS", "US", "phone.letters");
	refuses("415-555-0123 call me", "US", "phone.letters");
	refuses("415-555-0123; drop", "US", "phone.syntax");
	refuses("415+555", "US", "phone.syntax");
	refuses("415 555 0123", NULL, "phone.region");
	refuses("415 555 0123", "ZZ", "phone.region");
	refuses("+999 12345678", NULL, "phone.country");
	refuses("00 020 1234567", NULL, "phone.country");
	refuses("123-456-7890", "US", "phone.area");
	refuses("+1 380 013 8000", NULL, "phone.area");
	refuses("+1 876 155 0123", NULL, "phone.area");
	refuses("00006000", "DE", "phone.area");
	refuses("000-000-0000", "US", "phone.dummy");
	refuses("+1 111 111 1111", NULL, "phone.dummy");
}

static void
every_region_is_known_in_any_case(void **state)
{
	(void)state;
	assert_true(phone_region_known(STR("us")));
	assert_true(phone_region_known(STR("AC")));
	assert_true(phone_region_known(STR("ZW")));
	assert_true(phone_region_known(STR("XK")));
	assert_false(phone_region_known(STR("UK")));
	assert_false(phone_region_known(STR("USA")));
	assert_false(phone_region_known(STR_NONE));
}

static void
finds(const char *text, const char *want)
{
	struct str hit;

	if (!phone_find(str_of(text), 0, &hit))
		hit = STR_NONE;
	if (!str_eq(hit, str_of(want)))
		fail_msg("in '%s': '%.*s'", text, STR_ARG(hit));
}

static void
prose_holds_numbers(void **state)
{
	(void)state;
	finds("call me at (415) 555-0123, thanks", "(415) 555-0123");
	finds("it is +49 30 123456.", "+49 30 123456");
	finds("my cell: 4155550123", "4155550123");
	finds("reach me on 555 0123", "555 0123");
	finds("415.555.0123 ext. 9 please", "415.555.0123 ext. 9");
	finds("Desk: +41 (0)96 471 07 95", "+41 (0)96 471 07 95");
	finds("order 12 for 0412 345 678", "0412 345 678");
}

static void
dates_prices_and_ids_are_none(void **state)
{
	(void)state;
	finds("on 2024-03-01 10:15", NULL);
	finds("on 01.02.2024 or 1/2/2024", NULL);
	finds("between 2019-2023", NULL);
	finds("it costs $1500000", NULL);
	finds("we pay 1250000 EUR", NULL);
	finds("order 4155550123", NULL);
	finds("PO 4500012345", NULL);
	finds("1.000.000 to 2.500.000 people", NULL);
	finds("my ticket is #4155550123", NULL);
	finds("invoice no. 20240301-17", NULL);
	finds("at 192.168.100.200", NULL);
	finds("ssn 123-45-6789", NULL);
	finds("see http://x.example/4155550123", NULL);
	finds("4111 1111 1111 1111", NULL);
	finds("pi is 3.14159265358", NULL);
	finds("v1234567890x", NULL);
}

static void
the_national_part_goes_without_the_country_code(void **state)
{
	(void)state;
	assert_true(str_eq(phone_national(STR("+14155550123")),
	    STR("4155550123")));
	assert_true(str_eq(phone_national(STR("+442079460958")),
	    STR("2079460958")));
	assert_true(str_eq(phone_national(STR("4155550123")),
	    STR("4155550123")));
	assert_true(str_eq(phone_national(STR("+")), STR("+")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_national_part_goes_without_the_country_code),
		cmocka_unit_test(numbers_with_a_country_code_need_no_region),
		cmocka_unit_test(a_region_supplies_code_trunk_and_prefix),
		cmocka_unit_test(extensions_are_kept_apart),
		cmocka_unit_test(what_stands_around_a_number_is_none_of_it),
		cmocka_unit_test(what_is_no_number_is_told_why),
		cmocka_unit_test(every_region_is_known_in_any_case),
		cmocka_unit_test(prose_holds_numbers),
		cmocka_unit_test(dates_prices_and_ids_are_none),
	};

	return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}

/* map: types of fields, and times as platforms write them. */
#include "map_try.h"
#include "stage/map_time.h"

#define ZEROS_50 "00000000000000000000000000000000000000000000000000"
#define ZEROS_400 ZEROS_50 ZEROS_50 ZEROS_50 ZEROS_50 ZEROS_50 ZEROS_50 \
	ZEROS_50 ZEROS_50

/* What becomes of the JSON value ${in} as ${type}: the field, or its code. */
static void
becomes(const char *type, const char *in, const char *want)
{
	struct try t;
	struct buf conf = { 0 }, line = { 0 };
	const struct json *f, *findings;

	buf_printf(&conf, "map: {contact: {x: {from: input.x, %s}}}", type);
	buf_printf(&line, "{\"x\":%s}", in);
	if (try_open(&t, conf.p) != 0) {
		diags_print(&t.diags, stdout);
		fail();
	}
	try_line(&t, line.p);
	f = json_path(&t.rec.doc.root, "contact.x");
	findings = json_path(&t.rec.doc.root, "findings");
	buf_reset(&t.out);
	buf_adds(&t.out, STR(""));
	if (f != NULL)
		json_write(f, &t.out);
	else if (findings != NULL)
		buf_adds(&t.out, json_get_str(&findings->items[0],
		    STR("code")));
	else
		buf_adds(&t.out, t.err.code != NULL ? str_of(t.err.code) :
		    STR(""));
	if (strcmp(t.out.p, want) != 0)
		fail_msg("%s as %s is %s, not %s", in, type, t.out.p, want);
	buf_free(&conf);
	buf_free(&line);
	try_close(&t);
}

static void
numbers_are_exact(void **state)
{
	(void)state;
	becomes("type: integer", "\" 1,200 \"", "1200");
	becomes("type: integer", "9007199254740993123", "9007199254740993123");
	becomes("type: integer", "5.0", "5");
	becomes("type: integer", "1e3", "1000");
	becomes("type: integer", "\"007\"", "7");
	becomes("type: integer", "\"5.5\"", "type.integer");
	becomes("type: integer", "\"1,20\"", "type.integer");
	becomes("type: integer", "true", "type.integer");
	becomes("type: integer", "{}", "type.integer");
	becomes("type: integer", "\"1.200\"", "type.ambiguous");
	becomes("type: integer, locale: de", "\"1.200\"", "1200");
	becomes("type: integer", "\"10k\"", "10000");
	becomes("type: integer", "-2.5e3", "-2500");
	becomes("type: integer", "1e400", "1" ZEROS_400);
	becomes("type: number", "\"1'234.50\"", "1234.50");
	becomes("type: number", "0.10", "0.10");
	becomes("type: number", "\"twelve\"", "type.number");
	becomes("type: number", "\"-\"", "type.number");
}

static void
numbers_of_every_locale(void **state)
{
	(void)state;
	/* What can be read in one way only is read so. */
	becomes("type: number", "\"1.234,56\"", "1234.56");
	becomes("type: number", "\"1 234,56\"", "1234.56");
	becomes("type: number", "\"1\xc2\xa0" "234,56\"", "1234.56");
	becomes("type: number", "\"1,234.56\"", "1234.56");
	becomes("type: number", "\"1\xe2\x80\x99" "234.56\"", "1234.56");
	becomes("type: number", "\"1,234,567\"", "1234567");
	becomes("type: number", "\"1.234.567\"", "1234567");
	becomes("type: number", "\"12,5\"", "12.5");
	becomes("type: number", "\"0,125\"", "0.125");
	becomes("type: number", "\".5\"", "0.5");
	becomes("type: number", "\"12,34,567.5\"", "1234567.5");
	becomes("type: number", "\"1,23,45\"", "type.number");
	becomes("type: number", "\"1,234.567,8\"", "type.number");
	becomes("type: number", "\"1..5\"", "type.number");
	/* What can be read in two is not guessed at. */
	becomes("type: number", "\"1,234\"", "type.ambiguous");
	becomes("type: number", "\"1.234\"", "type.ambiguous");
	/* Of a currency nobody counts thousandths, but of a few. */
	becomes("type: number", "\"$12,000\"", "12000");
	becomes("type: number", "\"8.500 EUR\"", "8500");
	becomes("type: number", "\"GHS 3.000\"", "3000");
	becomes("type: number", "\"KWD 3.000\"", "type.ambiguous");
	becomes("type: number", "\"1.250k EUR\"", "type.ambiguous");
	becomes("type: number, locale: de", "\"$12,000\"", "12.000");
	becomes("type: number", "\"top 500\"", "type.number");
	becomes("type: number, locale: en-US", "\"1,234\"", "1234");
	becomes("type: number, locale: en-US", "\"1.234\"", "1.234");
	becomes("type: number, locale: de_DE", "\"1.234\"", "1234");
	becomes("type: number, locale: de-CH", "\"1.234\"", "1.234");
	becomes("type: number, locale: es-MX", "\"1,234\"", "1234");
	becomes("type: number, decimal: ','", "\"1,234\"", "1.234");
	becomes("type: number, decimal: point", "\"1,234\"", "1234");
	becomes("type: number, region: US", "\"1,234\"", "1234");
	becomes("type: number, region: CA", "\"1,234\"", "type.ambiguous");
}

/* Of the record's own locale, where nothing else is said. */
static void
the_writers_locale_decides(void **state)
{
	static const char *const yaml = "map: {source: {profile: json, "
	    "language: input.lang}, region: US, contact: {n: {from: input.n, "
	    "type: number}, m: {from: input.n, type: number, locale: fr}, "
	    "k: {from: input.n, type: number, decimal: point}}}";
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, yaml), 0);
	try_line(&t, "{\"lang\":\"de-AT\",\"n\":\"1.234\"}");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"n\":1234,\"m\":1234,\"k\":1.234}");
	try_line(&t, "{\"lang\":\"en\",\"n\":\"1.234\"}");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"n\":1.234,\"m\":1234,\"k\":1.234}");
	/* What is usual in the region comes last. */
	try_line(&t, "{\"n\":\"1.234\"}");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"n\":1.234,\"m\":1234,\"k\":1.234}");
	try_close(&t);
}

static void
numbers_with_words(void **state)
{
	(void)state;
	becomes("type: number", "\"$12.50\"", "12.50");
	becomes("type: number", "\"-$12.50\"", "-12.50");
	becomes("type: number", "\"12,50 \xe2\x82\xac\"", "12.50");
	becomes("type: number", "\"EUR 12,50\"", "12.50");
	becomes("type: number", "\"US$ 10k\"", "10000");
	becomes("type: number", "\"10k\xe2\x82\xac\"", "10000");
	becomes("type: number", "\"2.5 million\"", "2500000");
	/* A thousand in Spanish, in English a million. */
	becomes("type: number", "\"3 mil\"", "type.ambiguous");
	becomes("type: number, locale: es-ES", "\"3 mil\"", "3000");
	becomes("type: number, locale: en-US", "\"3 mil\"", "type.number");
	becomes("type: number", "\"2,5 Mio. EUR\"", "2500000");
	becomes("type: number", "\"1.5bn\"", "1500000000");
	becomes("type: number, locale: de", "\"2 Billion\"", "type.number");
	becomes("type: number", "\"\xe2\x88\x92" "5\"", "-5");
	becomes("type: number", "\"$ 5 EUR\"", "type.number");
	becomes("type: number", "\"10 kg\"", "type.number");
	becomes("type: number", "\"10k-20k\"", "type.number");
	becomes("type: number", "\"about 10\"", "type.number");
}

static void
money_is_decimal(void **state)
{
	static const char *const cents = "type: decimal, scale: 2";

	(void)state;
	becomes(cents, "0.1", "0.10");
	becomes(cents, "12", "12.00");
	becomes(cents, "1.005", "1.01");	/* a double is below it */
	becomes(cents, "-1.005", "-1.01");
	becomes(cents, "\"9.999\"", "type.ambiguous");
	becomes(cents, "9.999", "10.00");
	becomes(cents, "-0.001", "0.00");
	becomes(cents, "90071992547409931234567890.125",
	    "90071992547409931234567890.13");
	becomes(cents, "1.5e-3", "0.00");
	becomes(cents, "12.5E2", "1250.00");
	becomes("scale: 2, rounding: half_even", "2.125", "2.12");
	becomes("scale: 2, rounding: half_even", "2.135", "2.14");
	becomes("scale: 2, rounding: down", "2.139", "2.13");
	becomes("scale: 2, rounding: up", "2.131", "2.14");
	becomes("scale: 2, rounding: none", "2.130", "2.13");
	becomes("scale: 2, rounding: none", "2.131", "type.decimal");
	becomes("scale: 0", "0.5", "1");
	becomes("type: decimal", "\"\u00a3 1,234.500\"", "1234.500");
	becomes("type: decimal", "\"12 EUR\"", "12.0");
	becomes("type: decimal", "12.5", "12.5");
	becomes("type: decimal", "true", "type.decimal");
	becomes("type: decimal", "1e999999999999", "type.decimal");
	/* What would be too long to be read again is none either. */
	becomes("type: decimal, scale: 2", "1e1019", "type.decimal");
	becomes("type: decimal, scale: 30", "1e1000", "type.decimal");
}

static void
lists_of_values(void **state)
{
	static const char *const list = "type: multi_picklist, values: "
	    "{red: [rot, rouge], green: [], 'blue, dark': []}";

	(void)state;
	becomes("type: list", "\"a, b;a;; C \"", "[\"a\",\"b\",\"C\"]");
	becomes("type: list", "[\"b\", 1, null, \"B\"]", "[\"b\",\"1\"]");
	becomes("type: list, separator: ' and '", "\"a and b, c\"",
	    "[\"a\",\"b, c\"]");
	becomes("type: list, order: sorted, join: ';'", "[\"b\", \"a\"]",
	    "\"a;b\"");
	becomes("type: list", "[{}]", "type.list");
	becomes("type: list", "[]", "");
	becomes(list, "\"Rouge; ROT, green\"", "[\"red\",\"green\"]");
	becomes(list, "\"blue, dark\"", "[\"blue, dark\"]");
	becomes(list, "[\"green\", \"pink\"]", "[\"green\"]");
	becomes(list, "\"pink\"", "picklist.unmapped");
	becomes("type: list, values: [a, b], order: values, unmapped: keep",
	    "\"z, b, a\"", "[\"a\",\"b\",\"z\"]");
	becomes("type: list, values: [a], unmapped: {other: misc}",
	    "\"x, a, y\"", "[\"misc\",\"a\"]");
	becomes("type: list, values: [a], unmapped: reject", "\"x, a\"",
	    "picklist.unmapped");
}

static void
what_is_dropped_of_a_list_is_told(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, "map: {contact: {x: {from: input.x, "
	    "type: list, values: [a]}}}"), 0);
	try_line(&t, "{\"x\":[\"a\",\"b\"]}");
	assert_string_equal(try_part(&t, "contact.x"), "[\"a\"]");
	assert_string_equal(try_part(&t, "findings"), "[{\"field\":"
	    "\"contact.x\",\"code\":\"picklist.unmapped\",\"severity\":"
	    "\"warning\",\"did\":\"dropped\",\"was\":[\"a\",\"b\"]}]");
	try_close(&t);
}

static void
texts_and_booleans(void **state)
{
	(void)state;
	becomes("type: text", "123456789012345678901",
	    "\"123456789012345678901\"");
	becomes("type: text", "[1]", "type.text");
	becomes("type: boolean", "\"Yes\"", "true");
	becomes("type: boolean", "0", "false");
	becomes("type: boolean", "\"perhaps\"", "type.boolean");
	becomes("type: boolean", "\"Ja\"", "true");
	becomes("type: boolean", "\"S\xc3\x8d!\"", "true");
	becomes("type: boolean", "\"oui\"", "true");
	becomes("type: boolean", "\"sim\"", "true");
	becomes("type: boolean", "\"Tak\"", "true");
	becomes("type: boolean", "\"N\xc3\x83O\"", "false");
	becomes("type: boolean", "\"nee\"", "false");
	becomes("type: boolean", "\"nej\"", "false");
	becomes("type: boolean", "\"falso\"", "false");
	becomes("type: boolean, yes: [aye], no: [on]", "\"Aye\"", "true");
	becomes("type: boolean, yes: [aye], no: [on]", "\"on\"", "false");
	becomes("type: boolean, yes: [aye], no: [on]", "\"yes\"", "true");
	becomes("type: email", "\"Ana@ACME.Example\"",
	    "\"Ana@acme.example\"");
	becomes("type: email", "\"ana\"", "type.email");
	becomes("type: phone, region: US", "\"(415) 555-0123\"",
	    "\"+14155550123\"");
	becomes("type: phone, region: US", "\"12\"", "type.phone");
}

static void
picklists_and_buckets(void **state)
{
	static const char *const list =
	    "values: {lead: [prospect, interested], customer: [client]}";
	static const char *const sizes =
	    "buckets: [\"1-10\", \"11-50\", \"251+\"]";

	(void)state;
	becomes(list, "\" Prospect\"", "\"lead\"");
	becomes(list, "\"CUSTOMER\"", "\"customer\"");
	becomes(list, "\"friend\"", "picklist.unmapped");
	becomes("values: [a, b], unmapped: keep", "\"c\"", "\"c\"");
	becomes("values: [a, b], unmapped: reject", "\"c\"",
	    "picklist.unmapped");
	becomes("values: [a, b], unmapped: {other: misc}", "\"c\"",
	    "\"misc\"");
	becomes("values: [\xc3\xa9t\xc3\xa9]", "\"\xc3\x89T\xc3\x89\"",
	    "\"\xc3\xa9t\xc3\xa9\"");
	becomes("buckets: {small: 1-10, large: 11+}", "7", "\"small\"");
	becomes("buckets: {small: 1-10, large: 11+}", "\"Large\"",
	    "\"large\"");
	becomes(sizes, "\"10k\"", "\"251+\"");
	/* 1200 or 1.2: another range; 12.500 or 12500 above: the same. */
	becomes(sizes, "\"1.200\"", "type.ambiguous");
	becomes("buckets: [<10, 11+]", "\"12.500\"", "\"11+\"");
	becomes(sizes, "10", "\"1-10\"");
	becomes(sizes, "10.9", "\"1-10\"");
	becomes("buckets: [0-0.5, 0.6-1.5]", "0.6", "\"0.6-1.5\"");
	becomes("buckets: [0-0.5, 0.6-1.5]", "1.6", "type.bucket");
	becomes(sizes, "\"about 1,200 people\"", "\"251+\"");
	/* The first number is 5,000, not 5; and 1e3 is not 1. */
	becomes(sizes, "\"5k-10k\"", "\"251+\"");
	becomes(sizes, "\"some 2 thousand people\"", "\"251+\"");
	becomes(sizes, "\"5 m\"", "\"251+\"");
	becomes(sizes, "\"a room of 5 m by 4 m\"", "\"1-10\"");
	becomes(sizes, "\"1e3\"", "type.bucket");
	becomes(sizes, "\"20ppl\"", "\"11-50\"");
	becomes(sizes, "\"11-50\"", "\"11-50\"");
	becomes(sizes, "100", "type.bucket");
	becomes(sizes, "\"many\"", "type.bucket");
}

static void
dates_by_format_and_zone(void **state)
{
	(void)state;
	becomes("type: date", "\"2026-03-01T23:30:00-05:00\"",
	    "\"2026-03-02\"");
	becomes("type: date, zone: America/New_York",
	    "\"2026-03-01T23:30:00-05:00\"", "\"2026-03-01\"");
	/* A date without a clock is that date wherever one stands. */
	becomes("type: date, zone: America/Phoenix", "\"2026-03-01\"",
	    "\"2026-03-01\"");
	becomes("type: date, parse: ['%d.%m.%Y', '%m/%d/%y'], "
	    "format: '%a %e %B %Y'", "\"03/01/26\"",
	    "\"Sun 1 March 2026\"");
	/* A day without dashes, and not a second of 1970. */
	becomes("type: date", "\"20260301\"", "\"2026-03-01\"");
	becomes("type: date", "20260301", "\"2026-03-01\"");
	becomes("type: date", "20261301", "type.date");
	becomes("type: date", "1767608430", "\"2026-01-05\"");
	becomes("type: date, parse: '%d.%m.%Y'", "\"31.02.2026\"",
	    "type.date");
	becomes("type: datetime", "1599673332.550874",
	    "\"2020-09-09T17:42:12.550874Z\"");
	becomes("type: datetime, zone: Europe/Madrid, parse: "
	    "'%Y-%m-%d %I:%M %p'", "\"2026-07-01 12:30 am\"",
	    "\"2026-06-30T22:30:00Z\"");
	becomes("type: datetime, zone: Europe/Madrid, format: '%T %z %j'",
	    "\"2026-01-01T00:00:00Z\"", "\"01:00:00 +0100 001\"");
}

static void
dates_as_people_write_them(void **state)
{
	static const char *const named = "type: date, parse: ['%d %b %Y', "
	    "'%d. %B %Y', '%A, %B %d, %Y', '%d de %B de %Y']";
	static const char *const berlin = "type: datetime, zone: "
	    "Europe/Berlin, parse: '%Y-%m-%d %H:%M'";

	(void)state;
	becomes(named, "\"1. M\u00e4rz 2026\"", "\"2026-03-01\"");
	becomes(named, "\"1. M\u00c4RZ 2026\"", "\"2026-03-01\"");
	becomes(named, "\"14 juil 2026\"", "\"2026-07-14\"");
	becomes(named, "\"14 ao\u00fbt 2026\"", "\"2026-08-14\"");
	becomes(named, "\"3 de mayo de 2026\"", "\"2026-05-03\"");
	becomes(named, "\"3 pa\u017adziernika 2026\"", "\"2026-10-03\"");
	becomes(named, "\"Thursday, May 7, 2026\"", "\"2026-05-07\"");
	becomes(named, "\"3 Foo 2026\"", "type.date");
	becomes("type: date, parse: '%d/%m/%y'", "\"01/03/68\"",
	    "\"2068-03-01\"");
	becomes("type: date, parse: '%d/%m/%y'", "\"01/03/69\"",
	    "\"1969-03-01\"");
	/* Clocks go forward over half past two, and back over it. */
	becomes(berlin, "\"2026-03-29 02:30\"", "\"2026-03-29T01:30:00Z\"");
	becomes(berlin, "\"2026-10-25 02:30\"", "\"2026-10-25T00:30:00Z\"");
	becomes(berlin, "\"2026-10-25 03:30\"", "\"2026-10-25T02:30:00Z\"");
	becomes("type: datetime, parse: '%F %R %Z'",
	    "\"2026-07-01 12:00 America/New_York\"",
	    "\"2026-07-01T16:00:00Z\"");
	becomes("type: datetime, parse: '%F %R %Z'",
	    "\"2026-07-01 12:00 CEST\"", "\"2026-07-01T10:00:00Z\"");
	becomes("type: datetime, parse: '%F %R %Z'",
	    "\"2026-07-01 12:00 Mars/Base\"", "type.datetime");
}

static void
times_are_read_in_every_form(void **state)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "1599673424.0190961", "2020-09-09T17:43:44.019096Z" },
		{ "1599673424019", "2020-09-09T17:43:44.019Z" },
		{ "1599673424019096", "2020-09-09T17:43:44.019096Z" },
		{ "1599673424019096555", "2020-09-09T17:43:44.019097Z" },
		{ "-1.5", "1969-12-31T23:59:58.500Z" },
		{ "2020-10-14T14:39:02.513Z", "2020-10-14T14:39:02.513Z" },
		{ "2020-10-14T14:39:02.513", "2020-10-14T14:39:02.513Z" },
		{ "2020-10-14T16:39:02+0200", "2020-10-14T14:39:02Z" },
		{ "2020-10-14 16:39:02 +02", "2020-10-14T14:39:02Z" },
		{ "2020-10-14", "2020-10-14T00:00:00Z" },
		{ "Wed Oct 14 2020 16:39:02 GMT+0200 (Central European Summer"
		  " Time)", "2020-10-14T14:39:02Z" },
		{ "Wed, 14 Oct 2020 14:39:02 GMT", "2020-10-14T14:39:02Z" },
		{ "", NULL }, { "soon", NULL }, { "99999999999999999999", NULL },
		{ "2020-13-01", NULL }, { "1-2", NULL }, { "-", NULL }
	};
	struct instant t;
	char text[TIME_TEXT + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (map_time_text(str_of(cases[i].in), NULL, &t) == -1) {
			if (cases[i].want != NULL)
				fail_msg("%s is not read", cases[i].in);
			continue;
		}
		text[time_format(t, text)] = '\0';
		if (cases[i].want == NULL)
			fail_msg("'%s' is read as %s", cases[i].in, text);
		assert_string_equal(text, cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(numbers_of_every_locale),
		cmocka_unit_test(the_writers_locale_decides),
		cmocka_unit_test(numbers_with_words),
		cmocka_unit_test(money_is_decimal),
		cmocka_unit_test(lists_of_values),
		cmocka_unit_test(what_is_dropped_of_a_list_is_told),
		cmocka_unit_test(texts_and_booleans),
		cmocka_unit_test(picklists_and_buckets),
		cmocka_unit_test(dates_by_format_and_zone),
		cmocka_unit_test(dates_as_people_write_them),
		cmocka_unit_test(times_are_read_in_every_form)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

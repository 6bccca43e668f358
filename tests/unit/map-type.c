/* map: types of fields, and times as platforms write them. */
#include "map_try.h"
#include "stage/map_time.h"

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
	if (f != NULL)
		json_write(f, &t.out);
	else if (findings != NULL)
		buf_adds(&t.out, json_get_str(&findings->items[0],
		    STR("code")));
	else
		buf_adds(&t.out, str_of(t.err.code));
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
	becomes("type: number", "\"1'234.50\"", "1234.50");
	becomes("type: number", "0.10", "0.10");
	becomes("type: number", "\"twelve\"", "type.number");
	becomes("type: number", "\"-\"", "type.number");
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
	becomes(sizes, "10", "\"1-10\"");
	becomes(sizes, "10.9", "\"1-10\"");
	becomes(sizes, "\"about 1,200 people\"", "\"251+\"");
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
		cmocka_unit_test(texts_and_booleans),
		cmocka_unit_test(picklists_and_buckets),
		cmocka_unit_test(dates_by_format_and_zone),
		cmocka_unit_test(times_are_read_in_every_form)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

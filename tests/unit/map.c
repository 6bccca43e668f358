/* map: configuration, fields, ids, who is anonymous, what is redacted. */
#include "map_try.h"

static void
a_bare_line_is_named_by_its_hash(void **state)
{
	struct try t;
	char first[128];

	(void)state;
	assert_int_equal(try_open(&t, "map: {contact: {name: input.n}}"), 0);
	try_line(&t, "{\"n\":\"Ana\",\"other\":1}");
	snprintf(first, sizeof(first), "%s", try_part(&t, "id"));
	assert_int_equal(strlen(first), strlen("\"json/default/\"") + 32);
	assert_string_equal(try_part(&t, "contact"), "{\"name\":\"Ana\"}");
	try_line(&t, "{\"n\":\"Ana\",\"other\":1}");
	assert_string_equal(try_part(&t, "id"), first);
	/* What no expression reads tells two lines apart all the same. */
	try_line(&t, "{\"n\":\"Ana\",\"other\":2}");
	assert_string_not_equal(try_part(&t, "id"), first);
	try_close(&t);
}

static void
ids_keep_every_digit_and_are_escaped(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, "map: {account: shop, source: {profile: "
	    "json, platform: p, id: input.id, session: input.s}}"), 0);
	try_line(&t, "{\"id\":12345678901234567890123456}");
	assert_string_equal(try_part(&t, "id"),
	    "\"p/shop/12345678901234567890123456\"");
	try_line(&t, "{\"id\":\"a/b%\",\"s\":7}");
	assert_string_equal(try_part(&t, "id"), "\"p/shop/a%2Fb%25/7\"");
	assert_string_equal(try_line(&t, "{\"id\":null}"),
	    "refused source.id");
	/* A NUL is a character like others. */
	try_line(&t, "{\"id\":\"a\\u0000b\"}");
	assert_string_equal(try_part(&t, "id"), "\"p/shop/a\\u0000b\"");
	/* Two ids of halves of characters would be one. */
	assert_string_equal(try_line(&t, "{\"id\":\"a\\ud800\"}"),
	    "refused source.id");
	/* A card number for an id: an id still, but no card number. */
	try_line(&t, "{\"id\":\"4111111111111111\"}");
	assert_null(strstr(try_part(&t, "id"), "4111"));
	assert_non_null(strstr(try_part(&t, "findings"), "redacted.card"));
	try_close(&t);
}

static void
fields_have_conditions_defaults_and_literals(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t,
	    "map:\n"
	    "  contact:\n"
	    "    a: input.a\n"
	    "    b: {from: input.b, default: none}\n"
	    "    c: {value: chatbot, when: 'input.a == \"x\"'}\n"
	    "    d: {first_of: [input.no, input.a]}\n"
	    "    e: {from: 'input.n / 0', default: 1}\n"
	    "    f: 'contact.a + \"!\"'\n"
	    "  company: {g: contact.f}\n"), 0);
	try_line(&t, "{\"a\":\"x\",\"n\":1}");
	assert_string_equal(try_part(&t, "contact"), "{\"a\":\"x\","
	    "\"b\":\"none\",\"c\":\"chatbot\",\"d\":\"x\",\"e\":1,"
	    "\"f\":\"x!\"}");
	assert_string_equal(try_part(&t, "company"), "{\"g\":\"x!\"}");
	/* A missing key is silence; a division by zero is not. */
	assert_string_equal(try_part(&t, "findings"), "[{\"field\":"
	    "\"contact.e\",\"code\":\"expr.error\",\"severity\":\"warning\","
	    "\"did\":\"dropped\"}]");
	try_line(&t, "{\"a\":\"\",\"b\":null}");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"b\":\"none\",\"e\":1}");
	try_close(&t);
}

/* The field x of input ${line}, then the findings. */
static void
field_is(const char *field, const char *line, const char *want)
{
	struct try t;
	struct buf conf = { 0 }, got = { 0 };

	buf_printf(&conf, "map: {contact: {x: %s, y: '1'}}", field);
	assert_int_equal(try_open(&t, conf.p), 0);
	if (strncmp(try_line(&t, line), "refused", 7) == 0) {
		buf_adds(&got, buf_str(&t.out));
	} else {
		buf_printf(&got, "%s ", try_part(&t, "contact.x"));
		buf_adds(&got, str_of(try_part(&t, "findings")));
	}
	if (strcmp(got.p, want) != 0)
		fail_msg("%s of %s is '%s', not '%s'", field, line, got.p,
		    want);
	try_close(&t);
	buf_free(&conf);
	buf_free(&got);
}

static void
absent_null_error_and_number(void **state)
{
	static const char *const error = " [{\"field\":\"contact.x\","
	    "\"code\":\"expr.error\",\"severity\":\"warning\",\"did\":"
	    "\"dropped\"}]";

	(void)state;
	/* A missing key is absent, at any level, and a condition false. */
	field_is("input.a", "{}", " ");
	field_is("input.a.b.c", "{\"a\":{}}", " ");
	field_is("input.a + 1", "{}", " ");
	field_is("{from: input.a, default: 7}", "{}", "7 ");
	field_is("{value: 1, when: input.a > 2}", "{}", " ");
	field_is("[input.a, input.b]", "{\"b\":2}", "2 ");
	/* So are null and an empty text; false and 0 are values. */
	field_is("{from: input.a, default: 7}", "{\"a\":null}", "7 ");
	field_is("{from: input.a, default: 7}", "{\"a\":\"\"}", "7 ");
	field_is("{from: input.a, default: 7}", "{\"a\":false}", "false ");
	field_is("{from: input.a, default: 7}", "{\"a\":0}", "0 ");
	field_is("input.a.b", "{\"a\":null}", " ");
	/* Any other failure is told, under the field's on_invalid. */
	field_is("input.a + 1", "{\"a\":\"x\"}", error);
	field_is("1 / input.a", "{\"a\":0}", error);
	field_is("{from: 1 / input.a, default: 7}", "{\"a\":0}", "7 [{\""
	    "field\":\"contact.x\",\"code\":\"expr.error\",\"severity\":"
	    "\"warning\",\"did\":\"dropped\"}]");
	field_is("{from: 1 / input.a, on_invalid: reject}", "{\"a\":0}",
	    "refused expr.error");
	field_is("{value: 1, when: 1 / input.a > 0}", "{\"a\":0}", error);
	field_is("{value: 1, when: 1 / input.a > 0, on_invalid: reject}",
	    "{\"a\":0}", "refused expr.error");
	/* int if it fits, else uint, else double; untouched it is its text. */
	field_is("type(input.a) == int", "{\"a\":5}", "true ");
	field_is("type(input.a) == uint", "{\"a\":18446744073709551615}",
	    "true ");
	field_is("type(input.a) == double",
	    "{\"a\":18446744073709551616}", "true ");
	field_is("type(input.a) == double", "{\"a\":5.0}", "true ");
	field_is("type(input.a) == double", "{\"a\":5e0}", "true ");
	field_is("input.a", "{\"a\":12.50}", "12.50 ");
	field_is("input.a", "{\"a\":1e2}", "1e2 ");
	field_is("input.?a", "{\"a\":12345678901234567890123}",
	    "12345678901234567890123 ");
	field_is("number(input.a)", "{\"a\":\"12\"}", "12.0 ");
}

static void
nobody_is_skipped_but_a_wrong_address_is_not(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, "map: {anonymous: skip, contact: "
	    "{email: input.e, phone: input.p}}"), 0);
	assert_string_equal(try_line(&t, "{\"x\":1}"),
	    "skipped person.anonymous");
	try_line(&t, "{\"e\":\"Ana@ACME.example \"}");
	assert_string_equal(try_part(&t, "person.identifiers"), "[{\"kind\":"
	    "\"email\",\"value\":\"Ana@acme.example\",\"where\":\"input.e\","
	    "\"verified\":false}]");
	/* Validate is to judge it, with a dead letter if it must. */
	try_line(&t, "{\"e\":\"ana at acme\"}");
	assert_string_equal(try_part(&t, "contact.email"),
	    "\"ana at acme\"");
	assert_string_equal(try_part(&t, "person"), "");
	try_close(&t);
}

static void
secrets_stay_behind(void **state)
{
	struct try t;
	const char *out;

	(void)state;
	assert_int_equal(try_open(&t,
	    "map:\n"
	    "  source:\n"
	    "    profile: json\n"
	    "    id: input.id\n"
	    "    events: input.m\n"
	    "    slots: input.s\n"
	    "    rules: [{message: {role: customer, text: event.t}}]\n"
	    "  contact: {note: input.note, card: slots.card}\n"), 0);
	out = try_line(&t, "{\"id\":\"1\",\"m\":[{\"t\":\"hello\"},"
	    "{\"t\":\"card 4111 1111 1111 1111 please\"}],"
	    "\"s\":{\"card\":4111111111111111,\"user_password\":\"s3cret!\","
	    "\"n\":{\"5500 0000 0000 0004\":true}},"
	    "\"note\":[\"my ssn is 078-05-1120\"]}");
	assert_null(strstr(out, "4111"));
	assert_null(strstr(out, "s3cret"));
	assert_null(strstr(out, "5500"));
	assert_null(strstr(out, "1120"));
	assert_string_equal(try_part(&t, "contact.card"), "\"[card]\"");
	out = try_part(&t, "findings");
	assert_non_null(strstr(out, "{\"field\":\"conversation.messages[1]"
	    ".text\",\"code\":\"redacted.card\",\"severity\":\"info\","
	    "\"did\":\"redacted\"}"));
	assert_non_null(strstr(out, "\"conversation.slots.user_password\","
	    "\"code\":\"redacted.password\""));
	assert_non_null(strstr(out, "\"field\":\"contact.note\""));
	try_close(&t);
}

static void
facts_are_the_customers_last_words(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t,
	    "map:\n"
	    "  region: US\n"
	    "  source: chatlog\n"
	    "  contact: {email: facts.email, phone: facts.phone}\n"), 0);
	try_line(&t, "{\"messages\":[{\"role\":\"assistant\",\"content\":"
	    "\"write to us@shop.example\"},{\"role\":\"user\",\"content\":"
	    "\"I am ana@acme.exampl\"},{\"role\":\"user\",\"content\":\"sorry, "
	    "ana@acme.example, or (415) 555-0123\"}]}");
	assert_string_equal(try_part(&t, "contact"), "{\"email\":"
	    "\"ana@acme.example\",\"phone\":\"+14155550123\"}");
	assert_string_equal(try_part(&t, "conversation.facts"),
	    "{\"email\":\"ana@acme.example\",\"phone\":\"+14155550123\"}");
	try_close(&t);
}

/* A later stage's expression asks for them too; nobody, and they are not. */
static void
facts_are_there_when_asked_for(void **state)
{
	static const char *const line = "{\"messages\":[{\"role\":\"user\","
	    "\"content\":\"ana@acme.example\"}]}";
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, "map: {source: chatlog}\n"
	    "score: {rules: [{when: has(facts.email)}]}"), 0);
	try_line(&t, line);
	assert_string_equal(try_part(&t, "conversation.facts.email"),
	    "\"ana@acme.example\"");
	try_close(&t);
	assert_int_equal(try_open(&t, "map: {source: chatlog}"), 0);
	try_line(&t, line);
	assert_string_equal(try_part(&t, "conversation.facts"), "");
	try_close(&t);
}

static void
tags_are_distinct_and_not_too_many(void **state)
{
	struct buf line = { 0 };
	struct try t;
	int i;

	(void)state;
	assert_int_equal(try_open(&t, "map: {tags: [input.t, {value: vip, "
	    "when: input.n > 1}, {from: input.list}]}"), 0);
	try_line(&t, "{\"t\":\"a\",\"n\":2,\"list\":[\"a\",\"b\",3]}");
	assert_string_equal(try_part(&t, "tags"), "[\"a\",\"vip\",\"b\"]");
	try_line(&t, "{\"n\":0}");
	assert_string_equal(try_part(&t, "tags"), "");
	try_close(&t);
	assert_int_equal(try_open(&t, "map: {tags: ['input.n.map(i, "
	    "string(i))']}"), 0);
	buf_adds(&line, STR("{\"n\":[0"));
	for (i = 1; i < 1000; i++)
		buf_printf(&line, ",%d", i);
	buf_adds(&line, STR("]}"));
	try_line(&t, line.p);
	assert_int_equal(json_path(&t.rec.doc.root, "tags")->len, 100);
	assert_non_null(strstr(try_part(&t, "findings"), "tags.too_many"));
	buf_free(&line);
	try_close(&t);
}

/* Every mistake at once, each with its place and what to write instead. */
static void
mistakes_are_told_together(void **state)
{
	static const char *const yaml =
	    "map:\n"
	    "  source: rassa\n"
	    "  contcat: {a: input.a}\n"
	    "  contact:\n"
	    "    a: {value: chatbot, form: input.a}\n"
	    "    lead_source: chatbot\n"
	    "    b: !consent\n"
	    "    c: {from: f(input.a, input.b)}\n"
	    "    d: {from: input.d, type: datee}\n"
	    "    e: input.e + \"a #b\" \n"
	    "    f: {type: date, from: input.f, format: '%Q'}\n"
	    "    g: conversation.intent\n"
	    "    h:\n";
	static const char *const wanted[] = {
		"'rasa'", "'contact'", "'from'", "{value: chatbot}", "tag",
		"comma", "date", "quote", "%Q", "intents", "no expression"
	};
	struct try t;
	const struct diag *d;
	size_t i;
	bool found;

	(void)state;
	assert_true(try_open(&t, yaml) >= 10);
	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		found = false;
		for (d = t.diags.first; d != NULL; d = d->next) {
			assert_true(d->at.line > 1);
			found |= str_find(d->msg, str_of(wanted[i])) !=
			    (size_t)-1;
		}
		if (!found) {
			diags_print(&t.diags, stdout);
			fail_msg("nothing is said of %s", wanted[i]);
		}
	}
	try_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bare_line_is_named_by_its_hash),
		cmocka_unit_test(ids_keep_every_digit_and_are_escaped),
		cmocka_unit_test(fields_have_conditions_defaults_and_literals),
		cmocka_unit_test(absent_null_error_and_number),
		cmocka_unit_test(nobody_is_skipped_but_a_wrong_address_is_not),
		cmocka_unit_test(secrets_stay_behind),
		cmocka_unit_test(facts_are_the_customers_last_words),
		cmocka_unit_test(facts_are_there_when_asked_for),
		cmocka_unit_test(tags_are_distinct_and_not_too_many),
		cmocka_unit_test(mistakes_are_told_together)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

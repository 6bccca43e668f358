/* validate: what passes, what is mended, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage.h"

#define NOW	"2026-03-01T00:00:00Z"
#define R(rest)	"{\"chatcrm\":1,\"id\":\"x\"," rest "}"

static void
becomes(const char *in, const char *want)
{
	const char *got = stage_pass(in);

	if (strcmp(got, want) != 0)
		fail_msg("%s\nbecame %s\nnot %s", in, got, want);
}

/* As becomes; and what came out passes again as it is. */
static void
settles(const char *in, const char *want)
{
	becomes(in, want);
	becomes(want, want);
}

static void
addresses_and_numbers_are_checked_unasked(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "{}", NOW);
	settles(R("\"contact\":{\"email\":\"ana@acme.example\"}"),
	    R("\"contact\":{\"email\":\"ana@acme.example\"}"));
	settles(R("\"contact\":{\"email\":\" Ana@ACME.example\"}"),
	    R("\"contact\":{\"email\":\"Ana@acme.example\"},\"findings\":["
	    "{\"field\":\"contact.email\",\"code\":\"email.normalised\","
	    "\"severity\":\"info\",\"did\":\"normalised\","
	    "\"was\":\" Ana@ACME.example\"}]"));
	settles(R("\"contact\":{\"email\":\"ana\",\"name\":\"Ana\"}"),
	    R("\"contact\":{\"name\":\"Ana\"},\"findings\":["
	    "{\"field\":\"contact.email\",\"code\":\"email.syntax\","
	    "\"severity\":\"warning\",\"did\":\"dropped\","
	    "\"was\":\"ana\"}]"));
	settles(R("\"contact\":{\"phone\":\"415 555 0123\"}"),
	    R("\"contact\":{\"phone\":\"415 555 0123\"},\"findings\":["
	    "{\"field\":\"contact.phone\",\"code\":\"phone.region\","
	    "\"severity\":\"warning\",\"did\":\"kept\"}]"));
	stage_tear_down();
}

static void
the_region_comes_from_configuration_or_locale(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "{}", NOW);
	becomes(R("\"source\":{\"locale\":\"en-US\"},"
	    "\"contact\":{\"phone\":14155550123}"),
	    R("\"source\":{\"locale\":\"en-US\"},"
	    "\"contact\":{\"phone\":\"+14155550123\"},\"findings\":["
	    "{\"field\":\"contact.phone\",\"code\":\"phone.normalised\","
	    "\"severity\":\"info\",\"did\":\"normalised\","
	    "\"was\":14155550123}]"));
	stage_tear_down();
	stage_set_up(&stage_validate, "validate: {region: DE}", NOW);
	settles(R("\"source\":{\"locale\":\"en-US\"},"
	    "\"contact\":{\"phone\":\"030 123456 ext 7\"}"),
	    R("\"source\":{\"locale\":\"en-US\"},"
	    "\"contact\":{\"phone\":\"+4930123456;ext=7\"},\"findings\":["
	    "{\"field\":\"contact.phone\",\"code\":\"phone.normalised\","
	    "\"severity\":\"info\",\"did\":\"normalised\","
	    "\"was\":\"030 123456 ext 7\"}]"));
	stage_tear_down();
}

static void
each_fault_meets_its_on_invalid(void **state)
{
	(void)state;
	stage_set_up(&stage_validate,
	    "validate:\n"
	    "  contact:\n"
	    "    email: {required: true}\n"
	    "    phone: {region: US, min_digits: 10, on_invalid: drop}\n"
	    "    country: {allow: [US, CA, DE], on_invalid: keep}\n"
	    "    name: {min_length: 2, max_length: 5}\n", NOW);
	becomes(R("\"contact\":{\"email\":\"ana@\"}"), "email.syntax");
	assert_string_equal(t.e.field, "contact.email");
	assert_string_equal(t.e.msg,
	    "contact.email: nothing stands after the @");
	becomes(R("\"contact\":{\"name\":\"Ana\"}"), "field.required");
	becomes(R("\"contact\":{\"email\":\"  \"}"), "field.required");
	becomes(R("\"contact\":{\"email\":[]}"), "value.type");
	becomes(R("\"company\":{}"), "field.required");
	settles(R("\"contact\":{\"email\":\"a@x.example\",\"phone\":\"12\","
	    "\"country\":\"de\",\"name\":\"\\u00e9\"}"),
	    R("\"contact\":{\"email\":\"a@x.example\",\"country\":\"DE\"},"
	    "\"findings\":[{\"field\":\"contact.phone\","
	    "\"code\":\"phone.too_short\",\"severity\":\"warning\","
	    "\"did\":\"dropped\",\"was\":\"12\"},"
	    "{\"field\":\"contact.country\",\"code\":\"text.normalised\","
	    "\"severity\":\"info\",\"did\":\"normalised\",\"was\":\"de\"},"
	    "{\"field\":\"contact.name\",\"code\":\"text.too_short\","
	    "\"severity\":\"warning\",\"did\":\"dropped\","
	    "\"was\":\"\u00e9\"}]"));
	settles(R("\"contact\":{\"email\":\"a@x.example\","
	    "\"country\":\"Mars\"}"),
	    R("\"contact\":{\"email\":\"a@x.example\","
	    "\"country\":\"Mars\"},"
	    "\"findings\":[{\"field\":\"contact.country\","
	    "\"code\":\"value.not_allowed\",\"severity\":\"warning\","
	    "\"did\":\"kept\",\"was\":\"Mars\"}]"));
	stage_tear_down();
}

static void
secrets_do_not_reach_the_findings(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "validate: {region: US}", NOW);
	settles(R("\"contact\":{\"phone\":\"4111 1111 1111 1111\"}"),
	    R("\"contact\":{},\"findings\":["
	    "{\"field\":\"contact.phone\",\"code\":\"phone.too_long\","
	    "\"severity\":\"warning\",\"did\":\"dropped\","
	    "\"was\":\"[card]\"}]"));
	stage_tear_down();
}

static void
domains_that_the_public_cannot_reach_are_told(void **state)
{
	(void)state;
	stage_set_up(&stage_validate,
	    "validate: {contact: {email: {on_invalid: reject}}}", NOW);
	becomes(R("\"contact\":{\"email\":\"ana@gmail\"}"), "email.domain");
	stage_tear_down();
	stage_set_up(&stage_validate,
	    "validate: {contact: {email: {domain: any}}}", NOW);
	settles(R("\"contact\":{\"email\":\"ana@intranet\"}"),
	    R("\"contact\":{\"email\":\"ana@intranet\"}"));
	stage_tear_down();
}

static void
rules_have_words_of_their_own(void **state)
{
	(void)state;
	stage_set_up(&stage_validate,
	    "validate:\n"
	    "  contact:\n"
	    "    name: {rule: 'value != \"test\"', code: name.test,\n"
	    "           message: 'a name, please'}\n"
	    "    rules:\n"
	    "      - {rule: 'has(contact.email) || has(contact.name)',\n"
	    "         code: contact.empty, message: nobody}\n"
	    "  rules:\n"
	    "    - {rule: 'deal.amount > 0.0', field: deal.amount,\n"
	    "       on_invalid: drop}\n"
	    "    - {rule: 'deal.name.size() > 2', on_invalid: keep}\n", NOW);
	becomes(R("\"contact\":{\"x\":1}"), "contact.empty");
	assert_string_equal(t.e.msg, "contact: nobody");
	becomes(R("\"contact\":{\"name\":\"test\"}"), "contact.empty");
	settles(R("\"contact\":{\"name\":\"test\","
	    "\"email\":\"a@x.example\"},\"deal\":{\"amount\":-1.5}"),
	    R("\"contact\":{\"email\":\"a@x.example\"},\"deal\":{},"
	    "\"findings\":[{\"field\":\"contact.name\","
	    "\"code\":\"name.test\",\"severity\":\"warning\","
	    "\"did\":\"dropped\",\"was\":\"test\","
	    "\"message\":\"a name, please\"},"
	    "{\"field\":\"deal.amount\",\"code\":\"rule.failed\","
	    "\"severity\":\"warning\",\"did\":\"dropped\","
	    "\"was\":-1.5}]"));
	settles(R("\"contact\":{\"name\":\"A\"},\"deal\":{\"name\":7}"),
	    R("\"contact\":{\"name\":\"A\"},\"deal\":{\"name\":7},"
	    "\"findings\":[{\"code\":\"expr.error\","
	    "\"severity\":\"warning\",\"did\":\"kept\"}]"));
	stage_tear_down();
}

static void
what_is_not_read_passes_as_it_came(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "{}", NOW);
	settles("{\"chatcrm\": 1, \"contact\": {\"n\": 1e400, \"z\":[ ]}, "
	    "\"x\": {\"a\" :1}}",
	    "{\"chatcrm\":1,\"contact\":{\"n\": 1e400, \"z\":[ ]},"
	    "\"x\":{\"a\" :1}}");
	stage_tear_down();
}

/* One field under one configuration: its value after, and a code. */
static void
field(const char *yaml, const char *in, const char *want, const char *code)
{
	char record[512], conf[512], member[512], found[96];

	snprintf(conf, sizeof(conf), "validate: {contact: {x: {%s}}}", yaml);
	snprintf(record, sizeof(record), R("\"contact\":{\"x\":%s}"), in);
	snprintf(member, sizeof(member), "\"contact\":{\"x\":%s}", want);
	snprintf(found, sizeof(found), "\"code\":\"%s\"", code);
	stage_set_up(&stage_validate, conf, NOW);
	if (t.diags.errors > 0)
		fail_msg("%s: %s", yaml, stage_complaint());
	stage_pass(record);
	if (t.verdict != REC_PASS)
		fail_msg("%s: %s was refused: %s", yaml, in, t.e.msg);
	if (strstr(t.out.p, want[0] != '\0' ? member : "\"contact\":{}") ==
	    NULL)
		fail_msg("%s: %s became %s", yaml, in, t.out.p);
	if (code[0] == '\0' ? strstr(t.out.p, "findings") != NULL :
	    strstr(t.out.p, found) == NULL)
		fail_msg("%s: %s: findings of %s", yaml, in, t.out.p);
	stage_tear_down();
}

static void
types_have_their_standards(void **state)
{
	(void)state;
	field("emoji: strip", "\"a 😀\\n b\"", "\"a \\n b\"",
	    "text.normalised");
	field("type: country", "\"DE\"", "\"DE\"", "");
	field("type: country", "\"deu\"", "\"DE\"", "text.normalised");
	field("type: country", "\"Deutschland\"", "\"DE\"",
	    "text.normalised");
	field("type: country", "\"espana\"", "\"ES\"", "text.normalised");
	field("type: country, as: name", "\"UK\"", "\"United Kingdom\"",
	    "text.normalised");
	field("type: country, as: alpha3", "\"日本\"", "\"JPN\"",
	    "text.normalised");
	field("type: country, allow: [US]", "\"Canada\"", "",
	    "value.not_allowed");
	field("type: country", "\"The United States  of America\"", "\"US\"",
	    "text.normalised");
	field("type: country", "\"Côte d’Ivoire\"", "\"CI\"",
	    "text.normalised");
	field("type: country", "\"Atlantis\"", "", "country.unknown");
	field("type: currency", "\"eur\"", "\"EUR\"", "text.normalised");
	field("type: currency", "\"€\"", "\"EUR\"", "text.normalised");
	field("type: currency", "\"XCG\"", "\"XCG\"", "");
	field("type: currency", "\"$\"", "", "currency.unknown");
	field("type: url", "\"HTTPS://Acme.Example/A?b\"",
	    "\"https://acme.example/A?b\"", "text.normalised");
	field("type: url", "\"acme.example\"", "\"acme.example\"", "");
	field("type: url", "\"https://a.example:8080/\"",
	    "\"https://a.example:8080/\"", "");
	field("type: url", "\"javascript:alert(1)\"", "", "url.scheme");
	field("type: url", "\"https://localhost/\"", "", "url.host");
	field("type: url", "\"https://a:b@acme.example\"", "", "url.user");
	field("type: url", "\"https://acme.example/a b\"", "", "url.syntax");
	field("type: url", "\"https:acme.example\"", "", "url.syntax");
	field("type: url", "\"https://acme.example:99999\"", "",
	    "url.syntax");
	field("type: number, min: 1, max: 5.5", "\"5.5\"", "5.5",
	    "text.normalised");
	field("type: number, min: 1, max: 5.5", "5.50", "5.50", "");
	field("type: number, min: 1", "0.99", "", "number.range");
	field("type: number", "\"five\"", "", "number.syntax");
	field("type: number", "\"1e5\"", "1e5", "text.normalised");
	field("type: number", "\"01\"", "", "number.syntax");
	field("type: number", "\"1,\\\"y\\\":2\"", "", "number.syntax");
	field("type: number", "\"nan\"", "", "number.syntax");
	field("type: date, min: 2026-01-01, max: now", "\"2026-03-01\"",
	    "\"2026-03-01\"", "");
	field("type: date, max: now", "\"2026-03-02\"", "", "date.range");
	field("type: date, min: -30d", "\"2026-01-01\"", "", "date.range");
	field("type: date, min: -30d", "\"2026-02-01T10:00:00Z\"",
	    "\"2026-02-01T10:00:00Z\"", "");
	field("type: date, max: 2026-12-31", "\"2026-12-31T23:59:59Z\"",
	    "\"2026-12-31T23:59:59Z\"", "");
	field("type: date, max: 2026-12-31", "\"2027-01-01T00:00:00Z\"", "",
	    "date.range");
	field("type: date", "\"01/02/2026\"", "", "date.syntax");
	field("type: date", "\"2026-02-30\"", "", "date.syntax");
}

static void
names_of_any_script_are_names(void **state)
{
	static const char *const good[] = { "A", "Ng", "O'Brien", "Null",
		"None", "Na", "ʻŌlelo", "Jean-Luc", "John Smith III",
		"X Æ A-12", "张伟", "محمد",
		"မြင့်", "สมชาย",
		("می\xe2\x80\x8c" "خواهم"),
		"ശ്രീ", "D’Angelo", "Dr. M. Müller",
		"한지민", "דוד", "Αννα" };
	char in[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(in, sizeof(in), "\"%s\"", good[i]);
		field("type: name, min_length: 1", in, in, "");
	}
	field("type: name", "\"Mu\xcc\x88""ller\"", "\"Müller\"",
	    "text.normalised");
	field("type: name", "\"Ana\xc2\xa0"" Lima\"", "\"Ana Lima\"",
	    "text.normalised");
	field("type: name", "\"An\xe2\x80\xae""a\xe2\x80\x8b""\"", "\"Ana\"",
	    "text.normalised");
	field("type: name", "\"A\xe2\x80\x8d""na\"", "\"Ana\"", "text.normalised");
	field("type: name", "\"Ana 🌸\"", "\"Ana\"",
	    "text.normalised");
	field("type: name, emoji: keep", "\"Ana 🌸\"",
	    "\"Ana 🌸\"", "");
	field("type: name, emoji: refuse", "\"Ana 🌸\"", "",
	    "text.emoji");
	field("type: name", "\"🌸\"", "", "text.emoji");
	field("type: name", "\"12345\"", "", "name.letters");
	field("type: name", "\"Test\"", "", "text.rubbish");
	field("type: name", "\"N/A\"", "", "text.rubbish");
	field("type: name, rubbish: [nemo]", "\"Némo\"", "",
	    "text.rubbish");
	field("type: name, rubbish: [nemo]", "\"Test\"", "\"Test\"", "");
	field("type: name", "\"MÃ¼ller\"", "\"MÃ¼ller\"",
	    "text.mojibake\",\"severity\":\"warning\",\"did\":\"kept\","
	    "\"suggestion\":\"Müller");
	/* Two letters for Unicode, one for a reader. */
	field("min_length: 2", "\"กำ\"", "", "text.too_short");
	field("min_length: 2", "\"👩\xe2\x80\x8d""👩\"", "",
	    "text.too_short");
}

static void
contacts_names_are_judged_unasked(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "{}", NOW);
	settles(R("\"contact\":{\"first_name\":\" Ana\\u200b  B \","
	    "\"last_name\":\"asdf\"}"),
	    R("\"contact\":{\"first_name\":\"Ana B\"},\"findings\":["
	    "{\"field\":\"contact.first_name\",\"code\":\"text.normalised\","
	    "\"severity\":\"info\",\"did\":\"normalised\","
	    "\"was\":\" Ana\xe2\x80\x8b""  B \"},"
	    "{\"field\":\"contact.last_name\",\"code\":\"text.rubbish\","
	    "\"severity\":\"warning\",\"did\":\"dropped\","
	    "\"was\":\"asdf\"}]"));
	stage_tear_down();
}

static void
texts_match_patterns_and_lists(void **state)
{
	(void)state;
	field("matches: '^[A-Z]{2}[0-9]+$'", "\"AB12\"", "\"AB12\"", "");
	field("matches: '^[A-Z]{2}[0-9]+$'", "\"ab12\"", "", "text.pattern");
	field("matches: '^(x+x+)+$', on_invalid: keep",
	    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!\"",
	    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!\"",
	    "regex.limit");
	field("allow: [España, Perú]", "\"ESPANA\"",
	    "\"España\"", "text.normalised");
	field("allow: [Espana]", "\"España\"", "\"Espana\"",
	    "text.normalised");
	field("allow: [resume, résumé]", "\"RÉSUMÉ\"",
	    "\"résumé\"", "text.normalised");
	field("allow: [Straße]", "\"STRASSE\"", "\"Straße\"",
	    "text.normalised");
	field("emoji: strip", "\"great 👍\"", "\"great\"",
	    "text.normalised");
}

static void
addresses_are_told_of(void **state)
{
	(void)state;
	field("type: email", "\"Ana@gmial.com\"", "\"Ana@gmial.com\"",
	    "email.suggestion\",\"severity\":\"warning\",\"did\":\"kept\","
	    "\"suggestion\":\"Ana@gmail.com");
	field("type: email", "\"ana@gmail,com\"", "",
	    "email.syntax\",\"severity\":\"warning\",\"did\":\"dropped\","
	    "\"was\":\"ana@gmail,com\",\"suggestion\":\"ana@gmail.com");
	field("type: email, suggest: false", "\"ana@gmail,com\"", "",
	    "email.syntax");
	field("type: email, suggest: false", "\"a@gmial.com\"",
	    "\"a@gmial.com\"", "");
	field("type: email", "\"\\\"a b\\\"@x.example\"", "",
	    "email.quoted");
	field("type: email, accept: [quoted]", "\"\\\"a b\\\"@x.example\"",
	    "\"\\\"a b\\\"@x.example\"", "");
	field("type: email, accept: display_name",
	    "\"Ana <a@x.example>\"", "\"a@x.example\"", "email.normalised");
	stage_set_up(&stage_validate, "validate:\n"
	    "  lists: {roles: [info, sales], bad: [mailinator.example]}\n"
	    "  contact:\n"
	    "    email: {roles: roles, disposable: bad,\n"
	    "      on_disposable: reject, fold: [dots, tags]}\n", NOW);
	settles(R("\"contact\":{\"email\":\"Info+a@x.example\"}"),
	    R("\"contact\":{\"email\":\"Info+a@x.example\"},\"findings\":["
	    "{\"field\":\"contact.email\",\"code\":\"email.role\","
	    "\"severity\":\"warning\",\"did\":\"kept\","
	    "\"was\":\"Info+a@x.example\"}]"));
	becomes(R("\"contact\":{\"email\":\"a@b.mailinator.example\"}"),
	    "email.disposable");
	settles(R("\"contact\":{\"email\":\"A.na+x@gmail.com\"}"),
	    R("\"contact\":{\"email\":\"A.na+x@gmail.com\"},"
	    "\"keys\":{\"contact\":{\"email\":\"ana@gmail.com\"}}"));
	stage_tear_down();
}

static void
objects_of_the_users_own_are_judged(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "validate:\n"
	    "  objects: {car: {plate: {matches: '^[A-Z]', min_length: 2},\n"
	    "    seats: {type: number, max: 9},\n"
	    "    rules: [{rule: objects.car.seats > 1, field: seats,\n"
	    "      on_invalid: keep}]}}\n"
	    "  rules: [{rule: objects.car.doors < 6, on_invalid: drop,\n"
	    "    field: objects.car.doors}]\n", NOW);
	settles(R("\"objects\":{\"car\":{\"plate\":\"x\",\"seats\":1,"
	    "\"doors\":7},\"van\":{\"plate\":\"x\"}}"),
	    R("\"objects\":{\"car\":{\"seats\":1},\"van\":{\"plate\":"
	    "\"x\"}},\"findings\":["
	    "{\"field\":\"objects.car.plate\",\"code\":\"text.too_short\","
	    "\"severity\":\"warning\",\"did\":\"dropped\",\"was\":\"x\"},"
	    "{\"field\":\"objects.car.seats\",\"code\":\"rule.failed\","
	    "\"severity\":\"warning\",\"did\":\"kept\",\"was\":1},"
	    "{\"field\":\"objects.car.doors\",\"code\":\"rule.failed\","
	    "\"severity\":\"warning\",\"did\":\"dropped\",\"was\":7}]"));
	settles(R("\"objects\":{\"van\":{}}"), R("\"objects\":{\"van\":{}}"));
	stage_tear_down();
}

static void
what_is_required_may_depend(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "validate: {company: {name: "
	    "{required: 'contact.segment == \"b2b\"'}}}", NOW);
	becomes(R("\"contact\":{\"segment\":\"b2b\"}"), "field.required");
	settles(R("\"contact\":{\"segment\":\"b2c\"}"),
	    R("\"contact\":{\"segment\":\"b2c\"}"));
	settles(R("\"contact\":{}"), R("\"contact\":{}"));
	settles(R("\"contact\":{\"segment\":\"b2b\"},"
	    "\"company\":{\"name\":\"3M\"}"),
	    R("\"contact\":{\"segment\":\"b2b\"},"
	    "\"company\":{\"name\":\"3M\"}"));
	stage_tear_down();
	/* A wrong value costs the record only where it is required. */
	stage_set_up(&stage_validate, "validate: {company: {name: {rubbish: "
	    "[n/a], required: 'contact.segment == \"b2b\"'}}}", NOW);
	becomes(R("\"contact\":{\"segment\":\"b2b\"},"
	    "\"company\":{\"name\":\"n/a\"}"), "text.rubbish");
	settles(R("\"contact\":{\"segment\":\"b2c\"},"
	    "\"company\":{\"name\":\"n/a\"}"),
	    R("\"contact\":{\"segment\":\"b2c\"},\"company\":{},"
	    "\"findings\":[{\"field\":\"company.name\","
	    "\"code\":\"text.rubbish\",\"severity\":\"warning\","
	    "\"did\":\"dropped\",\"was\":\"n/a\"}]"));
	stage_tear_down();
}

static void
what_a_rule_takes_away_may_be_required(void **state)
{
	(void)state;
	stage_set_up(&stage_validate, "validate: {contact: {email: "
	    "{required: true}, rules: [{rule: 'contact.email != "
	    "\"x@acme.example\"', field: email, on_invalid: drop}]}}", NOW);
	becomes(R("\"contact\":{\"email\":\"x@acme.example\"}"),
	    "field.required");
	settles(R("\"contact\":{\"email\":\"y@acme.example\"}"),
	    R("\"contact\":{\"email\":\"y@acme.example\"}"));
	stage_tear_down();
	/* Unless the visitor is asked for it. */
	stage_set_up(&stage_validate, "validate: {lists: {roles: [info]}, "
	    "contact: {email: {required: true, roles: roles, on_role: ask}}}",
	    NOW);
	settles(R("\"contact\":{\"email\":\"info@acme.example\"}"),
	    R("\"contact\":{},\"findings\":[{\"field\":"
	    "\"contact.email\",\"code\":\"email.role\",\"severity\":"
	    "\"warning\",\"did\":\"asked\","
	    "\"was\":\"info@acme.example\"}]"));
	stage_tear_down();
}

static void
complains(const char *yaml, const char *want)
{
	stage_set_up(&stage_validate, yaml, NOW);
	if (strstr(stage_complaint(), want) == NULL)
		fail_msg("%s: %s", yaml, stage_complaint());
	stage_tear_down();
}

static void
mistakes_of_the_configuration_are_named(void **state)
{
	(void)state;
	complains("validate:\n  contatc: {}", "2: unknown key 'contatc' of "
	    "validate; did you mean 'contact'");
	complains("validate: {contact: {email: {requird: true}}}",
	    "did you mean 'required'");
	complains("validate: {contact: {phone: {region: UK}}}",
	    "region 'UK' is no country");
	complains("validate: {contact: {name: {region: US}}}",
	    "type: phone");
	complains("validate: {contact: {name: {code: x}}}", "need a 'rule'");
	complains("validate: {rules: [{rule: '1 + 1'}]}",
	    "must be true or false");
	complains("validate: {rules: [{rule: '1 +'}]}", "1: ");
	complains("validate: {rules: [{rule: 'true', on_invalid: drop}]}",
	    "needs a 'field'");
	complains("validate: {rules: {rule: 'true'}}", "must be a list");
	complains("validate: {contact: {x: {accept: quoted}}}",
	    "type: email");
	complains("validate: {contact: {email: {accept: [quotes]}}}",
	    "did you mean 'quoted'");
	complains("validate: {contact: {email: {roles: role}}}",
	    "no list 'role'");
	complains("validate: {lists: {a: nowhere.txt}}", "cannot read");
	complains("validate: {contact: {x: {min: 1}}}", "type: number");
	complains("validate: {contact: {x: {type: date, min: soon}}}",
	    "must be dates");
	complains("validate: {contact: {x: {matches: '('}}}", "matches of");
	complains("validate: {contact: {x: {ask: really?}}}",
	    "on_invalid: ask");
	complains("validate: {contact: {x: {allow: [a], allow_list: b}}}",
	    "keep one");
	complains("validate: {contact: {x: {required: '1 +'}}}", "1: ");
	complains("validate: {contact: {name: {min_length: 3, "
	    "max_length: 2}}}", "above its max_length");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_and_numbers_are_checked_unasked),
		cmocka_unit_test(the_region_comes_from_configuration_or_locale),
		cmocka_unit_test(each_fault_meets_its_on_invalid),
		cmocka_unit_test(secrets_do_not_reach_the_findings),
		cmocka_unit_test(domains_that_the_public_cannot_reach_are_told),
		cmocka_unit_test(rules_have_words_of_their_own),
		cmocka_unit_test(types_have_their_standards),
		cmocka_unit_test(names_of_any_script_are_names),
		cmocka_unit_test(contacts_names_are_judged_unasked),
		cmocka_unit_test(texts_match_patterns_and_lists),
		cmocka_unit_test(addresses_are_told_of),
		cmocka_unit_test(objects_of_the_users_own_are_judged),
		cmocka_unit_test(what_is_required_may_depend),
		cmocka_unit_test(what_a_rule_takes_away_may_be_required),
		cmocka_unit_test(what_is_not_read_passes_as_it_came),
		cmocka_unit_test(mistakes_of_the_configuration_are_named),
	};

	return cmocka_run_group_tests_name("validate", tests, NULL, NULL);
}

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
		cmocka_unit_test(what_is_not_read_passes_as_it_came),
		cmocka_unit_test(mistakes_of_the_configuration_are_named),
	};

	return cmocka_run_group_tests_name("validate", tests, NULL, NULL);
}

/* route: which rules fire, what they ask for, what their mistakes are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage.h"
#include "stage/route.h"

#define NOW "2026-03-31T12:00:00Z"

/* ${in} with ${want} behind it: a record only gains. */
static void
gains(const char *in, const char *want)
{
	static char line[4096];

	snprintf(line, sizeof(line), "%.*s,%s}", (int)strlen(in) - 1, in,
	    want);
	assert_string_equal(stage_pass(in), line);
}

static void
all_that_hold_fire_until_one_stops(void **state)
{
	(void)state;
	stage_set_up(&stage_route,
	    "route:\n"
	    "  - {name: a, when: contact.n > 1}\n"
	    "  - {name: b, when: contact.n > 2, stop: true, owner: me}\n"
	    "  - {name: c}\n", NOW);
	gains("{\"contact\":{\"n\":1}}",
	    "\"route\":{\"rules\":[{\"rule\":\"c\"}]}");
	gains("{\"contact\":{\"n\":2}}",
	    "\"route\":{\"rules\":[{\"rule\":\"a\",\"why\":"
	    "{\"contact.n\":2}},{\"rule\":\"c\"}]}");
	gains("{\"contact\":{\"n\":3}}",
	    "\"route\":{\"rules\":[{\"rule\":\"a\",\"why\":"
	    "{\"contact.n\":3}},{\"rule\":\"b\",\"owner\":\"me\",\"why\":"
	    "{\"contact.n\":3}}],\"stopped\":\"b\"}");
	gains("{\"id\":\"1\"}", "\"route\":{\"rules\":[{\"rule\":\"c\"}]}");
	stage_tear_down();
}

static void
only_short_values_tell_why(void **state)
{
	static char line[512], text[200];

	(void)state;
	stage_set_up(&stage_route,
	    "route:\n"
	    "  - {name: a, when: 'contact.t.size() > 0 && contact.n == 1 && "
	    "\"x\" in tags && conversation.messages.exists(m, m.text != "
	    "\"\")'}\n", NOW);
	memset(text, 'x', 81);
	snprintf(line, sizeof(line), "{\"contact\":{\"t\":\"%s\",\"n\":1},"
	    "\"tags\":[\"x\"],\"conversation\":{\"messages\":[{\"text\":"
	    "\"secret\"}]}}", text);
	gains(line, "\"route\":{\"rules\":[{\"rule\":\"a\",\"why\":"
	    "{\"contact.n\":1,\"tags\":[\"x\"]}}]}");
	stage_tear_down();
}

static void
texts_stand_as_they_are_or_are_computed(void **state)
{
	(void)state;
	stage_set_up(&stage_route,
	    "route:\n"
	    "  - name: a\n"
	    "    do:\n"
	    "      - task:\n"
	    "          subject: contact.n\n"
	    "          body: {from: contact.n}\n"
	    "          kind: {value: 007}\n"
	    "          owner: {from: [contact.none, contact.n]}\n"
	    "          due: 2026-03-01T00:00:00Z\n"
	    "          fields: {x: contact.n, y: {value: [1]}, z: contact.q}\n"
	    "        max_age: 90m\n", NOW);
	gains("{\"contact\":{\"n\":5}}", "\"route\":{\"rules\":"
	    "[{\"rule\":\"a\"}]},\"actions\":[{\"type\":\"task\","
	    "\"workflow\":\"a\",\"id\":\"task\",\"subject\":\"contact.n\","
	    "\"body\":\"5\",\"kind\":\"007\",\"due\":"
	    "\"2026-03-01T00:00:00Z\",\"owner\":\"5\",\"x\":5,\"y\":[1],"
	    "\"max_age\":\"90m\"}]");
	stage_tear_down();
}

static void
nothing_is_asked_for_that_says_nothing(void **state)
{
	(void)state;
	stage_set_up(&stage_route,
	    "route:\n"
	    "  - name: a\n"
	    "    do:\n"
	    "      - assign: {owner: {from: contact.q}}\n"
	    "      - set: {f: contact.q, deal.g: contact.q}\n"
	    "      - tag: {from: contact.q}\n"
	    "      - list: {from: contact.list, remove: true}\n"
	    "      - unsubscribe: true\n"
	    "      - tag: {from: contact.none}\n", NOW);
	gains("{\"contact\":{\"list\":[\"a\",\"\",\"b\"],\"none\":"
	    "[\"\"]}}",
	    "\"route\":{\"rules\":[{\"rule\":\"a\"}]},\"actions\":["
	    "{\"type\":\"list\",\"workflow\":\"a\",\"id\":\"list\","
	    "\"name\":[\"a\",\"b\"],\"remove\":true},"
	    "{\"type\":\"unsubscribe\",\"workflow\":\"a\","
	    "\"id\":\"unsubscribe\"}]");
	stage_tear_down();
}

static void
actions_of_others_stay_whatever_their_workflow_is_called(void **state)
{
	static char once[1024];

	(void)state;
	stage_set_up(&stage_route, "route: [{name: a, do: [{tag: x}]}]", NOW);
	snprintf(once, sizeof(once), "%s", stage_pass("{\"actions\":[{"
	    "\"type\":\"task\",\"workflow\":\"a\"}]}"));
	assert_non_null(strstr(once, "[{\"type\":\"task\",\"workflow\":"
	    "\"a\"},{\"type\":\"tag\""));
	assert_string_equal(strchr(stage_pass(once), '['), strchr(once, '['));
	stage_tear_down();
}

static void
expressions_see_the_record_without_what_routing_did(void **state)
{
	static char once[2048];

	(void)state;
	stage_set_up(&stage_route,
	    "route:\n"
	    "  - {name: bad, when: 'contact.a > 1'}\n"
	    "  - {name: few, when: 'size(actions) < 2 && size(findings) == 0 "
	    "&& size(route) == 0', do: [{tag: x}, {tag: y}]}\n", NOW);
	snprintf(once, sizeof(once), "%s",
	    stage_pass("{\"contact\":{\"a\":\"b\"},\"actions\":[7]}"));
	assert_non_null(strstr(once, "\"rule\":\"few\""));
	assert_non_null(strstr(once, "route.bad"));
	assert_string_equal(stage_pass(once), once);
	stage_tear_down();
}

static void
turns_follow_the_person_or_what_is_said(void **state)
{
	static char first[1024];

	(void)state;
	stage_set_up(&stage_route,
	    "route:\n"
	    "  - name: a\n"
	    "    do:\n"
	    "      - assign: {among: [a, b, c, d, e, f, g, h]}\n"
	    "      - task: {owner: {among: [a, b, c, d, e, f, g, h], by: "
	    "company.domain}}\n", NOW);
	snprintf(first, sizeof(first), "%s", strstr(stage_pass("{\"contact\":"
	    "{\"email\":\"Ana@x.example\"},\"company\":{\"domain\":"
	    "\"x.example\"},\"id\":\"1\"}"), "\"actions\""));
	assert_string_equal(strstr(stage_pass("{\"keys\":{\"contact\":"
	    "{\"email\":\"ana@x.example\"}},\"contact\":{\"email\":"
	    "\"ana+x@x.example\"},\"company\":{\"domain\":\"x.example\"},"
	    "\"id\":\"2\"}"), "\"actions\""), first);
	/* These numbers must never change: people would change owners. */
	assert_non_null(strstr(first, "\"owner\":\"g\"}"));
	stage_tear_down();
}

static void
hostile_records_are_routed_too(void **state)
{
	(void)state;
	stage_set_up(&stage_route, "route: [{name: a, do: [{assign: {among: "
	    "[x]}}]}]", NOW);
	assert_non_null(strstr(stage_pass("{\"route\":7,\"actions\":{},"
	    "\"findings\":\"x\",\"withheld\":3,\"contact\":[],\"person\":0,"
	    "\"keys\":null,\"id\":{}}"), "\"owner\":\"x\"}]"));
	assert_non_null(strstr(stage_pass("{\"route\":{\"rules\":[1,{},"
	    "{\"rule\":\"a\"}]},\"actions\":[3,{\"workflow\":\"a\",\"id\":\"x\"},{}]}"),
	    "\"actions\":[3,{},{\"type\":\"assign\""));
	stage_tear_down();
}

static void
complains(const char *yaml, const char *want)
{
	stage_set_up(&stage_route, yaml, NOW);
	if (strstr(stage_complaint(), want) == NULL)
		fail_msg("%s: %s", yaml, stage_complaint());
	stage_tear_down();
}

static void
mistakes_of_the_configuration_are_named(void **state)
{
	(void)state;
	complains("route: {}", "must be a list of rules");
	complains("route: [{when: 'true'}]", "needs the key 'name'");
	complains("route: [{name: a}, {name: a}]", "'a' stands above");
	complains("route: [{name: a, when: '1'}]", "must be true or false");
	complains("route: [{name: a, do: [task]}]", "must be a mapping");
	complains("route: [{name: a, do: [{max_age: 1h}]}]", "needs one of");
	complains("route: [{name: a, do: [{tag: x, list: y}]}]", "one type");
	complains("route: [{name: a, do: [{task: {subjct: x}}]}]",
	    "did you mean 'subject'");
	complains("route: [{name: a, do: [{task: {due: soon}}]}]",
	    "due must be");
	complains("route: [{name: a, do: [{task: {priority: hihg}}]}]",
	    "low, normal or high");
	complains("route: [{name: a, do: [{task: {subject: {from: x}}}]}]",
	    "unknown name x");
	complains("route: [{name: a, do: [{task: {subject: {from: id, "
	    "value: x}}}]}]", "one of from and value");
	complains("route: [{name: a, do: [{assign: {object: contact}}]}]",
	    "one of owner and among");
	complains("route: [{name: a, do: [{assign: {among: []}}]}]",
	    "needs somebody");
	complains("route: [{name: a, do: [{assign: {among: [x, x]}}]}]",
	    "stands there already");
	complains("route: [{name: a, do: [{assign: {among: {x: 0}}}]}]",
	    "from 1 to 100");
	complains("route: [{name: a, do: [{set: {}}]}]", "set needs fields");
	complains("route: [{name: a, do: [{set: {f: x}}]}]",
	    "{value: x}");
	complains("route: [{name: a, do: [{set: {frim.tier: id}}]}]",
	    "set is about");
	complains("route: [{name: a, do: [{tag: [[x]]}]}]", "is a text");
	complains("route: [{name: a, do: [{tag: {remove: true}}]}]",
	    "one of name and from");
	complains("route: [{name: a, do: [{unsubscribe: false}]}]",
	    "unsubscribe: true");
	complains("route: [{name: a, do: [{tag: x, id: t}, {tag: y, id: t}]}]",
	    "have the id 't'");
	complains("route: [{name: ''}]", "a rule needs a name");
	complains("route: [{name: a, do: [{tag: x, id: ''}]}]",
	    "id is empty");
	complains("route: [{name: a, do: [{assign: ''}]}]",
	    "owner is empty");
	complains("route: [{name: a, do: [{ticket: {fields: {type: id}}}]}]",
	    "'type' is the action's own");
	complains("route: [{name: a, do: [{notify: {id: x}}]}]",
	    "'id' is the action's own");
	complains("route: [{name: a, do: [{ticket: {subject: x, fields: "
	    "{subject: id}}}]}]", "says its 'subject' already");
	complains("route: [{name: a, cool_down: 1d}]",
	    "unknown key 'cool_down'");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_hold_fire_until_one_stops),
		cmocka_unit_test(only_short_values_tell_why),
		cmocka_unit_test(texts_stand_as_they_are_or_are_computed),
		cmocka_unit_test(nothing_is_asked_for_that_says_nothing),
		cmocka_unit_test(
		    actions_of_others_stay_whatever_their_workflow_is_called),
		cmocka_unit_test(
		    expressions_see_the_record_without_what_routing_did),
		cmocka_unit_test(turns_follow_the_person_or_what_is_said),
		cmocka_unit_test(hostile_records_are_routed_too),
		cmocka_unit_test(mistakes_of_the_configuration_are_named),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}

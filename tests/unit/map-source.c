/* map: what a source profile can say of a line, beside its events. */
#include "map_try.h"

static const char *const profile =
    "map:\n"
    "  source:\n"
    "    platform: t\n"
    "    id: doc.chat\n"
    "    skip: 'has(input.ping) ? (input.ping == 1 ? \"a ping\" : \"\") :"
    " input.?typing.orValue(false)'\n"
    "    piece: 'has(input.chat)'\n"
    "    event: input.topic\n"
    "    at: event.t\n"
    "    events: doc.e\n"
    "    slots: doc.slots\n"
    "    let: {seller: 'group.exists(g, g.?seller.orValue(\"\") == \"s\")',"
    " n: size(input)}\n"
    "    person:\n"
    "      name: [doc.name, doc.nick]\n"
    "      email: doc.mail\n"
    "      identifiers: '[{\"kind\": \"visitor\", \"value\": doc.?v},"
    " {\"kind\": \"email\", \"value\": doc.?mail, \"verified\":"
    " doc.?sure.orValue(false)}]'\n"
    "    rules:\n"
    "      - when: has(event.gone)\n"
    "        delete: event.gone\n"
    "      - message:\n"
    "          role: 'vars.seller ? agent : customer'\n"
    "          id: event.i\n"
    "          text: event.x\n"
    "          edited_at: event.ed\n"
    "          format: event.f\n"
    "          reply_to: event.re\n"
    "          buttons: event.b\n"
    "  contact: {name: person.name, email: person.email}\n";

static void
a_piece_may_hold_several_events(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	try_line(&t, "[{\"chat\":1,\"e\":[{\"t\":5,\"x\":\"b\"},{\"t\":1,"
	    "\"x\":\"a\"}]},{\"chat\":1,\"t\":9,\"x\":\"c\"}]");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"at\":\"1970-01-01T00:00:01Z\",\"role\":\"customer\","
	    "\"text\":\"a\"},{\"at\":\"1970-01-01T00:00:05Z\",\"role\":"
	    "\"customer\",\"text\":\"b\"},{\"at\":\"1970-01-01T00:00:09Z\","
	    "\"role\":\"customer\",\"text\":\"c\"}]");
	try_close(&t);
}

/* The state of a piece is as old as the piece, wherever it stands. */
static void
slots_of_a_piece_are_of_its_time(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	try_line(&t, "[{\"chat\":1,\"t\":9,\"x\":\"b\",\"slots\":{\"s\":2}},"
	    "{\"chat\":1,\"t\":1,\"x\":\"a\",\"slots\":{\"s\":1}}]");
	assert_string_equal(try_part(&t, "conversation.slots"), "{\"s\":2}");
	try_close(&t);
}

static void
the_last_that_is_told_of_a_person_counts(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	try_line(&t, "[{\"chat\":1,\"t\":9,\"x\":\"b\",\"nick\":\"Ana Ruiz\"},"
	    "{\"chat\":1,\"t\":1,\"x\":\"a\",\"name\":\"A.\",\"v\":17,"
	    "\"mail\":\"a@x.example\",\"sure\":true},"
	    "{\"chat\":1,\"t\":10,\"x\":\"c\",\"name\":null,\"v\":17}]");
	assert_string_equal(try_part(&t, "person.name"), "\"Ana Ruiz\"");
	assert_string_equal(try_part(&t, "contact"),
	    "{\"name\":\"Ana Ruiz\",\"email\":\"a@x.example\"}");
	assert_string_equal(try_part(&t, "person.identifiers"),
	    "[{\"kind\":\"visitor\",\"value\":\"17\",\"where\":"
	    "\"person\",\"verified\":false},{\"kind\":\"email\","
	    "\"value\":\"a@x.example\",\"where\":\"person\","
	    "\"verified\":true}]");
	try_close(&t);
}

static void
what_is_no_conversation_is_skipped(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	assert_string_equal(try_line(&t, "{\"chat\":1,\"ping\":1}"),
	    "skipped source.no_message");
	assert_string_equal(t.err.msg, "a ping");
	assert_string_equal(try_line(&t, "{\"chat\":1,\"typing\":true}"),
	    "skipped source.no_message");
	try_line(&t, "{\"chat\":1,\"ping\":2,\"x\":\"a\",\"t\":1}");
	assert_string_equal(try_part(&t, "id"), "\"t/default/1\"");
	try_close(&t);
}

static void
the_last_version_of_a_message_stands_in_its_first_place(void **state)
{
	static const char *const orders[] = {
		"{\"i\":\"7\",\"t\":1,\"x\":\"teh\"},{\"i\":\"8\",\"t\":2,"
		"\"x\":\"b\"},{\"i\":\"7\",\"t\":1,\"ed\":5,\"x\":\"the\"}",
		"{\"i\":\"7\",\"t\":1,\"ed\":5,\"x\":\"the\"},{\"i\":\"7\","
		"\"t\":1,\"x\":\"teh\"},{\"i\":\"8\",\"t\":2,\"x\":\"b\"}"
	};
	char line[256];
	struct try t;
	size_t i;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	for (i = 0; i < 2; i++) {
		snprintf(line, sizeof(line), "{\"chat\":1,\"e\":[%s]}",
		    orders[i]);
		try_line(&t, line);
		assert_string_equal(try_part(&t, "conversation.messages"),
		    "[{\"id\":\"7\",\"at\":\"1970-01-01T00:00:01Z\",\"role\":"
		    "\"customer\",\"text\":\"the\",\"edited\":true},{\"id\":"
		    "\"8\",\"at\":\"1970-01-01T00:00:02Z\",\"role\":"
		    "\"customer\",\"text\":\"b\"}]");
	}
	/* The same by two ways, one of which tells the second only. */
	try_line(&t, "{\"chat\":1,\"e\":[{\"i\":\"7\",\"t\":1.25,\"x\":\"a\"}"
	    ",{\"i\":\"7\",\"t\":1,\"x\":\"a\",\"f\":\"html\"}]}");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"id\":\"7\",\"at\":\"1970-01-01T00:00:01Z\",\"role\":"
	    "\"customer\",\"text\":\"a\",\"format\":\"html\"}]");
	/* Without word of an edit, another text is another message. */
	try_line(&t, "{\"chat\":1,\"e\":[{\"i\":\"7\",\"t\":1,\"x\":\"a\"},"
	    "{\"i\":\"7\",\"t\":2,\"x\":\"b\"}]}");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"id\":\"7\",\"at\":\"1970-01-01T00:00:01Z\",\"role\":"
	    "\"customer\",\"text\":\"a\"},{\"id\":\"7\",\"at\":"
	    "\"1970-01-01T00:00:02Z\",\"role\":\"customer\",\"text\":"
	    "\"b\"}]");
	try_close(&t);
}

static void
a_deleted_message_keeps_its_place_without_its_words(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	try_line(&t, "{\"chat\":1,\"e\":[{\"t\":9,\"gone\":\"7\"},{\"i\":"
	    "\"7\",\"t\":1,\"x\":\"oops\"},{\"t\":3,\"gone\":\"nobody's\"}]}");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"id\":\"7\",\"at\":\"1970-01-01T00:00:01Z\",\"role\":"
	    "\"customer\",\"deleted\":true}]");
	try_close(&t);
}

static void
a_group_is_looked_at_as_a_whole(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	try_line(&t, "[{\"chat\":1,\"x\":\"a\",\"t\":1},{\"chat\":1,"
	    "\"seller\":\"s\",\"topic\":\"won\"}]");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"at\":\"1970-01-01T00:00:01Z\",\"role\":\"agent\",\"text\":"
	    "\"a\"}]");
	assert_string_equal(try_part(&t, "source.event"), "\"won\"");
	try_close(&t);
}

static void
what_hangs_on_a_message_is_copied(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	try_line(&t, "{\"chat\":1,\"t\":1,\"x\":\"a\",\"f\":\"markdown\","
	    "\"re\":6,\"b\":[\"Yes\",null,{\"title\":\"No\"}]}");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"at\":\"1970-01-01T00:00:01Z\",\"role\":\"customer\",\"text\":"
	    "\"a\",\"format\":\"markdown\",\"reply_to\":\"6\",\"buttons\":"
	    "[\"Yes\",{\"title\":\"No\"}]}]");
	try_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_piece_may_hold_several_events),
		cmocka_unit_test(slots_of_a_piece_are_of_its_time),
		cmocka_unit_test(the_last_that_is_told_of_a_person_counts),
		cmocka_unit_test(what_is_no_conversation_is_skipped),
		cmocka_unit_test(
		    the_last_version_of_a_message_stands_in_its_first_place),
		cmocka_unit_test(
		    a_deleted_message_keeps_its_place_without_its_words),
		cmocka_unit_test(a_group_is_looked_at_as_a_whole),
		cmocka_unit_test(what_hangs_on_a_message_is_copied)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

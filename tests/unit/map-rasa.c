/* map: the forms in which Rasa's conversations are met. */
#include "map_try.h"

static struct try t;

static int
open_rasa(void **state)
{
	(void)state;
	return try_open(&t, "map: {source: rasa, contact: {email: "
	    "slots.email}}") != 0;
}

static int
close_rasa(void **state)
{
	(void)state;
	try_close(&t);
	return 0;
}

#define USER(at, text, entities) "{\"event\":\"user\",\"timestamp\":" at \
	",\"text\":\"" text "\",\"parse_data\":{\"entities\":[" entities "]}}"
#define LATER(at, entities) "{\"event\":\"entities\",\"timestamp\":" at \
	",\"entities\":[" entities "]}"
#define CITY(name) "{\"entity\":\"city\",\"value\":\"" name "\"}"
#define TRACKER(events) "{\"sender_id\":\"x\",\"events\":[" events "]}"

static const char *
entities_of(const char *tracker)
{
	try_line(&t, tracker);
	return try_part(&t, "conversation.messages");
}

/* A policy adds them; a tracker that was saved since has them in both. */
static void
entities_told_later(void **state)
{
	(void)state;
	assert_string_equal(entities_of(TRACKER(LATER("1", CITY("Ulm")) ","
	    USER("2", "to Bern", CITY("Bern")) ","
	    "{\"event\":\"bot\",\"timestamp\":3,\"text\":\"yes\"},"
	    LATER("4", CITY("Bern") "," CITY("Chur")) ","
	    LATER("4", CITY("Biel") ",5"))),
	    "[{\"at\":\"1970-01-01T00:00:02Z\",\"role\":\"customer\","
	    "\"text\":\"to Bern\",\"entities\":[" CITY("Bern") ","
	    CITY("Chur") "," CITY("Biel") "]},"
	    "{\"at\":\"1970-01-01T00:00:03Z\",\"role\":\"bot\","
	    "\"text\":\"yes\"}]");
	/* One that is taken back leaves none to the message before it. */
	assert_string_equal(entities_of(TRACKER(USER("1", "a", "") ","
	    LATER("2", CITY("Bern")) "," USER("3", "b", "") ","
	    LATER("4", CITY("Chur"))
	    ",{\"event\":\"rewind\",\"timestamp\":5}")),
	    "[{\"at\":\"1970-01-01T00:00:01Z\",\"role\":\"customer\","
	    "\"text\":\"a\",\"entities\":[" CITY("Bern") "]}]");
}

/* A row of a tracker store's table holds the event as JSON text. */
static void
rows_of_tables(void **state)
{
	(void)state;
	try_line(&t, "{\"id\":3,\"sender_id\":\"s1\",\"type_name\":\"slot\","
	    "\"data\":\"{\\\"event\\\":\\\"slot\\\",\\\"timestamp\\\":1.5,"
	    "\\\"name\\\":\\\"email\\\",\\\"value\\\":\\\"a@b.example\\\"}\"}");
	assert_string_equal(try_part(&t, "id"), "\"rasa/default/s1\"");
	assert_string_equal(try_part(&t, "contact.email"),
	    "\"a@b.example\"");
	assert_string_equal(try_part(&t, "at"), "\"1970-01-01T00:00:01.500Z\"");
	/* Rasa X calls it conversation_id, and the bot's data is no row. */
	try_line(&t, "{\"conversation_id\":7,\"event\":\"bot\",\"text\":\"x\","
	    "\"timestamp\":2,\"data\":{\"buttons\":null}}");
	assert_string_equal(try_part(&t, "id"), "\"rasa/default/7\"");
	assert_string_equal(try_part(&t, "conversation.messages"),
	    "[{\"at\":\"1970-01-01T00:00:02Z\",\"role\":\"bot\","
	    "\"text\":\"x\"}]");
}

static void
stores_and_dumps(void **state)
{
	(void)state;
	try_line(&t, "{\"name\":\"redis-1\",\"events\":[]}");
	assert_string_equal(try_part(&t, "id"), "\"rasa/default/redis-1\"");
	/* include_events=NONE: slots and the time are there all the same. */
	try_line(&t, "{\"sender_id\":\"x\",\"events\":null,\"slots\":"
	    "{\"email\":\"a@b.example\",\"no\":null},\"latest_event_time\":9}");
	assert_string_equal(try_part(&t, "conversation.slots"),
	    "{\"email\":\"a@b.example\"}");
	assert_string_equal(try_part(&t, "at"), "\"1970-01-01T00:00:09Z\"");
	/* A slot event's name is no conversation. */
	assert_string_equal(try_line(&t, "{\"event\":\"slot\",\"name\":"
	    "\"email\",\"value\":1}"), "refused source.id");
	assert_string_equal(try_line(&t, "5"), "refused source.id");
	assert_string_equal(try_line(&t, "[{\"sender_id\":\"a\","
	    "\"events\":[]},{\"sender_id\":\"b\",\"events\":[]}]"),
	    "refused source.list");
}

static void
buttons_and_triggers_are_not_typed(void **state)
{
	(void)state;
	try_line(&t, "{\"sender_id\":\"x\",\"events\":["
	    "{\"event\":\"user\",\"text\":\"/greet{\\\"name\\\": \\\"A\\\"}\","
	    "\"parse_data\":{\"intent\":{\"name\":\"greet\"}},"
	    "\"metadata\":null},"
	    "{\"event\":\"user\",\"text\":\"EXTERNAL: rain\"},"
	    "{\"event\":\"user\",\"text\":\"/ and then?\"},"
	    "{\"event\":\"user\",\"text\":null,\"parse_data\":null}]}");
	assert_string_equal(try_part(&t, "conversation.messages"), "["
	    "{\"role\":\"customer\",\"payload\":\"/greet{\\\"name\\\": "
	    "\\\"A\\\"}\",\"intent\":{\"name\":\"greet\"}},"
	    "{\"role\":\"system\",\"payload\":\"EXTERNAL: rain\"},"
	    "{\"role\":\"customer\",\"text\":\"/ and then?\"}]");
	assert_string_equal(try_part(&t, "findings"), "");
}

static void
language_and_channel_are_the_last_told(void **state)
{
	(void)state;
	try_line(&t, "{\"sender_id\":\"x\",\"events\":["
	    "{\"event\":\"session_started\",\"metadata\":{\"language\":"
	    "\"en\"}},{\"event\":\"user\",\"text\":\"a\",\"input_channel\":"
	    "\"rest\",\"metadata\":{\"language\":\"pt_br\"}},"
	    "{\"event\":\"user\",\"text\":\"b\",\"metadata\":{}}]}");
	assert_string_equal(try_part(&t, "source.locale"), "\"pt-BR\"");
	assert_string_equal(try_part(&t, "conversation.channel"),
	    "\"rest\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entities_told_later),
		cmocka_unit_test(rows_of_tables),
		cmocka_unit_test(stores_and_dumps),
		cmocka_unit_test(buttons_and_triggers_are_not_typed),
		cmocka_unit_test(language_and_channel_are_the_last_told)
	};

	return cmocka_run_group_tests(tests, open_rasa, close_rasa);
}

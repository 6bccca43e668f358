/* map: the fold of events into a conversation. */
#include "map_try.h"

/* Events are {k: kind, t: time, x: text, i: id, n: name, v: value}. */
static const char *const profile =
    "map:\n"
    "  source:\n"
    "    platform: t\n"
    "    id: input.id\n"
    "    events: input.e\n"
    "    piece: 'has(input.k)'\n"
    "    kind: event.k\n"
    "    at: event.t\n"
    "    rules:\n"
    "      - {on: u, message: {role: customer, text: event.x, id: event.i,"
    " intent: event.n}}\n"
    "      - {on: b, message: {role: bot, text: event.x}}\n"
    "      - {on: s, slot: {name: event.n, value: event.v}}\n"
    "      - {on: a, do: action}\n"
    "      - {on: session, do: session}\n"
    "      - {on: reset, do: reset_slots}\n"
    "      - {on: rewind, do: rewind}\n"
    "      - {on: undo, do: undo}\n"
    "      - {on: restart, do: restart}\n";

/* The texts of the messages of ${events}, a JSON array without brackets. */
static const char *
texts(struct try *t, const char *events)
{
	const struct json *list;
	struct buf line = { 0 };
	size_t i;

	buf_printf(&line, "{\"id\":\"1\",\"e\":[%s]}", events);
	try_line(t, line.p);
	buf_free(&line);
	list = json_path(&t->rec.doc.root, "conversation.messages");
	buf_reset(&t->out);
	buf_adds(&t->out, STR(""));
	for (i = 0; list != NULL && i < list->len; i++) {
		buf_adds(&t->out, json_get_str(&list->items[i], STR("text")));
		buf_addc(&t->out, ' ');
	}
	return buf_str(&t->out).p;
}

static void
order_is_by_time_then_by_position(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	assert_string_equal(texts(&t,
	    "{\"k\":\"u\",\"t\":9,\"x\":\"last\"},"
	    "{\"k\":\"u\",\"t\":1,\"x\":\"one\"},"
	    "{\"k\":\"u\",\"x\":\"untimed\"},"
	    "{\"k\":\"b\",\"t\":1,\"x\":\"same\"},"
	    "{\"k\":\"b\",\"t\":2,\"x\":\"two\"}"),
	    "one untimed same two last ");
	assert_string_equal(try_part(&t, "at"), "\"1970-01-01T00:00:09Z\"");
	assert_string_equal(try_part(&t, "conversation.started_at"),
	    "\"1970-01-01T00:00:01Z\"");
	try_close(&t);
}

static void
take_backs_take_back(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	/* rewind: the last customer message and what followed. */
	assert_string_equal(texts(&t,
	    "{\"k\":\"u\",\"x\":\"a\"},{\"k\":\"b\",\"x\":\"b\"},"
	    "{\"k\":\"u\",\"x\":\"c\"},{\"k\":\"b\",\"x\":\"d\"},"
	    "{\"k\":\"rewind\"},{\"k\":\"u\",\"x\":\"e\"}"), "a b e ");
	/* undo: the last action and what followed. */
	assert_string_equal(texts(&t,
	    "{\"k\":\"u\",\"x\":\"a\"},{\"k\":\"a\"},{\"k\":\"b\",\"x\":"
	    "\"b\"},{\"k\":\"a\"},{\"k\":\"b\",\"x\":\"c\"},"
	    "{\"k\":\"undo\"}"), "a b ");
	assert_string_equal(texts(&t,
	    "{\"k\":\"u\",\"x\":\"a\"},{\"k\":\"s\",\"n\":\"s\",\"v\":1},"
	    "{\"k\":\"restart\"},{\"k\":\"u\",\"x\":\"b\"}"), "b ");
	assert_string_equal(try_part(&t, "conversation.slots"), "");
	/* With nothing to take back, nothing is. */
	assert_string_equal(texts(&t, "{\"k\":\"rewind\"},{\"k\":\"undo\"},"
	    "{\"k\":\"b\",\"x\":\"a\"},{\"k\":\"rewind\"}"), "a ");
	try_close(&t);
}

static void
what_arrives_twice_counts_once(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	assert_string_equal(texts(&t,
	    "{\"k\":\"u\",\"t\":1,\"x\":\"yes\"},"
	    "{\"k\":\"u\",\"t\":1,\"x\":\"yes\"},"
	    "{\"k\":\"u\",\"t\":2,\"x\":\"no\"},{\"k\":\"b\",\"t\":3,\"x\":"
	    "\"ok\"},{\"k\":\"u\",\"t\":4,\"x\":\"no\"},"
	    "{\"k\":\"rewind\",\"t\":5},{\"k\":\"rewind\",\"t\":5}"),
	    "yes no ok ");
	/* One id for two texts is two messages; Rasa has such logs. */
	assert_string_equal(texts(&t,
	    "{\"k\":\"u\",\"i\":\"7\",\"x\":\"a\"},"
	    "{\"k\":\"u\",\"i\":\"7\",\"x\":\"a\"},"
	    "{\"k\":\"u\",\"i\":\"7\",\"x\":\"b\"}"), "a b ");
	/* Nothing tells these apart, but people do repeat themselves. */
	assert_string_equal(texts(&t, "{\"k\":\"u\",\"x\":\"yes\"},"
	    "{\"k\":\"u\",\"x\":\"yes\"}"), "yes yes ");
	try_close(&t);
}

static void
slots_survive_their_reset(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	texts(&t,
	    "{\"k\":\"s\",\"t\":1,\"n\":\"email\",\"v\":\"a@b.example\"},"
	    "{\"k\":\"s\",\"t\":2,\"n\":\"email\",\"v\":\"a@b.example\"},"
	    "{\"k\":\"s\",\"t\":3,\"n\":\"empty\",\"v\":null},"
	    "{\"k\":\"reset\",\"t\":4},{\"k\":\"reset\",\"t\":5},"
	    "{\"k\":\"s\",\"t\":6,\"n\":\"n\",\"v\":{\"x\":1}}");
	assert_string_equal(try_part(&t, "conversation.slots"),
	    "{\"email\":\"a@b.example\",\"n\":{\"x\":1}}");
	assert_string_equal(try_part(&t, "conversation.slot_history.email"),
	    "[{\"value\":\"a@b.example\",\"at\":\"1970-01-01T00:00:01Z\"},"
	    "{\"value\":null,\"at\":\"1970-01-01T00:00:04Z\"}]");
	try_close(&t);
}

static void
intents_are_counted_with_their_best_confidence(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	texts(&t,
	    "{\"k\":\"u\",\"x\":\"a\",\"n\":{\"name\":\"buy\","
	    "\"confidence\":0.50,\"id\":1}},"
	    "{\"k\":\"u\",\"x\":\"b\",\"n\":\"greet\"},"
	    "{\"k\":\"u\",\"x\":\"c\",\"n\":[{\"name\":\"buy\",\"confidence\":"
	    "0.90},{\"name\":\"pay\"}]},"
	    "{\"k\":\"u\",\"x\":\"d\",\"n\":{\"name\":null}}");
	assert_string_equal(try_part(&t, "conversation.intents"),
	    "[\"buy\",\"greet\",\"pay\"]");
	assert_string_equal(try_part(&t, "conversation.intent_stats"),
	    "{\"buy\":{\"count\":2,\"confidence\":0.90},"
	    "\"greet\":{\"count\":1},\"pay\":{\"count\":1}}");
	try_close(&t);
}

/* Two ways to one answer: whole, and as a group of pieces in any order. */
static void
pieces_fold_to_the_same_conversation(void **state)
{
	static const char *const whole = "{\"id\":\"1\",\"e\":["
	    "{\"k\":\"u\",\"t\":1,\"x\":\"a\"},"
	    "{\"k\":\"s\",\"t\":2,\"n\":\"s\",\"v\":1},"
	    "{\"k\":\"u\",\"t\":3,\"x\":\"b\"},{\"k\":\"rewind\",\"t\":4}]}";
	static const char *const pieces = "["
	    "{\"id\":\"1\",\"k\":\"rewind\",\"t\":4},"
	    "{\"id\":\"1\",\"k\":\"u\",\"t\":1,\"x\":\"a\"},"
	    "{\"id\":\"1\",\"k\":\"u\",\"t\":3,\"x\":\"b\"},"
	    "{\"id\":\"1\",\"k\":\"u\",\"t\":1,\"x\":\"a\"},"
	    "{\"id\":\"1\",\"k\":\"s\",\"t\":2,\"n\":\"s\",\"v\":1}]";
	struct try t;
	char first[1024];

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	snprintf(first, sizeof(first), "%s", try_line(&t, whole));
	assert_non_null(strstr(first, "\"text\":\"a\""));
	assert_null(strstr(first, "\"text\":\"b\""));
	assert_string_equal(try_line(&t, pieces), first);
	try_close(&t);
}

/* A profile that fits nothing is a mistake that must be seen. */
static void
events_that_no_rule_fits_are_told(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	texts(&t, "{\"k\":\"unknown\"},{\"k\":5}");
	assert_string_equal(try_part(&t, "findings"), "[{\"field\":"
	    "\"source.rules\",\"code\":\"source.no_event\",\"severity\":"
	    "\"warning\",\"did\":\"kept\"}]");
	texts(&t, "{\"k\":\"unknown\"},{\"k\":\"u\",\"x\":\"a\"}");
	assert_string_equal(try_part(&t, "findings"), "");
	try_close(&t);
}

static void
sessions_with_words_are_counted(void **state)
{
	struct try t;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	texts(&t, "{\"k\":\"session\"},{\"k\":\"session\"},"
	    "{\"k\":\"u\",\"x\":\"a\"}");
	assert_string_equal(try_part(&t, "conversation.sessions"), "");
	texts(&t, "{\"k\":\"session\"},{\"k\":\"u\",\"x\":\"a\"},"
	    "{\"k\":\"session\"},{\"k\":\"u\",\"x\":\"b\"}");
	assert_string_equal(try_part(&t, "conversation.sessions"), "2");
	try_close(&t);
}

/* Many resets of many slots must not multiply. */
static void
hostile_input_costs_linear_time(void **state)
{
	struct try t;
	struct buf b = { 0 };
	int i;

	(void)state;
	assert_int_equal(try_open(&t, profile), 0);
	for (i = 0; i < 20000; i++)
		buf_printf(&b, "%s{\"k\":\"s\",\"t\":1,\"n\":\"s%d\",\"v\":%d},"
		    "{\"k\":\"reset\",\"t\":%d},{\"k\":\"rewind\",\"t\":1}",
		    i > 0 ? "," : "", i, i, i);
	texts(&t, b.p);
	assert_non_null(json_path(&t.rec.doc.root,
	    "conversation.slots.s19999"));
	buf_free(&b);
	try_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_is_by_time_then_by_position),
		cmocka_unit_test(take_backs_take_back),
		cmocka_unit_test(what_arrives_twice_counts_once),
		cmocka_unit_test(slots_survive_their_reset),
		cmocka_unit_test(intents_are_counted_with_their_best_confidence),
		cmocka_unit_test(pieces_fold_to_the_same_conversation),
		cmocka_unit_test(sessions_with_words_are_counted),
		cmocka_unit_test(events_that_no_rule_fits_are_told),
		cmocka_unit_test(hostile_input_costs_linear_time)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

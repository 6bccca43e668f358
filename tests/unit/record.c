/* record: findings, kinds of lines, redaction, and what expressions see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "record/record.h"
#include "record/select.h"

static struct arena a;
static struct buf out;
static struct err e;

static struct rec
parse(const char *text)
{
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct rec r = { .arena = &a };

	assert_int_equal(json_parse(p, str_of(text), &a, &r.doc, &e), 0);
	json_parser_free(p);
	return r;
}

static const char *
text_of(const struct rec *r)
{
	buf_reset(&out);
	doc_write(&r->doc, &out);
	return out.p;
}

static int
done(void **state)
{
	(void)state;
	arena_reset(&a);
	return 0;
}

static void
findings_are_gathered_once(void **state)
{
	struct rec r = parse("{\"chatcrm\":1,\"id\":\"x\"}");
	struct json was = json_str(STR("12"));

	(void)state;
	record_find(&r, "contact.phone", "phone.too_short", "warning",
	    "dropped", &was);
	record_find(&r, "contact.phone", "phone.too_short", "warning",
	    "dropped", NULL);
	record_find(&r, NULL, "text.utf8", "warning", "repaired", NULL);
	assert_string_equal(text_of(&r), "{\"chatcrm\":1,\"id\":\"x\","
	    "\"findings\":[{\"field\":\"contact.phone\","
	    "\"code\":\"phone.too_short\",\"severity\":\"warning\","
	    "\"did\":\"dropped\",\"was\":\"12\"},{\"code\":\"text.utf8\","
	    "\"severity\":\"warning\",\"did\":\"repaired\"}]}");
}

static void
findings_join_those_of_earlier_stages(void **state)
{
	struct rec r = parse("{\"findings\":[{\"code\":\"a\"}],\"z\":1}");

	(void)state;
	record_find(&r, NULL, "b", "error", "kept", NULL);
	assert_string_equal(text_of(&r), "{\"findings\":[{\"code\":\"a\"},"
	    "{\"code\":\"b\",\"severity\":\"error\",\"did\":\"kept\"}],"
	    "\"z\":1}");
	/* What is no list is replaced rather than believed. */
	r = parse("{\"findings\":3}");
	record_find(&r, NULL, "b", "error", "kept", NULL);
	assert_string_equal(text_of(&r), "{\"findings\":[{\"code\":\"b\","
	    "\"severity\":\"error\",\"did\":\"kept\"}]}");
}

static void
findings_of_one_record_are_bounded(void **state)
{
	struct rec r = parse("{}");
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		record_find(&r, arena_printf(&a, "f%d", i).p, "c", "error",
		    "kept", NULL);
	assert_int_equal(doc_get(&r.doc, STR("findings"))->len, 100);
}

static void
stubs_are_told_from_records(void **state)
{
	static const struct { const char *text; enum record_kind kind; } t[] = {
		{ "{\"chatcrm\":1,\"id\":\"a\",\"contact\":{}}", RECORD_DATA },
		{ "{\"chatcrm\":1,\"id\":\"a\",\"end\":{}}", RECORD_DATA },
		{ "{\"chatcrm\":1,\"end\":{\"stage\":\"map\"}}", RECORD_END },
		{ "{\"chatcrm\":1,\"id\":\"a\",\"source\":{},"
		    "\"refused\":{}}", RECORD_STUB },
		{ "{\"chatcrm\":1,\"id\":\"a\",\"source\":{},"
		    "\"skipped\":{}}", RECORD_STUB },
		{ "{\"refused\":{},\"end\":{}}", RECORD_DATA },
		{ "[1]", RECORD_DATA },
	};
	struct rec r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		r = parse(t[i].text);
		assert_int_equal(record_kind(&r.doc), t[i].kind);
	}
}

static void
redaction_reaches_everything_but_ids_and_times(void **state)
{
	struct rec r = parse("{\"id\":\"4111111111111111\","
	    "\"sender_id\":4111111111111111,\"sent_at\":4111111111111111,"
	    "\"list\":[\"x 4111 1111 1111 1111\",4111111111111111],"
	    "\"4111111111111111\":{\"id\":{\"deep\":\"4111111111111111\"}}}");

	(void)state;
	record_redact(&r.doc.root, NULL, &a);
	buf_reset(&out);
	json_write(&r.doc.root, &out);
	assert_string_equal(out.p, "{\"id\":\"4111111111111111\","
	    "\"sender_id\":4111111111111111,\"sent_at\":4111111111111111,"
	    "\"list\":[\"x [card]\",\"[card]\"],"
	    "\"[card]\":{\"id\":{\"deep\":\"[card]\"}}}");
}

static void
what_is_called_a_password_is_one(void **state)
{
	struct rec r = parse("{\"old_password\":\"a\",\"pwd\":12,"
	    "\"events\":[{\"event\":\"slot\",\"name\":\"password\","
	    "\"value\":\"b\"},{\"name\":\"city\",\"value\":\"c\"}]}");

	(void)state;
	record_redact(&r.doc.root, NULL, &a);
	buf_reset(&out);
	json_write(&r.doc.root, &out);
	assert_string_equal(out.p, "{\"old_password\":\"[password]\","
	    "\"pwd\":\"[password]\",\"events\":[{\"event\":\"slot\","
	    "\"name\":\"password\",\"value\":\"[password]\"},"
	    "{\"name\":\"city\",\"value\":\"c\"}]}");
}

/* What --select ${expr} prints of ${text}; NULL if it refuses. */
static const char *
selected(const char *expr, const char *text)
{
	struct rec r = parse(text);
	struct select s;
	struct diags d;

	diags_init(&d, &a);
	assert_int_equal(select_open(&s, expr, (struct instant){ 60, 0 }, &a,
	    &d), 0);
	buf_reset(&out);
	return s.sink.put(s.sink.arg, &r, &out, &e) == 0 ? out.p : NULL;
}

static void
select_prints_a_value_for_each_record(void **state)
{
	const char *rec = "{\"chatcrm\":1,\"id\":\"x\",\"score\":{\"total\":"
	    "72.5},\"contact\":{\"email\":\"a@b.example\"},"
	    "\"conversation\":{\"intents\":[\"buy\"]}}";

	(void)state;
	assert_string_equal(selected("id", rec), "\"x\"\n");
	assert_string_equal(selected("{'m': contact.email, 's': score.total}",
	    rec), "{\"m\":\"a@b.example\",\"s\":72.5}\n");
	assert_string_equal(selected("\"buy\" in conversation.intents", rec),
	    "true\n");
	assert_string_equal(selected("now", rec),
	    "\"1970-01-01T00:01:00Z\"\n");
	/* A part that is missing is empty, a value that is missing null. */
	assert_string_equal(selected("size(findings)", rec), "0\n");
	assert_string_equal(selected("has(company.name)", rec), "false\n");
	assert_string_equal(selected("contact.phone", rec), "null\n");
	assert_null(selected("1 / (chatcrm - 1)", rec));
	assert_string_equal(e.code, "expr.error");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(findings_are_gathered_once, done),
		cmocka_unit_test_teardown(
		    findings_join_those_of_earlier_stages, done),
		cmocka_unit_test_teardown(findings_of_one_record_are_bounded,
		    done),
		cmocka_unit_test_teardown(stubs_are_told_from_records, done),
		cmocka_unit_test_teardown(
		    redaction_reaches_everything_but_ids_and_times, done),
		cmocka_unit_test_teardown(what_is_called_a_password_is_one,
		    done),
		cmocka_unit_test_teardown(
		    select_prints_a_value_for_each_record, done),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}

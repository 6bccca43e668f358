/*
 * crm: profiles compiled, requests built, answers read, without a network.
 * The profiles here are of shapes unlike the one that is built in: results
 * by position inside a 200, and one object a request.
 */
#include "crm_try.h"

static const char one_by_one[] =
    "name: ours\n"
    "url: https://crm.example/api/\n"
    "errors:\n"
    "  - {when: status == 401, class: auth}\n"
    "  - {when: status == 409, class: duplicate, existing: error.nr}\n"
    "  - {when: status >= 500, class: unknown}\n"
    "message: error.text\n"
    "objects:\n"
    "  contact:\n"
    "    fields:\n"
    "      email: mail\n"
    "      first_name: given\n"
    "      vip: {to: vip, encode: 'value ? 1 : 0'}\n"
    "      score: {to: points, from: score.total, computed: true}\n"
    "    find:\n"
    "      email:\n"
    "        get: /people\n"
    "        query: {mail: item.key}\n"
    "        results: {each: body.list, id: it.nr, fields: it}\n"
    "    read:\n"
    "      get: /people/{item.id}\n"
    "      results: {id: body.nr, fields: body}\n"
    "    create:\n"
    "      post: /people\n"
    "      body: item.fields\n"
    "      results: {id: body.nr}\n"
    "    update:\n"
    "      patch: /people/{item.id}\n"
    "      body: item.fields\n"
    "      repeatable: true\n";

static const char by_position[] =
    "name: rows\n"
    "url: https://crm.example\n"
    "errors:\n"
    "  - {when: 'error.r.errors[0].code == \"DUP\"', class: duplicate}\n"
    "message: error.r.errors[0].message\n"
    "objects:\n"
    "  contact:\n"
    "    token: {field: Ext, guarantee: unique_key}\n"
    "    fields: {email: Email}\n"
    "    find: {email: {get: /q, results: {each: body, id: it.Id}}}\n"
    "    read: {get: /r, results: {each: body, item: it.Id, id: it.Id}}\n"
    "    update: {patch: /u}\n"
    "    create:\n"
    "      post: /rows\n"
    "      batch: 3\n"
    "      body: |\n"
    "        {\"records\": items.map(i, i.fields)}\n"
    "      results:\n"
    "        each: 'body.transformList(n, r, {\"n\": n, \"r\": r})'\n"
    "        when: it.r.success\n"
    "        position: it.n\n"
    "        id: it.r.id\n"
    "      failures:\n"
    "        each: 'body.transformList(n, r, {\"n\": n, \"r\": r})'\n"
    "        when: it.r.errors.size() > 0\n"
    "        position: it.n\n";

static void
test_one_by_one(void **state)
{
	struct crm *crm = must_open(one_by_one, "");
	const struct crm_object *o = &crm->objects[CRM_CONTACT];
	struct crm_item it = { .id = STR("a/../b?c"), .key =
	    STR("x&y=\"@z.example") }, *items = &it;
	struct crm_request q;
	enum crm_class whole = CRM_OK;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(crm_batch(o->create), 1);
	q = build(crm, crm_key(o, STR("email"))->find, &items, 1);
	assert_string_equal(q.method, "GET");
	is(q.url, "https://crm.example/api/people?"
	    "mail=x%26y%3D%22%40z.example");
	/* An id is one piece of a path, whatever is in it. */
	q = build(crm, o->read, &items, 1);
	is(q.url, "https://crm.example/api/people/a%2F..%2Fb%3Fc");
	assert_int_equal(answer(crm, crm_key(o, STR("email"))->find, &items,
	    1, 200, "{\"list\":[{\"nr\":7,\"given\":\"A\"},{\"nr\":8}]}",
	    &whole, &e), READ_ALL);
	assert_int_equal(it.nhits, 2);
	is(it.hits->id, "7");
	is(json_get_str(&it.hits->fields, STR("given")), "A");
	/* A 204 that says nothing has done it. */
	assert_int_equal(answer(crm, o->update, &items, 1, 204, "", &whole,
	    &e), READ_ALL);
	assert_int_equal(it.verdict, CRM_OK);
	assert_int_equal(answer(crm, o->create, &items, 1, 409,
	    "{\"nr\":12,\"text\":\"there is one\"}", &whole, &e), READ_FAILED);
	assert_int_equal(whole, CRM_DUPLICATE);
	is(it.existing, "12");
	assert_string_equal(e.msg, "there is one");
	assert_int_equal(answer(crm, o->create, &items, 1, 503,
	    "<html>busy</html>", &whole, &e), READ_FAILED);
	assert_int_equal(whole, CRM_UNKNOWN);
	/* A create whose answer names no object: not known. */
	assert_int_equal(answer(crm, o->create, &items, 1, 400, "{}",
	    &whole, &e), READ_FAILED);
	assert_int_equal(whole, CRM_REFUSED);
}

static void
test_body_is_data(void **state)
{
	struct crm *crm = must_open(one_by_one, "");
	const struct crm_object *o = &crm->objects[CRM_CONTACT];
	struct crm_item it = { 0 }, *items = &it;
	struct crm_request q;

	(void)state;
	it.fields = json_object();
	json_set(&it.fields, STR("given"),
	    json_str(STR("x\",\"stage\":\"customer")), &arena);
	q = build(crm, o->create, &items, 1);
	is(q.body, "{\"given\":\"x\\\",\\\"stage\\\":\\\"customer\"}");
}

static void
test_fields(void **state)
{
	struct crm *crm = must_open(one_by_one, "");
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct cel_val vars[RECORD_VARS] = { 0 };
	struct instant now = { 0, 0 };
	struct json out[8];
	struct json_doc doc;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(json_parse(parser, STR("{\"chatcrm\":1,"
	    "\"contact\":{\"email\":\"a@x.example\",\"first_name\":\"\","
	    "\"vip\":true},\"score\":{\"total\":10.0}}"), &arena, &doc,
	    &e), 0);
	record_vars(&doc, now, vars);
	assert_int_equal(crm_fields(crm, CRM_CONTACT, &doc, vars, NULL,
	    &arena, out, &e), 0);
	is((struct str){ out[0].text, out[0].len }, "a@x.example");
	/* An empty text says nothing. */
	assert_int_equal(out[1].type, JSON_NULL);
	assert_int_equal(out[2].type, JSON_NUMBER);
	is((struct str){ out[2].text, out[2].len }, "1");
	is((struct str){ out[3].text, out[3].len }, "10.0");
	json_parser_free(parser);
}

static void
test_positions(void **state)
{
	struct crm *crm = must_open(by_position, "");
	const struct crm_object *o = &crm->objects[CRM_CONTACT];
	struct crm_item it[4] = { 0 }, *items[4] = { &it[0], &it[1],
	    &it[2], &it[3] };
	enum crm_class whole = CRM_OK;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(answer(crm, o->create, items, 4, 200,
	    "[{\"success\":true,\"id\":\"1\",\"errors\":[]},"
	    "{\"success\":false,\"errors\":[]},"
	    "{\"success\":true,\"id\":\"3\",\"errors\":[]},"
	    "{\"success\":false,\"errors\":[{\"code\":\"DUP\","
	    "\"message\":\"twice\"}]}]", &whole, &e), READ_ALL);
	assert_int_equal(it[0].verdict, CRM_OK);
	is(it[0].hits->id, "1");
	/* What the answer does not vouch for is not known. */
	assert_int_equal(it[1].verdict, CRM_UNKNOWN);
	assert_int_equal(it[2].verdict, CRM_OK);
	is(it[2].hits->id, "3");
	assert_int_equal(it[3].verdict, CRM_DUPLICATE);
	assert_string_equal(it[3].err.msg, "twice");
}

/* Each wrong profile or section says what is wrong. */
static void
wrong(const char *profile, const char *section, const char *part)
{
	struct diag *d;

	assert_null(open_crm(profile, section));
	for (d = diags.first; d != NULL; d = d->next)
		if (str_find(d->msg, str_of(part)) != (size_t)-1)
			return;
	diags_print(&diags, stderr);
	fail_msg("nothing says '%s'", part);
}

static void
test_mistakes(void **state)
{
	static const char head[] = "name: x\nurl: http://x\nobjects:\n"
	    "  contact:\n    fields: {email: e}\n";

	(void)state;
	wrong(head, "", "how a contact is read, created and updated");
	wrong(one_by_one, "  match: {contact: [phone]}\n",
	    "cannot find a contact by 'phone'");
	wrong(one_by_one, "  write: {fields: {contact.emial: overwrite}}\n",
	    "no field 'contact.emial'");
	wrong(one_by_one, "  write: {default: sometimes}\n",
	    "a write policy is");
	wrong(one_by_one, "  limits: {burst: 3}\n",
	    "unknown key 'burst' of crm.limits");
	wrong("name: x\nurl: http://x\nobject: {}\n", "", "object");
}

/* What is no JSON does not say that there is nothing. */
static void
test_no_answer(void **state)
{
	struct crm *crm = must_open(one_by_one, "");
	const struct crm_object *o = &crm->objects[CRM_CONTACT];
	struct crm_item one = { .id = STR("7") }, *items[] = { &one };
	enum crm_class whole = CRM_OK;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(answer(crm, o->read, items, 1, 200,
	    "<html>log in first</html>", &whole, &e), READ_FAILED);
	assert_int_equal(whole, CRM_UNKNOWN);
	assert_string_equal(e.code, "crm.answer");
	/* An empty body does, where the CRM answers 204. */
	assert_int_equal(answer(crm, o->read, items, 1, 204, "", &whole, &e),
	    READ_ALL);
	assert_int_equal(one.nhits, 0);
	assert_int_equal(answer(crm, o->create, items, 1, 200, "<html>",
	    &whole, &e), READ_FAILED);
	assert_int_equal(whole, CRM_UNKNOWN);
}

static unsigned
budget_after(struct crm *crm, const char *max)
{
	struct http_header h = { STR("X-Max"), str_of(max) };
	struct http_response r = { .status = 200, .headers = &h,
	    .nheaders = 1 };
	struct http_conf c = { 0 };
	struct http *http = http_new(&c, NULL);
	unsigned tokens;

	http_budget(http, 0, 10, 1000000000);
	answer_budgets(crm, &r, http);
	tokens = http->share.map->budgets[0].tokens;
	http_free(http);
	return tokens;
}

static void
test_budgets(void **state)
{
	char profile[4096];
	struct crm *crm;

	(void)state;
	snprintf(profile, sizeof(profile), "%sbudgets:\n  all: {tokens: 10, "
	    "per: 1s, max: 'headers[\"x-max\"]'}\n", one_by_one);
	crm = must_open(profile, "");
	assert_int_equal(budget_after(crm, "25"), 25);
	assert_int_equal(budget_after(crm, "0"), 10);
	assert_int_equal(budget_after(crm, "-1"), 10);
	assert_int_equal(budget_after(crm, "4294967295"), 10);
	assert_int_equal(budget_after(crm, ""), 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_by_one),
		cmocka_unit_test(test_body_is_data),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_no_answer),
		cmocka_unit_test(test_budgets),
		cmocka_unit_test(test_mistakes)
	};
	int rc = cmocka_run_group_tests_name("crm", tests, NULL, NULL);

	arena_free(&arena);
	return rc;
}

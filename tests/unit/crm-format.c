/*
 * crm-format: what a profile can say beyond one kind of object: templates,
 * forms and tables, answers in parts, rows that fail alone, objects that
 * became others, values that are read otherwise than they are written.
 */
#include "crm_try.h"

static const char rich[] =
    "name: rich\n"
    "url: https://crm.example/api\n"
    "headers: {X-Org: \"{options.org}\", X-Assign: \"{options.assign}\"}\n"
    "errors:\n"
    "  - {when: error.code == \"LOCKED\", class: retry}\n"
    "  - {when: error.code == \"GONE\", class: gone, existing: error.now}\n"
    "  - {when: error.code == \"OPTION\", class: refused, option: true}\n"
    "  - {when: error.code == \"TOKEN\", class: auth}\n"
    "message: error.text\n"
    "field: error.field\n"
    "owners:\n"
    "  get: /users\n"
    "  query: {q: 'odata(item.key)'}\n"
    "  results: {each: body, key: it.mail, id: it.id}\n"
    "lists:\n"
    "  find: {get: /lists, query: {name: item.key}}\n"
    "  add: {put: \"/lists/{item.list}/{item.person}\"}\n"
    "  remove: {delete: \"/lists/{item.list}/{item.person}\"}\n"
    "objects:\n"
    "  contact:\n"
    "    fields:\n"
    "      email:\n"
    "        to: emails\n"
    "        decode: value[0].v\n"
    "        encode: '[{\"v\": value}] + (current == null ? [] : "
    "current.filter(m, m.v != value))'\n"
    "      colour: {to: custom.f1}\n"
    "      tags: {to: tags, policy: add}\n"
    "    find:\n"
    "      email:\n"
    "        get: /people\n"
    "        query:\n"
    "          q: '\"email eq \" + odata(item.key)'\n"
    "          after: paging.next\n"
    "        results: {each: body.list, id: it.id, fields: it}\n"
    "        next: body.after\n"
    "    read:\n"
    "      get: /people/{item.id}\n"
    "      results: {id: body.id, fields: body, moved: body.master}\n"
    "    create:\n"
    "      post: /people\n"
    "      batch: 10\n"
    "      content: csv\n"
    "      headers: {X-Rows: \"{string(items.size())} rows\"}\n"
    "      body: items.map(i, i.fields)\n"
    "      results: {each: body, when: it.ok, position: index, id: it.id}\n"
    "      failures: {each: body, when: '!it.ok', position: index}\n"
    "    update:\n"
    "      post: /people/{item.id}\n"
    "      content: form\n"
    "      body: item.fields\n"
    "    changed:\n"
    "      get: /people\n"
    "      query: {since: since}\n"
    "      results: {each: body.list, id: it.id}\n"
    "      next_url: body.more\n"
    "  lead:\n"
    "    fields: {email: mail}\n"
    "    read:\n"
    "      get: /leads/{item.id}\n"
    "      results: {id: body.id, moved: {contact: body.contact}}\n"
    "    create: {post: /leads, body: item.fields, answer: csv,\n"
    "      results: {each: body, trace: it.nr, id: it.id}}\n"
    "    update: {patch: /leads}\n"
    "  task:\n"
    "    when: task.subject != \"\"\n"
    "    fields: {subject: title, due: {to: due, from: task.due}}\n"
    "    create: {post: /tasks, body: item.fields, repeatable: true}\n";

static void
test_templates(void **state)
{
	struct crm *crm = must_open(rich, "  options: {org: \"7\"}\n");
	const struct crm_object *o = &crm->objects[CRM_CONTACT];
	struct crm_item it = { .id = STR("1") }, *items = &it;
	struct crm_request q;

	(void)state;
	it.fields = json_object();
	json_set(&it.fields, STR("a b"), json_str(STR("x&y=z")), &arena);
	json_set(&it.fields, STR("none"), json_null(), &arena);
	json_set(&it.fields, STR("n"), json_int(5, &arena), &arena);
	q = build(crm, o->update, &items, 1);
	is(q.body, "a%20b=x%26y%3Dz&n=5");
	is(header(&q, "Content-Type"), "application/x-www-form-urlencoded");
	is(header(&q, "X-Org"), "7");
	/* An expression without value leaves its header out. */
	assert_null(header(&q, "X-Assign").p);
	q = build(crm, o->create, &items, 1);
	is(header(&q, "X-Rows"), "1 rows");
	is(header(&q, "Content-Type"), "text/csv; charset=UTF-8");
	is(q.body, "a b,none,n\nx&y=z,,5\n");
	it.list = STR("3");
	it.lead = STR("L1");
	q = build(crm, crm->extras.list_remove, &items, 1);
	assert_string_equal(q.method, "DELETE");
	is(q.url, "https://crm.example/api/lists/3/L1");
	assert_null(header(&q, "Content-Type").p);
}

/* What people typed stays a value in every language. */
static void
test_quotes(void **state)
{
	static const struct { const char *expr, *want; } t[] = {
		{ "soql(value)", "'it\\'s \\\\ 100%'" },
		{ "soql_like(value)", "it\\'s \\\\ 100\\%" },
		{ "like('a_\\\\' + value)", "a\\_\\\\it's \\\\ 100\\%" },
		{ "odata(value)", "'it''s \\ 100%'" },
		{ "coql(value)", "'it\\'s \\\\ 100%'" },
		{ "soql([value, \"b\"])", "('it\\'s \\\\ 100%','b')" },
		{ "odata([])", "('')" },
		{ "zoho(\"a,(b)\")", "a\\,\\(b\\)" },
		{ "html(\"<b>&\\\"\")", "&lt;b&gt;&amp;&quot;" },
		{ "markdown(\"*@x*\")", "\\*\\@x\\*" },
		{ "json_text({\"a\": [value]})",
		    "{\"a\":[\"it's \\\\ 100%\"]}" },
		{ "uuid(\"a\") == uuid(\"a\") && uuid(\"a\") != uuid(\"b\") && "
		    "uuid(\"a\").matches(\"^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}"
		    "-[89ab][0-9a-f]{3}-[0-9a-f]{12}$\") ? \"yes\" : \"no\"",
		    "yes" }
	};
	struct crm *crm = must_open(rich, "");
	struct cel_val vars[PV_COUNT] = { 0 };
	struct cel_prog *p;
	struct str got;
	size_t i;

	(void)state;
	vars[PV_VALUE] = cel_string(STR("it's \\ 100%"));
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		p = cel_compile(crm->rules->env, str_of(t[i].expr), NULL,
		    &arena, &diags);
		assert_non_null(p);
		assert_true(cel_text(p, vars, &arena, &got));
		is(got, t[i].want);
	}
}

static void
test_parts(void **state)
{
	struct crm *crm = must_open(rich, "");
	const struct crm_op *find = crm_key(&crm->objects[CRM_CONTACT],
	    STR("email"))->find;
	struct crm_item it = { .key = STR("o'x@y.example") }, *items = &it;
	struct http_response r = { .status = 200, .body = STR(
	    "{\"list\":[{\"id\":\"1\"}],\"after\":\"a/1\"}") };
	struct crm_request q = build(crm, find, &items, 1);
	enum crm_class whole;
	struct err e = { 0 };

	(void)state;
	is(q.url, "https://crm.example/api/people?q=email%20eq%20%27"
	    "o%27%27x%40y.example%27");
	assert_int_equal(answer_read(crm, find, &items, 1, &q, &r, &arena,
	    &whole, &e), READ_MORE);
	assert_int_equal(request_build(crm, find, &items, 1, &arena, &q, &e),
	    0);
	assert_true(str_ends(q.url, STR("&after=a%2F1")));
	r.body = STR("{\"list\":[{\"id\":\"2\"}],\"after\":null}");
	assert_int_equal(answer_read(crm, find, &items, 1, &q, &r, &arena,
	    &whole, &e), READ_ALL);
	assert_int_equal(it.nhits, 2);
	/* A part that names itself as the next is the last. */
	q.page = (struct crm_page){ .number = 3, .next = STR("x") };
	r.body = STR("{\"list\":[],\"after\":\"x\"}");
	assert_int_equal(answer_read(crm, find, &items, 1, &q, &r, &arena,
	    &whole, &e), READ_ALL);
}

/* The credentials go to nobody else, whatever the CRM says. */
static void
test_next_url(void **state)
{
	static const struct { const char *url, *want; } t[] = {
		{ "/v2/q?c=1", "https://crm.example/v2/q?c=1" },
		{ "https://crm.example/x", "https://crm.example/x" },
		{ "https://crm.example.evil.example/x", NULL },
		{ "https://evil.example/x", NULL },
		{ "//evil.example/x", NULL },
		{ "http://crm.example/x", NULL },
		{ "https://crm.example@evil.example/", NULL }
	};
	struct crm *crm = must_open(rich, "");
	const struct crm_op *op = crm->objects[CRM_CONTACT].changed;
	struct cel_val vars[PV_COUNT] = { 0 };
	struct crm_request q;
	struct err e;
	size_t i;

	(void)state;
	vars[PV_SINCE] = cel_string(STR("2026-03-01T00:00:00Z"));
	q = (struct crm_request){ 0 };
	assert_int_equal(request_build_for(crm, op, vars, &arena, &q, &e), 0);
	is(q.url, "https://crm.example/api/people?since="
	    "2026-03-01T00%3A00%3A00Z");
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		q.page.url = str_of(t[i].url);
		assert_int_equal(request_build_for(crm, op, vars, &arena, &q,
		    &e), t[i].want != NULL ? 0 : -1);
		if (t[i].want != NULL)
			is(q.url, t[i].want);
	}
}

static void
test_rows(void **state)
{
	struct crm *crm = must_open(rich, "");
	const struct crm_op *op = crm->objects[CRM_CONTACT].create;
	struct crm_item it[6] = { 0 }, *items[6];
	enum crm_class whole;
	struct err e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		items[i] = &it[i];
	it[3].fields = json_object();
	json_set(&it[3].fields, STR("custom"), json_object(), &arena);
	json_set(&it[3].fields, STR("tags"), json_str(STR("new")), &arena);
	assert_int_equal(answer(crm, op, items, 6, 200,
	    "[{\"ok\":true,\"id\":\"1\"},{\"ok\":false,\"code\":\"LOCKED\"},"
	    "{\"ok\":false,\"code\":\"GONE\",\"now\":\"9\"},"
	    "{\"ok\":false,\"code\":\"OPTION\",\"field\":\"tags\","
	    "\"text\":\"bad value\"},{\"ok\":false,\"code\":\"TOKEN\"},"
	    "{\"ok\":false,\"code\":\"?\",\"field\":\"emails\"}]", &whole,
	    &e), READ_ALL);
	assert_int_equal(it[0].verdict, CRM_OK);
	assert_int_equal(it[1].verdict, CRM_RETRY);
	assert_int_equal(it[2].verdict, CRM_GONE);
	is(it[2].existing, "9");
	assert_int_equal(it[3].verdict, CRM_REFUSED);
	assert_string_equal(it[3].err.code, "crm.option");
	assert_string_equal(it[3].err.field, "contact.tags");
	assert_string_equal(it[3].err.msg,
	    "the CRM has no option 'new' of tags: bad value");
	assert_int_equal(it[4].verdict, CRM_AUTH);
	assert_string_equal(it[5].err.field, "contact.email");
}

static void
test_moved(void **state)
{
	struct crm *crm = must_open(rich, "");
	struct crm_item it = { .id = STR("1") }, *items = &it;
	enum crm_class whole;
	struct err e = { 0 };

	(void)state;
	answer(crm, crm->objects[CRM_CONTACT].read, &items, 1, 200,
	    "{\"id\":\"1\",\"master\":\"5\"}", &whole, &e);
	is(it.hits->moved, "5");
	assert_int_equal(it.hits->moved_type, CRM_CONTACT);
	answer(crm, crm->objects[CRM_LEAD].read, &items, 1, 200,
	    "{\"id\":\"1\",\"contact\":\"003\"}", &whole, &e);
	is(it.hits->moved, "003");
	assert_int_equal(it.hits->moved_type, CRM_CONTACT);
	answer(crm, crm->objects[CRM_LEAD].read, &items, 1, 200,
	    "{\"id\":\"1\",\"contact\":null}", &whole, &e);
	assert_int_equal(it.hits->moved.len, 0);
}

static void
test_table(void **state)
{
	struct crm *crm = must_open(rich, "");
	const struct crm_op *op = crm->objects[CRM_LEAD].create;
	struct crm_item it = { .trace = STR("1") }, *items = &it;
	enum crm_class whole;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(answer(crm, op, &items, 1, 200,
	    "id,nr,x\n00Q,1,\"a,b\"\n", &whole, &e), READ_ALL);
	is(it.hits->id, "00Q");
	assert_int_equal(answer(crm, op, &items, 1, 200, "id,\"nr\n", &whole,
	    &e), READ_FAILED);
	assert_int_equal(whole, CRM_UNKNOWN);
}

static struct json
parse(const char *text)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct json_doc doc;

	assert_int_equal(json_parse(parser, str_of(text), &arena, &doc,
	    NULL), 0);
	json_parser_free(parser);
	return doc.root;
}

static void
is_json(const struct json *v, const char *want)
{
	struct buf b = { 0 };

	json_write(v, &b);
	is(buf_str(&b), want);
	buf_free(&b);
}

/* Read, merge, write: the value is compared plain, and written as a list. */
static void
test_late(void **state)
{
	struct crm *crm = must_open(rich, "");
	const struct crm_object *o = &crm->objects[CRM_CONTACT];
	const struct crm_field *email = crm_field(o, STR("email"));
	const struct crm_field *colour = crm_field(o, STR("colour"));
	struct json now = parse("{\"emails\":[{\"v\":\"old@x\"}],"
	    "\"custom\":{\"f1\":\"red\",\"f2\":1}}");
	struct json write = json_object(), v, none = json_null();

	(void)state;
	is(crm_text(crm, email, &now, &arena), "old@x");
	is(crm_text(crm, colour, &now, &arena), "red");
	v = json_str(STR("new@x"));
	crm_put(crm, email, &v, &now, &write, &arena);
	crm_put(crm, colour, &v, &now, &write, &arena);
	is_json(&write, "{\"emails\":[{\"v\":\"new@x\"},{\"v\":\"old@x\"}],"
	    "\"custom\":{\"f1\":\"new@x\"}}");
	write = json_object();
	crm_put(crm, email, &v, &none, &write, &arena);
	is_json(&write, "{\"emails\":[{\"v\":\"new@x\"}]}");
	is(crm_text(crm, email, &write, &arena), "new@x");
}

static void
test_own(void **state)
{
	struct crm *crm = must_open(rich, "");
	struct json task = parse("{\"subject\":\"call\",\"due\":\"d\"}");
	struct cel_val vars[RECORD_VARS] = { 0 };
	struct json_doc doc = { .root = parse("{\"chatcrm\":1,"
	    "\"contact\":{\"email\":\"a@x\"}}") };
	struct instant now = { 0, 0 };
	struct json out[4];
	struct err e = { 0 };

	(void)state;
	record_vars(&doc, now, vars);
	assert_int_equal(crm_fields(crm, CRM_TASK, &doc, vars, &task, &arena,
	    out, &e), 0);
	is((struct str){ out[0].text, out[0].len }, "call");
	is((struct str){ out[1].text, out[1].len }, "d");
	assert_true(crm_wants(crm, CRM_TASK, vars, &arena));
	assert_false(crm_wants(crm, CRM_DEAL, vars, &arena));
	/* A lead is made of what the record knows of the contact. */
	assert_int_equal(crm_fields(crm, CRM_LEAD, &doc, vars, NULL, &arena,
	    out, &e), 0);
	is((struct str){ out[0].text, out[0].len }, "a@x");
}

static void
wrong(const char *text, const char *part)
{
	const char *profile = arena_printf(&arena, "%s%s", rich, text).p;
	struct diag *d;

	assert_null(open_crm(profile, ""));
	for (d = diags.first; d != NULL; d = d->next)
		if (d->at.line > 0 &&
		    str_find(d->msg, str_of(part)) != (size_t)-1)
			return;
	diags_print(&diags, stderr);
	fail_msg("nothing says '%s' with its place", part);
}

static void
test_mistakes(void **state)
{
	(void)state;
	wrong("  tikcet: {}\n", "did you mean 'ticket'");
	wrong("  deal: {token: {guarantee: token_lookup}}\n",
	    "needs find.token");
	wrong("  deal: {token: {guarantee: unique_key}}\n",
	    "needs token.field");
	wrong("  deal: {link: {contcat: {post: /x}}}\n", "contact");
	wrong("  deal: {read: {get: '/x/{item.id'}}\n", "without '}'");
	wrong("  deal: {read: {get: /x, headers: {'a b': c}}}\n",
	    "the name of a header");
	wrong("  deal: {read: {get: /x, results: {moved: {x: y}}}}\n", "moved");
	wrong("  deal: {create: {post: /x, content: xml}}\n", "content");
	wrong("  deal: {bulk: {start: {post: /x}}}\n", "upload");
	wrong("known: {a: {ask: {get: /x}}}\n", "value");
	wrong("lists: {add: {post: /x}}\n", "lists");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_next_url),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_mistakes)
	};
	int rc = cmocka_run_group_tests_name("crm-format", tests, NULL, NULL);

	arena_free(&arena);
	return rc;
}

/* crm-absent: what is not there, and what only cannot be told. */
#include "crm_try.h"

static const char profile[] =
    "name: try\n"
    "url: https://crm.example\n"
    "auth: {header: Authorization}\n"
    "errors:\n"
    "  - {when: 'error.code == \"none\"', class: gone}\n"
    "  - {when: 'error.code == \"bad\"', class: refused}\n"
    "  - {when: 'true', class: unknown}\n"
    "message: error.code\n"
    "objects:\n"
    "  contact:\n"
    "    fields:\n"
    "      email: {to: mail, others: [more, list]}\n"
    "    find:\n"
    "      email:\n"
    "        post: /find\n"
    "        batch: 10\n"
    "        body: items.map(i, i.key)\n"
    "        results: {each: body.list, key: '[it.mail] + it.more', id: it.id,\n"
    "          fields: it}\n"
    "        failures: {each: body.errors, key: it.keys}\n"
    "    read: {get: \"/people/{item.id}\", results: {id: body.id}}\n"
    "    create: {post: /people, body: item.fields}\n"
    "    update: {patch: /people}\n";

static struct crm_item one, two, *items[] = { &one, &two };

static void
find(const char *body)
{
	struct crm *crm = must_open(profile, "");
	enum crm_class whole;
	struct err e = { 0 };

	one = (struct crm_item){ .key = STR("a@x") };
	two = (struct crm_item){ .key = STR("b@x") };
	answer(crm, crm_key(&crm->objects[CRM_CONTACT], STR("email"))->find,
	    items, 2, 207, body, &whole, &e);
}

static void
test_absent(void **state)
{
	(void)state;
	find("{\"list\":[{\"id\":\"1\",\"mail\":\"a@x\",\"more\":[]}]}");
	assert_int_equal(one.verdict, CRM_OK);
	assert_int_equal(one.nhits, 1);
	assert_int_equal(two.verdict, CRM_OK);
	assert_int_equal(two.nhits, 0);
	/* The CRM says so itself, of this one or of nobody in particular. */
	find("{\"list\":[],\"errors\":[{\"code\":\"none\",\"keys\":[\"a@x\"]},"
	    "{\"code\":\"none\"}]}");
	assert_int_equal(one.verdict, CRM_OK);
	assert_int_equal(two.verdict, CRM_OK);
	assert_int_equal(one.nhits + two.nhits, 0);
}

static void
test_unknown(void **state)
{
	(void)state;
	find("{\"list\":[{\"id\":\"1\",\"mail\":\"a@x\",\"more\":[]}],"
	    "\"errors\":[{\"code\":\"busy\"}]}");
	assert_int_equal(one.verdict, CRM_OK);
	assert_int_equal(two.verdict, CRM_RETRY);
	find("{\"list\":[],\"errors\":[{\"code\":\"busy\","
	    "\"keys\":[\"b@x\"]}]}");
	assert_int_equal(one.verdict, CRM_OK);
	assert_int_equal(one.nhits, 0);
	assert_int_equal(two.verdict, CRM_UNKNOWN);
	find("{\"list\":[],\"errors\":[{\"code\":\"bad\","
	    "\"keys\":[\"b@x\"]}]}");
	assert_int_equal(two.verdict, CRM_REFUSED);
}

/* One contact under two of its addresses. */
static void
test_others(void **state)
{
	struct crm *crm = must_open(profile, "");
	const struct crm_field *f = crm_field(&crm->objects[CRM_CONTACT],
	    STR("email"));
	struct json v = json_object(), list = json_array(), m = json_object();
	struct conf_strs all;

	(void)state;
	find("{\"list\":[{\"id\":\"1\",\"mail\":\"a@x\","
	    "\"more\":[\"b@x\"]}]}");
	is(one.hits->id, "1");
	is(two.hits->id, "1");
	json_set(&v, STR("mail"), json_str(STR("a@x")), &arena);
	json_set(&v, STR("more"), json_str(STR("b@x; c@x;")), &arena);
	json_set(&m, STR("value"), json_str(STR("d@x")), &arena);
	json_push(&list, m, &arena);
	json_set(&v, STR("list"), list, &arena);
	all = crm_texts(crm, f, &v, &arena);
	assert_int_equal(all.n, 4);
	is(all.p[2], "c@x");
	is(all.p[3], "d@x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_others)
	};
	int rc = cmocka_run_group_tests_name("crm-absent", tests, NULL, NULL);

	arena_free(&arena);
	return rc;
}

/* crm-wait: what was asked ahead goes on while somebody waits. */
#include "crm_try.h"

#include "http_peer.h"

#define MS	INT64_C(1000000)

static struct peer peer;

static const char asks[] =
    "name: ours\n"
    "url: http://127.0.0.1:%d\n"
    "errors: [{when: status >= 500, class: unknown}]\n"
    "objects:\n"
    "  contact:\n"
    "    fields: {email: mail}\n"
    "    find: {email: {get: '/{item.key}', results: {id: body.?nr}}}\n"
    "    read: {get: '/{item.id}', results: {id: body.?nr}}\n"
    "    create: {post: /json, body: item.fields, results: {id: body.?nr}}\n"
    "    update: {patch: /json, body: item.fields}\n";

static struct crm *
connect_to(const struct peer *p)
{
	char profile[2048];
	struct err e = { 0 };
	struct crm *crm;

	snprintf(profile, sizeof(profile), asks, p->port);
	crm = must_open(profile, "  timeout: 200ms\n");
	if (crm_connect(crm, NULL, &e) == -1)
		fail_msg("%s", e.msg);
	return crm;
}

static struct crm_calls *
ask(struct crm *crm, struct crm_item *it, const char *path)
{
	struct crm_item **items = arena_array(&arena, 1, sizeof(*items));
	struct crm_calls *calls;
	struct err e = { 0 };

	*it = (struct crm_item){ .key = str_of(path) };
	items[0] = it;
	if (crm_start(crm, crm_key(&crm->objects[CRM_CONTACT],
	    STR("email"))->find, items, 1, &arena, &calls, &e) == -1)
		fail_msg("%s", e.msg);
	return calls;
}

/* Longer than a request may take: it would count as too late, unread. */
static void
an_answer_is_read_while_one_waits(void **state)
{
	struct crm *crm = connect_to(&peer);
	int64_t began = time_monotonic();
	struct crm_calls *calls;
	struct crm_item it;
	struct err e = { 0 };
	int before = peer.requests;

	(void)state;
	calls = ask(crm, &it, "json");
	crm_wait(crm, 500 * MS);
	assert_true(time_monotonic() - began >= 500 * MS);
	assert_true(crm_ended(calls));
	assert_int_equal(crm_finish(calls, &e), 0);
	assert_int_equal(it.verdict, CRM_OK);
	assert_int_equal(peer.requests - before, 1);
	crm_close(crm);
}

static void
nobody_waits_beyond_the_deadline(void **state)
{
	struct crm *crm = connect_to(&peer);
	int64_t began = time_monotonic();

	(void)state;
	crm_deadline(crm, 20 * MS);
	crm_wait(crm, 3600000 * MS);
	assert_true(time_monotonic() - began < 3600000 * MS);
	assert_true(crm_over(crm, NULL));
	crm_close(crm);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_read_while_one_waits),
		cmocka_unit_test(nobody_waits_beyond_the_deadline),
	};
	int rc;

	peer_start(&peer);
	rc = cmocka_run_group_tests_name("crm-wait", tests, NULL, NULL);
	peer_stop(&peer);
	arena_free(&arena);
	return rc;
}

/* auth: answers of providers, PKCE, a browser's call, what a trace shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "auth/mask.h"
#include "auth/oauth.h"

static struct arena arena;
static struct err err;

static int
parse(const char *body, struct token *t)
{
	const struct oauth_conf c = { .url = STR("instance_url") };

	return token_parse(str_of(body), &c, &arena, t, &err);
}

static void
a_token_is_read_strictly(void **state)
{
	static const char *const bad[] = {
		"", "[]", "{}", "null", "{\"access_token\":1}",
		"{\"access_token\":\"\"}", "{\"access_token\":\"a b\"}",
		"{\"access_token\":\"a\\r\\nX: y\"}",
		"{\"access_token\":\"a\\u0000b\"}",
		"{\"access_token\":\"\xc3\xa9\"}",
		"{\"access_token\":\"a\",\"token_type\":\"mac\"}",
		"{\"access_token\":\"a\",\"expires_in\":-1}",
		"{\"access_token\":\"a\",\"expires_in\":1e3}",
		"{\"access_token\":\"a\",\"expires_in\":\"soon\"}",
		"{\"access_token\":\"a\",\"expires_in\":99999999999}",
		"{\"access_token\":\"a\",\"refresh_token\":\"b c\"}",
		"{\"access_token\":\"a\",\"scope\":\"x\\u0000y\"}",
		"{\"access_token\":\"a\","
		    "\"instance_url\":\"http://e.example\"}",
		"{\"access_token\":\"a\","
		    "\"instance_url\":\"https://u@e.example\"}",
		"{\"access_token\":\"a\","
		    "\"instance_url\":\"https://e.example?x\"}"
	};
	struct token t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (parse(bad[i], &t) == 0)
			fail_msg("taken: %s", bad[i]);
		assert_string_equal(err.code, "auth.answer");
	}
}

static void
a_token_is_read_whole(void **state)
{
	struct token t;

	(void)state;
	assert_int_equal(parse("{\"access_token\":\"a-1\",\"token_type\":"
	    "\"bearer\",\"expires_in\":\"1800\",\"refresh_token\":\"r\","
	    "\"scopes\":[\"x\",\"y\"],\"instance_url\":"
	    "\"https://acme.example/\"}", &t), 0);
	assert_true(str_eq(t.access, STR("a-1")));
	assert_true(str_eq(t.refresh, STR("r")));
	assert_true(str_eq(t.scope, STR("x y")));
	assert_true(str_eq(t.url, STR("https://acme.example")));
	assert_int_equal(t.lifetime, 1800);
	assert_int_equal(parse("{\"access_token\":\"a\",\"scope\":\"x,y\"}",
	    &t), 0);
	assert_int_equal(t.lifetime, -1);
	assert_null(t.refresh.p);
	assert_true(str_eq(t.scope, STR("x y")));
}

static enum oauth_trouble
trouble(int status, const char *body)
{
	struct buf form = { 0 }, header = { 0 };
	enum oauth_trouble t;

	form_add(&form, "client_secret", STR("x y/zzz+hunter2"));
	buf_adds(&header, STR("Basic YTpzM2NyM3Q="));
	t = token_trouble(status, str_of(body), &form, &header, &err);
	buf_free(&form);
	buf_free(&header);
	return t;
}

static void
troubles_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(trouble(400, "{\"error\":"
	    "\"authorization_pending\"}"), OAUTH_PENDING);
	assert_int_equal(trouble(400, "{\"error\":\"slow_down\"}"),
	    OAUTH_SLOW_DOWN);
	assert_int_equal(trouble(503, "<html>"),
	    OAUTH_BUSY);
	assert_int_equal(err.kind, ERR_REMOTE);
	assert_int_equal(trouble(400, "{\"error\":\"invalid_grant\","
	    "\"error_description\":\"gone\\nfor \\u001b[31mgood\"}"),
	    OAUTH_DENIED);
	assert_int_equal(err.kind, ERR_AUTH);
	assert_string_equal(err.code, "auth.grant");
	assert_null(strchr(err.msg, '\n'));
	assert_null(strchr(err.msg, '\033'));
	/* Zoho says so with status 200 */
	assert_int_equal(trouble(200, "{\"error\":"
	    "\"invalid_code\"}"), OAUTH_DENIED);
	/* what we sent is not repeated, in no form */
	trouble(400, "{\"error\":\"invalid_client\","
	    "\"error_description\":\"no zzz+hunter here\"}");
	assert_string_equal(err.msg, "the provider says invalid_client");
	trouble(400, "{\"error\":\"a%2Fzzz%2Bhun\"}");
	assert_null(strstr(err.msg, "zzz"));
	trouble(400, "{\"error\":\"e\","
	    "\"error_description\":\"bad s3cr3t\"}");
	assert_null(strstr(err.msg, "s3cr3t"));
	trouble(400, "{\"error\":\"e\","
	    "\"error_description\":\"bad client\"}");
	assert_non_null(strstr(err.msg, "bad client"));
}

/* The vector of RFC 7636, appendix B. */
static void
pkce_is_s256(void **state)
{
	(void)state;
	assert_true(str_eq(pkce_challenge(
	    STR("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), &arena),
	    STR("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")));
}

static void
a_query_is_decoded_once_and_strictly(void **state)
{
	struct str s;

	(void)state;
	assert_true(query_get(STR("code=a%2Bb+c&state=x"), "code", &arena,
	    &s));
	assert_true(str_eq(s, STR("a+b c")));
	assert_false(query_get(STR("code=a&code=b"), "code", &arena, &s));
	assert_false(query_get(STR("code=a%0d%0a"), "code", &arena, &s));
	assert_false(query_get(STR("code=%"), "code", &arena, &s));
	assert_false(query_get(STR("code=%4"), "code", &arena, &s));
	assert_false(query_get(STR("xcode=1"), "code", &arena, &s));
	assert_true(query_get(STR("state=%41"), "state", &arena, &s));
	assert_true(str_eq(s, STR("A")));
}

static struct mask mask;

static void
shown(const char *want, const char *body)
{
	struct buf b = { 0 };
	struct json v;

	assert_true(mask_json(&mask, str_of(body), &arena, &v));
	json_write(&v, &b);
	assert_string_equal(b.p, want);
	buf_free(&b);
}

/* Does any of ${words} show up in what is made of ${body}? */
static void
hidden(const char *body, const char *word)
{
	struct buf b = { 0 };
	struct json v;

	assert_true(mask_json(&mask, str_of(body), &arena, &v));
	json_write(&v, &b);
	if (strstr(b.p, word) != NULL)
		fail_msg("%s is seen: %s", word, b.p);
	buf_free(&b);
}

static void
a_trace_shows_structure_ids_and_codes(void **state)
{
	(void)state;
	shown("{\"inputs\":[{\"id\":\"101\",\"properties\":{}}]}",
	    "{\"inputs\":[{\"id\":\"101\",\"properties\":{}}]}");
	shown("{\"category\":\"OBJECT_NOT_FOUND\",\"ok\":true,\"n\":12}",
	    "{\"category\":\"OBJECT_NOT_FOUND\",\"ok\":true,\"n\":12}");
	shown("{\"idProperty\":\"email\"}", "{\"idProperty\":\"email\"}");
}

static void
a_trace_shows_nobody(void **state)
{
	(void)state;
	hidden("{\"id\":\"ana@acme.example\"}", "acme");
	hidden("{\"id\":\"+14155550123\"}", "4155550");
	hidden("{\"firstname\":\"Ana\"}", "Ana");
	hidden("{\"phone\":14155550123}", "4155550");
	hidden("{\"ana@acme.example\":1}", "acme");
	hidden("{\"14155550123\":1}", "4155550");
	hidden("{\"Ana Lopez\":1}", "Lopez");
	hidden("[\"Ana\",[\"Lopez\"]]", "Lopez");
	hidden("{\"access_token\":\"email\"}", ":\"email\"");
	hidden("{\"sessionId\":\"a1b2c3\"}", "a1b2");
	hidden("{\"message\":\"Existing ID: 5 of ana\"}", "ana");
	hidden("\"ana@acme.example\"", "acme");
}

static void
a_trace_hides_in_addresses(void **state)
{
	static const struct {
		const char *url, *want;
	} cases[] = {
		{ "https://x.example/crm/v3?limit=10",
		    "https://x.example/crm/v3?limit=10" },
		{ "https://x.example/crm/003XX000004TmiQYAS",
		    "https://x.example/crm/003XX000004TmiQYAS" }
	};
	static const char *const bad[] = {
		"https://x.example/crm/ana%40acme.example",
		"https://x.example/crm/ana@acme.example",
		"https://x.example/crm/14155550ana",
		"https://x.example/crm?email=ana%40acme.example",
		"https://x.example/crm?ana=1", "https://x.example/crm?q=ana",
		"https://x.example/access-tokens/ana45678-1234-ana"
	};
	struct str s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s = mask_url(&mask, str_of(cases[i].url), &arena);
		assert_string_equal(s.p, cases[i].want);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s = mask_url(&mask, str_of(bad[i]), &arena);
		if (strstr(s.p, "ana") != NULL)
			fail_msg("seen: %s", s.p);
	}
}

static void
the_same_text_has_the_same_mark(void **state)
{
	struct str a = mask_text(&mask, STR("ana"), &arena);
	struct str b = mask_text(&mask, STR("ana"), &arena);
	struct str c = mask_text(&mask, STR("bob"), &arena);

	(void)state;
	assert_true(str_eq(a, b));
	assert_false(str_eq(a, c));
}

static int
setup(void **state)
{
	(void)state;
	mask_init(&mask, &arena);
	mask_words(&mask, STR("/crm/v3/objects?limit email firstname phone "
	    "inputs properties access-tokens"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	mask_free(&mask);
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_is_read_strictly),
		cmocka_unit_test(a_token_is_read_whole),
		cmocka_unit_test(troubles_are_told_apart),
		cmocka_unit_test(pkce_is_s256),
		cmocka_unit_test(a_query_is_decoded_once_and_strictly),
		cmocka_unit_test(a_trace_shows_structure_ids_and_codes),
		cmocka_unit_test(a_trace_shows_nobody),
		cmocka_unit_test(a_trace_hides_in_addresses),
		cmocka_unit_test(the_same_text_has_the_same_mark),
	};

	return cmocka_run_group_tests_name("auth", tests, setup, teardown);
}

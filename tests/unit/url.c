/* url: web addresses as people give them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/url.h"

static struct arena a;

/* As it is kept, or the code with which it is refused. */
static void
reads(const char *s, const char *want)
{
	struct err e = { 0 };
	struct str got;

	if (url_parse(str_of(s), &a, &got, &e) == -1)
		got = str_of(e.code);
	if (!str_eq(got, str_of(want)))
		fail_msg("%s: %.*s, not %s", s, STR_ARG(got), want);
	arena_reset(&a);
}

static void
scheme_and_host_go_into_lower_case_and_no_more(void **state)
{
	(void)state;
	reads("HTTPS://ACME.Example/A%20B?C=D#E",
	    "https://acme.example/A%20B?C=D#E");
	reads("http://acme.example:8080", "http://acme.example:8080");
	reads("acme.example", "acme.example");
	reads("acme.example:8080/a", "acme.example:8080/a");
	reads("https://MÜLLER.example/ß", "https://müller.example/ß");
	reads("https://acme.example?a:b@c", "https://acme.example?a:b@c");
}

static void
what_is_no_web_address_is_told_why(void **state)
{
	(void)state;
	reads("", "url.host");
	reads("javascript:alert(1)", "url.scheme");
	reads("data:text/html,x", "url.scheme");
	reads("ftp://acme.example", "url.scheme");
	reads("https:acme.example", "url.syntax");
	reads("https://", "url.host");
	reads("https://localhost", "url.host");
	reads("localhost:80", "url.host");	/* no scheme */
	reads("https://127.0.0.1/", "url.host");
	reads("https://[::1]/", "url.syntax");
	reads("https://acme.example:http", "url.syntax");
	reads("https://acme.example:65536", "url.syntax");
	reads("https://ana:secret@acme.example", "url.user");
	reads("ana@acme.example", "url.user");
	reads("https://acme.example/<script>", "url.syntax");
	reads("https://acme.example/a\nb", "url.syntax");
	reads("n/a", "url.host");
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    scheme_and_host_go_into_lower_case_and_no_more),
		cmocka_unit_test(what_is_no_web_address_is_told_why),
	};

	return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}

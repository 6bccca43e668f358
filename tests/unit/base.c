/* base: strings, buffers, arenas, tables, text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/hmap.h"
#include "base/html.h"
#include "base/utf8.h"

static void
arena_grows_in_place_when_last(void **state)
{
	struct arena a = { 0 };
	char *p = arena_alloc(&a, 10), *q;

	(void)state;
	memcpy(p, "0123456789", 10);
	q = arena_grow(&a, p, 10, 100);
	assert_ptr_equal(p, q);
	arena_alloc(&a, 1);
	q = arena_grow(&a, p, 100, 200);
	assert_ptr_not_equal(p, q);
	assert_memory_equal(q, "0123456789", 10);
	arena_reset(&a);
	assert_int_equal(a.used, 0);
	arena_free(&a);
}

static void
note_call(void *p)
{
	char **at = p;

	*(*at)++ = 'x';
}

static void
arena_calls_what_was_deferred_once(void **state)
{
	char calls[8] = "", *at = calls;
	struct arena a = { 0 };

	(void)state;
	arena_defer(&a, note_call, &at);
	arena_defer(&a, note_call, &at);
	arena_reset(&a);
	assert_string_equal(calls, "xx");
	arena_defer(&a, note_call, &at);
	arena_free(&a);
	arena_free(&a);
	assert_string_equal(calls, "xxx");
}

static void
buf_refuses_to_pass_its_maximum(void **state)
{
	struct buf b = { .max = 10 };

	(void)state;
	assert_int_equal(buf_adds(&b, STR("0123456789")), 0);
	assert_int_equal(buf_addc(&b, 'x'), -1);
	assert_true(b.full);
	assert_true(str_eq(buf_str(&b), STR("0123456789")));
	buf_free(&b);
}

static void
hmap_keeps_every_key_in_order(void **state)
{
	struct arena a = { 0 };
	struct hmap m;
	size_t i;

	(void)state;
	hmap_init(&m, &a);
	for (i = 0; i < 1000; i++)
		*hmap_slot(&m, arena_printf(&a, "k%zu", i)) = &m.n + i;
	assert_int_equal(m.n, 1000);
	for (i = 0; i < 1000; i++)
		assert_ptr_equal(hmap_get(&m, arena_printf(&a, "k%zu", i)),
		    &m.n + i);
	assert_null(hmap_get(&m, STR("k1000")));
	assert_true(str_eq(m.entries[7].key, STR("k7")));
	arena_free(&a);
}

static void
utf8_refuses_what_rfc_3629_refuses(void **state)
{
	static const char *const bad[] = { "\xc0\x80", "\xed\xa0\x80",
	    "\xf4\x90\x80\x80", "\xe2\x82", "\xff", "a\x80" };
	size_t i, n;
	struct arena a = { 0 };

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid(str_of(bad[i])));
	assert_true(utf8_valid(STR("\xf0\x9f\x98\x80 \xe2\x82\xac \xc3\xa9")));
	assert_true(str_eq(utf8_repair(STR("a\xe2\x82z\xff"), &a, &n),
	    STR("a\xef\xbf\xbdz\xef\xbf\xbd")));
	assert_int_equal(n, 2);
	arena_free(&a);
}

static void
utf8_counts_characters_in_long_text(void **state)
{
	struct str s = STR("0123456789abcdef\xc3\xa9 more than eight "
	    "\xf0\x9f\x98\x80\xff bytes of ASCII");

	(void)state;
	assert_int_equal(utf8_length(s), 16 + 1 + 17 + 1 + 1 + 15);
	assert_int_equal(utf8_offset(s, 16), 16);
	assert_int_equal(utf8_offset(s, 17), 18);
	assert_int_equal(utf8_offset(s, 35), 39);
	assert_int_equal(utf8_offset(s, 36), 40);
	assert_int_equal(utf8_offset(s, 1000), s.len);
}

static void
err_quote_escapes_and_cuts(void **state)
{
	char out[16];

	(void)state;
	assert_string_equal(err_quote(STR("a\n'b"), out, sizeof(out)),
	    "a\\x0a\\'b");
	assert_string_equal(err_quote(STR("0123456789abcdefgh"), out,
	    sizeof(out)), "0123456789ab...");
}

static void
lower_case_keeps_its_length(void **state)
{
	static const uint32_t pairs[][2] = { { 'A', 'a' }, { 0xc4, 0xe4 },
		{ 0xd7, 0xd7 }, { 0x130, 0x130 }, { 0x138, 0x138 },
		{ 0x141, 0x142 }, { 0x178, 0xff }, { 0x17d, 0x17e },
		{ 0x386, 0x3ac }, { 0x3a9, 0x3c9 }, { 0x401, 0x451 },
		{ 0x416, 0x436 }, { 0x531, 0x561 }, { 0x4e2d, 0x4e2d } };
	char from[4], to[4];
	uint32_t c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_int_equal(utf8_lower(pairs[i][0]), pairs[i][1]);
	for (c = 0; c < 0x3000; c++) {
		assert_int_equal(utf8_put(c, from), utf8_put(utf8_lower(c),
		    to));
		assert_int_equal(utf8_lower(utf8_lower(c)), utf8_lower(c));
	}
	assert_true(str_eq(utf8_trim(STR("\u200b \u00a0a b\ufeff\n")),
	    STR("a b")));
	assert_int_equal(utf8_trim(STR(" \u3000")).len, 0);
}

static void
nearest_finds_slips_only(void **state)
{
	static const char *const names[] = { "email", "phone", "first_name" };

	(void)state;
	assert_string_equal(nearest(STR("emial"), names, 3), "email");
	assert_string_equal(nearest(STR("firstname"), names, 3), "first_name");
	assert_null(nearest(STR("budget"), names, 3));
}

static void
a_complaint_shows_its_line_and_no_control(void **state)
{
	static const char text[] = "a: 1\r\n\t\xc3\xa9: \x1b[2J\xff\r\n";
	struct arena a = { 0 };
	struct diags d;
	char out[256] = "";
	FILE *f = fmemopen(out, sizeof(out), "w");

	(void)state;
	assert_non_null(f);
	diags_init(&d, &a);
	diags_source(&d, "c.yaml", STR(text));
	diag_error(&d, (struct where){ "c.yaml", 2, 6 }, NULL, "odd");
	diags_print(&d, f);
	fclose(f);
	assert_string_equal(out, "c.yaml:2:5: error: odd\n"
	    "    \t\xc3\xa9: ?[2J?\n    \t   ^\n");
	arena_free(&a);
}

static void
reads(const char *html, const char *text)
{
	struct buf b = { 0 };

	html_to_text(&b, str_of(html));
	buf_addc(&b, '\0');
	assert_string_equal(b.p, text);
	buf_free(&b);
}

static void
html_reads_as_its_reader_sees_it(void **state)
{
	(void)state;
	reads("<p>Price for 40 seats?</p>", "Price for 40 seats?");
	reads("<p>a</p>\n<p> b  c </p>", "a\nb c");
	reads("a<br>b<br/><br />c", "a\nb\n\nc");
	reads("<ul><li>one</li><li>two</li></ul>end", "- one\n- two\nend");
	reads("1 < 2 & 3 > 2 <3", "1 < 2 & 3 > 2 <3");
	reads("&lt;b&gt; &amp;lt; &#8364; &#x20ac; &nope; &#1;",
	    "<b> &lt; € € &nope; &#1;");
	reads("a&nbsp;<b> b</b>", "a b");
	reads("x<script>if (a < b) y</script><!-- > -->z", "xz");
	reads("<a href='https://a.example/?x=1&amp;y=2'>here</a>.",
	    "here (https://a.example/?x=1&y=2).");
	reads("<a href=\"mailto:ana@a.example\">ana@a.example</a>",
	    "ana@a.example");
	reads("<A HREF=tel:+15>call</A>", "call (+15)");
	reads("see <img alt=\"a cat\" src=\"https://a.example/c.png\"> it",
	    "see a cat (https://a.example/c.png) it");
	reads("<img src=\"data:image/png;base64,AA\">", "");
	reads("<pre>a\n  b</pre>", "a\n  b");
	reads("<a href=\"", "<a href=\"");
	reads("", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_grows_in_place_when_last),
		cmocka_unit_test(arena_calls_what_was_deferred_once),
		cmocka_unit_test(buf_refuses_to_pass_its_maximum),
		cmocka_unit_test(hmap_keeps_every_key_in_order),
		cmocka_unit_test(utf8_refuses_what_rfc_3629_refuses),
		cmocka_unit_test(utf8_counts_characters_in_long_text),
		cmocka_unit_test(err_quote_escapes_and_cuts),
		cmocka_unit_test(lower_case_keeps_its_length),
		cmocka_unit_test(nearest_finds_slips_only),
		cmocka_unit_test(a_complaint_shows_its_line_and_no_control),
		cmocka_unit_test(html_reads_as_its_reader_sees_it),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}

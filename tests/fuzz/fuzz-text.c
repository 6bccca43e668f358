/*
 * fuzz-text: what people write, through everything that looks for something
 * in it.  What is found must stand up to being read again.
 */
#include <stdlib.h>

#include "base/regex.h"
#include "base/utf8.h"
#include "text/email.h"
#include "text/list.h"
#include "text/match.h"
#include "text/name.h"
#include "text/phone.h"
#include "text/redact.h"
#include "text/unicode.h"
#include "text/url.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
emails(struct str s, struct arena *a)
{
	struct email m, again;
	struct str hit;
	unsigned accept, fold;
	size_t from = 0;

	while (email_find(s, from, &hit)) {
		must(email_check(hit, NULL) == 0);
		from = (size_t)(hit.p - s.p) + hit.len;
	}
	for (accept = 0; accept < 32; accept++) {
		if (email_parse(s, accept, a, &m, NULL) == -1)
			continue;
		must(email_parse(m.text, accept, a, &again, NULL) == 0 &&
		    str_eq(m.text, again.text));
		for (fold = 0; fold < 4; fold++)
			must(str_eq(email_key(&m, fold, a),
			    email_key(&again, fold, a)));
		email_suggest(&m, a);
	}
	hit = email_mend(s, a);
	must(hit.p == NULL || email_parse(hit, 0, a, &m, NULL) == 0);
}

static void
phones(struct str s, struct arena *a)
{
	static const struct str regions[] = { { NULL, 0 }, { "US", 2 },
		{ "DE", 2 }, { "HU", 2 }, { "RU", 2 } };
	struct phone p, again;
	struct str hit;
	size_t i, from = 0;

	while (phone_find(s, from, &hit)) {
		must(hit.len > 0);
		from = (size_t)(hit.p - s.p) + hit.len;
	}
	for (i = 0; i < sizeof(regions) / sizeof(regions[0]); i++)
		if (phone_parse(s, regions[i], a, &p, NULL) == 0)
			must(p.e164.len <= 16 && phone_parse(p.text,
			    STR_NONE, a, &again, NULL) == 0 &&
			    str_eq(p.text, again.text));
}

static void
secrets(struct str s, struct arena *a)
{
	unsigned counts[SECRET_KINDS] = { 0 }, all = 0;
	struct str out;
	bool found = redact(s, a, &out, counts);
	size_t i;

	for (i = 0; i < SECRET_KINDS; i++)
		all += counts[i];
	must(found == (all > 0));
}

static void
names(struct str s, struct arena *a)
{
	struct str tidy, again;
	bool emoji;
	int i;

	for (i = 0; i < 2; i++) {
		emoji = i == 1;
		tidy = name_tidy(s, emoji, a);
		must(tidy.len <= 3 * s.len);
		again = name_tidy(tidy, emoji, a);
		must(!utf8_valid(s) || str_eq(tidy, again));
		must(emoji || !utf8_valid(s) || !name_emoji(tidy));
		must(unicode_clusters(tidy, a) <= tidy.len);
	}
	must(utf8_valid(text_mojibake(s, a)));
	must(name_letters(s) || !name_letters(str_to(s, s.len / 2)) ||
	    !utf8_valid(s));
}

static void
urls(struct str s, struct arena *a)
{
	struct str url, again;

	if (url_parse(s, a, &url, NULL) == 0)
		must(url_parse(url, a, &again, NULL) == 0 &&
		    str_eq(url, again));
}

/* Each word of a list is found, as it stands and without accents. */
static void
lists(struct str s, struct arena *a)
{
	struct list *l = list_new(a);
	struct str word = str_trim(str_to(s, str_find(s, STR("\n"))));

	if (!utf8_valid(s))
		return;
	list_lines(l, s);
	word = utf8_trim(word);
	if (word.len == 0 || word.p[0] == '#' || s.p[0] == '#' ||
	    memchr(word.p, '\t', word.len) != NULL ||
	    str_starts(s, STR("\xef\xbb\xbf")))
		return;
	must(list_find(l, word, a).p != NULL);
	must(list_find(l, unicode_plain(word, a), a).p != NULL);
}

/* The first line is an expression: filtered or alone, it finds the same. */
static void
expressions(struct str s, struct arena *a)
{
	size_t cut = str_find(s, STR("\n"));
	struct str pattern = str_to(s, cut), text = str_from(s, cut + 1);
	struct str hit = STR_NONE, want = STR_NONE;
	struct match_scratch *scratch;
	struct match_set *m = match_new(a);
	struct regex *r;
	struct diags d;
	struct err e;

	diags_init(&d, a);
	if (cut == (size_t)-1 || match_regex(m, 0, pattern,
	    NULL, &d) == -1)
		return;
	match_phrase(m, 1, pattern);
	match_build(m);
	scratch = match_scratch_new(m);
	{
		struct str hits[2] = { { 0 } };

		match_first(m, scratch, text, hits);
		hit = hits[0];
	}
	match_scratch_free(scratch);
	r = regex_new(pattern, true, &e);
	if (regex_find(r, text, 0, &want, 1) == 1)
		must(hit.p == want.p && hit.len == want.len);
	else
		must(hit.p == NULL);
	regex_free(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct arena a = { 0 };

	emails(s, &a);
	phones(s, &a);
	names(s, &a);
	urls(s, &a);
	lists(s, &a);
	secrets(s, &a);
	expressions(s, &a);
	arena_free(&a);
	return 0;
}

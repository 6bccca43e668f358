/*
 * text-suite pii|phone|email|speed FILE: how well secrets, telephone numbers
 * and addresses are found in labelled texts, and how fast text is read.
 *
 *	pii	{"text", "spans": [{"type", "value"}]}: recall and precision
 *		of redact for CREDIT_CARD, US_SSN, IBAN_CODE and NATIONAL_ID,
 *		of email_find for EMAIL_ADDRESS, and how many texts without
 *		any label lost something (pii-set makes a set)
 *	phone	{"text", "expected": [{"text"}]}: the same of phone_find
 *	email	and of email_find
 *	speed	{"text"}: time of redact and of match over twelve rules
 *
 * -v shows each miss.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "json/json.h"
#include "text/email.h"
#include "text/match.h"
#include "text/phone.h"
#include "text/redact.h"

struct tally {
	size_t	wanted, found, right;
};

static bool verbose;

static void
print_tally(const char *name, struct tally t)
{
	printf("%s: recall %zu/%zu = %.1f %%, precision %zu/%zu = %.1f %%\n",
	    name, t.right, t.wanted,
	    t.wanted > 0 ? 100.0 * (double)t.right / (double)t.wanted : 100,
	    t.right, t.found,
	    t.found > 0 ? 100.0 * (double)t.right / (double)t.found : 100);
}

static void
show(const char *what, struct str text, struct str value)
{
	char q[256], v[64];

	if (verbose)
		printf("%s %s in %s\n", what, err_quote(value, v, sizeof(v)),
		    err_quote(text, q, sizeof(q)));
}

/* Is span ${v} one of the labels (of ${type}, if given)? */
static bool
labelled(const struct json *labels, const char *key, const char *type,
    struct str v)
{
	size_t i;

	for (i = 0; labels != NULL && i < labels->len; i++) {
		const struct json *l = &labels->items[i];

		if (type != NULL && !str_eq(json_get_str(l, STR("type")),
		    str_of(type)))
			continue;
		if (str_ieq(json_get_str(l, str_of(key)), v))
			return true;
	}
	return false;
}

/* Secrets are judged by what is gone: is the labelled value still there? */
static void
pii_kind(const struct json *line, enum secret kind, const char *type,
    struct arena *a, struct tally *t)
{
	struct str text = json_get_str(line, STR("text")), out, v;
	const struct json *spans = json_get(line, STR("spans"));
	unsigned counts[SECRET_KINDS] = { 0 };
	size_t i;

	redact(text, a, &out, counts);
	for (i = 0; spans != NULL && i < spans->len; i++) {
		if (!str_eq(json_get_str(&spans->items[i], STR("type")),
		    str_of(type)))
			continue;
		v = json_get_str(&spans->items[i], STR("value"));
		t->wanted++;
		if (str_find(out, v) != (size_t)-1) {
			show("missed", text, v);
		} else {
			t->right++;
			if (counts[kind] > 0)
				counts[kind]--;
			t->found++;
		}
	}
	t->found += counts[kind];
	if (counts[kind] > 0)
		show("took too much", text, out);
}

typedef bool find_fn(struct str text, size_t from, struct str *hit);

static void
find_kind(const struct json *line, find_fn *find, struct tally *t)
{
	struct str text = json_get_str(line, STR("text")), hit;
	const struct json *want = json_get(line, STR("expected"));
	size_t from = 0, right = 0;

	while (find(text, from, &hit)) {
		t->found++;
		if (labelled(want, "text", NULL, hit))
			right++;
		else
			show("found", text, hit);
		from = (size_t)(hit.p - text.p) + hit.len;
	}
	t->right += right;
	t->wanted += want != NULL ? want->len : 0;
	if (want != NULL && right < want->len)
		show("missed", text, json_get_str(&want->items[0],
		    STR("text")));
}

static struct match_set *
twelve_rules(struct arena *a)
{
	static const char *const rules[] = { "price|cost|how much|fare",
		"\\b(book|reserv)", "\\bcancel", "refund",
		"\\b(urgent|asap|right away|immediately)\\b",
		"\\b(buy|purchase|order)\\b",
		"\\b(problem|wrong|complain\\w*|not (working|happy|good))\\b",
		"\\b[0-9]{1,2}(:[0-9]{2})? ?(am|pm)\\b",
		"[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}",
		"\\+?[0-9][0-9 ()-]{7,}[0-9]", "[$] ?[0-9][0-9,.]*",
		"\\b(demo|trial|quote)\\b" };
	struct match_set *m = match_new(a);
	struct diags d;
	size_t i;

	diags_init(&d, a);
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		match_regex(m, i, str_of(rules[i]), NULL, &d);
	match_build(m);
	return m;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
report(const char *what, double took, size_t bytes, size_t texts)
{
	printf("%s: %.2f ns/byte, %.2f us/text\n", what,
	    took * 1e9 / (double)bytes, took * 1e6 / (double)texts);
}

/* Time both over all texts, again and again for a while. */
static void
speed(const struct str *texts, size_t n, struct arena *a)
{
	struct match_set *m = twelve_rules(a);
	struct match_scratch *s = match_scratch_new(m);
	unsigned counts[SECRET_KINDS] = { 0 };
	size_t i, bytes = 0, round, hits = 0, rounds = 5;
	struct arena tmp = { 0 };
	double start = seconds();
	struct str out;

	for (round = 0; round < rounds; round++)
		for (i = 0; i < n; i++) {
			bytes += texts[i].len;
			redact(texts[i], &tmp, &out, counts);
			arena_reset(&tmp);
		}
	report("redact", seconds() - start, bytes, rounds * n);
	start = seconds();
	for (round = 0; round < rounds; round++)
		for (i = 0; i < n; i++) {
			struct str hit[12] = { { 0 } };

			hits += match_first(m, s, texts[i], hit);
		}
	report("match", seconds() - start, bytes, rounds * n);
	printf("%zu texts, %zu bytes, %zu hits, redacted %u %u %u %u\n", n,
	    bytes / rounds, hits / rounds, counts[0], counts[1], counts[2],
	    counts[3]);
	match_scratch_free(s);
	arena_free(&tmp);
}

/* What redact takes, by label. */
static const struct category {
	const char	*label;
	enum secret	 kind;
} categories[] = {
	{ "CREDIT_CARD", SECRET_CARD }, { "US_SSN", SECRET_SSN },
	{ "IBAN_CODE", SECRET_IBAN }, { "NATIONAL_ID", SECRET_ID }
};

enum {
	CATEGORIES = sizeof(categories) / sizeof(categories[0]),
	EMAILS = CATEGORIES,
	TALLIES
};

/* Texts without any label, and those of them that lost something. */
static size_t unlabelled, spoilt;

static void
pii_emails(const struct json *line, struct tally *t)
{
	const struct json *spans = json_get(line, STR("spans"));
	struct str text = json_get_str(line, STR("text")), hit;
	size_t i, from = 0;

	for (i = 0; spans != NULL && i < spans->len; i++)
		t->wanted += str_eq(json_get_str(&spans->items[i],
		    STR("type")), STR("EMAIL_ADDRESS"));
	while (email_find(text, from, &hit)) {
		t->found++;
		if (labelled(spans, "value", "EMAIL_ADDRESS", hit))
			t->right++;
		else
			show("found", text, hit);
		from = (size_t)(hit.p - text.p) + hit.len;
	}
}

static void
pii_line(const struct json *line, struct arena *a, struct tally *t)
{
	struct str text = json_get_str(line, STR("text")), out;
	const struct json *spans = json_get(line, STR("spans"));
	unsigned counts[SECRET_KINDS] = { 0 };
	size_t i;

	for (i = 0; i < CATEGORIES; i++)
		pii_kind(line, categories[i].kind, categories[i].label, a,
		    &t[i]);
	pii_emails(line, &t[EMAILS]);
	if (spans == NULL || spans->len == 0) {
		unlabelled++;
		if (redact(text, a, &out, counts)) {
			spoilt++;
			show("spoilt", text, out);
		}
	}
}

static void
pii_report(const struct tally *t)
{
	size_t i;

	for (i = 0; i < CATEGORIES; i++)
		print_tally(categories[i].label, t[i]);
	print_tally("EMAIL_ADDRESS", t[EMAILS]);
	printf("without any label: %zu of %zu texts lost something\n", spoilt,
	    unlabelled);
}

static void
one_line(const char *mode, const struct json *line, struct arena *a,
    struct tally *t)
{
	if (strcmp(mode, "pii") == 0)
		pii_line(line, a, t);
	else if (strcmp(mode, "phone") == 0)
		find_kind(line, phone_find, &t[0]);
	else if (strcmp(mode, "email") == 0)
		find_kind(line, email_find, &t[0]);
}

int
main(int argc, char **argv)
{
	struct tally t[TALLIES] = { { 0 } };
	struct arena a = { 0 };
	struct json_parser *p;
	struct str *texts = NULL;
	size_t size = 0, n = 0;
	char *line = NULL;
	struct err e;
	ssize_t len;
	FILE *f;

	if (argc > 1 && strcmp(argv[1], "-v") == 0) {
		verbose = true;
		argv++;
		argc--;
	}
	if (argc != 3 || (f = fopen(argv[2], "r")) == NULL) {
		fprintf(stderr,
		    "usage: text-suite [-v] pii|phone|email|speed FILE\n");
		return 64;
	}
	p = json_parser_new(NULL, NULL);
	while ((len = getline(&line, &size, f)) > 0) {
		struct str s = arena_str(&a, (struct str){ line, (size_t)len });
		struct json_doc d;

		if (json_parse(p, s, &a, &d, &e) == -1) {
			err_print("text-suite", &e);
			return 65;
		}
		one_line(argv[1], &d.root, &a, t);
		texts = realloc(texts, (n + 1) * sizeof(*texts));
		texts[n++] = json_get_str(&d.root, STR("text"));
	}
	if (strcmp(argv[1], "speed") == 0)
		speed(texts, n, &a);
	else if (strcmp(argv[1], "pii") == 0)
		pii_report(t);
	else
		print_tally(argv[1], t[0]);
	free(texts);
	free(line);
	fclose(f);
	json_parser_free(p);
	arena_free(&a);
	return 0;
}

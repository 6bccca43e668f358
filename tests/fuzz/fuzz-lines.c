/*
 * fuzz-lines: any bytes as input of the engine.  The equation holds, every
 * refusal has one dead letter, letters are JSON, and can be replayed.
 */
#include <stdlib.h>

#include "record/document.h"
#include "record/lane.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static enum verdict
pass(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	(void)stage;
	(void)scratch;
	doc_set(&r->doc, STR("seen"), json_bool(true));
	if (doc_get(&r->doc, STR("no")) == NULL)
		return REC_PASS;
	err_set(e, ERR_INPUT, "no", "no");
	return REC_REFUSED;
}

static const struct stage_ops ops = { .name = "pass", .run = pass };
static const struct engine_stage stage = { &ops, NULL };

static size_t
count(struct str s, char c)
{
	size_t i, n = 0;

	for (i = 0; i < s.len; i++)
		n += s.p[i] == c;
	return n;
}

static void
check(const struct job *j)
{
	const struct tally *t = &j->tally;
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct str rest = buf_str(&j->dead);
	struct arena a = { 0 };
	struct json_doc d;
	const char *nl;

	must(t->in == t->out + t->refused + t->skipped);
	must(count(rest, '\n') == t->refused);
	while (rest.len > 0) {
		nl = memchr(rest.p, '\n', rest.len);
		must(json_parse(p, str_to(rest, (size_t)(nl - rest.p)), &a,
		    &d, NULL) == 0);
		rest = str_from(rest, (size_t)(nl + 1 - rest.p));
	}
	json_parser_free(p);
	arena_free(&a);
}

/* Where texts begin is at the beginning of a line. */
static void
begins(struct str s)
{
	size_t open, n = document_find(s, &open);

	must(n == (size_t)-1 || n == 0 || (n < s.len && s.p[n - 1] == '\n'));
	must(open == (size_t)-1 || open < s.len);
	(void)document_starts(s);
	(void)document_broken(s, s);
}

/* Texts over several lines become lines of ${j}. */
static void
frame(struct job *j, struct str s)
{
	struct framer_group g;
	struct document doc;
	struct where at = { "-", 1, 0 };
	const char *nl;
	size_t n;

	begins(s);
	document_init(&doc, 1000);
	for (; s.len > 0; s = str_from(s, n), at.line++) {
		nl = memchr(s.p, '\n', s.len);
		n = nl != NULL ? (size_t)(nl + 1 - s.p) : s.len;
		doc.framer.push(&doc.framer, str_to(s, n - (nl != NULL)), at,
		    NULL);
		if (n == s.len)
			doc.framer.end(&doc.framer);
		while (doc.framer.next(&doc.framer, &g)) {
			buf_adds(&j->in, g.text);
			buf_addc(&j->in, '\n');
			buf_add(&j->numbers, &g.at.line, sizeof(size_t));
		}
	}
	document_free(&doc);
}

static void
work(const struct engine_opts *o, struct job *j)
{
	const struct row row = { .o = o, .stages = &stage, .n = 1,
	    .told = 3 };
	struct lane lane;

	lane_init(&lane, &row);
	lane_work(&lane, j);
	lane_free(&lane);
	check(j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct engine_opts o = { .letters.path = "x", .env = { .run = "r" },
	    .limits = { .bytes = 2000, .depth = 50 } };
	struct job j = { .at = { "-", 1, 0 } }, again = j;
	struct str s;

	if (size == 0)
		return 0;
	o.replay = (data[0] & 1) != 0;
	o.limits.strict = (data[0] & 2) != 0;
	s = (struct str){ (const char *)data + 1, size - 1 };
	if ((data[0] & 4) != 0)
		frame(&j, s);
	else
		buf_adds(&j.in, s);
	work(&o, &j);
	o.replay = true;
	o.limits.bytes = 1 << 20;
	buf_adds(&again.in, buf_str(&j.dead));
	work(&o, &again);
	/* A letter may hold a stub, which counts as nothing. */
	must(again.tally.in <= j.tally.refused);
	job_free(&j);
	job_free(&again);
	return 0;
}

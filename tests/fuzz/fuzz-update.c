/*
 * fuzz-update: a file of tests, whatever is in it, is read or complained
 * about, and bringing it up to date changes bytes that are there.
 */
#include <stdlib.h>

#include "driver/cases.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static struct result
passed(const char *record, struct arena *a)
{
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct json_doc doc;
	struct err e;

	must(json_parse(p, str_of(record), a, &doc, &e) == 0);
	json_parser_free(p);
	return (struct result){ .verdict = REC_PASS, .record = doc.root };
}

/* All tests of a file, as if each had given ${v}. */
static void
update(const struct test_file *f, struct result *v, size_t n,
    struct str text, struct arena *a)
{
	const struct results r = { v, n, n };
	struct edits x = { .arena = a };
	struct mismatches m;
	struct buf b = { 0 };
	size_t i, k;

	for (i = 0; i < f->n; i++) {
		m = (struct mismatches){ .arena = a };
		case_judge(&f->cases[i], &r, &m);
		if (m.n > 0)
			case_update(&f->cases[i], &r, &m, text, &x);
	}
	for (k = 0; k < x.n; k++)
		must(x.v[k].from <= x.v[k].to && x.v[k].to <= text.len);
	edits_apply(&x, text, &b);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct result v[2];
	struct test_file f;
	struct diags d;

	diags_init(&d, &a);
	if (cases_parse("c.test.yaml", arena_str(&a, text), NULL, &f, &a,
	    &d) != 0) {
		arena_free(&a);
		return 0;
	}
	v[0] = passed("{\"id\":\"a/b/c\",\"contact\":{\"email\":\"a: b\","
	    "\"age\":7,\"list\":[1,{\"x\":null}]},\"tags\":[\"t\"]}", &a);
	v[1] = (struct result){ .verdict = REC_REFUSED, .stage = "map",
	    .err = { .code = "type.integer" } };
	update(&f, v, 1, text, &a);
	update(&f, v + 1, 1, text, &a);
	update(&f, v, 2, text, &a);
	arena_free(&a);
	return 0;
}

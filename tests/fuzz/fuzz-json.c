/*
 * fuzz-json: parser and checker must agree on every text, and what is
 * accepted must survive being written and read.
 */
#include <stdlib.h>

#include "json/check.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
survives(struct json_parser *p, const struct json_doc *doc)
{
	struct arena a = { 0 };
	struct json_doc again;
	struct buf b = { 0 };

	must(json_write(&doc->root, &b) == 0);
	must(json_parse(p, buf_str(&b), &a, &again, NULL) == 0);
	must(again.notes == NULL && json_equal(&doc->root, &again.root));
	buf_reset(&b);
	must(doc_write(doc, &b) == 0);
	must(json_parse(p, buf_str(&b), &a, &again, NULL) == 0);
	must(json_equal(&doc->root, &again.root));
	buf_free(&b);
	arena_free(&a);
}

/* The first byte chooses strictness and small limits. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_limits l = { 0 };
	struct arena a = { 0 };
	struct json_parser *p;
	struct json_doc doc;
	struct err e = { 0 };
	struct str text;
	int checked;

	if (size == 0)
		return 0;
	text = (struct str){ (const char *)data + 1, size - 1 };
	l.strict = (data[0] & 1) != 0;
	if ((data[0] & 2) != 0)
		l.depth = l.string = l.number = l.members = 6;
	p = json_parser_new(&l, NULL);
	l = json_limits_of(&l);
	checked = json_check(text, &l, NULL);
	if (json_parse(p, text, &a, &doc, &e) == 0) {
		must(checked == 0);
		if ((data[0] & 2) == 0)
			survives(p, &doc);
	} else {
		must(e.kind == ERR_INPUT || e.kind == ERR_LIMIT);
		must(e.at.col > 0 && e.at.col <= text.len + 1);
		must(checked == -1 || strcmp(e.code, "json.duplicate") == 0);
	}
	json_parser_free(p);
	arena_free(&a);
	return 0;
}

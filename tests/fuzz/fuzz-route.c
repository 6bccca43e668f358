/*
 * fuzz-route: a configuration, a line "---" and a record: what compiles
 * routes any record, and its own output to the same bytes.
 */
#include <stdlib.h>

#include "record/record.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* The section of ${text}, compiled into ${a}; NULL: it has mistakes. */
static void *
compile(struct str text, struct arena *a)
{
	const struct run_env env = { .now = { 1772323200, 0 } };
	struct conf c = { .arena = a };
	struct diags d;
	void *stage;

	diags_init(&d, a);
	c.diags = &d;
	c.root = json_object();
	yaml_parse("fuzz.yaml", text, a, &c.root, &d);
	if (c.root.type != JSON_OBJECT || conf_section(&c, "route") == NULL ||
	    conf_section(&c, "route")->type == JSON_NULL)
		return NULL;	/* then records pass as they are */
	stage = stage_route.open(&c, &env, a);
	return d.errors == 0 ? stage : NULL;
}

/* False if ${in} is no record. */
static bool
route(void *stage, struct str in, struct arena *a, struct buf *out)
{
	struct json_paths *paths = json_paths_new(a);
	struct json_parser *parser;
	struct rec r = { .arena = a };
	struct err e = { 0 };
	bool is_record;

	stage_route.paths(stage, paths);
	parser = json_parser_new(NULL, paths);
	is_record = json_parse(parser, in, a, &r.doc, &e) == 0 &&
	    r.doc.root.type == JSON_OBJECT;
	if (is_record) {
		must(stage_route.run(stage, NULL, &r, &e) == REC_PASS);
		must(doc_write(&r.doc, out) == 0);
	}
	json_parser_free(parser);
	return is_record;
}

/* Rules that fired are there by name; what push reads is a list. */
static void
check(struct str line, struct arena *a)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	const struct json *rules;
	struct json_doc d;
	size_t i;

	must(json_parse(parser, line, a, &d, NULL) == 0);
	json_parser_free(parser);
	rules = json_get(doc_get(&d, STR("route")), STR("rules"));
	must(rules != NULL && rules->type == JSON_ARRAY);
	for (i = 0; i < rules->len; i++)
		must(json_get_str(&rules->items[i], STR("rule")).len > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	size_t cut = str_find(in, STR("\n---\n"));
	struct buf once = { 0 }, twice = { 0 };
	struct arena a = { 0 };
	void *stage;

	stage = compile(str_to(in, cut), &a);
	if (stage != NULL && cut != (size_t)-1 &&
	    route(stage, str_from(in, cut + 5), &a, &once)) {
		must(route(stage, buf_str(&once), &a, &twice));
		must(str_eq(buf_str(&once), buf_str(&twice)));
		check(buf_str(&once), &a);
	}
	buf_free(&once);
	buf_free(&twice);
	arena_free(&a);
	return 0;
}

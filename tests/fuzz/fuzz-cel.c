/*
 * fuzz-cel: whatever stands in an expression, it is refused or it ends;
 * types decide whether it is accepted but never what it gives, and what it
 * is said to read is all it reads.
 */
#include <stdlib.h>

#include "cel/cel.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char input[] =
    "{\"a\":1,\"b\":{\"c\":[1,2.5,\"x\",null,true,{\"d\":\"e\"}],"
    "\"f\":\"g h\"},\"m\":[{\"t\":\"one\",\"r\":\"u\",\"n\":{\"k\":1}},"
    "{\"t\":\"two\",\"r\":\"b\"}],\"s\":\"2026-03-01T10:00:00Z\",\"u\":18446744073709551615,\"z\":null}";

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* run(p, paths, out): the result over what ${paths} leave of the input. */
static void
run(const struct cel_prog *p, const struct json_paths *paths, struct buf *out)
{
	struct json_parser *parser = json_parser_new(NULL, paths);
	struct arena a = { 0 };
	struct json_doc doc;
	struct err e = { 0 };
	struct cel_val vars[2], v;
	struct json j;
	enum cel_status status;

	must(json_parse(parser, str_of(input), &a, &doc, &e) == 0);
	vars[0] = cel_from_json(&doc.root);
	vars[1] = cel_int(7);
	status = cel_eval(p, vars, &a, &v, &e);
	buf_printf(out, "%d ", status);
	if (status == CEL_OK && cel_to_json(v, &a, &j, &e) == 0)
		json_write(&j, out);
	else
		buf_printf(out, "%s", e.msg);
	arena_free(&a);
	json_parser_free(parser);
}

/* What can be written as JSON can be read as JSON. */
static void
readable(const struct buf *out)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct arena a = { 0 };
	struct json_doc doc;

	if (out->p[0] == '0' && out->p[2] != '\0' && !out->full)
		(void)json_parse(parser, str_from(buf_str(out), 2), &a, &doc,
		    NULL);
	arena_free(&a);
	json_parser_free(parser);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str src = { (const char *)data, size };
	struct buf whole = { 0 }, part = { 0 }, checked = { 0 };
	struct arena a = { 0 };
	struct cel_env *env = cel_env_new(&a);
	struct json_paths *paths = json_paths_new(&a);
	struct cel_prog *p;
	struct diags d;

	if (size > 4096)
		return 0;
	cel_env_var(env, "input", "dyn");
	cel_env_var(env, "n", "int");
	cel_env_crm(env);
	diags_init(&d, &a);
	p = cel_compile_unchecked(env, src, &a, &d);
	must((p == NULL) == (d.errors > 0));
	if (p == NULL)
		goto out;
	cel_cost_limit(p, 20000);
	run(p, NULL, &whole);
	readable(&whole);
	json_paths_drop(paths);
	cel_paths(p, 0, NULL, 0, paths);
	run(p, paths, &part);
	must(str_eq(buf_str(&whole), buf_str(&part)));
	if ((p = cel_compile(env, src, NULL, &a, &d)) != NULL) {
		cel_cost_limit(p, 20000);
		run(p, NULL, &checked);
		must(str_eq(buf_str(&whole), buf_str(&checked)));
	}
out:
	buf_free(&whole);
	buf_free(&part);
	buf_free(&checked);
	arena_free(&a);
	return 0;
}

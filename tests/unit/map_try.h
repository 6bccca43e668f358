/*
 * map_try: run the map stage over one line, as a test wants it: a YAML
 * configuration and a line in, text out.
 */
#ifndef TESTS_MAP_TRY_H
#define TESTS_MAP_TRY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "record/record.h"

struct try {
	struct arena	 conf, line;
	struct diags	 diags;
	struct conf	 c;
	struct run_env	 env;
	const void	*stage;
	void		*scratch;
	struct json_paths *paths;
	struct rec	 rec;
	struct buf	 out;
	struct err	 err;
};

/* try_open(t, yaml): compile; the number of mistakes. */
static inline size_t
try_open(struct try *t, const char *yaml)
{
	*t = (struct try){ .env.now = { 1767225600, 0 } };
	diags_init(&t->diags, &t->conf);
	t->c = (struct conf){ .arena = &t->conf, .diags = &t->diags };
	if (yaml_parse("test.yaml", str_of(yaml), &t->conf, &t->c.root,
	    &t->diags) == -1)
		return t->diags.errors;
	t->stage = stage_map.open(&t->c, &t->env, &t->conf);
	if (t->diags.errors > 0)
		return t->diags.errors;
	t->scratch = stage_map.scratch(t->stage);
	t->paths = json_paths_new(&t->conf);
	stage_map.paths(t->stage, t->paths);
	return 0;
}

/*
 * try_line(t, line): the record, or "refused CODE", "skipped CODE"; good
 * until the next call.  What the paths leave out is cut, as in the engine.
 */
static inline const char *
try_line(struct try *t, const char *line)
{
	struct json_parser *p = json_parser_new(NULL, t->paths);
	enum verdict v;

	arena_reset(&t->line);
	buf_reset(&t->out);
	t->rec = (struct rec){ .arena = &t->line, .at = { "-", 1, 0 } };
	t->err = (struct err){ 0 };
	assert_int_equal(json_parse(p, arena_str(&t->line, str_of(line)),
	    &t->line, &t->rec.doc, &t->err), 0);
	v = stage_map.run(t->stage, t->scratch, &t->rec, &t->err);
	if (v == REC_PASS)
		doc_write(&t->rec.doc, &t->out);
	else
		buf_printf(&t->out, "%s %s", v == REC_REFUSED ? "refused" :
		    "skipped", t->err.code);
	json_parser_free(p);
	return t->out.p;
}

/* try_part(t, path): a part of the last record as text, "" if absent. */
static inline const char *
try_part(struct try *t, const char *path)
{
	const struct json *v = json_path(&t->rec.doc.root, path);

	buf_reset(&t->out);
	buf_adds(&t->out, STR(""));
	if (v != NULL)
		json_write(v, &t->out);
	return buf_str(&t->out).p;
}

static inline void
try_close(struct try *t)
{
	if (t->scratch != NULL)
		stage_map.scratch_free(t->scratch);
	buf_free(&t->out);
	arena_free(&t->line);
	arena_free(&t->conf);
}

#endif

/*
 * stage: one stage over one record, for unit tests.
 *
 *	stage_set_up(&stage_score, "score: {...}", "2026-03-01T00:00:00Z");
 *	assert_string_equal(stage_pass("{...}"), "{...}");
 *	stage_tear_down();
 */
#ifndef TESTS_UNIT_STAGE_H
#define TESTS_UNIT_STAGE_H

#include <stdio.h>

#include "record/record.h"

static struct {
	const struct stage_ops	*ops;
	struct arena		 arena, record;
	struct diags		 diags;
	struct conf		 conf;
	struct json_paths	*paths;
	struct json_parser	*parser;
	void			*stage, *scratch;
	struct buf		 out;
	struct err		 e;
	enum verdict		 verdict;
} t;

static void
stage_set_up(const struct stage_ops *ops, const char *yaml, const char *now)
{
	static const struct json_limits limits = { 0 };
	struct run_env env = { 0 };

	t.ops = ops;
	time_parse(str_of(now), &env.now);
	diags_init(&t.diags, &t.arena);
	t.conf.arena = &t.arena;
	t.conf.diags = &t.diags;
	yaml_parse("c.yaml", str_of(yaml), &t.arena, &t.conf.root, &t.diags);
	t.stage = ops->open(&t.conf, &env, &t.arena);
	if (t.diags.errors > 0)
		return;
	t.paths = json_paths_new(&t.arena);
	ops->paths(t.stage, t.paths);
	t.parser = json_parser_new(&limits, t.paths);
	t.scratch = ops->scratch != NULL ? ops->scratch(t.stage) : NULL;
}

static void
stage_tear_down(void)
{
	if (t.scratch != NULL)
		t.ops->scratch_free(t.scratch);
	json_parser_free(t.parser);
	buf_free(&t.out);
	arena_free(&t.record);
	arena_free(&t.arena);
	memset(&t, 0, sizeof(t));
}

/* The record after the stage, or the code with which it was refused. */
static const char *
stage_pass(const char *json)
{
	struct rec r = { .arena = &t.record };

	arena_reset(&t.record);
	buf_reset(&t.out);
	t.e = (struct err){ 0 };
	if (json_parse(t.parser, str_of(json), &t.record, &r.doc, &t.e) == -1)
		return t.e.msg;
	t.verdict = t.ops->run(t.stage, t.scratch, &r, &t.e);
	if (t.verdict != REC_PASS)
		return t.e.code;
	doc_write(&r.doc, &t.out);
	return t.out.p;
}

/* The first complaint about the configuration, or "". */
static const char *
stage_complaint(void)
{
	static char line[512];

	if (t.diags.first == NULL)
		return "";
	snprintf(line, sizeof(line), "%zu: %.*s", t.diags.first->at.line,
	    STR_ARG(t.diags.first->msg));
	return line;
}

#endif

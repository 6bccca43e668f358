/* What --group folds by: the conversation that a piece belongs to. */
#include <stdlib.h>

#include "record/group.h"
#include "stage/map_fold.h"
#include "stage/map_stage.h"

struct grouping {
	const struct map_stage	*stage;
	struct map_scratch	 scratch;
	struct json_parser	*parser;
	struct arena		 paths;
};

static int
key(void *arg, struct str line, struct where at, struct arena *a,
    struct str *out, struct err *e)
{
	struct grouping *g = arg;
	struct map_run run = { .env = &g->stage->env, .a = a,
	    .scratch = &g->scratch };
	struct str session;
	struct json_doc doc;
	struct buf *b = &g->scratch.buf;

	run.last = &run.notes;
	*out = STR_NONE;
	if (json_parse(g->parser, line, a, &doc, e) == -1) {
		e->at.name = at.name;
		e->at.line = at.line;
		return -1;
	}
	if (!map_fold_id(g->stage->source, &run, &doc.root, out, &session)) {
		*out = STR_NONE;
		return 0;
	}
	if (out->len == 0) {
		err_set(e, ERR_INPUT, "source.id", "no conversation's id: "
		    "the event cannot be told to a conversation");
		return err_field(e, STR("id"));
	}
	buf_reset(b);
	buf_printf(b, "%zu:", out->len);	/* where the session begins */
	buf_adds(b, *out);
	buf_adds(b, session);
	*out = arena_str(a, buf_str(b));
	return 0;
}

static void
free_grouping(void *arg)
{
	struct grouping *g = arg;

	buf_free(&g->scratch.buf);
	json_parser_free(g->scratch.parser);
	json_parser_free(g->parser);
	arena_free(&g->paths);
	free(g);
}

struct framer *
map_framer(const struct map_stage *s, struct arena *a)
{
	static const struct group_ops ops = { key, free_grouping };
	struct grouping *g = calloc(1, sizeof(*g));
	struct json_paths *paths;

	if (g == NULL)
		abort();
	g->stage = s;
	paths = json_paths_new(&g->paths);
	map_source_id_paths(s->source, paths);
	g->parser = json_parser_new(&s->limits, paths);
	g->scratch.parser = json_parser_new(NULL, NULL);
	return group_new(&ops, g, GROUP_MEMORY, a);
}

/*
 * What --group folds by: the conversation that a piece belongs to.  A line
 * that holds several pieces is taken apart ahead of that.
 */
#include <stdlib.h>

#include "record/down.h"
#include "record/group.h"
#include "stage/map_auto.h"
#include "stage/map_fold.h"
#include "stage/map_split.h"
#include "stage/map_stage.h"

struct grouping {
	struct framer		 framer;	/* in front of... */
	struct framer		*group;
	const struct map_stage	*stage;
	struct arena		 items;		/* of one line */
	struct map_scratch	 scratch;
	struct json_parser	*parser;
	struct arena		 paths;
	struct buf		 down;		/* from the line to its items */
};

static int
key(void *arg, struct str line, struct where at, struct arena *a,
    struct str *out, struct err *e)
{
	struct grouping *g = arg;
	struct map_run run;
	struct map_head head;
	struct json_doc doc;

	map_stage_run(&run, g->stage, &g->scratch, a);
	*out = STR_NONE;
	if (json_parse(g->parser, line, a, &doc, e) == -1) {
		e->at.name = at.name;
		e->at.line = at.line;
		return -1;
	}
	if (!map_fold_id(g->stage->source, &run, &doc.root, &head))
		return 0;
	if (head.id.len == 0 && !g->stage->source->need_id)
		return 0;		/* it is named by its hash */
	if (head.id.len == 0) {
		err_set(e, ERR_INPUT, "source.id", "no conversation's id: "
		    "the event cannot be told to a conversation");
		return err_field(e, STR("id"));
	}
	*out = map_fold_key(&head, a);
	return 0;
}

static void
free_grouping(void *arg)
{
	struct grouping *g = arg;

	buf_free(&g->scratch.buf);
	buf_free(&g->down);
	json_parser_free(g->scratch.parser);
	json_parser_free(g->parser);
	arena_free(&g->paths);
	arena_free(&g->items);
	free(g);
}

static bool
take_apart(struct grouping *g, struct str line, struct rec_parts *out)
{
	const struct map_source *s = g->stage->source;
	struct map_run run;
	struct json_doc doc;
	struct err e;

	if (!map_expr_given(&s->x[SOURCE_EACH]) &&
	    !str_starts(str_trim(line), STR("[")))
		return false;
	map_stage_run(&run, g->stage, &g->scratch, &g->items);
	arena_reset(&g->items);
	if (json_parse(g->parser, line, &g->items, &doc, &e) == -1 ||
	    !map_split_items(s, &run, &doc.root, line, &g->items, out))
		return false;
	/* Items that were cut out of the line say all themselves. */
	if (out->made)
		down_write(&doc, &g->items, &g->down);
	return true;
}

static int
look(struct grouping *g, struct str line, struct err *e)
{
	struct map_source *s = g->stage->source;
	struct map_run run;

	if (s->autos == NULL || s->autos->chosen != NULL)
		return 0;
	map_stage_run(&run, g->stage, &g->scratch, &g->items);
	arena_reset(&g->items);
	return map_auto_look(s, &run, line, e);
}

/* If one of the items is refused, the line is: the others are told again
 * when it is replayed, and count once. */
static int
push(struct framer *f, struct str line, struct where at, struct err *e)
{
	struct grouping *g = (struct grouping *)(void *)f;
	struct rec_parts parts;
	int ret = 0;
	size_t i;

	buf_reset(&g->down);
	if (look(g, line, e) == -1)
		return -1;
	if (!take_apart(g, line, &parts))
		return g->group->push(g->group, line, at, e);
	for (i = 0; i < parts.n; i++)
		if (group_push(g->group, parts.v[i].text, buf_str(&g->down),
		    at, e) == -1)
			ret = -1;
	return ret;
}

static void
end(struct framer *f)
{
	struct grouping *g = (struct grouping *)(void *)f;

	g->group->end(g->group);
}

static bool
next(struct framer *f, struct framer_group *out)
{
	struct grouping *g = (struct grouping *)(void *)f;

	return g->group->next(g->group, out);
}

static void
free_all(struct framer *f)
{
	struct grouping *g = (struct grouping *)(void *)f;

	g->group->free(g->group);	/* and with it ${g} */
}

struct framer *
map_framer(const struct map_stage *s, struct arena *a)
{
	static const struct group_ops ops = { key, free_grouping };
	struct grouping *g = calloc(1, sizeof(*g));
	struct json_paths *paths;

	if (g == NULL)
		abort();
	g->framer = (struct framer){ push, end, next, free_all };
	g->stage = s;
	paths = json_paths_new(&g->paths);
	map_source_id_paths(s->source, paths);
	down_paths(paths);
	g->parser = json_parser_new(&s->limits, paths);
	g->scratch.parser = json_parser_new(NULL, NULL);
	g->group = group_new(&ops, g, GROUP_MEMORY, a);
	return &g->framer;
}

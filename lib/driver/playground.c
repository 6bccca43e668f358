/*
 * playground: "chatcrm eval -i", expressions one after the other over one
 * record after the other.
 */
#include <stdio.h>
#include <stdlib.h>

#include "driver/evaluate.h"
#include "driver/prompt.h"

struct game {
	struct evaluate		 v;
	struct instant		 now;
	FILE			*f;	/* records, or NULL */
	char			*line;	/* the one that is looked at */
	size_t			 room;
	struct json_parser	*parser;
	struct json_doc		 doc;
	struct arena		 a;	/* its */
};

static const char about[] =
    "EXPR   its value\n"
    "?EXPR  the value of each part as well\n"
    ":next  go to the next record\n"
    ":quit  end, as the end of input does\n";

static void
next_record(struct game *g)
{
	struct err e = { 0 };
	ssize_t n;

	arena_reset(&g->a);
	g->doc = (struct json_doc){ .root = json_null(), .arena = &g->a };
	if (g->f == NULL)
		return;
	if ((n = getline(&g->line, &g->room, g->f)) == -1)
		puts("no further record");
	else if (json_parse(g->parser, (struct str){ g->line, (size_t)n },
	    &g->a, &g->doc, &e) == -1) {
		printf("the line is no JSON: %s\n", e.msg);
		g->doc.root = json_null();
	}
}

static void
show(struct game *g, const char *expr)
{
	struct arena a = { 0 };
	struct buf out = { 0 };
	struct err e = { 0 };
	struct diags d;

	diags_init(&d, &a);
	if (evaluate_open(&g->v, *expr == '?' ? expr + 1 : expr, g->now, &a,
	    &d) == 0) {
		g->v.explain = *expr == '?' ? EXPLAIN_TEXT : EXPLAIN_NOT;
		if (evaluate_once(&g->v, &g->doc, &out, &e) == -1)
			printf("error: %s\n", e.msg);
		fwrite(out.p, 1, out.len, stdout);
	}
	diags_print(&d, stdout);
	buf_free(&out);
	arena_free(&a);
}

static bool
is(const char *line, const char *command)
{
	return strcmp(line, command) == 0;
}

static void
play(struct game *g)
{
	struct prompt p;
	const char *line;

	prompt_open(&p, "eval_history");
	if (p.typed)
		puts("An expression, or :help.");
	while ((line = prompt_line(&p, "> ")) != NULL && !is(line, ":quit")) {
		if (is(line, ":next"))
			next_record(g);
		else if (is(line, ":help"))
			fputs(about, stdout);
		else if (*line == ':')
			puts("no such command; see :help");
		else if (*line != '\0')
			show(g, line);
		fflush(stdout);
	}
	prompt_close(&p);
}

int
playground(const char *file, struct instant now, struct err *e)
{
	struct game g = { .now = now };

	if (file != NULL && (g.f = fopen(file, "re")) == NULL)
		return err_errno(e, ERR_IO, "cannot read %.200s", file);
	g.parser = json_parser_new(NULL, NULL);
	next_record(&g);
	play(&g);
	json_parser_free(g.parser);
	arena_free(&g.a);
	free(g.line);
	if (g.f != NULL)
		fclose(g.f);
	return 0;
}

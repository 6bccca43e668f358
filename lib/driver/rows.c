#include "driver/rows.h"

#include "driver/guess.h"

enum { DEEP = 3 };		/* lists in lists that are looked into */

/* The list that ${v} is, or holds where a page of an API has it. */
static const struct json *
items_of(const struct rows *r, const struct json *v)
{
	size_t i;

	for (i = 0; v != NULL && i < r->depth; i++)
		v = json_get(v, r->keys[i]);
	return v != NULL && v->type == JSON_ARRAY ? v : NULL;
}

static void
add(struct rows *r, struct survey *s, const struct json *v)
{
	const struct json *items = items_of(r, v);
	size_t i;

	if (items == NULL) {
		survey_add(s, STR("input"), v);
		s->lines++;
		return;
	}
	r->listed = true;
	for (i = 0; i < items->len; i++, s->lines++)
		survey_add(s, STR("input"), &items->items[i]);
}

static void
look(struct rows *r, struct survey *s)
{
	const struct survey before = *s;
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct json_doc doc;
	struct arena a = { 0 };
	struct err e;
	size_t i;

	survey_init(s, true, r->arena);
	s->picks = before.picks;
	s->npicks = before.npicks;
	for (i = 0; i < r->n; i++) {
		arena_reset(&a);
		if (json_parse(p, r->lines[i], &a, &doc, &e) == 0)
			add(r, s, &doc.root);
	}
	json_parser_free(p);
	arena_free(&a);
}

/* A page of an API holds what else are lines. */
static void
turn_page(struct rows *r, struct survey *s)
{
	const struct seen *p = guess_page(s, r->arena);

	if (p == NULL)
		return;
	r->page = p->expr;
	for (r->depth = 0; r->depth < p->depth; r->depth++)
		r->keys[r->depth] = p->keys[r->depth];
	look(r, s);
}

void
rows_survey(struct rows *r, struct survey *s)
{
	int i;

	look(r, s);
	turn_page(r, s);
	for (i = 0; i < DEEP && guess_picks(s, guess_messages(s, r->arena),
	    r->arena); i++)
		look(r, s);
}

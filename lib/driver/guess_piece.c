/* Lines that are single messages: what they hold beside are slots. */
#include "driver/guess.h"

/* Do ${p} and ${q} lie in one mapping? */
static bool
are_siblings(const struct seen *p, const struct seen *q)
{
	size_t i;

	for (i = 0; p->depth == q->depth && i + 1 < p->depth; i++)
		if (!str_eq(p->keys[i], q->keys[i]))
			return false;
	return p->depth == q->depth;
}

/* Is ${p}, within a mapping of the line, a slot of its own? */
static bool
is_within(struct talk *t, const struct seen *p)
{
	size_t i;

	for (i = 0; i < p->depth; i++)
		if (!str_is_name(p->keys[i]))
			return false;
	/* What json() reads of a text is in the slot that holds the text. */
	if (!str_starts(p->expr, STR("input")))
		return false;
	if (p->depth < 2 || p->depth >= SURVEY_KEYS)
		return false;
	for (i = 0; i < t->nwithin; i++)
		if (are_siblings(t->within[i], p))
			return true;
	if (i == GUESS_WITHIN)
		return false;
	t->within[t->nwithin++] = p;
	return true;
}

/* slots.data_user_name: another line's "data" does not take its place. */
static struct str
slot_within(const struct seen *p, struct arena *a)
{
	struct buf b = { 0 };
	struct str expr;
	size_t i;

	buf_adds(&b, STR("slots."));
	for (i = 0; i < p->depth; i++) {
		buf_adds(&b, i > 0 ? STR("_") : STR(""));
		buf_adds(&b, p->keys[i]);
	}
	expr = arena_str(a, buf_str(&b));
	buf_free(&b);
	return expr;
}

static bool
is_of_message(const struct talk *t, const struct seen *p)
{
	return p == t->text || p == t->role || p == t->at ||
	    p == t->message_id || p == t->intent || p == t->score ||
	    p == t->code;
}

/* The same path of ${root}: event.text, json(slots.meta).orValue({}).mail. */
static struct str
rooted(const struct seen *p, const char *root, struct arena *a)
{
	size_t at = str_find(p->expr, STR("input"));

	return arena_printf(a, "%.*s%s%.*s", STR_ARG(str_to(p->expr, at)),
	    root, STR_ARG(str_from(p->expr, at + strlen("input"))));
}

void
guess_pieces(const struct survey *s, struct guess *g, struct arena *a)
{
	struct talk *t = &g->talk;
	struct seen *p;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (p == t->id)
			continue;
		if (!is_of_message(t, p) && is_within(t, p))
			p->expr = slot_within(p, a);
		else
			p->expr = rooted(p, is_of_message(t, p) ?
			    "event" : "slots", a);
	}
	/* A text that was put together of parts is no path. */
	if (t->text != NULL && str_find(t->text->expr, STR("input.")) !=
	    (size_t)-1 && !str_starts(t->text->expr, STR("type(")))
		t->text->expr = rooted(t->text, "event", a);
}

/* Where the conversation is, on a platform that nobody has described. */
#include "driver/guess_talk.h"

#include "stage/map_time.h"

static const char ids[] = "conversation id|chat id|session id|thread id|"
    "ticket id|ticket no|dialog id|dialogue id|sender id|lead id|record id|"
    "case id|chat ref|ref|conversation|ticket|id|uuid|guid|key|"
    "reference|number";
static const char threads[] = "conversation id|chat id|session id|thread id|"
    "dialog id|dialogue id|ticket id|case id|channel id|sender id|room id|"
    "conversation|session|thread|chat|ticket|ref|reference|ticket number|"
    "case number|chat number|visit id|visitor id|contact id|customer id|key";
static const char languages[] = "language|lang|locale|language code|sprache|"
    "idioma|langue";
static const char starts[] = "started at|started|start time|created at|"
    "created|opened at|opened|date|timestamp|time|submitted at|submitted|at";
static const char ends[] = "ended at|ended|end time|closed at|closed|"
    "updated at|updated|last message at|last activity|modified";

/* A line for each message, and what tells which belong together. */
static bool
find_pieces(const struct survey *s, struct talk *t, struct arena *a)
{
	struct seen *id = find_named(s, threads, find_is_shared, s->lines),
	    *text = find_named(s, talk_texts, find_is_text, s->lines);

	if (text == NULL && id != NULL)
		text = talk_parts(s, a);
	if (id == NULL || text == NULL ||
	    (find_named(s, talk_roles, guess_is_role, s->lines) == NULL &&
	    find_named(s, talk_times, find_is_time, s->lines) == NULL &&
	    find_named(s, talk_times, find_is_formed, s->lines) == NULL))
		return false;
	t->list = NULL;
	t->text = text;
	t->id = talk_take(id);
	t->pieces = true;
	talk_message(s, s->lines, t, a);
	return true;
}

/* The earliest of the times at ${p}; false if there is none. */
static bool
earliest(const struct seen *p, struct instant *out)
{
	struct instant t;
	bool any = false;
	size_t i;

	for (i = 0; p != NULL && i < p->values.n; i++) {
		if (map_time_text(p->values.entries[i].key, NULL, &t) != 0)
			continue;
		if (!any || time_cmp(t, *out) < 0)
			*out = t;
		any = true;
	}
	return any;
}

/* When a webhook was sent, after all was said, nothing began. */
static void
check_start(struct talk *t)
{
	struct instant start, first;

	if (!earliest(t->started, &start) || !earliest(t->at, &first) ||
	    time_cmp(start, first) <= 0)
		return;
	t->started->used = false;
	t->started = NULL;
}

struct seen *
guess_messages(const struct survey *s, struct arena *a)
{
	struct talk t = { 0 };

	talk_messages(s, &t, a);
	return t.list;
}

/* Who speaks, or when?  Else they are but parts of a message. */
static bool
is_told(const struct seen *list)
{
	return find_looking(list->items, guess_is_role, list->nitems) !=
	    NULL || find_named(list->items, talk_times, find_is_time,
	    list->nitems) != NULL || find_named(list->items, talk_times,
	    find_is_formed, list->nitems) != NULL;
}

/* Conversations, or single messages of more than one to a line? */
static bool
is_page(const struct seen *p, uint64_t lines, struct arena *a)
{
	const struct survey *items = p->items;
	const struct seen *id, *list;
	struct survey s;

	if (items == NULL || p->nitems < 2 || p->depth > 2)
		return false;
	s = *items;
	s.lines = p->nitems;
	if ((list = guess_messages(&s, a)) != NULL)
		return is_told(list);
	id = find_named(&s, threads, find_is_shared, s.lines);
	return id != NULL && id->values.n > lines &&
	    find_named(&s, talk_texts, find_is_text, s.lines) != NULL &&
	    (find_named(&s, talk_roles, guess_is_role, s.lines) != NULL ||
	    find_named(&s, talk_times, find_is_time, s.lines) != NULL);
}

struct seen *
guess_page(const struct survey *s, struct arena *a)
{
	struct seen *p, *best = NULL;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (is_page(p, s->lines, a) && (best == NULL ||
		    p->nitems > best->nitems))
			best = p;
	}
	return best;
}

/* The conversation's, and not that of somebody who may come again. */
static bool
is_unique_talk(const struct seen *p, uint64_t lines)
{
	return find_is_unique(p, lines) && !guess_is_person(p);
}

/* "de", "pt-BR", "en_US": short, and letters alone. */
static bool
is_language(const struct seen *p, uint64_t lines)
{
	struct str v;
	size_t i, k;

	(void)lines;
	for (i = 0; i < p->values.n; i++) {
		v = p->values.entries[i].key;
		for (k = 0; k < v.len; k++)
			if (!ascii_alpha(v.p[k]) && (k < 2 || (v.p[k] != '-' &&
			    v.p[k] != '_')))
				return false;
		if (v.len != 2 && v.len != 5)
			return false;
	}
	return p->values.n > 0;
}

static struct seen *
find_id(const struct survey *s)
{
	struct seen *p = find_named(s, ids, is_unique_talk, s->lines);

	p = find_either(p, find_looking(s, find_is_key, s->lines));
	return find_either(p, find_named(s, ids, find_is_unique, s->lines));
}

static struct seen *
find_start(const struct survey *s, struct talk *t, struct arena *a)
{
	struct seen *p = find_named(s, starts, find_is_time, s->lines);

	p = find_either(p, find_looking(s, find_is_clock, s->lines));
	return p != NULL ? p : talk_form(s, starts, t, a);
}

static bool
has_lists(const struct survey *s)
{
	size_t i;

	for (i = 0; i < s->paths.n; i++)
		if (survey_at(s, i)->items != NULL && !survey_at(s, i)->used)
			return true;
	return false;
}

void
guess_talk(const struct survey *s, struct guess *g, struct arena *a)
{
	struct talk *t = &g->talk;

	talk_messages(s, t, a);
	if ((t->list == NULL || !is_told(t->list)) && find_pieces(s, t, a))
		return;
	t->id = talk_take(find_id(s));
	t->language = talk_take(find_named(s, languages, is_language,
	    s->lines));
	t->ended = talk_take(find_named(s, ends, find_is_time, s->lines));
	t->started = talk_take(find_start(s, t, a));
	if (t->list == NULL) {
		t->text = talk_take(find_named(s, talk_texts, find_is_prose, s->lines));
		t->unread = t->text == NULL && has_lists(s);
		return;
	}
	t->list->used = true;
	talk_message(t->list->items, t->list->nitems, t, a);
	if (t->role == NULL)
		talk_author(s, t->list->items, g, t);
	check_start(t);
}

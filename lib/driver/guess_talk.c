/* Where the conversation is, on a platform that nobody has described. */
#include "driver/guess.h"
#include "stage/map_time.h"

static const char ids[] = "conversation id|chat id|session id|thread id|"
    "ticket id|dialog id|dialogue id|sender id|lead id|record id|case id|"
    "conversation|ticket|id|uuid|guid|key|reference|number";
static const char threads[] = "conversation id|chat id|session id|thread id|"
    "dialog id|dialogue id|ticket id|case id|channel id|sender id|room id|"
    "conversation|session|thread|chat|ticket|ref|reference|ticket number|"
    "case number|chat number|visit id|visitor id|contact id|customer id|key";
static const char lists[] = "messages|history|turns|thread|transcript|"
    "conversation|events|chat|log|parts|dialogue|dialog|entries|replies";
static const char texts[] = "text|message|body|content|utterance|msg|"
    "message text|plain text|message body|value|transcript|chat transcript|"
    "question|comment|comments|inquiry|enquiry|query|notes|chat";
static const char times[] = "at|time|timestamp|ts|created at|date|sent at|"
    "datetime|date time|created|sent|message time|createdat|sentat|received|"
    "when|zeit|zeitpunkt|datum|fecha|heure";
static const char starts[] = "started at|started|start time|created at|"
    "created|opened at|opened|date|timestamp|time|submitted at|submitted|at";
static const char ends[] = "ended at|ended|end time|closed at|closed|"
    "updated at|updated|last message at|last activity|modified";
static const char roles[] = "role|sender type|author type|sender role|"
    "user type|participant type|direction|sender|from|speaker|author|who|"
    "actor|origin|participant|type|source";
static const char message_ids[] = "id|message id|msg id|uuid|guid";
static const char intents[] = "intent name|intent|detected intent|"
    "predicted intent|intent display name";
static const char scores[] = "intent score|intent confidence|confidence|"
    "score";

static bool
matches(const struct seen *p, struct str phrase)
{
	return str_eq(p->last, phrase) || str_eq(p->words, phrase) ||
	    (str_ends(p->words, phrase) && p->words.len > phrase.len &&
	    p->words.p[p->words.len - phrase.len - 1] == ' ');
}

/* The first phrase that a path is called by, the shortest path of those. */
static struct seen *
named(const struct survey *s, const char *phrases,
    bool (*suits)(const struct seen *p, uint64_t lines), uint64_t lines)
{
	struct str all = str_of(phrases), one;
	struct seen *p, *best = NULL;
	size_t bar, i;

	for (bar = 0; bar != (size_t)-1 && best == NULL;
	    all = str_from(all, bar + 1)) {
		bar = str_find(all, STR("|"));
		one = str_to(all, bar);
		for (i = 0; i < s->paths.n; i++) {
			p = survey_at(s, i);
			if (p->used || p->items != NULL ||
			    !matches(p, one) || !suits(p, lines))
				continue;
			if (best == NULL || p->depth < best->depth)
				best = p;
		}
	}
	return best;
}

/* Some lines are of one conversation. */
static bool
is_shared(const struct seen *p, uint64_t lines)
{
	return p->filled == lines && p->values.n < p->filled;
}

/* No name that we know: what looks so, the least deep first. */
static struct seen *
looking(const struct survey *s, bool (*suits)(const struct seen *p,
    uint64_t lines), uint64_t lines)
{
	struct seen *p, *best = NULL;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (!p->used && p->items == NULL && suits(p, lines) &&
		    (best == NULL || p->depth < best->depth))
			best = p;
	}
	return best;
}

static struct seen *
either(struct seen *p, struct seen *otherwise)
{
	return p != NULL ? p : otherwise;
}

static bool
is_unique(const struct seen *p, uint64_t lines)
{
	return p->filled == lines && (p->values.n == p->filled ||
	    p->values.n == SURVEY_DISTINCT);
}

/* One word a line, no time, day or address, and in each line. */
static bool
is_key(const struct seen *p, uint64_t lines)
{
	return lines > 1 && is_unique(p, lines) && p->depth == 1 &&
	    seen_share(p, LOOK_PROSE) == 0 &&
	    seen_share(p, LOOK_TIME) == 0 && seen_share(p, LOOK_DAY) == 0 &&
	    seen_share(p, LOOK_EMAIL) == 0;
}

static bool
is_text(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_TEXT) > 0.9 &&
	    seen_share(p, LOOK_TIME) < 0.5;
}

/* Not every one-line answer is a sentence, but words there must be. */
static bool
is_prose(const struct seen *p, uint64_t lines)
{
	return is_text(p, lines) && seen_share(p, LOOK_PROSE) > 0.3;
}

static bool
is_number(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_NUMBER) > 0.9 &&
	    seen_share(p, LOOK_TEXT) == 0;
}

static bool
is_time(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_TIME) > 0.8;
}

/* Written as people do; a large number may be anything. */
static bool
is_clock(const struct seen *p, uint64_t lines)
{
	return is_time(p, lines) && seen_share(p, LOOK_TEXT) > 0.8;
}

/* Does somebody speak there, at a time, or is it called so? */
static bool
is_talk(const struct seen *p)
{
	return looking(p->items, guess_is_role, p->nitems) != NULL ||
	    named(p->items, times, is_time, p->nitems) != NULL ||
	    str_find(str_of(lists), p->last) != (size_t)-1;
}

/* The longest list whose items have words in them. */
static void
find_messages(const struct survey *s, struct talk *t)
{
	struct seen *p, *text;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (p->items == NULL || (t->list != NULL &&
		    p->nitems <= t->list->nitems))
			continue;
		text = either(named(p->items, texts, is_text, p->nitems),
		    looking(p->items, is_prose, p->nitems));
		if (text == NULL || !is_talk(p))
			continue;
		t->list = p;
		t->text = text;
	}
}

static struct seen *
take(struct seen *p)
{
	if (p != NULL)
		p->used = true;
	return p;
}

static bool
is_flag(const struct seen *p, uint64_t n)
{
	return guess_is_code(p, n) && seen_share(p, LOOK_BOOL) == 1;
}

static struct seen *
find_code(const struct survey *s, uint64_t n)
{
	return either(named(s, roles, guess_is_code, n),
	    either(looking(s, is_flag, n), looking(s, guess_is_code, n)));
}

/* What tells of a message, on an item of a list or a line. */
static void
find_message(const struct survey *s, uint64_t n, struct talk *t)
{
	take(t->text);
	t->role = take(either(either(named(s, roles, guess_is_role, n),
	    looking(s, guess_is_role, n)),
	    named(s, roles, guess_may_be_role, n)));
	t->at = take(either(named(s, times, is_time, n),
	    looking(s, is_clock, n)));
	t->message_id = take(named(s, message_ids, is_unique, n));
	t->intent = take(named(s, intents, is_text, n));
	if (t->intent != NULL)
		t->score = take(named(s, scores, is_number, n));
	if (t->role == NULL)
		t->code = find_code(s, n);
}

/* A line for each message, and what tells which belong together. */
static bool
find_pieces(const struct survey *s, struct talk *t)
{
	struct seen *id = named(s, threads, is_shared, s->lines);

	t->text = named(s, texts, is_text, s->lines);
	if (id == NULL || t->text == NULL ||
	    (named(s, roles, guess_is_role, s->lines) == NULL &&
	    named(s, times, is_time, s->lines) == NULL))
		return false;
	t->id = take(id);
	t->pieces = true;
	find_message(s, s->lines, t);
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

void
guess_talk(const struct survey *s, struct guess *g)
{
	struct talk *t = &g->talk;

	find_messages(s, t);
	if (t->list == NULL && find_pieces(s, t))
		return;
	t->id = take(either(named(s, ids, is_unique, s->lines),
	    looking(s, is_key, s->lines)));
	t->ended = take(named(s, ends, is_time, s->lines));
	t->started = take(either(named(s, starts, is_time, s->lines),
	    looking(s, is_clock, s->lines)));
	if (t->list == NULL) {
		t->text = take(named(s, texts, is_prose, s->lines));
		return;
	}
	t->list->used = true;
	find_message(t->list->items, t->list->nitems, t);
	check_start(t);
}

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
			p->expr = arena_printf(a, "%s%.*s", is_of_message(t,
			    p) ? "event" : "slots", STR_ARG(str_from(p->expr,
			    strlen("input"))));
	}
}

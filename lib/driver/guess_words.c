/* What is said: the list of messages, and what a message tells. */
#include "driver/guess_talk.h"

const char talk_lists[] = "messages|history|turns|thread|transcript|"
    "conversation|events|chat|log|parts|dialogue|dialog|entries|replies";
const char talk_texts[] = "text|message|body|content|utterance|msg|"
    "message text|plain text|message body|value|transcript|chat transcript|"
    "txt|nachricht|mensaje|mensagem|messaggio|question|comment|comments|"
    "inquiry|enquiry|query|notes|chat";
const char talk_times[] = "at|time|timestamp|ts|created at|date|sent at|"
    "datetime|date time|created|sent|message time|createdat|sentat|received|"
    "when|zeit|zeitpunkt|datum|fecha|heure";
const char talk_roles[] = "role|sender type|author type|sender role|"
    "user type|participant type|direction|sender|from|speaker|author|who|"
    "actor|origin|participant|type|source";
static const char message_ids[] = "id|message id|msg id|uuid|guid";
static const char hidden[] = "private|internal|private note|internal note|"
    "is note";
static const char intents[] = "intent name|intent|detected intent|"
    "predicted intent|intent display name";
static const char scores[] = "intent score|intent confidence|confidence|"
    "score";

/* Does somebody speak there, at a time, or is it called so? */
static bool
is_talk(const struct seen *p)
{
	return find_looking(p->items, guess_is_role, p->nitems) != NULL ||
	    find_named(p->items, talk_times, find_is_time, p->nitems) != NULL ||
	    find_named(p->items, talk_times, find_is_formed, p->nitems) !=
	    NULL ||
	    str_find(str_of(talk_lists), p->last) != (size_t)-1;
}

/* x.?text.?content.orValue("") */
static void
put_part(struct buf *b, const struct seen *text)
{
	size_t i;

	buf_addc(b, 'x');
	for (i = 0; i < text->depth; i++) {
		buf_adds(b, STR(".?"));
		buf_adds(b, text->keys[i]);
	}
	buf_adds(b, STR(".orValue(\"\")"));
}

/*
 * "parts": [{"text": {"content": "..."}}] is one text; "text": "..." or
 * ["...", {"text": "..."}] as well.
 */
static struct seen *
join_parts(const struct seen *list, const struct seen *text, struct arena *a)
{
	struct seen *p = ARENA_NEW(a, struct seen);
	bool plain = list->looks[LOOK_TEXT] > 0;
	struct buf b = { 0 };

	*p = *text;
	if (plain)
		buf_printf(&b, "type(%.*s) == string ? %.*s : ",
		    STR_ARG(list->expr), STR_ARG(list->expr));
	buf_adds(&b, list->expr);
	buf_printf(&b, ".map(x, %s", plain ?
	    "type(x) == string ? x : " : "");
	put_part(&b, text);
	buf_adds(&b, plain ? STR(").join()") : STR(").join(\" \")"));
	p->expr = arena_str(a, buf_str(&b));
	buf_free(&b);
	return p;
}

static bool
are_names(const struct seen *p)
{
	size_t i;

	for (i = 0; i < p->depth; i++)
		if (!str_is_name(p->keys[i]))
			return false;
	return true;
}

struct seen *
talk_parts(const struct survey *s, struct arena *a)
{
	struct seen *p, *text;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (p->items == NULL)
			continue;
		text = find_named(p->items, talk_texts, find_is_text, p->nitems);
		if (text == NULL)
			text = find_named(p->items, talk_lists, find_is_prose, p->nitems);
		if (text != NULL && are_names(text))
			return join_parts(p, text, a);
	}
	return NULL;
}

/* The longest list whose items have words in them. */
void
talk_messages(const struct survey *s, struct talk *t, struct arena *a)
{
	struct seen *p, *text;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (p->items == NULL || (t->list != NULL &&
		    p->nitems <= t->list->nitems))
			continue;
		text = find_either(find_named(p->items, talk_texts, find_is_text, p->nitems),
		    find_looking(p->items, find_is_prose, p->nitems));
		if (text == NULL && is_talk(p))
			text = talk_parts(p->items, a);
		if (text == NULL || !is_talk(p))
			continue;
		t->list = p;
		t->text = text;
	}
}

struct seen *
talk_take(struct seen *p)
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

static bool
is_truth(const struct seen *p, uint64_t n)
{
	(void)n;
	return p->filled > 0 && seen_share(p, LOOK_BOOL) == 1;
}

static struct seen *
find_code(const struct survey *s, uint64_t n)
{
	struct seen *p = find_named(s, talk_roles, guess_is_code, n);

	p = find_either(p, find_looking(s, is_flag, n));
	return find_either(p, find_looking(s, guess_is_code, n));
}

/* Each of its values tells who speaks. */
static bool
is_whole_role(const struct seen *p, uint64_t n)
{
	return guess_is_role(p, n) && guess_roles(p, ROLE_NONE) == 0;
}

static struct seen *
find_role(const struct survey *s, uint64_t n)
{
	struct seen *p = find_named(s, talk_roles, is_whole_role, n);

	p = find_either(p, find_named(s, talk_roles, guess_is_role, n));
	p = find_either(p, find_looking(s, guess_is_role, n));
	return find_either(p, find_named(s, talk_roles, guess_may_be_role,
	    n));
}

/* Times in a form that is not known anyway. */
struct seen *
talk_form(const struct survey *s, const char *names, struct talk *t,
    struct arena *a)
{
	struct seen *p = find_named(s, names, find_is_formed, s->lines);

	if (p == NULL || (t->form.len == 0 &&
	    (t->form = guess_form(p, &t->other, a)).len == 0))
		return NULL;
	return p;
}

static struct seen *
find_at(const struct survey *s, uint64_t n, struct talk *t, struct arena *a)
{
	struct seen *p = find_named(s, talk_times, find_is_time, n);

	p = find_either(p, find_looking(s, find_is_clock, n));
	return p != NULL ? p : talk_form(s, talk_times, t, a);
}

/* What tells of a message, on an item of a list or a line. */
void
talk_message(const struct survey *s, uint64_t n, struct talk *t,
    struct arena *a)
{
	talk_take(t->text);
	t->nmessages = n;
	t->role = talk_take(find_role(s, n));
	t->at = talk_take(find_at(s, n, t, a));
	t->message_id = talk_take(find_named(s, message_ids, find_is_unique, n));
	t->intent = talk_take(find_named(s, intents, find_is_text, n));
	if (t->intent != NULL)
		t->score = talk_take(find_named(s, scores, find_is_number, n));
	t->hidden = talk_take(find_named(s, hidden, is_truth, n));
	if (t->role == NULL)
		t->code = find_code(s, n);
	else if (seen_share(t->role, LOOK_BOOL) == 0)
		t->bot = talk_take(find_looking(s, guess_is_bot, n));
}

/* How many of the values of ${p} are ids of the people ${q}? */
static size_t
shared(const struct seen *p, const struct seen *q)
{
	size_t i, n = 0;

	for (i = 0; i < q->values.n; i++)
		n += hmap_get(&p->values, q->values.entries[i].key) != NULL;
	return n;
}

static bool
is_id(const struct seen *p)
{
	return p->items == NULL && p->filled > 0 && (str_eq(p->last,
	    STR("id")) || str_ends(p->last, STR(" id"))) &&
	    seen_share(p, LOOK_TIME) < 0.5;
}

/* May ${p}, of a message, name the same as ${q}, of the customer? */
static bool
names_person(const struct seen *p, const struct seen *q)
{
	return !p->used && p->items == NULL && p->values.n > q->values.n &&
	    (seen_share(p, LOOK_TEXT) > 0) == (seen_share(q, LOOK_TEXT) > 0) &&
	    q->values.n > 0 && shared(p, q) * 5 >= q->values.n * 4;
}

static bool
find_person(const struct survey *items, struct seen *q, struct talk *t)
{
	struct seen *p;
	size_t i;

	for (i = 0; i < items->paths.n; i++) {
		p = survey_at(items, i);
		if (!names_person(p, q))
			continue;
		t->author = talk_take(p);
		t->person = talk_take(q);
		return true;
	}
	return false;
}

/* Who has the customer's id, address or name is the customer. */
void
talk_author(const struct survey *s, const struct survey *items,
    const struct guess *g, struct talk *t)
{
	struct seen *q;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		q = survey_at(s, i);
		if (is_id(q) && guess_is_person(q) &&
		    find_person(items, q, t))
			return;
	}
	if (g->best[GUESS_EMAIL] != NULL &&
	    find_person(items, g->best[GUESS_EMAIL], t))
		return;
	if (g->best[GUESS_NAME] != NULL)
		find_person(items, g->best[GUESS_NAME], t);
}

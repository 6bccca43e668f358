/* Where the conversation is, on a platform that nobody has described. */
#include "driver/guess.h"

static const char ids[] = "conversation id|chat id|session id|thread id|"
    "ticket id|dialog id|dialogue id|sender id|lead id|record id|case id|"
    "conversation|ticket|id|uuid|guid|key|reference|number";
static const char texts[] = "text|message|body|content|utterance|msg|"
    "message text|plain text|message body|value|transcript|chat transcript|"
    "question|comment|comments|inquiry|enquiry|query|notes|chat";
static const char times[] = "at|time|timestamp|ts|created at|date|sent at|"
    "datetime|date time|created|sent|message time|createdat|sentat|received";
static const char starts[] = "started at|started|start time|created at|"
    "created|opened at|opened|date|timestamp|time|submitted at|submitted|at";
static const char ends[] = "ended at|ended|end time|closed at|closed|"
    "updated at|updated|last message at|last activity|modified";
static const char roles[] = "role|sender type|author type|sender role|"
    "user type|participant type|direction|sender|from|speaker|author|who|"
    "actor|origin|participant|type|source";
static const char message_ids[] = "id|message id|msg id|uuid|guid";

enum guess_role
guess_role(struct str value)
{
	static const struct {
		const char	*words;
		enum guess_role	 role;
	} known[] = {
		{ "|user|customer|visitor|client|human|lead|guest|contact|"
		    "in|inbound|incoming|received|end_user|enduser|person|"
		    "end-user|prospect|caller|consumer|", ROLE_CUSTOMER },
		{ "|bot|assistant|ai|chatbot|machine|virtual|robot|out|"
		    "outbound|outgoing|automation|virtual_agent|gpt|model|",
		    ROLE_BOT },
		{ "|agent|operator|admin|staff|support|human_agent|rep|"
		    "representative|employee|advisor|teammate|sales|",
		    ROLE_AGENT },
		{ "|system|note|event|info|internal|", ROLE_SYSTEM }
	};
	char word[40];
	size_t i, k;

	if (value.len + 3 > sizeof(word))
		return ROLE_NONE;
	word[0] = '|';
	for (i = 0; i < value.len; i++)
		word[i + 1] = ascii_lower(value.p[i]);
	word[i + 1] = '|';
	for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (str_find(str_of(known[k].words), (struct str){ word,
		    value.len + 2 }) != (size_t)-1)
			return known[k].role;
	return ROLE_NONE;
}

static bool
matches(const struct seen *p, struct str phrase)
{
	return str_eq(p->last, phrase) || str_eq(p->words, phrase) ||
	    (str_ends(p->words, phrase) && p->words.len > phrase.len &&
	    p->words.p[p->words.len - phrase.len - 1] == ' ');
}



/* The first phrase that a path is called by, the shortest path of those. */
static struct seen *
named(const struct survey *s, const char *phrases, bool (*suits)(const struct seen *p, uint64_t lines),
    uint64_t lines)
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

static bool
is_unique(const struct seen *p, uint64_t lines)
{
	return p->filled == lines && (p->values.n == p->filled ||
	    p->values.n == SURVEY_DISTINCT);
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
is_time(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_TIME) > 0.8;
}

static bool
is_role(const struct seen *p, uint64_t lines)
{
	size_t i, known = 0;
	bool customer = false;

	(void)lines;
	for (i = 0; i < p->values.n; i++) {
		enum guess_role r = guess_role(p->values.entries[i].key);

		known += r != ROLE_NONE;
		customer |= r == ROLE_CUSTOMER;
	}
	return customer && known * 2 >= p->values.n;
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
		text = named(p->items, texts, is_text, p->nitems);
		if (text == NULL)
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

void
guess_talk(const struct survey *s, struct guess *g)
{
	struct talk *t = &g->talk;
	const struct survey *m;

	t->id = take(named(s, ids, is_unique, s->lines));
	t->ended = take(named(s, ends, is_time, s->lines));
	t->started = take(named(s, starts, is_time, s->lines));
	find_messages(s, t);
	if (t->list == NULL) {
		t->text = take(named(s, texts, is_prose, s->lines));
		return;
	}
	t->list->used = t->text->used = true;
	m = t->list->items;
	t->role = take(named(m, roles, is_role, t->list->nitems));
	t->at = take(named(m, times, is_time, t->list->nitems));
	t->message_id = take(named(m, message_ids, is_unique,
	    t->list->nitems));
}

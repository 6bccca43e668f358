#include "stage/map_gate.h"

/* What a record of nobody may still hold of its conversation. */
static const char *const figures[] = {
	"started_at", "ended_at", "language", "channel", "intents",
	"intent_stats", "sessions", NULL
};

/* What was understood of the words; a summary is no word of theirs. */
static const char *const understood[] = {
	"slots", "slot_history", "facts", NULL
};

static bool
stays(struct str key, enum map_withheld how)
{
	if (str_eq(key, STR("messages")))
		return false;
	if (how == WITHHELD_PERSON)
		return str_in(key, figures);
	return how != WITHHELD_TALK || !str_in(key, understood);
}

void
map_withhold(struct json *conversation, enum map_withheld how,
    struct arena *a)
{
	const struct json *list = json_get(conversation, STR("messages"));
	struct json out = json_object();
	struct json_member *m;
	size_t i;

	if (how == WITHHELD_NOTHING)
		return;
	for (i = 0; i < conversation->len; i++) {
		m = &conversation->members[i];
		if (stays(m->key, how))
			json_add(&out, m->key, m->value, a);
	}
	if (list != NULL)
		json_add(&out, STR("message_count"), json_uint(list->len, a),
		    a);
	*conversation = out;
}

/* "info@diabetes-shop.example" is where to write to. */
static bool
is_address(struct str s)
{
	return memchr(s.p, '@', s.len) != NULL &&
	    memchr(s.p, ' ', s.len) == NULL;
}

/* Does a text in ${v} touch one of the topics? */
static bool
touches(const struct map_gate *g, struct map_run *run, const struct json *v)
{
	const struct str s = { v->text, v->len };
	struct str *hit;
	size_t i;

	if (v->type == JSON_STRING) {
		hit = arena_array(run->a, g->ntopics, sizeof(*hit));
		return s.len > 0 && !is_address(s) && match_first(g->words,
		    run->scratch->match, s, hit) > 0;
	}
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		if (touches(g, run, &v->items[i]))
			return true;
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		if (touches(g, run, &v->members[i].value))
			return true;
	return false;
}

void
map_withhold_words(const struct map_gate *g, struct map_run *run,
    struct json *object, const char *label)
{
	struct map_note *n;
	size_t i = 0;

	match_begin(run->scratch->match);
	while (i < object->len) {
		if (!touches(g, run, &object->members[i].value)) {
			i++;
			continue;
		}
		map_note(run, "topic.in_field", "info", "dropped", NULL,
		    "%s.%.*s", label, STR_ARG(object->members[i].key));
		json_del(object, object->members[i].key);
	}
	for (n = run->notes; n != NULL; n = n->next)
		if (n->was != NULL && touches(g, run, n->was))
			n->was = NULL;
}

static enum verdict
judge_consent(const struct map_gate *g, struct map_run *run,
    const struct cel_val *vars, struct map_judgement *j, struct err *e)
{
	int given = map_expr_holds(&g->consent, vars, run->a);

	if (given == 1)
		return REC_PASS;
	if (given == -1)
		map_note(run, "expr.error", "warning", NULL, NULL, "consent");
	if (g->otherwise == CONSENT_STRIP) {
		map_note(run, "consent.missing", "info", "dropped", NULL,
		    "person");
		j->withheld = WITHHELD_PERSON;
		json_push(&j->reasons, json_str(STR("consent")), run->a);
		return REC_PASS;
	}
	err_set(e, ERR_INPUT, "consent.missing", "the person has not "
	    "consented: the configuration's consent does not hold");
	return g->otherwise == CONSENT_SKIP ? REC_SKIPPED : REC_REFUSED;
}

/* People's words; what the bot asks everybody says nothing about them. */
static bool
is_peoples(const struct json *message)
{
	struct str role = json_get_str(message, STR("role"));

	return str_eq(role, STR("customer")) || str_eq(role, STR("agent"));
}

/* The first message that each topic is met in. */
static void
find_topics(const struct map_gate *g, struct map_run *run,
    const struct json *messages, struct str *hit, size_t *at)
{
	struct match_scratch *s = run->scratch->match;
	size_t i, k, n = 0;
	struct str text;

	match_begin(s);
	for (i = 0; i < messages->len && n < g->ntopics; i++) {
		if (!is_peoples(&messages->items[i]))
			continue;
		text = json_get_str(&messages->items[i], STR("text"));
		if (text.len == 0 ||
		    match_first(g->words, s, text, hit) == 0)
			continue;
		for (k = 0, n = 0; k < g->ntopics; k++) {
			if (hit[k].p != NULL && at[k] == (size_t)-1)
				at[k] = i;
			n += hit[k].p != NULL;
		}
	}
}

static void
weigh(const struct map_topic *t, struct map_run *run, size_t message,
    struct map_judgement *j)
{
	map_note(run, t->code, "info", "dropped", NULL,
	    "conversation.messages[%zu].text", message);
	json_push(&j->reasons, json_str(str_of(t->name)), run->a);
	if ((enum map_withheld)t->withheld > j->withheld)
		j->withheld = (enum map_withheld)t->withheld;
}

static enum verdict
judge_topics(const struct map_gate *g, struct map_run *run,
    const struct json *conversation, struct map_judgement *j, struct err *e)
{
	const struct json *messages = json_get(conversation, STR("messages"));
	struct str *hit = arena_array(run->a, g->ntopics, sizeof(*hit));
	size_t *at = arena_array(run->a, g->ntopics, sizeof(*at)), k;

	if (messages == NULL)
		return REC_PASS;
	for (k = 0; k < g->ntopics; k++)
		at[k] = (size_t)-1;
	find_topics(g, run, messages, hit, at);
	for (k = 0; k < g->ntopics; k++) {
		if (at[k] == (size_t)-1)
			continue;
		weigh(&g->topics[k], run, at[k], j);
		if (g->topics[k].withheld != WITHHELD_ALL)
			continue;
		err_set(e, ERR_INPUT, "topic.held", "the conversation touches "
		    "topic %s, which waits for approval; replay it when that "
		    "stands in the configuration", g->topics[k].name);
		err_field(e, STR("conversation.messages"));
		return REC_HELD;
	}
	return REC_PASS;
}

enum verdict
map_gate_judge(const struct map_gate *g, struct map_run *run,
    const struct cel_val *vars, const struct json *conversation,
    struct map_judgement *j, struct err *e)
{
	enum verdict v = REC_PASS;

	*j = (struct map_judgement){ WITHHELD_NOTHING, json_array() };
	if (map_expr_given(&g->consent))
		v = judge_consent(g, run, vars, j, e);
	if (v == REC_PASS && j->withheld < WITHHELD_PERSON && g->words != NULL)
		v = judge_topics(g, run, conversation, j, e);
	return v;
}

/* Consent and sensitive topics, as the configuration has them. */
#include "stage/map_gate.h"
#include "stage/map_time.h"

struct consent {
	const struct json	*when;
	int			 otherwise;
};

static const char *const otherwise_names[] = { "refuse", "skip", "strip",
	NULL };

static const struct conf_key consent_keys[] = {
	{ "when", CONF_CEL, offsetof(struct consent, when),
	    "true where the person has consented", CONF_REQUIRED, 0, 0, NULL,
	    NULL },
	{ "otherwise", CONF_ENUM, offsetof(struct consent, otherwise),
	    "what happens to the record: refuse or skip it, or strip it of "
	    "the person", 0, 0, 0, otherwise_names, NULL },
	{ 0 }
};

const struct conf_key map_consent_forms[] = {
	CONF_FORM("an expression", CONF_CEL,
	    "true where the person has consented", NULL),
	CONF_FORM("a mapping", CONF_OBJ, "and what happens otherwise",
	    consent_keys),
	{ 0 }
};

struct topic {
	struct conf_strs	words;
	int			action;
	struct str		approved_by, approved_on;
};

/* As enum map_withheld has them, see withheld(). */
static const char *const action_names[] = { "hold", "summary_only",
	"no_transcript", NULL };

#define K(member, type, names, help) \
	{ #member, type, offsetof(struct topic, member), help, 0, 0, 0, \
	    names, NULL }
static const struct conf_key topic_keys[] = {
	K(action, CONF_ENUM, action_names,
	    "what happens: hold, summary_only or no_transcript"),
	K(words, CONF_STRS, NULL, "words and phrases that tell the topic"),
	K(approved_by, CONF_STR, NULL, "who has approved of such records"),
	K(approved_on, CONF_STR, NULL, "since which day, as 2026-03-01"),
	{ 0 }
};
#undef K

static const struct conf_key topic_forms[] = {
	{ "hold, summary_only or no_transcript", CONF_ENUM, 0,
	    "what happens", 0, 0, 0, action_names, NULL },
	CONF_FORM("a mapping", CONF_OBJ, "more than that", topic_keys),
	{ 0 }
};

const struct conf_key map_topics[] = {
	CONF_FORM("health", CONF_EITHER, "illness and treatment, by words "
	    "that are built in", topic_forms),
	CONF_FORM("financial_distress", CONF_EITHER, "debts and want, by "
	    "words that are built in", topic_forms),
	CONF_FORM("*", CONF_EITHER, "what happens to conversations about it",
	    topic_forms), { 0 }
};

static enum map_withheld
withheld(int action)
{
	static const enum map_withheld by[] = { WITHHELD_ALL, WITHHELD_TALK,
	    WITHHELD_TRANSCRIPT };

	return by[action];
}

static void
read_consent(const struct json *node, struct cel_env *env,
    struct map_gate *g, struct arena *a, struct diags *d)
{
	struct consent c = { NULL, CONSENT_REFUSE };

	if (node == NULL)
		return;
	if (node->type != JSON_OBJECT || node->flags & YAML_TAGGED)
		c.when = node;
	else
		conf_read(node, "consent", consent_keys, &c, a, d);
	g->otherwise = c.otherwise;
	map_condition_read(c.when, "consent", env, &g->consent, a, d);
}

/* 1: approved of by now; 0: not yet, or not at all; -1: a mistake. */
static int
approved(const struct topic *t, const struct json *node, struct str name,
    struct instant now, struct diags *d)
{
	const struct json *on = json_get(node, STR("approved_on"));
	struct instant day;

	if (t->approved_by.len == 0 && t->approved_on.len == 0)
		return 0;
	if (t->approved_by.len == 0 || t->approved_on.len == 0)
		return diag_error(d, yaml_where(node), "config.topic",
		    "topic %.*s wants both approved_by and approved_on",
		    STR_ARG(name));
	if (map_time_parse(t->approved_on, STR("%Y-%m-%d"), NULL, &day) == -1)
		return diag_error(d, yaml_where(on), "config.topic",
		    "approved_on of topic %.*s must be a day such as "
		    "2026-03-01", STR_ARG(name));
	return time_cmp(day, now) <= 0;
}

/* The words of a topic under its rule: its own, and those that are built
 * in. */
static int
add_words(const struct topic *t, const struct json *topics, size_t i,
    size_t rule, struct match_set *words, struct diags *d)
{
	struct str name = topics->members[i].key;
	size_t k, n = 0, known = 0;
	const char *const *built = map_topic_words(name, &n);

	while (map_topic_names[known] != NULL)
		known++;
	if (built == NULL && t->words.n == 0)
		return conf_unknown(d, yaml_key_where(topics, i),
		    "sensitive_topics without words", name, map_topic_names,
		    known);
	for (k = 0; k < n; k++)
		match_phrase(words, rule, str_of(built[k]));
	for (k = 0; k < t->words.n; k++)
		match_phrase(words, rule, t->words.p[k]);
	return 0;
}

static int
read_form(const struct json *node, const char *what, struct topic *t,
    struct arena *a, struct diags *d)
{
	int i;

	if (node->type == JSON_OBJECT)
		return conf_read(node, what, topic_keys, t, a, d);
	for (i = 0; action_names[i] != NULL; i++)
		if (str_eq(yaml_text(node), str_of(action_names[i]))) {
			t->action = i;
			return 0;
		}
	return diag_error(d, yaml_where(node), "config.enum",
	    "%s must be hold, summary_only, no_transcript or a mapping",
	    what);
}

static void
read_topics(const struct json *topics, struct instant now,
    struct map_gate *g, struct arena *a, struct diags *d)
{
	struct match_set *words = match_new(a);
	struct map_topic *out;
	struct topic t;
	const struct json *node;
	struct str name;
	size_t i;

	g->topics = arena_array(a, topics->len + 1, sizeof(*g->topics));
	for (i = 0; i < topics->len; i++) {
		t = (struct topic){ .action = 0 };
		node = &topics->members[i].value;
		name = arena_str(a, topics->members[i].key);
		if (read_form(node, name.p, &t, a, d) == -1 ||
		    approved(&t, node, name, now, d) != 0 ||
		    add_words(&t, topics, i, g->ntopics, words, d) == -1)
			continue;
		out = &g->topics[g->ntopics++];
		out->name = name.p;
		out->code = arena_printf(a, "topic.%s", name.p).p;
		out->withheld = (int)withheld(t.action);
	}
	match_build(words);
	if (g->ntopics > 0)
		g->words = words;
}

void
map_gate_read(const struct map_gate_keys *k, struct cel_env *env,
    struct instant now, struct map_gate *g, struct arena *a, struct diags *d)
{
	read_consent(k->consent, env, g, a, d);
	if (k->topics != NULL && k->topics->type == JSON_OBJECT)
		read_topics(k->topics, now, g, a, d);
}

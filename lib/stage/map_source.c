/* A source profile, compiled. */
#include "record/expr.h"
#include "stage/conf.h"
#include "stage/map_auto.h"
#include "stage/map_profile.h"
#include "stage/map_rule.h"
#include "stage/map_source.h"

/* The profile as it is written, before its expressions are compiled. */
struct profile {
	struct str		 platform, about;
	struct conf_strs	 unwrap, unwrap_json;
	int			 no_id, sessions;
	int64_t			 gap;
	bool			 singer;
	const struct json	*rules, *person, *let, *times;
	const struct json	*base;		/* for map_profile alone */
	const struct json	*x[SOURCE_KEYS];
};

static const struct conf_key base_forms[] = {
	CONF_FORM("a name", CONF_STR, "of a profile, or its file", NULL),
	CONF_FORM("a profile", CONF_MAP, "in place", source_conf_keys), { 0 }
};

enum no_id { NO_ID_REFUSE, NO_ID_HASH };
static const char *const no_id_names[] = { "refuse", "hash", NULL };

enum sessions { SESSIONS_MERGE, SESSIONS_SPLIT };
static const char *const sessions_names[] = { "merge", "split", NULL };

struct person {
	const struct json	*x[PERSON_KEYS];
};

#define X(name, key, help) \
	{ name, CONF_EITHER, offsetof(struct person, x[key]), help, 0, 0, \
	    0, NULL, map_expr_forms }

static const struct conf_key person_keys[] = {
	X("name", PERSON_NAME, "the whole name"),
	X("first_name", PERSON_FIRST, "the given name"),
	X("last_name", PERSON_LAST, "the family name"),
	X("email", PERSON_EMAIL, "the e-mail address"),
	X("phone", PERSON_PHONE, "the telephone number"),
	X("company", PERSON_COMPANY, "where they work"),
	X("locale", PERSON_LOCALE, "their language and country"),
	X("timezone", PERSON_ZONE, "their time zone"),
	X("attributes", PERSON_ATTRIBUTES, "whatever else is known, by name"),
	X("identifiers", PERSON_IDENTIFIERS,
	    "what they are known by: a list of {kind, value, verified}"),
	{ 0 }
};
#undef X

const char *const source_person[PERSON_KEYS] = {
	"name", "first_name", "last_name", "email", "phone", "company",
	"locale", "timezone", "attributes", "identifiers"
};

static const struct conf_key let_keys[] = {
	CONF_FORM("*", CONF_EITHER, "its value", map_expr_forms), { 0 }
};

struct times {
	struct conf_strs	parse;
	struct str		zone;
};

static const struct conf_key times_keys[] = {
	{ "parse", CONF_STRS, offsetof(struct times, parse),
	    "their forms, tried in order before all that is known",
	    0, 0, 0, NULL, NULL },
	{ "zone", CONF_STR, offsetof(struct times, zone),
	    "the time zone of those that name none", 0, 0, 0, NULL, NULL },
	{ 0 }
};

#define X(name, key, help) \
	{ name, CONF_EITHER, offsetof(struct profile, x[key]), help, 0, 0, \
	    0, NULL, map_expr_forms }

const struct conf_key source_conf_keys[] = {
	{ "profile", CONF_EITHER, offsetof(struct profile, base),
	    "the profile over which this one is laid, key by key",
	    0, 0, 0, NULL, base_forms },
	{ "platform", CONF_STR, offsetof(struct profile, platform),
	    "the platform's name, first part of a record's id",
	    0, 0, 0, NULL, NULL },
	{ "about", CONF_STR, offsetof(struct profile, about),
	    "what the profile reads, for people", 0, 0, 0, NULL, NULL },
	{ "unwrap", CONF_STRS, offsetof(struct profile, unwrap),
	    "paths at which the conversation may lie in the line",
	    0, 0, 0, NULL, NULL },
	{ "unwrap_json", CONF_STRS, offsetof(struct profile, unwrap_json),
	    "paths at which it may lie as JSON text", 0, 0, 0, NULL, NULL },
	{ "no_id", CONF_ENUM, offsetof(struct profile, no_id),
	    "a line without id: refuse it, or name it by its hash",
	    0, 0, 0, no_id_names, NULL },
	{ "singer", CONF_BOOL, offsetof(struct profile, singer),
	    "lines are the messages of a Singer tap", 0, 0, 0, NULL, NULL },
	{ "gap", CONF_DURATION, offsetof(struct profile, gap),
	    "a pause after which a new session begins", 0, 0, 0, NULL, NULL },
	{ "sessions", CONF_ENUM, offsetof(struct profile, sessions),
	    "what becomes of the sessions of one id: one record, or many",
	    0, 0, 0, sessions_names, NULL },
	{ "times", CONF_MAP, offsetof(struct profile, times),
	    "how its times are written", 0, 0, 0, NULL, times_keys },
	{ "let", CONF_MAP, offsetof(struct profile, let),
	    "values worked out once, read as vars.NAME", 0, 0, 0, NULL,
	    let_keys },
	{ "person", CONF_MAP, offsetof(struct profile, person),
	    "what is told of the person", 0, 0, 0, NULL, person_keys },
	{ "rules", CONF_LIST, offsetof(struct profile, rules),
	    "what each event means; the first rule that fits counts",
	    0, 0, 0, NULL, source_rule_keys },
	X("id", SOURCE_ID, "the conversation's id"),
	X("pair", SOURCE_PAIR,
	    "an id made of addresses, where id gives none; gap parts it"),
	X("account", SOURCE_ACCOUNT, "the bot or workspace it belongs to"),
	X("session", SOURCE_SESSION, "part of an id that is used again"),
	X("channel", SOURCE_CHANNEL, "the messaging channel"),
	X("language", SOURCE_LANGUAGE, "the conversation's language"),
	X("started_at", SOURCE_STARTED, "when it began"),
	X("ended_at", SOURCE_ENDED, "when it ended"),
	X("slots", SOURCE_SLOTS, "the final state of all slots"),
	X("events", SOURCE_EVENTS, "the list of events"),
	X("piece", SOURCE_PIECE, "true if the line is part of a conversation"),
	X("kind", SOURCE_KIND, "an event's kind, for on:"),
	X("at", SOURCE_AT, "when an event happened"),
	X("skip", SOURCE_SKIP, "true, or why, if the line is no conversation"),
	X("each", SOURCE_EACH, "the lines that this line holds"),
	X("detect", SOURCE_DETECT, "true if the line is the platform's"),
	X("event", SOURCE_NAME, "the name of the webhook's event"),
	{ 0 }
};
#undef X

/* Expressions are compiled in one environment; its variables are counted
 * as enum source_var has them. */
static struct cel_env *
environment(struct arena *a)
{
	struct cel_env *env = cel_env_new(a);
	int i;

	cel_env_var(env, "input", "dyn");
	cel_env_var(env, "doc", "dyn");
	cel_env_var(env, "event", "dyn");
	cel_env_var(env, "now", "timestamp");
	cel_env_var(env, "group", "list(dyn)");
	cel_env_var(env, "vars", "dyn");
	cel_env_var(env, "stream", "string");
	for (i = 0; i < CONV_ROLES; i++)
		cel_env_var(env, conv_roles[i], "string");
	cel_env_crm(env);
	return env;
}

void
source_compile(const struct json *const *nodes, const struct conf_key *keys,
    size_t base, size_t size, const char *prefix, struct cel_env *env,
    struct map_expr *out, struct arena *a, struct diags *d)
{
	const struct conf_key *k;
	struct str what;
	size_t i;

	for (k = keys; k->name != NULL; k++) {
		if (k->type != CONF_EITHER || k->offset < base ||
		    k->offset >= base + size)
			continue;
		i = (k->offset - base) / sizeof(struct json *);
		what = arena_printf(a, "%s%s", prefix, k->name);
		map_expr_read(nodes[i], what.p, env, &out[i], a, d);
		out[i].lenient = true;	/* files hold null for an object */
	}
}

static void
read_person(const struct json *node, struct cel_env *env,
    struct map_source *out, struct arena *a, struct diags *d)
{
	struct person p = { 0 };

	if (node == NULL)
		return;
	conf_read(node, "person", person_keys, &p, a, d);
	source_compile(p.x, person_keys, offsetof(struct person, x),
	    sizeof(p.x), "person.", env, out->person, a, d);
}

static void
read_lets(const struct json *node, struct cel_env *env,
    struct map_source *out, struct arena *a, struct diags *d)
{
	struct map_let *let;
	size_t i;

	if (node == NULL || node->type != JSON_OBJECT)
		return;
	out->lets = arena_array(a, node->len + 1, sizeof(*out->lets));
	for (i = 0; i < node->len; i++) {
		let = &out->lets[out->nlets++];
		let->name = node->members[i].key;
		map_expr_read(&node->members[i].value, "let", env, &let->x,
		    a, d);
		let->x.lenient = true;
		let->group = map_expr_reads(&let->x, SOURCE_GROUP);
	}
}

static void
read_times(const struct json *node, struct map_source *out, struct arena *a,
    struct diags *d)
{
	struct times t = { 0 };

	if (node == NULL)
		return;
	conf_read(node, "times", times_keys, &t, a, d);
	map_forms_read(t.parse, t.zone, node, "times", &out->times, d);
}

static struct map_path
split(struct str text, bool json, struct arena *a)
{
	struct map_path p = { .text = json, .keys = arena_array(a,
	    text.len + 1, sizeof(struct str)) };
	size_t dot;

	for (;;) {
		dot = str_find(text, STR("."));
		p.keys[p.n++] = str_to(text, dot);
		if (dot == (size_t)-1)
			return p;
		text = str_from(text, dot + 1);
	}
}

/* Does any of its expressions read ${var}? */
static bool
reads(const struct map_source *s, enum source_var var)
{
	size_t i, k;

	for (i = 0; i < SOURCE_KEYS; i++)
		if (map_expr_reads(&s->x[i], (int)var))
			return true;
	for (i = 0; i < PERSON_KEYS; i++)
		if (map_expr_reads(&s->person[i], (int)var))
			return true;
	for (i = 0; i < s->nlets; i++)
		if (map_expr_reads(&s->lets[i].x, (int)var))
			return true;
	for (i = 0; i < s->nrules; i++) {
		if (s->rules[i].when != NULL &&
		    cel_reads(s->rules[i].when, (int)var))
			return true;
		for (k = 0; k < RULE_KEYS; k++)
			if (map_expr_reads(&s->rules[i].x[k], (int)var))
				return true;
	}
	return false;
}

struct map_source *
map_source_open(const struct json *node, struct arena *a, struct diags *d)
{
	static const struct json fallback = { .type = JSON_STRING, .len = 4,
	    .text = "json" };
	struct profile p = { .no_id = -1, .sessions = SESSIONS_MERGE };
	struct map_source *s = ARENA_NEW(a, struct map_source);
	struct json *tree = ARENA_NEW(a, struct json);
	struct cel_env *env = environment(a);
	size_t errors = d->errors, i;

	if (node != NULL && node->type == JSON_STRING &&
	    str_eq((struct str){ node->text, node->len }, STR("auto")))
		return map_auto_open(a, d);
	if (map_profile(node != NULL ? node : &fallback, a, d, tree) == -1)
		return NULL;
	conf_read(tree, "source", source_conf_keys, &p, a, d);
	s->platform = p.platform.p != NULL ? p.platform : STR("json");
	s->about = p.about;
	s->split = p.gap > 0 || p.sessions == SESSIONS_SPLIT;
	s->gap = p.gap;
	s->singer = p.singer;
	s->need_id = p.no_id == -1 ? p.x[SOURCE_ID] != NULL ||
	    p.x[SOURCE_PAIR] != NULL :
	    p.no_id == NO_ID_REFUSE;
	s->unwrap = arena_array(a, p.unwrap.n + p.unwrap_json.n + 1,
	    sizeof(*s->unwrap));
	for (i = 0; i < p.unwrap.n; i++)
		s->unwrap[s->nunwrap++] = split(p.unwrap.p[i], false, a);
	for (i = 0; i < p.unwrap_json.n; i++)
		s->unwrap[s->nunwrap++] = split(p.unwrap_json.p[i], true, a);
	source_compile(p.x, source_conf_keys, offsetof(struct profile, x),
	    sizeof(p.x), "source.", env, s->x, a, d);
	read_lets(p.let, env, s, a, d);
	read_person(p.person, env, s, a, d);
	read_times(p.times, s, a, d);
	source_rules(p.rules, env, s, a, d);
	s->reads_group = reads(s, SOURCE_GROUP);
	return d->errors == errors ? s : NULL;
}

/* A wrapped document may itself be JSON text, as in a database's column. */
static const struct json *
opened(const struct json *v, struct json_parser *parser, struct arena *a)
{
	struct json_doc *doc;
	struct err e;

	if (v->type != JSON_STRING)
		return NULL;
	doc = ARENA_NEW(a, struct json_doc);
	if (json_parse(parser, (struct str){ v->text, v->len }, a, doc,
	    &e) == -1)
		return NULL;
	return &doc->root;
}

const struct json *
map_source_record(const struct map_source *s, const struct json *input)
{
	const struct json *record;

	if (!s->singer ||
	    !str_eq(json_get_str(input, STR("type")), STR("RECORD")))
		return input;
	record = json_get(input, STR("record"));
	return record != NULL ? record : input;
}

const struct json *
map_source_doc(const struct map_source *s, const struct json *input,
    struct json_parser *parser, struct arena *a)
{
	const struct json *v;
	size_t i, j;

	for (i = 0; i < s->nunwrap; i++) {
		v = input;
		for (j = 0; v != NULL && j < s->unwrap[i].n; j++)
			v = json_get(v, s->unwrap[i].keys[j]);
		if (v != NULL && s->unwrap[i].text)
			v = opened(v, parser, a);
		if (v != NULL && v->type == JSON_OBJECT)
			return v;
	}
	return input;
}

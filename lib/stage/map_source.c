/* A source profile, compiled. */
#include "record/expr.h"
#include "stage/conf.h"
#include "stage/map_profile.h"
#include "stage/map_source.h"

/* The profile as it is written, before its expressions are compiled. */
struct profile {
	struct str		 platform, about;
	struct conf_strs	 unwrap, unwrap_json;
	int			 no_id;
	const struct json	*rules;
	const struct json	*base;		/* for map_profile alone */
	const struct json	*x[SOURCE_KEYS];
};

static const struct conf_key base_forms[] = {
	CONF_FORM("a name", CONF_STR, "of a profile, or its file", NULL),
	CONF_FORM("a profile", CONF_MAP, "in place", source_conf_keys), { 0 }
};

enum no_id { NO_ID_REFUSE, NO_ID_HASH };
static const char *const no_id_names[] = { "refuse", "hash", NULL };

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
	{ "rules", CONF_NODE, offsetof(struct profile, rules),
	    "what each event means; the first rule that fits counts",
	    0, 0, 0, NULL, NULL },
	X("id", SOURCE_ID, "the conversation's id"),
	X("account", SOURCE_ACCOUNT, "the bot or workspace it belongs to"),
	X("session", SOURCE_SESSION, "part of an id that is used again"),
	X("channel", SOURCE_CHANNEL, "the messaging channel"),
	X("language", SOURCE_LANGUAGE, "the conversation's language"),
	X("started_at", SOURCE_STARTED, "when it began"),
	X("ended_at", SOURCE_ENDED, "when it ended"),
	X("slots", SOURCE_SLOTS, "the final state of all slots"),
	X("events", SOURCE_EVENTS, "the list of events"),
	X("piece", SOURCE_PIECE, "true if the line is a single event"),
	X("kind", SOURCE_KIND, "an event's kind, for on:"),
	X("at", SOURCE_AT, "when an event happened"),
	{ 0 }
};
#undef X

/* A rule as it is written. */
struct rule {
	struct conf_strs	 on;
	const struct json	*when;
	int			 take;
	const struct json	*message, *slot;
	const struct json	*x[RULE_KEYS];
};

static const char *const take_names[] = {
	"action", "session", "reset_slots", "rewind", "undo", "restart", NULL
};
static const enum conv_kind take_kinds[] = {
	CONV_ACTION, CONV_SESSION, CONV_RESET_SLOTS, CONV_REWIND, CONV_UNDO,
	CONV_RESTART
};

#define X(name, key, help) \
	{ name, CONF_EITHER, offsetof(struct rule, x[key]), help, 0, 0, 0, \
	    NULL, map_expr_forms }

static const struct conf_key rule_keys[] = {
	{ "on", CONF_STRS, offsetof(struct rule, on),
	    "kinds of event that it is for", 0, 0, 0, NULL, NULL },
	{ "when", CONF_CEL, offsetof(struct rule, when),
	    "a condition", 0, 0, 0, NULL, NULL },
	{ "do", CONF_ENUM, offsetof(struct rule, take),
	    "what it does to the conversation", 0, 0, 0, take_names, NULL },
	{ "message", CONF_NODE, offsetof(struct rule, message),
	    "the message that it is", 0, 0, 0, NULL, NULL },
	{ "slot", CONF_NODE, offsetof(struct rule, slot),
	    "the slot that it sets", 0, 0, 0, NULL, NULL },
	X("slots", RULE_SLOTS, "several slots that it sets, by name"),
	X("language", RULE_LANGUAGE, "the conversation's language"),
	X("channel", RULE_CHANNEL, "the messaging channel"),
	{ 0 }
};

static const struct conf_key message_keys[] = {
	X("role", RULE_ROLE, "customer, bot, agent or system"),
	X("text", RULE_TEXT, "what was written"),
	X("id", RULE_ID, "the message's id"),
	X("at", RULE_AT, "when it was sent"),
	X("author", RULE_AUTHOR, "who wrote it, by name"),
	X("private", RULE_PRIVATE, "an internal note"),
	X("intent", RULE_INTENT, "its intent: name, {name, confidence}, "
	    "or a list of them"),
	X("entities", RULE_ENTITIES, "what was recognised in it"),
	X("payload", RULE_PAYLOAD, "what a button sent instead of words"),
	X("attachments", RULE_ATTACHMENTS, "addresses of what came with it"),
	{ 0 }
};

static const struct conf_key slot_keys[] = {
	X("name", RULE_SLOT_NAME, "the slot's name"),
	X("value", RULE_SLOT_VALUE, "its value; null clears it"),
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
	for (i = 0; i < CONV_ROLES; i++)
		cel_env_var(env, conv_roles[i], "string");
	cel_env_crm(env);
	return env;
}

static void
compile_keys(const struct json *const *nodes, const struct conf_key *keys,
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
		i = (k->offset - base) / sizeof(*nodes);
		what = arena_printf(a, "%s%s", prefix, k->name);
		map_expr_read(nodes[i], what.p, env, &out[i], a, d);
		out[i].lenient = true;	/* files hold null for an object */
	}
}

static void
compile_rule_keys(const struct rule *r, const struct conf_key *keys,
    const char *prefix, struct cel_env *env, struct map_rule *out,
    struct arena *a, struct diags *d)
{
	compile_keys(r->x, keys, offsetof(struct rule, x), sizeof(r->x),
	    prefix, env, out->x, a, d);
}

static void
read_rule(const struct json *node, bool kinds, struct cel_env *env,
    struct map_rule *out, struct arena *a, struct diags *d)
{
	struct rule r = { .take = -1 };

	conf_read(node, "rule", rule_keys, &r, a, d);
	if (r.message != NULL)
		conf_read(r.message, "message", message_keys, &r, a, d);
	if (r.slot != NULL)
		conf_read(r.slot, "slot", slot_keys, &r, a, d);
	out->on = r.on;
	out->take = r.take >= 0 ? (int)take_kinds[r.take] : -1;
	out->message = r.message != NULL;
	out->slot = r.slot != NULL;
	if (r.when != NULL)
		out->when = expr_compile(env, r.when, "when", a, d);
	compile_rule_keys(&r, rule_keys, "", env, out, a, d);
	compile_rule_keys(&r, message_keys, "message.", env, out, a, d);
	compile_rule_keys(&r, slot_keys, "slot.", env, out, a, d);
	if (out->message && !map_expr_given(&out->x[RULE_ROLE]))
		diag_error(d, yaml_where(r.message), "config.rule",
		    "a message needs a role: customer, bot, agent or system");
	if (out->on.n > 0 && !kinds)
		diag_error(d, yaml_where(node), "config.rule",
		    "on needs kind: say where an event's kind stands");
	if (out->slot && !map_expr_given(&out->x[RULE_SLOT_NAME]))
		diag_error(d, yaml_where(r.slot), "config.rule",
		    "a slot needs a name");
}

static void
read_rules(const struct json *node, struct cel_env *env,
    struct map_source *out, struct arena *a, struct diags *d)
{
	size_t i;

	if (node == NULL)
		return;
	if (node->type != JSON_ARRAY) {
		diag_error(d, yaml_where(node), "config.rule",
		    "rules is a list: begin each rule with '- '");
		return;
	}
	out->nrules = node->len;
	out->rules = arena_array(a, node->len + 1, sizeof(*out->rules));
	for (i = 0; i < node->len; i++)
		read_rule(&node->items[i], map_expr_given(&out->x[SOURCE_KIND]),
		    env, &out->rules[i], a, d);
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

struct map_source *
map_source_open(const struct json *node, struct arena *a, struct diags *d)
{
	static const struct json fallback = { .type = JSON_STRING, .len = 4,
	    .text = "json" };
	struct profile p = { .no_id = -1 };
	struct map_source *s = ARENA_NEW(a, struct map_source);
	struct json *tree = ARENA_NEW(a, struct json);
	struct cel_env *env = environment(a);
	size_t errors = d->errors, i;

	if (map_profile(node != NULL ? node : &fallback, a, d, tree) == -1)
		return NULL;
	conf_read(tree, "source", source_conf_keys, &p, a, d);
	s->platform = p.platform.p != NULL ? p.platform : STR("json");
	s->need_id = p.no_id == -1 ? p.x[SOURCE_ID] != NULL :
	    p.no_id == NO_ID_REFUSE;
	s->unwrap = arena_array(a, p.unwrap.n + p.unwrap_json.n + 1,
	    sizeof(*s->unwrap));
	for (i = 0; i < p.unwrap.n; i++)
		s->unwrap[s->nunwrap++] = split(p.unwrap.p[i], false, a);
	for (i = 0; i < p.unwrap_json.n; i++)
		s->unwrap[s->nunwrap++] = split(p.unwrap_json.p[i], true, a);
	compile_keys(p.x, source_conf_keys, offsetof(struct profile, x),
	    sizeof(p.x), "source.", env, s->x, a, d);
	read_rules(p.rules, env, s, a, d);
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

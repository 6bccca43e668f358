/* The rules of a profile, compiled. */
#include "record/expr.h"
#include "stage/map_rule.h"

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
	X("format", RULE_FORMAT, "what its text is: text, html or markdown"),
	X("reply_to", RULE_REPLY_TO, "the id of the message it answers"),
	X("buttons", RULE_BUTTONS, "the choices that it offers"),
	X("edited_at", RULE_EDITED_AT, "when this version was written"),
	X("content", RULE_CONTENT, "what it holds: an attachment of a message "
	    "that says nothing else"),
	{ 0 }
};

static const struct conf_key slot_keys[] = {
	X("name", RULE_SLOT_NAME, "the slot's name"),
	X("value", RULE_SLOT_VALUE, "its value; null clears it"),
	{ 0 }
};
static const struct conf_key rule_keys[] = {
	{ "on", CONF_STRS, offsetof(struct rule, on),
	    "kinds of event that it is for", 0, 0, 0, NULL, NULL },
	{ "when", CONF_CEL, offsetof(struct rule, when),
	    "a condition", 0, 0, 0, NULL, NULL },
	{ "do", CONF_ENUM, offsetof(struct rule, take),
	    "what it does to the conversation", 0, 0, 0, take_names, NULL },
	{ "message", CONF_MAP, offsetof(struct rule, message),
	    "the message that it is", 0, 0, 0, NULL, message_keys },
	{ "slot", CONF_MAP, offsetof(struct rule, slot),
	    "the slot that it sets", 0, 0, 0, NULL, slot_keys },
	X("slots", RULE_SLOTS, "several slots that it sets, by name"),
	X("language", RULE_LANGUAGE, "the conversation's language"),
	X("channel", RULE_CHANNEL, "the messaging channel"),
	X("entities", RULE_MORE_ENTITIES, "what was recognised in the "
	    "customer's latest message, told after it"),
	X("delete", RULE_DELETE, "the id of a message that is taken away"),
	{ 0 }
};
#undef X

const struct conf_key source_rule_keys[] = {
	CONF_FORM("rule", CONF_MAP, "what an event means", rule_keys), { 0 }
};

static void
compile_rule_keys(const struct rule *r, const struct conf_key *keys,
    const char *prefix, struct cel_env *env, struct map_rule *out,
    struct arena *a, struct diags *d)
{
	source_compile(r->x, keys, offsetof(struct rule, x), sizeof(r->x),
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
	if (out->message && r.x[RULE_ROLE] == NULL &&
	    json_get(r.message, STR("role")) == NULL)
		diag_error(d, yaml_where(r.message), "config.rule",
		    "a message needs a role: customer, bot, agent or system");
	if (out->on.n > 0 && !kinds)
		diag_error(d, yaml_where(node), "config.rule",
		    "on needs kind: say where an event's kind stands");
	if (out->slot && r.x[RULE_SLOT_NAME] == NULL &&
	    json_get(r.slot, STR("name")) == NULL)
		diag_error(d, yaml_where(r.slot), "config.rule",
		    "a slot needs a name");
}

void
source_rules(const struct json *node, struct cel_env *env,
    struct map_source *out, struct arena *a, struct diags *d)
{
	size_t i;

	if (node == NULL || node->type != JSON_ARRAY)
		return;
	out->nrules = node->len;
	out->rules = arena_array(a, node->len + 1, sizeof(*out->rules));
	for (i = 0; i < node->len; i++)
		read_rule(&node->items[i], map_expr_given(&out->x[SOURCE_KIND]),
		    env, &out->rules[i], a, d);
}


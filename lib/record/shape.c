/* shape: records and stubs; results and dead letters in shape_end.c. */
#include "record/shape_parts.h"

static const char *const roles[] = { "customer", "bot", "agent", "system",
    NULL };
static const char *const formats[] = { "text", "html", "markdown", NULL };
static const char *const severities[] = { "error", "warning", "info", NULL };
static const char *const dids[] = { "dropped", "asked", "normalised", "kept",
    "redacted", "repaired", "skipped", NULL };
static const char *const action_types[] = { "", "task", "ticket", "assign",
    "set", "tag", "list", "unsubscribe", "notify", NULL };

/* Names of somebody's choice, and any values. */
static const struct conf_key any[] = {
	ANY("*", "whatever it is"),
	{ 0 }
};

static const struct conf_key fields[] = {
	ANY("*", "a field of the mapping"),
	{ 0 }
};

static const struct conf_key custom_objects[] = {
	PART("*", CONF_OBJ, "an object of the configuration's own", fields),
	{ 0 }
};

const struct conf_key shape_leases[] = {
	ANY("a lease", "as whoever waits for an answer made it"),
	{ 0 }
};

const struct conf_key shape_source[] = {
	TEXT("platform", "the source profile"),
	TEXT("account", "the bot, page or inbox there"),
	TEXT("channel", "web, whatsapp, ..."),
	TEXT("locale", "the customer's, BCP 47"),
	TEXT("event", "the name of the webhook's last event"),
	TEXT("file", "the input, - for the standard input"),
	COUNT("line", "the line of the input"),
	PART("lease", CONF_LIST, "who waits for an answer", shape_leases),
	TEXT("dead", "the id of the dead letter it was replayed from"),
	{ 0 }
};

static const struct conf_key identifier[] = {
	NEED("kind", CONF_STR, "email, phone, or the platform's"),
	NEED("value", CONF_STR, "the identifier"),
	NEED("where", CONF_STR, "what told it"),
	NEED("verified", CONF_BOOL, "does the channel vouch for it?"),
	{ 0 }
};

static const struct conf_key identifiers[] = {
	PART("an identifier", CONF_OBJ, "one", identifier),
	{ 0 }
};

static const struct conf_key person[] = {
	PART("identifiers", CONF_LIST, "by which they may be found",
	    identifiers),
	ANY("name", "the full name"),
	ANY("first_name", "the given name"),
	ANY("last_name", "the family name"),
	ANY("email", "an address"),
	ANY("phone", "a number"),
	ANY("company", "whom they work for"),
	ANY("locale", "their language and region"),
	ANY("timezone", "where they are"),
	PART("attributes", CONF_OBJ, "whatever else the platform knows", any),
	{ 0 }
};

static const struct conf_key intent[] = {
	NEED("name", CONF_STR, "the platform's name of it"),
	NUMBER("confidence", "how sure the platform is, mostly 0 to 1"),
	{ 0 }
};

static const struct conf_key entity[] = {
	PART("an entity", CONF_OBJ, "as the platform tells it", any),
	{ 0 }
};

static const struct conf_key anything[] = {
	ANY("an item", "as the platform tells it"),
	{ 0 }
};

static const struct conf_key message[] = {
	TEXT("id", "the platform's"),
	TIME("at", "when it was written"),
	WORD("role", roles, "who wrote it"),
	TEXT("author", "the name or id of who wrote it"),
	TEXT("text", "what was written"),
	WORD("format", formats, "how text is written"),
	TEXT("payload", "what a button sent in place of words"),
	TEXT("reply_to", "the id of the message it answers"),
	FLAG("private", "the customer cannot see it"),
	PART("intent", CONF_OBJ, "what it is about", intent),
	PART("entities", CONF_LIST, "what was found in it", entity),
	PART("attachments", CONF_LIST, "what came with it", anything),
	PART("buttons", CONF_LIST, "what was offered", anything),
	FLAG("edited", "it said something else before"),
	FLAG("deleted", "what it said is gone"),
	{ 0 }
};

static const struct conf_key messages[] = {
	PART("a message", CONF_OBJ, "one", message),
	{ 0 }
};

static const struct conf_key stat[] = {
	COUNT("count", "how often"),
	NUMBER("confidence", "the highest"),
	{ 0 }
};

static const struct conf_key stats[] = {
	PART("*", CONF_OBJ, "an intent", stat),
	{ 0 }
};

static const struct conf_key moment[] = {
	ANY("value", "what it was set to; null: unset"),
	TIME("at", "when"),
	{ 0 }
};

static const struct conf_key moments[] = {
	PART("a moment", CONF_OBJ, "one", moment),
	{ 0 }
};

static const struct conf_key histories[] = {
	PART("*", CONF_LIST, "a slot", moments),
	{ 0 }
};

static const struct conf_key facts[] = {
	TEXT("email", "an address that the customer wrote"),
	TEXT("phone", "a number that the customer wrote"),
	{ 0 }
};

static const struct conf_key conversation[] = {
	TIME("started_at", "its first event"),
	TIME("ended_at", "its last event"),
	TEXT("language", "BCP 47"),
	TEXT("channel", "web, whatsapp, ..."),
	PART("messages", CONF_LIST, "in the order of time", messages),
	TEXTS("intents", "each name once, in the order of first use"),
	PART("intent_stats", CONF_OBJ, "by intent", stats),
	PART("slots", CONF_OBJ, "by name the last value but null", any),
	PART("slot_history", CONF_OBJ, "by name all values", histories),
	COUNT("sessions", "how many, if more than one"),
	PART("facts", CONF_OBJ, "what the customer wrote", facts),
	COUNT("message_count", "of messages that were withheld"),
	{ 0 }
};

static const struct conf_key finding[] = {
	TEXT("field", "what it is about"),
	NEED("code", CONF_STR, "a stable name; see chatcrm-errors(7)"),
	WORD_NEEDED("severity", severities, "how bad it is"),
	WORD("did", dids, "what happened to the field"),
	ANY("was", "the old value, never a redacted one"),
	TEXT("message", "the operator's, of a rule of validate"),
	TEXT("suggestion", "what was probably meant"),
	{ 0 }
};

static const struct conf_key findings[] = {
	PART("a finding", CONF_OBJ, "one", finding),
	{ 0 }
};

static const struct conf_key folded[] = {
	TEXT("*", "of a field of the object"),
	{ 0 }
};

static const struct conf_key keys[] = {
	PART("*", CONF_OBJ, "by object", folded),
	{ 0 }
};

static const struct conf_key reason[] = {
	NEED("rule", CONF_STR, "its name"),
	NEED("points", CONF_NUM, "what it gives, after decay"),
	NEED("base", CONF_NUM, "what it gives without"),
	NEED("decay", CONF_NUM, "the factor"),
	TEXT("quote", "the words that made it count"),
	COUNT("message", "which of the messages, from 0"),
	{ 0 }
};

static const struct conf_key reasons[] = {
	PART("a reason", CONF_OBJ, "one", reason),
	{ 0 }
};

static const struct conf_key score[] = {
	NEED("total", CONF_NUM, "the sum of the points"),
	TEXT("model", "the name of the set of rules"),
	TEXT("grade", "the name of the grade that the total reaches"),
	PART("reasons", CONF_LIST, "the rules that count", reasons),
	{ 0 }
};

static const struct conf_key fired[] = {
	NEED("rule", CONF_STR, "its name"),
	TEXT("owner", "who answers for it"),
	PART("why", CONF_OBJ, "what its condition read, by path", any),
	{ 0 }
};

static const struct conf_key fired_rules[] = {
	PART("a rule", CONF_OBJ, "one", fired),
	{ 0 }
};

static const struct conf_key route[] = {
	ROW("rules", CONF_LIST, "those that fired", CONF_REQUIRED, 0, NULL,
	    fired_rules),
	TEXT("stopped", "the rule behind which none was tried"),
	TEXT("skipped", "consent: for want of it none was tried"),
	{ 0 }
};

static const struct conf_key action[] = {
	{ "type", CONF_STR, 0, "what is to be done", CONF_REQUIRED, 0, 0,
	    action_types, NULL },
	TEXT("workflow", "the rule that asked for it"),
	TEXT("id", "which of the rule's it is"),
	TEXT("max_age", "a duration: older than that it is not done"),
	ANY("*", "what the type takes"),
	{ 0 }
};

static const struct conf_key actions[] = {
	PART("an action", CONF_OBJ, "one", action),
	{ 0 }
};

static const struct conf_key record[] = {
	SHAPE_VERSION,
	NEED("id", CONF_STR, "platform/account/conversation[/session]"),
	TIME("at", "of the last event"),
	PART("source", CONF_OBJ, "where it comes from", shape_source),
	PART("person", CONF_OBJ, "who wrote", person),
	PART("contact", CONF_OBJ, "the person, for the CRM", fields),
	PART("company", CONF_OBJ, "whom they work for", fields),
	PART("deal", CONF_OBJ, "what may be sold", fields),
	PART("ticket", CONF_OBJ, "what is to be solved", fields),
	PART("objects", CONF_OBJ, "others, by name", custom_objects),
	PART("conversation", CONF_OBJ, "what was said", conversation),
	TEXTS("tags", "words about it"),
	TEXTS("withheld", "for whose sake something stayed behind"),
	ANY("raw", "the input without secrets"),
	PART("findings", CONF_LIST, "what was wrong and what was done",
	    findings),
	PART("keys", CONF_OBJ, "what addresses are compared by", keys),
	PART("score", CONF_OBJ, "how promising it is", score),
	FLAG("high_value", "push does it before others"),
	PART("route", CONF_OBJ, "which rules fired, and why", route),
	PART("actions", CONF_LIST, "what push is to do beside", actions),
	ANY("*", "whatever else its writer put there"),
	{ 0 }
};

static const struct conf_key why[] = {
	NEED("stage", CONF_STR, "map, validate, score, ..."),
	NEED("code", CONF_STR, "a stable name; see chatcrm-errors(7)"),
	{ 0 }
};

static const struct conf_key refused[] = {
	SHAPE_VERSION,
	ANY("id", "the record's, if it had one"),
	NEED_PART("source", "the record's", shape_source),
	NEED_PART("refused", "who refused it, and why", why),
	{ 0 }
};

static const struct conf_key skipped[] = {
	SHAPE_VERSION,
	ANY("id", "the record's, if it had one"),
	NEED_PART("source", "the record's", shape_source),
	NEED_PART("skipped", "who skipped it, and why", why),
	ANY("state", "of a Singer tap"),
	{ 0 }
};

static const struct conf_key end[] = {
	NEED("stage", CONF_STR, "whose closing line it is"),
	NEED_COUNT("in", "records that came"),
	NEED_COUNT("out", "that went on"),
	NEED_COUNT("refused", "that were refused"),
	NEED_COUNT("skipped", "that are nobody's"),
	NEED_COUNT("folded", "lines that went into others"),
	{ 0 }
};

const struct conf_key shape_closing[] = {
	SHAPE_VERSION,
	NEED_PART("end", "the counts of the closing line", end),
	{ 0 }
};

static const struct conf_key lines[] = {
	PART("record", CONF_OBJ, "a record", record),
	PART("refused", CONF_OBJ, "a stub of a leased record", refused),
	PART("skipped", CONF_OBJ, "a stub of a leased record", skipped),
	PART("end", CONF_OBJ, "the closing stub", shape_closing),
	{ 0 }
};

const struct conf_key shape_record = PART("a line", CONF_EITHER,
    "what travels between commands", lines);

/* shape_end: how a record ends: as a result, or as a dead letter. */
#include "record/shape_parts.h"

const char *const shape_time[] = {
	"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
	    "(\\.[0-9]{1,9})?Z$",
	NULL
};

static const char *const outcomes[] = { "created", "updated", "unchanged",
    "stale", "deferred", "quarantined", "refused", "skipped", NULL };
static const char *const dids[] = { "created", "updated", "unchanged",
    "stale", "deferred", "quarantined", "refused", "skipped", "merged",
    NULL };
static const char *const deeds[] = { "created", "updated", "unchanged",
    "stale", "deferred", "quarantined", "refused", "skipped", "merged",
    "expired", "unsent", NULL };
static const char *const letter_id[] = { "^[a-p]{16}$", NULL };

static const struct conf_key error[] = {
	TEXT("stage", "who refused it, if that was an earlier one"),
	NEED("code", CONF_STR, "a stable name; see chatcrm-errors(7)"),
	TEXT("message", "for people"),
	TEXT("field", "what it is about"),
	{ 0 }
};

static const struct conf_key one[] = {
	TEXT("id", "the CRM's"),
	WORD_NEEDED("did", dids, "what was done to it"),
	{ 0 }
};

static const struct conf_key several[] = {
	TEXTS("ids", "the CRM's"),
	WORD_NEEDED("did", dids, "what was done to them"),
	TEXTS("stale", "of a note: parts that are over and stay"),
	{ 0 }
};

static const struct conf_key objects[] = {
	PART("contact", CONF_OBJ, "the person", one),
	PART("lead", CONF_OBJ, "the person, as a lead", one),
	PART("company", CONF_OBJ, "whom they work for", one),
	PART("deal", CONF_OBJ, "deals", several),
	PART("ticket", CONF_OBJ, "tickets", several),
	PART("task", CONF_OBJ, "tasks", several),
	PART("note", CONF_OBJ, "the conversation", several),
	{ 0 }
};

static const struct conf_key deed[] = {
	NEED("type", CONF_STR, "the action's"),
	TEXT("workflow", "the rule that asked for it"),
	WORD_NEEDED("did", deeds, "what became of it"),
	TEXT("id", "of what it made"),
	PART("error", CONF_OBJ, "why it was not done", error),
	{ 0 }
};

static const struct conf_key actions[] = {
	PART("an action", CONF_OBJ, "one", deed),
	{ 0 }
};

static const struct conf_key latency[] = {
	CONF_FORM("event_ms", CONF_INT, "since the conversation's end", NULL),
	CONF_FORM("line_ms", CONF_INT, "since the line was read", NULL),
	{ 0 }
};

static const struct conf_key result[] = {
	SHAPE_VERSION,
	ROW("id", CONF_STR, "the record's; null for what is no record",
	    CONF_REQUIRED | CONF_NULL, 0, NULL, NULL),
	WORD_NEEDED("outcome", outcomes, "what became of it"),
	PART("objects", CONF_OBJ, "what was done to each", objects),
	PART("actions", CONF_LIST, "what became of each", actions),
	TEXTS("unsent", "fields that were left out"),
	TEXTS("candidates", "contacts that match, if quarantined"),
	TEXTS("similar", "contacts of the same name and company"),
	COUNT("attempts", "how often the worst request was sent"),
	TEXTS("requests", "the CRM's own names of them"),
	PART("latency", CONF_OBJ, "milliseconds", latency),
	TEXT("dead", "the dead letter that was replayed"),
	COUNT("run", "the number of the run in the ledger"),
	FLAG("outbox", "it has waited in the ledger"),
	PART("lease", CONF_LIST, "the record's", shape_leases),
	ANY("state", "of a Singer tap"),
	PART("error", CONF_OBJ, "why it was not done", error),
	{ 0 }
};

static const struct conf_key answers[] = {
	PART("result", CONF_OBJ, "what became of a record", result),
	PART("end", CONF_OBJ, "the closing stub", shape_closing),
	{ 0 }
};

const struct conf_key shape_result = PART("a line", CONF_EITHER,
    "what push answers", answers);

static const struct conf_key run_forms[] = {
	TEXT("a name", "of the run"),
	COUNT("a number", "that push has for it in its ledger"),
	{ 0 }
};

static const struct conf_key dead[] = {
	NEED("stage", CONF_STR, "who refused or held it"),
	ROW("id", CONF_STR, "stays the same over replays", CONF_REQUIRED, 0,
	    letter_id, NULL),
	NEED("code", CONF_STR, "a stable name; see chatcrm-errors(7)"),
	TEXT("message", "for people"),
	TEXT("field", "what it is about"),
	NEED_TIME("at", "the time of --now"),
	COUNT("attempt", "1, and one more for each replay"),
	PART("run", CONF_EITHER, "the run that refused it", run_forms),
	TEXTS("repaired", "the places that chatcrm-ledger changed"),
	{ 0 }
};

static const struct conf_key line[] = {
	TEXT("text", "of what is UTF-8"),
	TEXT("base64", "of what is not"),
	COUNT("length", "in bytes, of one that is cut"),
	COUNT("offset", "in the file, of one that is cut"),
	TEXT("sha256", "of all of it, in hexadecimal"),
	{ 0 }
};

static const struct conf_key letter[] = {
	SHAPE_VERSION,
	NEED_PART("dead", "why, where and when", dead),
	NEED_PART("source", "where it comes from", shape_source),
	ANY("record", "the input of the stage, without secrets"),
	PART("line", CONF_OBJ, "else the line", line),
	TEXT("sealed", "the input as it was, in a box, as base64"),
	{ 0 }
};

static const struct conf_key closed[] = {
	ROW("id", CONF_STR, "the letter's", CONF_REQUIRED, 0, letter_id,
	    NULL),
	NEED_TIME("at", "when"),
	NEED("outcome", CONF_STR, "of the result, passed or dismissed"),
	TEXT("record", "the id of the record it became"),
	TEXT("reason", "that somebody gave"),
	{ 0 }
};

static const struct conf_key closing[] = {
	SHAPE_VERSION,
	NEED_PART("closed", "that letter is answered for", closed),
	{ 0 }
};

static const struct conf_key lines[] = {
	PART("letter", CONF_OBJ, "a record that was refused or held", letter),
	PART("closed", CONF_OBJ, "closes a letter", closing),
	{ 0 }
};

const struct conf_key shape_dead = PART("a line", CONF_EITHER,
    "what stands in a file of dead letters", lines);

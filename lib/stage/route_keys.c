/* route_keys: the keys of actions, for reading, schema and editors. */
#include "stage/route_keys.h"

const char *const route_types[ROUTE_TYPES + 1] = { "task", "ticket",
	"assign", "set", "tag", "list", "unsubscribe", "notify", NULL };
const char *const route_objects[] = { "contact", "company", "deal", "ticket",
	NULL };

#define P(name, type, member, help, sub) \
	{ name, type, offsetof(struct route_parts, member), help, 0, 0, 0, \
	    NULL, sub }

const struct conf_key route_text_keys[] = {
	P("from", CONF_EITHER, from, "an expression, or several of which the "
	    "first that gives a value counts", map_expr_forms),
	P("value", CONF_STR, value, "the text itself", NULL),
	{ 0 }
};

static const struct conf_key text_forms[] = {
	CONF_FORM("a text", CONF_STR, "the text itself", NULL),
	CONF_FORM("{from: ...}", CONF_OBJ, "a text that is computed",
	    route_text_keys), { 0 }
};

static const struct conf_key among_item[] = {
	CONF_FORM("an owner", CONF_STR, "his address", NULL), { 0 }
};

static const struct conf_key weights[] = {
	{ "*", CONF_INT, 0, "how many shares he has", 0, 1, 100, NULL, NULL },
	{ 0 }
};

static const struct conf_key among_forms[] = {
	CONF_FORM("a list", CONF_LIST, "who takes turns", among_item),
	CONF_FORM("a mapping", CONF_MAP, "who takes turns, each with his "
	    "shares", weights), { 0 }
};

#define AMONG \
	P("among", CONF_EITHER, among, "who takes turns: each person has one " \
	    "of them, always the same", among_forms), \
	P("by", CONF_EITHER, by, "what decides whose turn it is, in place " \
	    "of the person", map_expr_forms)

const struct conf_key route_owner_keys[] = {
	P("from", CONF_EITHER, from, "an expression, or several of which the "
	    "first that gives a value counts", map_expr_forms),
	P("value", CONF_STR, value, "the address itself", NULL),
	AMONG,
	{ 0 }
};

static const struct conf_key owner_forms[] = {
	CONF_FORM("an address", CONF_STR, "the owner", NULL),
	CONF_FORM("{from: ...} or {among: ...}", CONF_OBJ, "one that is "
	    "computed", route_owner_keys), { 0 }
};

const struct conf_key route_assign_keys[] = {
	P("owner", CONF_EITHER, owner, "the owner's address", owner_forms),
	AMONG,
	{ "object", CONF_ENUM, offsetof(struct route_parts, object),
	    "whose owner: contact if not said", 0, 0, 0, route_objects,
	    NULL },
	{ 0 }
};

static const struct conf_key assign_forms[] = {
	CONF_FORM("an address", CONF_STR, "the owner", NULL),
	CONF_FORM("a mapping", CONF_OBJ, "more than that", route_assign_keys),
	{ 0 }
};

static const struct conf_key field_keys[] = {
	CONF_FORM("*", CONF_EITHER, "a field's value", map_expr_forms),
	{ 0 }
};

#define T(name, member, help) P(name, CONF_EITHER, member, help, text_forms)

const struct conf_key route_task_keys[] = {
	T("subject", subject, "what is to be done"),
	T("body", body, "more about it"),
	T("kind", kind, "call, email or todo, as the CRM knows it"),
	T("priority", priority, "low, normal or high"),
	T("due", due, "a time, or how long after the conversation's end"),
	P("owner", CONF_EITHER, owner, "who is to do it", owner_forms),
	P("fields", CONF_MAP, fields, "more fields, which crm.fields names",
	    field_keys),
	{ 0 }
};

const struct conf_key route_ticket_keys[] = {
	T("subject", subject, "what is the matter"),
	T("description", description, "more about it"),
	T("priority", priority, "as the CRM knows it"),
	T("stage", stage, "stage of the pipeline"),
	T("pipeline", pipeline, "the pipeline"),
	T("category", category, "the category"),
	P("owner", CONF_EITHER, owner, "who is to see to it", owner_forms),
	P("fields", CONF_MAP, fields, "more fields, which crm.fields names",
	    field_keys),
	{ 0 }
};

static const struct conf_key notice_keys[] = {
	CONF_FORM("*", CONF_EITHER, "a text for who notifies", text_forms),
	{ 0 }
};

static const struct conf_key set_keys[] = {
	CONF_FORM("*", CONF_EITHER, "a contact's field, or company.NAME, "
	    "deal.NAME, ticket.NAME", map_expr_forms), { 0 }
};

static const struct conf_key name_item[] = {
	CONF_FORM("a name", CONF_STR, "one of several", NULL), { 0 }
};

const struct conf_key route_name_keys[] = {
	P("name", CONF_STRS, name, "a name, or a list of them", NULL),
	P("from", CONF_EITHER, from, "an expression that gives it",
	    map_expr_forms),
	P("remove", CONF_BOOL, remove, "take away instead of giving", NULL),
	{ 0 }
};

static const struct conf_key name_forms[] = {
	CONF_FORM("a name", CONF_STR, "its name", NULL),
	CONF_FORM("a list of names", CONF_LIST, "several", name_item),
	CONF_FORM("a mapping", CONF_OBJ, "more than that", route_name_keys),
	{ 0 }
};

#undef T
#undef AMONG
#undef P

#define I(name, type, member, help, flags, sub) \
	{ name, type, offsetof(struct route_item, member), help, flags, 0, 0, \
	    NULL, sub }

const struct conf_key route_item_keys[] = {
	I("task", CONF_MAP, of[ROUTE_TASK], "a task about the person", 0,
	    route_task_keys),
	I("ticket", CONF_MAP, of[ROUTE_TICKET], "a ticket", 0,
	    route_ticket_keys),
	I("assign", CONF_EITHER, of[ROUTE_ASSIGN], "the owner of the contact, "
	    "or of another object", 0, assign_forms),
	I("set", CONF_MAP, of[ROUTE_SET], "fields by name, over what the CRM "
	    "has", 0, set_keys),
	I("tag", CONF_EITHER, of[ROUTE_TAG], "tags that the person gets", 0,
	    name_forms),
	I("list", CONF_EITHER, of[ROUTE_LIST], "lists that the person comes "
	    "onto", 0, name_forms),
	I("unsubscribe", CONF_BOOL, unsubscribe, "true: the person gets no "
	    "more mail", 0, NULL),
	I("notify", CONF_MAP, of[ROUTE_NOTIFY], "texts for a program that "
	    "notifies people; push does not", 0, notice_keys),
	I("when", CONF_CEL, when, "a condition of this action alone",
	    CONF_CONDITION, NULL),
	I("id", CONF_STR, id, "by what the action is known within its rule, "
	    "if not by its type and place", 0, NULL),
	I("max_age", CONF_DURATION, max_age, "how long after the "
	    "conversation's end it is still done", 0, NULL),
	{ 0 }
};

#undef I

const struct conf_key route_action_item[] = {
	CONF_FORM("an action", CONF_OBJ, "what is to be done",
	    route_item_keys), { 0 }
};

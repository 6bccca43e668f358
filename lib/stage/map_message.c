/* One event as a message of the canonical conversation. */
#include "stage/map_message.h"
#include "stage/map_redact.h"
#include "stage/map_time.h"

/* The role that ${x} names by its variable, as most rules do; or -1. */
static int
named_role(const struct map_expr *x)
{
	if (x->n != 1 || x->plain[0].n > 0 || x->plain[0].var < SOURCE_ROLES)
		return -1;
	return x->plain[0].var - SOURCE_ROLES;
}

static enum conv_role
role_of(struct fold *f, const struct map_rule *r)
{
	int i = named_role(&r->x[RULE_ROLE]);
	struct str text;

	if (i != -1)
		return (enum conv_role)i;
	text = fold_text(f, &r->x[RULE_ROLE], "message.role");
	for (i = 0; i < CONV_ROLES; i++)
		if (str_eq(text, str_of(conv_roles[i])))
			return (enum conv_role)i;
	/* Nobody's words must not pass for the customer's. */
	map_note(f->run, "source.role", "warning", "kept", NULL,
	    "source.message.role");
	return CONV_SYSTEM;
}

/* A number, or the text of one, as Lex and DynamoDB have it. */
static bool
number_of(struct fold *f, const struct json *v, struct json *out)
{
	struct json_doc doc;
	struct err e;

	if (v == NULL || (v->type != JSON_NUMBER && v->type != JSON_STRING))
		return false;
	*out = *v;
	if (v->type == JSON_NUMBER)
		return true;
	if (json_parse(f->run->scratch->parser, (struct str){ v->text,
	    v->len }, f->run->a, &doc, &e) == -1)
		return false;
	*out = doc.root;
	return out->type == JSON_NUMBER;
}

/* "greet", {name, confidence}, as the latter; false if it has no name. */
static bool
intent_of(struct fold *f, const struct json *v, struct json *out)
{
	const struct json *name = v;
	struct json confidence;
	struct str text;

	if (v->type == JSON_OBJECT)
		name = json_get(v, STR("name"));
	if (name == NULL || name->type != JSON_STRING || name->len == 0)
		return false;
	text = map_redact_text(f->run, (struct str){ name->text, name->len },
	    "conversation.intents");
	*out = json_object();
	json_add(out, STR("name"), json_str(text), f->run->a);
	if (number_of(f, json_get(v, STR("confidence")), &confidence))
		json_add(out, STR("confidence"), confidence, f->run->a);
	return true;
}

static struct json
intents_of(struct fold *f, const struct map_rule *r)
{
	struct json v, one, list = json_array();
	size_t i;

	if (!fold_json(f, &r->x[RULE_INTENT], "message.intent", &v))
		return list;
	if (v.type != JSON_ARRAY && intent_of(f, &v, &one))
		json_push(&list, one, f->run->a);
	for (i = 0; v.type == JSON_ARRAY && i < v.len; i++)
		if (intent_of(f, &v.items[i], &one))
			json_push(&list, one, f->run->a);
	return list;
}

static bool
is_choice(const struct json *v)
{
	return v->type != JSON_NULL && v->type != JSON_ARRAY &&
	    !(v->type == JSON_STRING && v->len == 0);
}

/* What ${keep} lets pass of ${v}, which may be a list, and hold lists: the
 * buttons of each card of several. */
static void
gather_list(struct fold *f, const struct json *v, int depth,
    bool (*keep)(const struct json *), struct json *list)
{
	size_t i;

	if (v->type != JSON_ARRAY && keep(v))
		json_push(list, *v, f->run->a);
	for (i = 0; v->type == JSON_ARRAY && depth > 0 && i < v->len; i++)
		gather_list(f, &v->items[i], depth - 1, keep, list);
}

/* The same of what ${x} gives: an array, which may be empty. */
static struct json
list_of(struct fold *f, const struct map_expr *x, const char *name,
    bool (*keep)(const struct json *))
{
	enum { LISTS = 4 };	/* in each other */
	struct json v, list = json_array();

	if (map_expr_given(x) && fold_json(f, x, name, &v))
		gather_list(f, &v, LISTS, keep, &list);
	return list;
}

/* The same, put under ${name} if any is left. */
static void
put_list(struct fold *f, const struct map_expr *x, const char *name,
    bool (*keep)(const struct json *), struct json *message)
{
	struct json list = list_of(f, x, name, keep);

	if (list.len > 0)
		json_add(message, str_of(name), list, f->run->a);
}

/* A reference to another object (jsonpickle's py/id) tells nothing. */
static bool
is_entity(const struct json *v)
{
	return v->type == JSON_OBJECT && v->len > 0 &&
	    json_get(v, STR("py/id")) == NULL;
}

void
fold_entities(struct fold *f, const struct map_expr *x,
    const struct instant *at)
{
	struct json list = list_of(f, x, "entities", is_entity);

	if (list.len > 0)
		conv_add(&f->conv, CONV_ENTITIES, at)->value = list;
}

static bool
is_something(const struct json *v)
{
	return v->type == JSON_OBJECT || (v->type == JSON_STRING && v->len > 0);
}

static void
put_text(struct fold *f, const struct map_rule *r, enum rule_key key,
    struct str name, struct json *message)
{
	struct str text;

	if (!map_expr_given(&r->x[key]))
		return;
	text = fold_text(f, &r->x[key], name.p);
	if (text.len > 0)
		json_add(message, name, json_str(text), f->run->a);
}

static void
put_words(struct fold *f, const struct map_rule *r, struct json *m)
{
	struct arena *a = f->run->a;
	struct cel_val v;

	put_text(f, r, RULE_AUTHOR, STR("author"), m);
	put_text(f, r, RULE_TEXT, STR("text"), m);
	put_text(f, r, RULE_FORMAT, STR("format"), m);
	put_text(f, r, RULE_PAYLOAD, STR("payload"), m);
	put_text(f, r, RULE_REPLY_TO, STR("reply_to"), m);
	if (fold_value(f, &r->x[RULE_PRIVATE], "private", &v) &&
	    v.kind == CEL_BOOL && v.b)
		json_add(m, STR("private"), json_bool(true), a);
}

static bool
says_nothing(const struct json *m)
{
	static const char *const words[] = { "text", "payload", "intent",
	    "entities", "attachments", "buttons" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (json_get(m, str_of(words[i])) != NULL)
			return false;
	return true;
}

static bool
is_content(const struct json *v)
{
	return is_something(v) && v->len > 0;
}

/*
 * A message without words of a kind that the profile does not know is kept
 * with what it holds.  False: there is nothing.  Who writes a profile hears
 * of it, unless the rule is there for something else, or says by "content"
 * that its messages may be empty.
 */
static bool
fold_content(struct fold *f, const struct map_rule *r, struct json *m)
{
	struct json list = list_of(f, &r->x[RULE_CONTENT], "message.content",
	    is_content);

	if (list.len > 0)
		json_add(m, STR("attachments"), list, f->run->a);
	else if (!map_expr_given(&r->x[RULE_CONTENT]) && !r->slot &&
	    r->take == -1 && !map_expr_given(&r->x[RULE_SLOTS]))
		map_note(f->run, "source.no_words", "warning", "dropped", NULL,
		    "source.rules[%zu].message", (size_t)(r - f->s->rules));
	return list.len > 0;
}

static void
add_message(struct fold *f, const struct map_rule *r, enum conv_role role,
    const struct instant *at, struct json m, struct json intents)
{
	struct conv_event *e = conv_add(&f->conv, CONV_MESSAGE, at);

	e->role = role;
	e->id = json_get_str(&m, STR("id"));
	e->intents = intents;
	e->value = m;
	e->revised = fold_time(f, &r->x[RULE_EDITED_AT], "message.edited_at",
	    &e->version);
	if (e->revised)
		fold_happened(f, e->version);
}

void
fold_message(struct fold *f, const struct map_rule *r,
    const struct instant *at)
{
	struct arena *a = f->run->a;
	struct json m = json_object(), intents;
	struct instant own;
	enum conv_role role = role_of(f, r);

	if (fold_time(f, &r->x[RULE_AT], "message.at", &own)) {
		at = &own;
		fold_happened(f, own);
	}
	put_text(f, r, RULE_ID, STR("id"), &m);
	if (at != NULL)
		json_add(&m, STR("at"), map_time_json(*at, a), a);
	json_add(&m, STR("role"), json_str(str_of(conv_roles[role])), a);
	put_words(f, r, &m);
	intents = intents_of(f, r);
	if (intents.len > 0)
		json_add(&m, STR("intent"), intents.items[0], a);
	put_list(f, &r->x[RULE_ENTITIES], "entities", is_entity, &m);
	put_list(f, &r->x[RULE_ATTACHMENTS], "attachments", is_something, &m);
	put_list(f, &r->x[RULE_BUTTONS], "buttons", is_choice, &m);
	if (!says_nothing(&m) || fold_content(f, r, &m))
		add_message(f, r, role, at, m, intents);
}

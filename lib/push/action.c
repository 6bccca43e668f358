/*
 * action: what a record asks for beside its objects.
 *
 * "assign", "set" and "tag" change fields of objects that are written
 * anyway; "task" and "ticket" make children; "list", "unsubscribe", and
 * "tag" where tags are no field, are operations of their own (member.c).
 * What cannot be sent is not sent, and told.
 */
#include <stdio.h>

#include "push/wave.h"
#include "record/log.h"

static const struct str default_subject = { "Follow up on a chat", 19 };

static void
refuse(struct act *act, const char *code, const char *why)
{
	act->did = "refused";
	err_set(&act->err, ERR_INPUT, code, "%s", why);
}

/* Told in its place in the result, and once for a run in the log. */
static void
leave(struct push *p, struct act *act, const char *why)
{
	struct str what = arena_printf(&p->arena, "action %.*s",
	    STR_ARG(str_to(act->type, 32)));

	act->did = "unsent";
	err_set(&act->err, ERR_INPUT, "action.unsent", "%s", why);
	if (hmap_get(&p->unsent, what) != NULL || p->unsent.n >= 64)
		return;
	*hmap_slot(&p->unsent, arena_str(&p->kept, what)) = p;
	log_msg(LOG_WARNING, "%.*s is not sent: %s", STR_ARG(what), why);
}

/* Older than it may be; what has no time has no age. */
static bool
is_expired(const struct push *p, const struct job *j, struct act *act)
{
	struct str age = json_get_str(act->node, STR("max_age"));
	int64_t ns;

	if (age.p == NULL)
		return false;
	if (duration_parse(age, true, &ns) == -1) {
		refuse(act, "action.max_age",
		    "max_age is no duration, such as 24h");
		return true;
	}
	if (j->at == 0 || millis(p->o->now) - j->at <= ns / 1000000)
		return false;
	act->did = "expired";
	return true;
}

static struct json *
part_of(struct json_doc *doc, enum crm_type t)
{
	struct str name = str_of(crm_type_names[t]);
	struct json *v = json_get(&doc->root, name);

	if (v == NULL || v->type != JSON_OBJECT)
		v = json_set(&doc->root, name, json_object(), doc->arena);
	return v;
}

/* The object that "of" or "object" names; contact without it. */
static bool
find_type(struct act *act, struct str name)
{
	static const enum crm_type types[] = { CRM_CONTACT, CRM_COMPANY,
	    CRM_DEAL, CRM_TICKET };
	size_t i;

	act->of = CRM_CONTACT;
	for (i = 0; name.p != NULL && i < 4; i++)
		if (str_eq(name, str_of(crm_type_names[types[i]]))) {
			act->of = types[i];
			return true;
		}
	if (name.p != NULL)
		refuse(act, "action.object", "an action is about a contact, "
		    "company, deal or ticket");
	return name.p == NULL;
}

/* May ${name} be set by an action?  Its place among the fields. */
static bool
find_field(struct push *p, struct act *act, struct str name, size_t *i)
{
	const struct crm_object *o = &p->crm->objects[act->of];
	const struct crm_field *f = crm_field(o, name);

	if (f == NULL || f->from != NULL)
		return false;
	*i = (size_t)(f - o->fields);
	return true;
}

static void
assign(struct push *p, struct act *act, struct json_doc *doc)
{
	struct str owner = json_get_str(act->node, STR("owner"));

	if (!find_type(act, json_get_str(act->node, STR("object"))))
		return;
	if (owner.len == 0)
		refuse(act, "action.owner", "assign needs an owner");
	else if (!find_field(p, act, STR("owner"), &act->field))
		leave(p, act, "the profile has no field for an owner");
	else
		json_set(part_of(doc, act->of), STR("owner"),
		    json_str(owner), doc->arena);
}

static void
set(struct push *p, struct act *act, struct json_doc *doc)
{
	const struct json *fields = json_get(act->node, STR("fields"));
	struct json *part;
	size_t i, at;

	if (!find_type(act, json_get_str(act->node, STR("object"))))
		return;
	if (fields == NULL || fields->type != JSON_OBJECT ||
	    fields->len == 0) {
		refuse(act, "action.fields", "set needs fields");
		return;
	}
	for (i = 0; i < fields->len; i++)
		if (!find_field(p, act, fields->members[i].key, &at)) {
			leave(p, act, "the profile has no such field; name "
			    "one under crm.fields");
			err_field(&act->err, arena_printf(&p->arena,
			    "%s.%.*s", crm_type_names[act->of],
			    STR_ARG(fields->members[i].key)));
			return;
		}
	part = part_of(doc, act->of);
	for (i = 0; i < fields->len; i++)
		json_set(part, fields->members[i].key,
		    fields->members[i].value, doc->arena);
}

/* The names of a list or tag action, one text or several. */
static struct json
names_of(const struct act *act, struct arena *a)
{
	const struct json *v = json_get(act->node, STR("name"));
	struct json list = json_array();

	if (v != NULL && v->type == JSON_ARRAY)
		return *v;
	if (v != NULL && v->type == JSON_STRING && v->len > 0)
		json_push(&list, *v, a);
	return list;
}

static bool
removes(const struct act *act)
{
	const struct json *v = json_get(act->node, STR("remove"));

	return v != NULL && v->type == JSON_TRUE;
}

static void
tag_field(struct push *p, struct job *j, const struct act *act,
    struct json_doc *doc, const struct json *names)
{
	const struct json nothing = json_array(), *tags;
	struct json *all;

	if (removes(act)) {
		all = ARENA_NEW(&p->arena, struct json);
		*all = list_union(j->untag != NULL ? j->untag : &nothing,
		    names, &p->arena);
		j->untag = all;
		return;
	}
	tags = json_get(&doc->root, STR("tags"));
	json_set(&doc->root, STR("tags"), list_union(tags != NULL ? tags :
	    &nothing, names, &p->arena), &p->arena);
}

static void
add_members(struct push *p, struct act *act, const struct json *names,
    const struct crm_op *op)
{
	struct member *m;
	size_t i;

	if (op == NULL) {
		leave(p, act, "the profile does not say how");
		return;
	}
	act->members = arena_array(&p->arena, names->len + 1, sizeof(*m));
	for (i = 0; i < names->len; i++) {
		if (names->items[i].type != JSON_STRING)
			continue;
		m = &act->members[act->nmembers++];
		m->op = op;
		m->name = (struct str){ names->items[i].text,
		    names->items[i].len };
	}
}

static void
join(struct push *p, struct job *j, struct act *act, struct json_doc *doc)
{
	const struct crm_extras *x = &p->crm->extras;
	bool tag = str_eq(act->type, STR("tag")), off = removes(act);
	struct json names = names_of(act, &p->arena);

	if (names.len == 0)
		refuse(act, "action.name", "list and tag need a name");
	else if (!tag)
		add_members(p, act, &names, off ? x->list_remove :
		    x->list_add);
	else if (crm_field(&p->crm->objects[CRM_CONTACT], STR("tags")))
		tag_field(p, j, act, doc, &names);
	else
		add_members(p, act, &names, off ? x->tag_remove :
		    x->tag_add);
}

static void
unsubscribe(struct push *p, struct act *act)
{
	struct json names = json_array();

	json_push(&names, json_str(STR("")), &p->arena);
	add_members(p, act, &names, p->crm->extras.unsubscribe);
}

/* A time, or so long after the conversation's end: RFC 3339. */
static bool
due_time(const struct push *p, const struct job *j, struct act *act,
    struct json *own)
{
	struct str s = json_get_str(own, STR("due"));
	struct instant t;
	char text[TIME_TEXT];
	int64_t ns = 0, from = j->at != 0 ? j->at : millis(p->o->now);

	if (s.p != NULL && time_parse(s, &t) == 0)
		return true;
	if (s.p != NULL && duration_parse(s, true, &ns) == -1) {
		refuse(act, "action.due", "due is a time, or a duration "
		    "such as 24h");
		return false;
	}
	from += ns / 1000000;
	t = (struct instant){ from / 1000, (int32_t)(from % 1000) *
	    1000000 };
	s = (struct str){ text, time_format(t, text) };
	json_set(own, STR("due"), json_str(arena_str(j->doc.arena, s)),
	    j->doc.arena);
	return true;
}

/* Which of the record's actions is it, however they are ordered? */
static struct str
act_token(struct push *p, const struct job *j, const struct act *act)
{
	struct str flow = json_get_str(act->node, STR("workflow"));
	const struct act *a;
	size_t k = 0;

	for (a = j->acts; a < act; a++)
		k += str_eq(a->type, act->type) && str_eq(flow,
		    json_get_str(a->node, STR("workflow")));
	return mint(act->type.p[1] == 'a' ? "task" : "ticket",
	    STR("action"), arena_printf(&p->arena, "%.*s\n%.*s\n%zu",
	    STR_ARG(j->id), STR_ARG(flow), k), &p->arena);
}

/* The record with parts of its own, which actions may change. */
static void
copy_parts(struct json_doc *out, const struct json_doc *doc)
{
	const struct json *root = &doc->root;
	struct str key;
	size_t i;

	*out = (struct json_doc){ .root = json_object(),
	    .arena = doc->arena };
	for (i = 0; i < root->len; i++) {
		key = root->members[i].key;
		json_add(&out->root, key, str_eq(key, STR("contact")) ||
		    str_eq(key, STR("company")) || str_eq(key,
		    STR("deal")) || str_eq(key, STR("ticket")) ?
		    json_copy(&root->members[i].value, doc->arena) :
		    root->members[i].value, doc->arena);
	}
}

static void
make(struct push *p, struct job *j, struct act *act,
    const struct json_doc *doc, enum crm_type t)
{
	struct json *own = ARENA_NEW(&p->arena, struct json);
	struct json_doc seen;

	if (p->crm->objects[t].create == NULL) {
		leave(p, act, "the profile does not say how");
		return;
	}
	*own = json_copy(act->node, &p->arena);
	if (json_get_str(own, STR("subject")).len == 0)
		json_set(own, STR("subject"), json_str(default_subject),
		    &p->arena);
	unsent_look_at(p, t, own);
	if (!due_time(p, j, act, own))
		return;
	/* A ticket is seen as the record's own would be. */
	copy_parts(&seen, doc);
	if (t == CRM_TICKET)
		json_set(&seen.root, STR("ticket"), *own, &p->arena);
	act->child = child_add(p, j, t, &seen, t == CRM_TASK ? own : NULL,
	    act_token(p, j, act));
	if (act->child != NULL)
		act->child->once = true;
}

/* First what changes fields, of which then all objects are made. */
static void
act_first(struct push *p, struct job *j, struct act *act,
    struct json_doc *doc)
{
	if (p->o->no_actions)
		act->did = "skipped";
	else if (is_expired(p, j, act))
		return;
	else if (str_eq(act->type, STR("assign")))
		assign(p, act, doc);
	else if (str_eq(act->type, STR("set")))
		set(p, act, doc);
	else if (str_eq(act->type, STR("tag")) ||
	    str_eq(act->type, STR("list")))
		join(p, j, act, doc);
	else if (str_eq(act->type, STR("unsubscribe")))
		unsubscribe(p, act);
	else if (str_eq(act->type, STR("notify")))
		leave(p, act, "push does not notify people");
	else if (!str_eq(act->type, STR("task")) &&
	    !str_eq(act->type, STR("ticket")))
		leave(p, act, "push knows no such action");
}

/* Where tags are no field, those of the record are given like actions'. */
static void
own_tags(struct push *p, struct job *j)
{
	const struct json *tags = json_get(&j->doc.root, STR("tags"));
	struct act *act = &j->acts[j->nacts];

	if (tags == NULL || tags->type != JSON_ARRAY || tags->len == 0 ||
	    p->crm->extras.tag_add == NULL || crm_field(
	    &p->crm->objects[CRM_CONTACT], STR("tags")) != NULL)
		return;
	*act = (struct act){ .node = tags, .type = STR("tag"), .own = true,
	    .of = CRM_TYPES };
	add_members(p, act, tags, p->crm->extras.tag_add);
	j->nacts++;
}

void
acts_read(struct push *p, struct job *j, struct json_doc *doc)
{
	const struct json *list = json_get(&j->doc.root, STR("actions"));
	struct act *act;
	size_t i, n = list != NULL && list->type == JSON_ARRAY ? list->len :
	    0;

	j->children = arena_array(&p->arena, n + 3, sizeof(*j->children));
	j->acts = arena_array(&p->arena, n + 2, sizeof(*j->acts));
	copy_parts(doc, &j->doc);
	for (i = 0; i < n; i++) {
		act = &j->acts[j->nacts++];
		act->node = &list->items[i];
		act->of = CRM_TYPES;
		act->type = json_get_str(act->node, STR("type"));
		if (act->type.p == NULL)
			act->type = STR("?");
		act_first(p, j, act, doc);
	}
	own_tags(p, j);
	children_make(p, j, doc);
	for (act = j->acts; act < j->acts + j->nacts && !j->answered; act++)
		if (act->did == NULL && str_eq(act->type, STR("task")))
			make(p, j, act, doc, CRM_TASK);
		else if (act->did == NULL && str_eq(act->type,
		    STR("ticket")))
			make(p, j, act, doc, CRM_TICKET);
}

bool
is_forced(const struct push *p, const struct job *j, enum crm_type t,
    size_t i)
{
	const struct json *fields;
	const struct act *act;

	for (act = j->acts; act < j->acts + j->nacts; act++) {
		if (act->did != NULL || act->of != t)
			continue;
		if (str_eq(act->type, STR("assign")) && act->field == i)
			return true;
		fields = json_get(act->node, STR("fields"));
		if (str_eq(act->type, STR("set")) && json_get(fields,
		    p->crm->objects[t].fields[i].name) != NULL)
			return true;
	}
	return false;
}

/* The object whose fields an action sets, as far as it was written. */
static const struct thing *
object_of(const struct job *j, const struct act *act)
{
	size_t i;

	if (act->child != NULL)
		return &act->child->thing;
	if (act->of == CRM_COMPANY)
		return j->person->firm != NULL ? &j->person->firm->thing :
		    NULL;
	for (i = 0; act->of < CRM_TYPES && act->of != CRM_CONTACT &&
	    i < j->nchildren; i++)
		if (j->children[i].thing.type == act->of)
			return &j->children[i].thing;
	return act->of == CRM_DEAL || act->of == CRM_TICKET ? NULL :
	    &j->person->thing;
}

static void
settle_members(struct act *act)
{
	const struct member *m;

	act->did = act->members->thing.settled ? "unchanged" : "skipped";
	for (m = act->members; m < act->members + act->nmembers; m++) {
		if (m->thing.did == OUT_UNCHANGED)
			continue;
		act->did = outcome_names[m->thing.did];
		act->err = m->thing.err;
		if (m->thing.did != OUT_UPDATED)
			return;
	}
}

void
acts_settle(struct job *j)
{
	const struct thing *t;
	struct act *act;

	for (act = j->acts; act < j->acts + j->nacts; act++) {
		if (act->did != NULL)
			continue;
		if (act->members != NULL) {
			settle_members(act);
			continue;
		}
		t = object_of(j, act);
		if (t != NULL && t->settled) {
			act->did = outcome_names[t->did];
			act->err = t->err;
		} else	/* a later telling does it, or this run does not */
			act->did = j->superseded ? "merged" : "skipped";
	}
}

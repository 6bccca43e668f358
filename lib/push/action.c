/*
 * action: what a record asks for beside its objects.
 *
 * "assign", "set" and "tag" change fields of objects that are written
 * anyway; "task" and "ticket" make children; "list", "unsubscribe", and
 * "tag" where tags are no field, are operations of their own (member.c).
 * What cannot be sent is not sent, and told.
 */
#include "push/action.h"
#include "push/parts.h"

void
act_refuse(struct act *act, const char *code, const char *why)
{
	act->did = "refused";
	err_set(&act->err, ERR_INPUT, code, "%s", why);
}

/* Told in its place in the result, and once for a run in the log. */
void
act_leave(struct push *p, struct act *act, const char *why)
{
	struct str what = arena_printf(&p->arena, "action %.*s",
	    STR_ARG(str_to(act->type, 32)));

	act->did = "unsent";
	err_set(&act->err, ERR_INPUT, "action.unsent", "%s", why);
	unsent_tell(p, what, why);
}

/* The record with parts of its own, which actions may change. */
void
act_copy(struct json_doc *out, const struct json_doc *doc)
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

/* Older than it may be; what has no time has no age. */
static bool
is_expired(const struct push *p, const struct job *j, struct act *act)
{
	struct str age = json_get_str(act->node, STR("max_age"));
	int64_t ns;

	if (age.p == NULL)
		return false;
	if (duration_parse(age, true, &ns) == -1) {
		act_refuse(act, "action.max_age",
		    "max_age is no duration, such as 24h");
		return true;
	}
	if (j->at == 0 || millis(p->o->now) - j->at <= ns / 1000000)
		return false;
	act->did = "expired";
	return true;
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
		act_assign(p, act, doc);
	else if (str_eq(act->type, STR("set")))
		act_set(p, act, doc);
	else if (str_eq(act->type, STR("tag")) ||
	    str_eq(act->type, STR("list")))
		act_join(p, j, act, doc);
	else if (str_eq(act->type, STR("unsubscribe")))
		act_unsubscribe(p, act);
	else if (str_eq(act->type, STR("notify")))
		act_leave(p, act, "push does not notify people");
	else if (!str_eq(act->type, STR("task")) &&
	    !str_eq(act->type, STR("ticket")))
		act_leave(p, act, "push knows no such action");
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
	act_copy(doc, &j->doc);
	for (i = 0; i < n; i++) {
		act = &j->acts[j->nacts++];
		act->node = &list->items[i];
		act->of = CRM_TYPES;
		act->type = json_get_str(act->node, STR("type"));
		if (act->type.p == NULL)
			act->type = STR("?");
		act_first(p, j, act, doc);
	}
	act_own_tags(p, j);
	children_make(p, j, doc);
	for (i = 0; i < j->nacts && !j->answered; i++) {
		act = &j->acts[i];
		if (act->did == NULL && str_eq(act->type, STR("task")))
			act_make(p, j, act, doc, CRM_TASK);
		else if (act->did == NULL && str_eq(act->type,
		    STR("ticket")))
			act_make(p, j, act, doc, CRM_TICKET);
	}
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
	size_t i;

	for (i = 0; i < j->nacts; i++) {
		act = &j->acts[i];
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

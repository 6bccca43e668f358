/*
 * assign: actions that change a person and his objects: fields of what is
 * written anyway, and lists, tags and unsubscribing, which are operations of
 * their own.
 */
#include "push/action.h"
#include "push/parts.h"
#include "push/thing.h"

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
		act_refuse(act, "action.object", "an action is about a contact, "
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

void
act_assign(struct push *p, struct act *act, struct json_doc *doc)
{
	struct str owner = json_get_str(act->node, STR("owner"));

	if (!find_type(act, json_get_str(act->node, STR("object"))))
		return;
	if (owner.len == 0)
		act_refuse(act, "action.owner", "assign needs an owner");
	else if (!find_field(p, act, STR("owner"), &act->field))
		act_leave(p, act, "the profile has no field for an owner");
	else
		json_set(part_of(doc, act->of), STR("owner"),
		    json_str(owner), doc->arena);
}

void
act_set(struct push *p, struct act *act, struct json_doc *doc)
{
	const struct json *fields = json_get(act->node, STR("fields"));
	struct json *part;
	size_t i, at;

	if (!find_type(act, json_get_str(act->node, STR("object"))))
		return;
	if (fields == NULL || fields->type != JSON_OBJECT ||
	    fields->len == 0) {
		act_refuse(act, "action.fields", "set needs fields");
		return;
	}
	for (i = 0; i < fields->len; i++)
		if (!find_field(p, act, fields->members[i].key, &at)) {
			act_leave(p, act, "the profile has no such field; name "
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
		act_leave(p, act, "the profile does not say how");
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

void
act_join(struct push *p, struct job *j, struct act *act, struct json_doc *doc)
{
	const struct crm_extras *x = &p->crm->extras;
	bool tag = str_eq(act->type, STR("tag")), off = removes(act);
	struct json names = names_of(act, &p->arena);

	if (names.len == 0)
		act_refuse(act, "action.name", "list and tag need a name");
	else if (!tag)
		add_members(p, act, &names, off ? x->list_remove :
		    x->list_add);
	else if (crm_field(&p->crm->objects[CRM_CONTACT], STR("tags")))
		tag_field(p, j, act, doc, &names);
	else
		add_members(p, act, &names, off ? x->tag_remove :
		    x->tag_add);
}

void
act_unsubscribe(struct push *p, struct act *act)
{
	struct json names = json_array();

	json_push(&names, json_str(STR("")), &p->arena);
	add_members(p, act, &names, p->crm->extras.unsubscribe);
}

/* Where tags are no field, those of the record are given like actions'. */
void
act_own_tags(struct push *p, struct job *j)
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

bool
is_forced(const struct push *p, const struct job *j, enum crm_type t,
    size_t i)
{
	const struct json *fields;
	const struct act *act;
	size_t k;

	for (k = 0; k < j->nacts; k++) {
		act = &j->acts[k];
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

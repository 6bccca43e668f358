/* route: rules that are never tried, and actions that nobody carries out. */
#include "lint/private.h"
#include "record/record.h"

static const struct json *
list_of(const struct json *v)
{
	static const struct json none = { .type = JSON_ARRAY };

	return v != NULL && v->type == JSON_ARRAY ? v : &none;
}

static bool
stops(const struct json *rule)
{
	const struct json *v = json_get(rule, STR("stop"));

	return v != NULL && v->type == JSON_TRUE;
}

/* Does ${first} fire whenever ${then} would? */
static bool
covers(const struct json *first, const struct json *then)
{
	const struct json *a = json_get(first, STR("when")),
	    *b = json_get(then, STR("when"));

	return a == NULL || (b != NULL && json_equal(a, b));
}

static void
reachable(struct lint *l, const struct json *rules)
{
	const struct json *a, *b;
	size_t i, k;

	for (i = 0; i < rules->len; i++)
		for (k = 0; k < i; k++) {
			a = &rules->items[k];
			b = &rules->items[i];
			if (!stops(a) || !covers(a, b))
				continue;
			diag_warn(l->d, yaml_where(b), "lint.never",
			    "the rule in line %zu stops before all that this "
			    "one is for", yaml_where(a).line);
			break;
		}
}

/* More than a word, and it computes something of a record. */
static bool
is_expression(struct lint *l, struct str s)
{
	struct cel_env *env;
	struct cel_prog *p;
	struct diags quiet;
	int i;

	if (memchr(s.p, '.', s.len) == NULL &&
	    memchr(s.p, '[', s.len) == NULL)
		return false;
	diags_init(&quiet, l->a);
	env = record_env(l->a);
	p = cel_compile(env, s, NULL, l->a, &quiet);
	for (i = 0; p != NULL && i < RECORD_VARS; i++)
		if (cel_reads(p, i))
			return true;
	return false;
}

/* A text of an action that was meant to be computed. */
static void
text(void *arg, const struct conf_key *k, const char *path,
    const struct json *v)
{
	struct lint *l = arg;

	if (k->type != CONF_STR || v->type != JSON_STRING ||
	    strncmp(path, "route.do.", 9) != 0 ||
	    str_ends(str_of(path), STR(".value")))
		return;
	if (is_expression(l, yaml_text(v)))
		diag_warn(l->d, yaml_where(v), "lint.text", "this is sent as "
		    "it stands; to compute it write {from: ...}, else "
		    "{value: ...}");
}

static void
unsent(struct lint *l, const struct json *act, size_t i, const char *what)
{
	diag_warn(l->d, yaml_key_where(act, i), "lint.unsent",
	    "profile %.*s does not say how %s, so that it is not done",
	    STR_ARG(l->crm->profile), what);
}

static bool
removes(const struct json *v)
{
	const struct json *r = json_get(v, STR("remove"));

	return r != NULL && r->type == JSON_TRUE;
}

/* The type of object that "company" means; a contact if it means none. */
static enum crm_type
type_of(struct str name)
{
	static const enum crm_type types[] = { CRM_CONTACT, CRM_COMPANY,
	    CRM_DEAL, CRM_TICKET };
	int i = lint_object(name);

	return types[i == -1 ? 0 : i];
}

/* A field that an action writes, and push would not. */
static void
field(struct lint *l, struct where at, enum crm_type t, struct str name)
{
	const struct crm_field *f = crm_field(&l->crm->objects[t], name);

	if (f != NULL && f->from == NULL)
		return;
	diag_warn(l->d, at, "lint.unsent", "profile %.*s has no field for "
	    "%s.%.*s, so that it is not done; name the CRM's under "
	    "crm.fields.%s", STR_ARG(l->crm->profile), crm_type_names[t],
	    STR_ARG(name), crm_type_names[t]);
}

static void
fields(struct lint *l, const struct json *set)
{
	struct str key;
	size_t i, dot;
	enum crm_type t;

	for (i = 0; set->type == JSON_OBJECT && i < set->len; i++) {
		key = set->members[i].key;
		t = CRM_CONTACT;
		if ((dot = str_find(key, STR("."))) != (size_t)-1) {
			t = type_of(str_to(key, dot));
			key = str_from(key, dot + 1);
		}
		field(l, yaml_key_where(set, i), t, key);
	}
}

static void
makes(struct lint *l, const struct json *act, size_t i, enum crm_type t)
{
	const struct json *own = json_get(&act->members[i].value,
	    STR("fields"));
	size_t k;

	if (l->crm->objects[t].create == NULL)
		unsent(l, act, i, t == CRM_TASK ? "a task is made" :
		    "a ticket is made");
	else
		for (k = 0; own != NULL && own->type == JSON_OBJECT &&
		    k < own->len; k++)
			field(l, yaml_key_where(own, k), t,
			    own->members[k].key);
}

/* Member ${i} of an action: its type, if it is one. */
static void
action(struct lint *l, const struct json *act, size_t i)
{
	const struct crm_extras *x = &l->crm->extras;
	struct str type = act->members[i].key;
	const struct json *v = &act->members[i].value;
	bool off = removes(v);

	if (str_eq(type, STR("task")))
		makes(l, act, i, CRM_TASK);
	else if (str_eq(type, STR("ticket")))
		makes(l, act, i, CRM_TICKET);
	else if (str_eq(type, STR("set")))
		fields(l, v);
	else if (str_eq(type, STR("assign")))
		field(l, yaml_key_where(act, i), type_of(json_get_str(v,
		    STR("object"))), STR("owner"));
	else if (str_eq(type, STR("list")) && (off ? x->list_remove :
	    x->list_add) == NULL)
		unsent(l, act, i, "a list is filled");
	else if (str_eq(type, STR("tag")) && (off ? x->tag_remove :
	    x->tag_add) == NULL && crm_field(
	    &l->crm->objects[CRM_CONTACT], STR("tags")) == NULL)
		unsent(l, act, i, "a tag is given");
	else if (str_eq(type, STR("unsubscribe")) && x->unsubscribe == NULL)
		unsent(l, act, i, "somebody is unsubscribed");
}

static void
actions(struct lint *l, const struct json *rules)
{
	const struct json *list, *act;
	size_t i, k, m;

	for (i = 0; i < rules->len; i++) {
		list = list_of(json_get(&rules->items[i], STR("do")));
		for (k = 0; k < list->len; k++) {
			act = &list->items[k];
			for (m = 0; act->type == JSON_OBJECT && m < act->len;
			    m++)
				action(l, act, m);
		}
	}
}

void
lint_route(struct lint *l)
{
	const struct json *rules = list_of(conf_section(l->c, "route"));

	if (rules->len == 0)
		return;
	reachable(l, rules);
	conf_walk(l->sections, &l->c->root, "", l->a, text, l);
	if (l->crm != NULL)
		actions(l, rules);
}

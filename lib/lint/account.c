/* account: fields as the CRM's profile takes them. */
#include "lint/private.h"
#include "record/record.h"

/* Two names of ours for one field of theirs: the last one written wins. */
static void
twice(struct lint *l, const struct crm_object *o, const char *object)
{
	const struct made *m, *other;
	size_t i, k;

	for (i = 0; i < o->nfields; i++)
		for (k = 0; k < i && o->fields[i].to.p != NULL; k++) {
			if (!str_eq(o->fields[i].to, o->fields[k].to))
				continue;
			m = lint_find(l, str_of(object), o->fields[i].name);
			other = lint_find(l, str_of(object),
			    o->fields[k].name);
			if (m != NULL && other != NULL)
				diag_warn(l->d, m->at, "lint.twice",
				    "%s.%.*s and %s.%.*s are both written to "
				    "%.*s of the CRM", object,
				    STR_ARG(m->field), object,
				    STR_ARG(other->field),
				    STR_ARG(o->fields[i].to));
		}
}

/* Does a field of another name read it?  A CRM may have but one name. */
static bool
is_read(const struct lint *l, const struct made *m, const struct crm_object *o)
{
	const struct str keys[] = { m->object, m->field };
	struct json_paths *p = json_paths_new(l->a);
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (o->fields[i].from != NULL)
			record_paths(o->fields[i].from, p);
	return json_paths_read(p, keys, 2);
}

static void
unsent(struct lint *l, const struct made *m, const struct crm_object *o)
{
	if (crm_field(o, m->field) == NULL && !is_read(l, m, o))
		diag_warn(l->d, m->at, "lint.unsent",
		    "profile %.*s has no field for %.*s.%.*s, so that it is "
		    "not sent; name the CRM's under crm.fields.%.*s",
		    STR_ARG(l->crm->profile), STR_ARG(m->object),
		    STR_ARG(m->field), STR_ARG(m->object));
}

/* A key that no record has finds nobody. */
static void
keys(struct lint *l, enum crm_type t)
{
	const char *object = crm_type_names[t];
	const struct json *v = json_get(json_get(conf_section(l->c, "crm"),
	    STR("match")), str_of(object));
	size_t i;

	for (i = 0; v != NULL && v->type == JSON_ARRAY && i < v->len; i++)
		if (lint_find(l, str_of(object), yaml_text(&v->items[i])) ==
		    NULL)
			diag_warn(l->d, yaml_where(&v->items[i]),
			    "lint.unmapped", "nothing in map makes %s.%.*s, "
			    "so that nothing is found by it", object,
			    STR_ARG(yaml_text(&v->items[i])));
}

void
lint_crm(struct lint *l)
{
	size_t i;
	int t;

	if (l->map == NULL)
		return;
	for (t = 0; t < CRM_TYPES; t++)
		twice(l, &l->crm->objects[t], crm_type_names[t]);
	for (i = 0; i < l->nmade; i++)
		for (t = 0; t < CRM_TYPES; t++)
			if (str_eq(l->made[i].object,
			    str_of(crm_type_names[t])))
				unsent(l, &l->made[i], &l->crm->objects[t]);
	keys(l, CRM_CONTACT);
	keys(l, CRM_COMPANY);
}

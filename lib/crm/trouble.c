/* trouble: what a failure is, in the terms of this program. */
#include "crm/wire.h"

static enum err_kind
kind_of(enum crm_class c)
{
	switch (c) {
	case CRM_AUTH:
		return ERR_AUTH;
	case CRM_RETRY:
	case CRM_UNKNOWN:
	case CRM_QUOTA:
		return ERR_REMOTE;
	default:
		return ERR_REJECTED;
	}
}

/* The record's name of a field that the CRM calls ${name}. */
static struct str
own_name(const struct crm *crm, enum crm_type t, struct str name,
    struct arena *a)
{
	const struct crm_object *o = &crm->objects[t];
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (str_eq(o->fields[i].to, name))
			return arena_printf(a, "%s.%.*s", crm_type_names[t],
			    STR_ARG(o->fields[i].name));
	return name;
}

/*
 * The CRM does not know an option that was sent: which, and of what field.
 * An option's name is the operator's doing, not a secret of the person's.
 */
static void
name_option(const struct crm_item *it, struct str field, struct err *e)
{
	const struct json *v = it != NULL ? json_get(&it->fields, field) :
	    NULL;
	char quoted[80];

	e->code = "crm.option";
	if (v != NULL && v->type == JSON_STRING)
		err_wrap(e, "the CRM has no option '%s' of %.*s",
		    err_quote((struct str){ v->text, v->len }, quoted,
		    sizeof(quoted)), STR_ARG(str_to(field, 60)));
}

static void
name_field(const struct crm *crm, const struct crm_op *op,
    const struct crm_trouble *t, const struct cel_val *vars,
    const struct crm_item *it, struct arena *a, struct err *e)
{
	struct str field;

	if (!cel_text(t != NULL && t->field != NULL ? t->field :
	    crm->rules->field, vars, a, &field) || field.len == 0)
		return;
	if (t != NULL && t->option)
		name_option(it, field, e);
	err_field(e, own_name(crm, op->type, field, a));
}

enum crm_class
classify(const struct crm *crm, const struct crm_op *op,
    const struct cel_val *vars, const struct crm_item *it,
    struct str *existing, struct arena *a, struct err *e)
{
	const struct profile *p = crm->rules;
	const struct crm_trouble *t = NULL;
	enum crm_class class = CRM_REFUSED;
	struct str s;
	char quoted[200];
	size_t i;

	*existing = STR_NONE;
	for (i = 0; i < p->ntroubles && t == NULL; i++)
		if (cel_true(p->troubles[i].when, vars, a))
			t = &p->troubles[i];
	if (t != NULL) {
		class = t->class;
		cel_text(t->existing, vars, a, existing);
	}
	if (!cel_text(p->message, vars, a, &s))
		s = STR("");
	err_set(e, kind_of(class), NULL, "%s", err_quote(s, quoted,
	    sizeof(quoted)));
	e->code = crm_code_name(class);
	name_field(crm, op, t, vars, it, a, e);
	return class;
}

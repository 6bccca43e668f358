/*
 * catalogue: what is written, against the fields that the account has.  That
 * a field is not there, is read-only or does not take a value is an error:
 * the CRM would refuse the record, or worse, take it without the value.
 */
#include "crm/catalogue.h"
#include "lint/private.h"

struct target {
	struct lint			*l;
	enum crm_type			 t;
	const struct crm_field		*f;
	const struct made		*m;	/* NULL: chatcrm's own */
	const struct crm_property	*p;
};

/* A field of ours stands in map; one of chatcrm's own with the profile. */
static struct where
place(const struct target *x)
{
	const struct json *crm = conf_section(x->l->c, "crm");

	return x->m != NULL ? x->m->at :
	    yaml_where(json_get(crm, STR("profile")));
}

static bool
type_in(struct str type, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_ieq(type, str_of(*words)))
			return true;
	return false;
}

/* What the CRM's type can hold of ours; MADE_ANY: anything, or not known. */
static enum made_kind
kind_of(struct str type)
{
	static const char *const numbers[] = { "number", "int", "integer",
	    "double", "float", "decimal", "currency", "money", "monetary",
	    "percent", "bigint", "numeric", "long", NULL };
	static const char *const booleans[] = { "bool", "boolean", "checkbox",
	    NULL };
	static const char *const times[] = { "date", "datetime", "timestamp",
	    NULL };

	if (type_in(type, numbers))
		return MADE_NUMBER;
	if (type_in(type, booleans))
		return MADE_BOOLEAN;
	return type_in(type, times) ? MADE_TIME : MADE_ANY;
}

static void
check_type(const struct target *x)
{
	static const char *const words[] = { "anything", "a text", "a number",
	    "true or false", "a time", "a list" };
	enum made_kind theirs = kind_of(x->p->type);

	if (x->m->kind != MADE_ANY && theirs != MADE_ANY &&
	    x->m->kind != theirs)
		diag_error(x->l->d, place(x), "lint.type", "map makes "
		    "%.*s.%.*s %s, and %.*s of the CRM is of type %.*s",
		    STR_ARG(x->m->object), STR_ARG(x->m->field),
		    words[x->m->kind], STR_ARG(x->p->name),
		    STR_ARG(x->p->type));
}

static bool
takes(const struct crm_property *p, struct str value)
{
	size_t i;

	for (i = 0; i < p->options.n; i++)
		if (str_eq(p->options.p[i], value))
			return true;
	return false;
}

static void
check_options(const struct target *x)
{
	const char **names, *near;
	struct str v;
	size_t i;

	if (x->p->options.n == 0 || !x->m->closed)
		return;
	names = arena_array(x->l->a, x->p->options.n, sizeof(*names));
	for (i = 0; i < x->p->options.n; i++)
		names[i] = arena_str(x->l->a, x->p->options.p[i]).p;
	for (i = 0; i < x->m->values.n; i++) {
		v = x->m->values.p[i];
		if (takes(x->p, v))
			continue;
		near = nearest(v, names, x->p->options.n);
		diag_error(x->l->d, place(x), "lint.value", "%.*s of the CRM "
		    "does not take '%.*s'%s%s%s", STR_ARG(x->p->name),
		    STR_ARG(v), near != NULL ? "; did you mean '" :
		    "; it takes ", near != NULL ? near :
		    lint_joined(x->l, &x->p->options).p,
		    near != NULL ? "'?" : "");
	}
}

static void
missing(const struct target *x, const struct crm_catalogue *c)
{
	const char **names = arena_array(x->l->a, c->n[x->t] + 1,
	    sizeof(*names)), *near;
	size_t i;

	for (i = 0; i < c->n[x->t]; i++)
		names[i] = arena_str(x->l->a, c->v[x->t][i].name).p;
	near = nearest(x->f->to, names, c->n[x->t]);
	if (x->m == NULL)
		diag_error(x->l->d, place(x), "lint.missing", "the CRM has no "
		    "field %.*s of a %s; make it with chatcrm-push --setup",
		    STR_ARG(x->f->to), crm_type_names[x->t]);
	else if (near != NULL)
		diag_error(x->l->d, place(x), "lint.missing", "the CRM has no "
		    "field %.*s of a %s; did you mean '%s'?",
		    STR_ARG(x->f->to), crm_type_names[x->t], near);
	else
		diag_error(x->l->d, place(x), "lint.missing", "the CRM has no "
		    "field %.*s of a %s; make it there, or leave %.*s out",
		    STR_ARG(x->f->to), crm_type_names[x->t],
		    STR_ARG(x->f->name));
}

const struct crm_property *
lint_property(const struct crm_catalogue *c, enum crm_type t, struct str to)
{
	const struct crm_property *p = catalogue_find(c, t, to);
	size_t dot = str_find(to, STR("."));

	if (p == NULL && dot != (size_t)-1)
		p = catalogue_find(c, t, str_from(to, dot + 1));
	if (p == NULL && dot != (size_t)-1)
		p = catalogue_find(c, t, str_to(to, dot));
	return p;
}

static void
check_field(struct target *x, const struct crm_catalogue *c)
{
	x->p = lint_property(c, x->t, x->f->to);
	if (x->p == NULL) {
		missing(x, c);
		return;
	}
	if (x->p->read_only)
		diag_error(x->l->d, place(x), "lint.read_only", "%.*s of the "
		    "CRM, which %.*s is written to, is read-only",
		    STR_ARG(x->p->name), STR_ARG(x->f->name));
	if (x->m == NULL || x->f->encode != NULL)
		return;
	check_type(x);
	check_options(x);
}

static bool
writes(const struct lint *l, enum crm_type t, struct str property)
{
	const struct crm_object *o = &l->crm->objects[t];
	const struct crm_field *f;
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		f = &o->fields[i];
		if ((str_eq(f->to, property) || str_starts(property, f->to) ||
		    str_ends(f->to, property)) && (f->from != NULL ||
		    f->computed || lint_find(l, str_of(crm_type_names[t]),
		    f->name) != NULL))
			return true;
	}
	return str_eq(o->token, property);
}

static void
check_required(struct lint *l, enum crm_type t,
    const struct crm_catalogue *c)
{
	const struct crm_property *p;
	size_t i;

	for (i = 0; i < c->n[t]; i++) {
		p = &c->v[t][i];
		if (p->required && !p->read_only && !writes(l, t, p->name))
			diag_warn(l->d, yaml_where(json_get(conf_section(l->c,
			    "crm"), STR("profile"))), "lint.required",
			    "the CRM wants %.*s of every %s, and nothing "
			    "writes it", STR_ARG(p->name), crm_type_names[t]);
	}
}

static bool
is_mapped(const struct lint *l, enum crm_type t)
{
	size_t i;

	for (i = 0; i < l->nmade; i++)
		if (str_eq(l->made[i].object, str_of(crm_type_names[t])))
			return true;
	return false;
}

static void
check_object(struct lint *l, enum crm_type t, const struct crm_catalogue *c)
{
	const struct crm_object *o = &l->crm->objects[t];
	struct target x = { .l = l, .t = t };
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		x.f = &o->fields[i];
		x.m = lint_find(l, str_of(crm_type_names[t]), x.f->name);
		if (x.f->to.p != NULL && (x.m != NULL || x.f->computed))
			check_field(&x, c);
	}
	check_required(l, t, c);
}

static void
describe_keys(const struct crm *crm, enum crm_type t,
    const struct crm_catalogue *c, FILE *f)
{
	const struct crm_field *field;
	const struct crm_property *p;
	size_t i;

	for (i = 0; i < crm->match[t].n; i++) {
		field = crm_field(&crm->objects[t], crm->match[t].p[i]);
		p = field != NULL ? lint_property(c, t, field->to) : NULL;
		if (p != NULL)
			fprintf(f, "%.*s %s: %.*s is %s there\n",
			    STR_ARG(crm->profile), crm_type_names[t],
			    STR_ARG(field->name), p->unique ? "unique" :
			    "not marked as unique");
	}
}

void
lint_catalogue(const struct conf *c, const struct crm *crm,
    const struct crm_catalogue *catalogue, FILE *f, struct arena *a)
{
	struct lint l = { .c = c, .crm = crm, .a = a,
	    .map = conf_section(c, "map") };
	struct diags quiet;
	int t;

	diags_init(&quiet, a);
	l.d = &quiet;
	lint_made(&l);	/* its oddities are told by lint */
	l.d = c->diags;
	for (t = 0; t < CRM_TYPES; t++) {
		if (!catalogue->known[t])
			continue;
		if (is_mapped(&l, (enum crm_type)t))
			check_object(&l, (enum crm_type)t, catalogue);
		lint_quota(&l, (enum crm_type)t, catalogue, f);
		if (f != NULL)
			describe_keys(crm, (enum crm_type)t, catalogue, f);
	}
}

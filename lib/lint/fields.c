/* fields: what validate wants against what map makes. */
#include "base/utf8.h"
#include "lint/private.h"

static bool
allows(const struct json *allow, struct str value)
{
	size_t i;

	if (allow->type != JSON_ARRAY)
		return str_ieq(utf8_trim(yaml_text(allow)), value);
	for (i = 0; i < allow->len; i++)
		if (str_ieq(utf8_trim(yaml_text(&allow->items[i])), value))
			return true;
	return false;
}

static bool
gives(const struct made *m, struct str value)
{
	size_t i;

	for (i = 0; i < m->values.n; i++)
		if (str_ieq(m->values.p[i], value))
			return true;
	return false;
}

/* Values that map makes and validate refuses, and the reverse. */
static void
check_allow(struct lint *l, const struct made *m, const struct json *allow)
{
	const struct json *v;
	struct str s;
	size_t i;

	for (i = 0; i < m->values.n; i++)
		if (!allows(allow, m->values.p[i]))
			diag_warn(l->d, yaml_where(allow), "lint.value",
			    "map makes %.*s.%.*s '%.*s', which is not allowed "
			    "here", STR_ARG(m->object), STR_ARG(m->field),
			    STR_ARG(m->values.p[i]));
	for (i = 0; allow->type == JSON_ARRAY && i < allow->len; i++) {
		v = &allow->items[i];
		s = utf8_trim(yaml_text(v));
		if (!gives(m, s))
			diag_warn(l->d, yaml_where(v), "lint.value",
			    "map never makes %.*s.%.*s '%.*s'; it makes %.*s",
			    STR_ARG(m->object), STR_ARG(m->field), STR_ARG(s),
			    STR_ARG(lint_joined(l, &m->values)));
	}
}

/* Can what map makes ever be what validate expects? */
static bool
meet(const struct made *m, struct str want)
{
	static const char *const numbers[] = { "number", "integer", "decimal",
	    "money", NULL };
	static const char *const times[] = { "date", "datetime", "time", NULL };

	if (m->kind == MADE_ANY || str_eq(want, STR("text")))
		return true;
	if (m->kind == MADE_TIME)
		return str_in(want, times);
	if (m->kind == MADE_NUMBER)
		return str_in(want, numbers);
	if (m->kind == MADE_BOOLEAN)
		return str_eq(want, STR("boolean"));
	if (str_eq(m->type, STR("email")) || str_eq(m->type, STR("phone")))
		return str_eq(m->type, want);
	return true;
}

/* The type that the name alone gives a field of validate. */
static struct str
implied(struct str field)
{
	return str_eq(field, STR("email")) || str_eq(field, STR("phone")) ?
	    field : STR("text");
}

static void
check_field(struct lint *l, struct str object, const struct json *o, size_t i)
{
	const struct json *rules = &o->members[i].value, *v;
	struct str field = o->members[i].key, want;
	const struct made *m = lint_find(l, object, field);

	if (m == NULL) {
		v = json_get(rules, STR("required"));
		diag_warn(l->d, yaml_key_where(o, i), "lint.unmapped",
		    "nothing in map makes %.*s.%.*s%s", STR_ARG(object),
		    STR_ARG(field), v != NULL && v->type == JSON_TRUE ?
		    ", so that every record is refused" : "");
		return;
	}
	v = json_get(rules, STR("type"));
	want = v != NULL ? yaml_text(v) : implied(field);
	if (!meet(m, want))
		diag_warn(l->d, v != NULL ? yaml_where(v) :
		    yaml_key_where(o, i), "lint.type", "map makes %.*s.%.*s "
		    "of type %.*s, which is never a valid %.*s",
		    STR_ARG(object), STR_ARG(field), STR_ARG(m->type),
		    STR_ARG(want));
	v = json_get(rules, STR("allow"));
	if (v != NULL && m->closed)
		check_allow(l, m, v);
}

static void
check_object(struct lint *l, struct str name, const struct json *o)
{
	size_t i;

	for (i = 0; o->type == JSON_OBJECT && i < o->len; i++)
		if (!str_eq(o->members[i].key, STR("rules")))
			check_field(l, name, o, i);
}

void
lint_fields(struct lint *l)
{
	const struct json *section = conf_section(l->c, "validate"), *own;
	struct str name;
	size_t i;

	if (l->map == NULL || section == NULL || section->type != JSON_OBJECT)
		return;
	for (i = 0; i < section->len; i++) {
		name = section->members[i].key;
		if (lint_object(name) != -1)
			check_object(l, name, &section->members[i].value);
	}
	own = json_get(section, STR("objects"));
	for (i = 0; own != NULL && own->type == JSON_OBJECT && i < own->len;
	    i++)
		check_object(l, arena_printf(l->a, "objects.%.*s",
		    STR_ARG(own->members[i].key)), &own->members[i].value);
}

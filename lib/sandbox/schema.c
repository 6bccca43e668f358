#include "sandbox/schema.h"

#include <string.h>

const struct object_type *
schema_type(const struct schema *c, struct str name)
{
	const struct object_type *t;

	for (t = c->types; t->name != NULL; t++)
		if (str_eq(name, str_of(t->name)) ||
		    str_eq(name, str_of(t->singular)) ||
		    (t->id != NULL && str_eq(name, str_of(t->id))))
			return t;
	return NULL;
}

size_t
schema_index(const struct schema *c, const struct object_type *t)
{
	return (size_t)(t - c->types);
}

const struct property *
property_in(const struct object_type *t, struct str name)
{
	const struct property *p;

	for (p = t->properties; p->name != NULL; p++)
		if (str_eq(name, str_of(p->name)))
			return p;
	return NULL;
}

static bool
leads(const struct association_type *t, const char *from, const char *to)
{
	return strcmp(t->from, from) == 0 && strcmp(t->to, to) == 0;
}

bool
edge_find(const struct schema *c, const struct object_type *from,
    const struct object_type *to, int id, struct edge_type *out)
{
	const struct association_type *t;

	for (t = c->associations; t->from != NULL; t++) {
		out->type = t;
		out->reversed = !leads(t, from->name, to->name);
		if (out->reversed && !leads(t, to->name, from->name))
			continue;
		if (id == 0 ? t->label == NULL : edge_id(*out) == id)
			return true;
	}
	return false;
}

int
edge_id(struct edge_type e)
{
	return e.reversed ? e.type->inverse : e.type->id;
}

const struct object_type *
edge_target(const struct schema *c, const struct object_type *from, int id)
{
	const struct association_type *t;

	for (t = c->associations; t->from != NULL; t++) {
		if (t->id == id && strcmp(t->from, from->name) == 0)
			return schema_type(c, str_of(t->to));
		if (t->inverse == id && strcmp(t->to, from->name) == 0)
			return schema_type(c, str_of(t->from));
	}
	return NULL;
}

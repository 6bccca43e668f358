/* Association types from either end. */
#include <string.h>

#include "sandbox/types.h"

static bool
leads(const struct association_type *t, const char *from, const char *to)
{
	return strcmp(t->from, from) == 0 && strcmp(t->to, to) == 0;
}

bool
edge_find(const struct object_type *from, const struct object_type *to,
    int id, struct edge_type *out)
{
	const struct association_type *t;

	for (t = association_types; t->from != NULL; t++) {
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
edge_target(const struct object_type *from, int id)
{
	const struct association_type *t;

	for (t = association_types; t->from != NULL; t++) {
		if (t->id == id && strcmp(t->from, from->name) == 0)
			return type_find(str_of(t->to));
		if (t->inverse == id && strcmp(t->to, from->name) == 0)
			return type_find(str_of(t->from));
	}
	return NULL;
}

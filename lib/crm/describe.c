/* describe: what a profile can do, and what it can promise. */
#include <stdio.h>

#include "crm/profile.h"

static const char *const promises[] = {
	[CRM_AT_LEAST_ONCE] = "may be made twice if an answer is lost",
	[CRM_TOKEN_LOOKUP] = "looked up by our token before it is made again",
	[CRM_UNIQUE_KEY] = "once: our token is unique there"
};

void
crm_describe(const struct crm *crm, FILE *f)
{
	const struct crm_object *o;
	int t;

	for (t = 0; t < CRM_TYPES; t++) {
		o = &crm->objects[t];
		if (o->create == NULL || (t == CRM_NOTE && !crm->notes))
			continue;
		fprintf(f, "%.*s %s: %s\n", STR_ARG(crm->profile),
		    crm_type_names[t], promises[o->guarantee]);
	}
}

/* "create 100": so many in one request; nothing for what is not there. */
static void
print_op(FILE *f, const char **sep, const char *what,
    const struct crm_op *op)
{
	if (op == NULL)
		return;
	fprintf(f, "%s%s", *sep, what);
	if (op->batch > 1)
		fprintf(f, " %zu", op->batch);
	*sep = ", ";
}

static void
print_keys(FILE *f, const char **sep, const struct crm_object *o)
{
	char what[64];
	size_t i;

	for (i = 0; i < o->nkeys; i++) {
		snprintf(what, sizeof(what), "find by %.*s",
		    STR_ARG(str_to(o->keys[i].name, 50)));
		print_op(f, sep, what, o->keys[i].find);
	}
}

static void
print_object(FILE *f, const struct crm_object *o, enum crm_type t)
{
	const char *sep = ": ";
	char what[64];
	int to;

	fprintf(f, "%s", crm_type_names[t]);
	print_keys(f, &sep, o);
	print_op(f, &sep, "read", o->read);
	print_op(f, &sep, "create", o->create);
	print_op(f, &sep, "update", o->update);
	print_op(f, &sep, "delete", o->remove);
	for (to = 0; to < CRM_TYPES; to++) {
		snprintf(what, sizeof(what), "tie to %s",
		    crm_type_names[to]);
		print_op(f, &sep, what, o->link[to]);
	}
	print_op(f, &sep, "changes", o->changed);
	print_op(f, &sep, "deletions", o->deleted);
	print_op(f, &sep, "merges", o->merged);
	print_op(f, &sep, "history", o->history);
	if (o->schema != NULL)
		print_op(f, &sep, "schema", o->schema->ask);
	if (o->bulk != NULL)
		print_op(f, &sep, "bulk", o->bulk->start);
	fprintf(f, "; %zu field%s\n", o->nfields, o->nfields == 1 ? "" :
	    "s");
	if (o->create != NULL)
		fprintf(f, "    %s\n", promises[o->guarantee]);
}

static void
print_extras(FILE *f, const struct crm_extras *x)
{
	const char *sep = "beside them: ";

	print_op(f, &sep, "owners", x->owners);
	print_op(f, &sep, "find a list", x->list_find);
	print_op(f, &sep, "make a list", x->list_create);
	print_op(f, &sep, "add to a list", x->list_add);
	print_op(f, &sep, "take from a list", x->list_remove);
	print_op(f, &sep, "tag", x->tag_add);
	print_op(f, &sep, "untag", x->tag_remove);
	print_op(f, &sep, "unsubscribe", x->unsubscribe);
	if (sep[0] == ',')
		fprintf(f, "\n");
}

void
crm_explain(const struct crm *crm, FILE *f)
{
	const struct crm_object *o;
	int t;

	fprintf(f, "profile %.*s\n", STR_ARG(crm->profile));
	for (t = 0; t < CRM_TYPES; t++) {
		o = &crm->objects[t];
		if (o->nfields > 0 || o->create != NULL || o->read != NULL)
			print_object(f, o, (enum crm_type)t);
		else
			fprintf(f, "%s: none\n", crm_type_names[t]);
	}
	print_extras(f, &crm->extras);
}

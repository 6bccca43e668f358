/* Which personas there are. */
#include "sandbox/persona.h"

static const struct persona *const personas[] = {
	&persona_hubspot,
	&persona_zoho,
	&persona_pipedrive,
	&persona_salesforce,
	&persona_dynamics,
	&persona_espocrm,
};

enum { PERSONAS = sizeof(personas) / sizeof(personas[0]) };

struct str
persona_names(struct arena *a)
{
	struct str all = str_of(personas[0]->name);
	size_t i;

	for (i = 1; i < PERSONAS; i++)
		all = arena_printf(a, "%.*s%s%s", STR_ARG(all),
		    i + 1 < PERSONAS ? ", " : " or ", personas[i]->name);
	return all;
}

const struct persona *
persona_find(struct str name)
{
	size_t i;

	for (i = 0; i < PERSONAS; i++)
		if (str_eq(name, str_of(personas[i]->name)))
			return personas[i];
	return NULL;
}

/* Which personas there are. */
#include "sandbox/persona.h"

static const struct persona *const personas[] = {
	&persona_hubspot,
	&persona_zoho,
	&persona_pipedrive,
	&persona_salesforce,
	&persona_dynamics,
};

const struct persona *
persona_find(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(personas) / sizeof(personas[0]); i++)
		if (str_eq(name, str_of(personas[i]->name)))
			return personas[i];
	return NULL;
}

/* describe: what a profile can promise. */
#include "crm/crm.h"

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

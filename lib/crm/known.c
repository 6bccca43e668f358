/* known: what every expression may see, and what the account is asked for. */
#include "crm/wire.h"

void
common_vars(const struct crm *crm, struct cel_val *vars)
{
	static const struct json nothing = { .type = JSON_OBJECT };

	vars[PV_OPTIONS] = cel_from_json(&crm->options);
	vars[PV_KNOWN] = cel_from_json(crm->wire != NULL &&
	    crm->wire->known.type == JSON_OBJECT ? &crm->wire->known :
	    &nothing);
}

static int
learn(struct crm *crm, const struct crm_known *k, struct arena *a,
    struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 }, v;
	struct json value;

	if (crm_ask(crm, k->ask, vars, NULL, NULL, a, e) == -1)
		return -1;
	if (cel_eval(k->value, vars, a, &v, NULL) != CEL_OK ||
	    cel_to_json(v, a, &value, NULL) == -1)
		return err_set(e, ERR_REMOTE, "crm.known",
		    "the CRM does not tell known.%.*s, which its profile "
		    "needs", STR_ARG(k->name));
	json_set(&crm->wire->known, k->name, json_copy(&value, crm->arena),
	    crm->arena);
	return 0;
}

int
crm_learn(struct crm *crm, struct err *e)
{
	const struct profile *p = crm->rules;
	struct arena a = { 0 };
	size_t i;
	int rc = 0;

	if (crm->wire->asked)
		return 0;
	crm->wire->asked = true;
	crm->wire->known = json_object();
	for (i = 0; rc == 0 && i < p->nknown; i++)
		rc = learn(crm, &p->known[i], &a, e);
	arena_free(&a);
	return rc;
}

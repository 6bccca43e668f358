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
learn(struct crm *crm, const struct crm_known *k, struct json *known,
    struct arena *a, struct err *e)
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
	json_set(known, k->name, json_copy(&value, crm->arena), crm->arena);
	return 0;
}

/*
 * Is it to be asked (again)?  Not beside other operations, whose expressions
 * have seen what was known when they began.
 */
static bool
is_due(const struct crm_wire *w, int64_t life)
{
	return !w->asked || (w->calls_out == NULL && !w->is_meanwhile &&
	    time_monotonic() - w->asked_at >= life);
}

int
crm_learn(struct crm *crm, struct err *e)
{
	const struct profile *p = crm->rules;
	struct crm_wire *w = crm->wire;
	struct json known = json_object();
	bool again = w->asked;
	struct arena a = { 0 };
	size_t i;
	int rc = 0;

	if (p->nknown == 0 || !is_due(w, crm->cache))
		return 0;
	if (!again)
		w->known = json_object();
	w->asked = true;
	w->asked_at = time_monotonic();
	for (i = 0; rc == 0 && i < p->nknown; i++)
		rc = learn(crm, &p->known[i], again ? &known : &w->known, &a,
		    e);
	arena_free(&a);
	if (!again)
		return rc;
	/* what was known will do for a CRM that cannot be asked just now */
	if (rc == 0)
		w->known = known;
	*e = (struct err){ 0 };
	return 0;
}

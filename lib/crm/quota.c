/*
 * quota: how many fields of its own an account may still add to a type of
 * object: as the CRM tells, or else as its maker documents.
 */
#include "crm/wire.h"

/* A number that is told, of which less than none is none; -1 if it is not. */
static int64_t
number(const struct cel_prog *p, const struct cel_val *vars, struct arena *a)
{
	struct json n = { .type = JSON_NUMBER };
	struct str s;
	int64_t v;

	if (p == NULL || !cel_text(p, vars, a, &s) || s.len == 0)
		return -1;
	n.text = s.p;
	n.len = s.len;
	if (!json_to_int(&n, &v))
		return -1;
	return v > 0 ? v : 0;
}

/* Who may not ask for the quota may still ask for the fields. */
static bool
ask(struct crm *crm, const struct crm_quota_rule *rule, struct cel_val *vars,
    struct arena *a)
{
	struct err quiet = { 0 };

	if (rule->ask == NULL) {
		common_vars(crm, vars);
		return true;
	}
	return crm_ask(crm, rule->ask, vars, NULL, NULL, a, &quiet) != -1;
}

void
crm_quota(struct crm *crm, enum crm_type t, const struct crm_property *fields,
    size_t n, struct arena *a, struct crm_quota *out)
{
	const struct crm_schema *s = crm->objects[t].schema;
	struct cel_val vars[PV_COUNT] = { 0 };
	size_t i;

	*out = (struct crm_quota){ .custom = -1, .limit = -1, .left = -1 };
	if (s == NULL || s->custom == NULL)
		return;
	for (out->custom = 0, i = 0; i < n; i++)
		out->custom += fields[i].custom;
	if (s->quota == NULL)
		return;
	out->documented = s->quota->documented;
	if (!ask(crm, s->quota, vars, a))
		return;
	out->limit = number(s->quota->limit, vars, a);
	out->left = number(s->quota->left, vars, a);
	if (out->left == -1 && out->limit != -1)
		out->left = out->limit > out->custom ? out->limit -
		    out->custom : 0;
}

/* learn: what the ledger takes from the CRM when it is reconciled. */
#include "push/compare.h"
#include "push/people.h"
#include "push/thing.h"

/* Would push write what the ledger says over what stands there? */
static bool
is_ours(const struct crm_field *f, const struct ledger_field *sent,
    const struct json *theirs)
{
	struct json ours;

	if (sent->value.p == NULL)
		return false;	/* only its hash was kept */
	ours = json_str(sent->value);
	return policy_mends(f, &ours, theirs);
}

/*
 * Values that push lets stand are the CRM's people's from now on; so is all
 * of a deal, ticket or task.
 */
static int
yield(struct compare *c, enum crm_type t, struct pair *p)
{
	const struct json *fields = &p->its.hits->fields;
	struct json theirs = json_null();
	struct ledger_object *ours = &p->ours;
	const struct crm_field *f;
	size_t i, n = 0, all = ours->nfields;

	p->drifted = false;
	for (i = 0; i < all; i++) {
		f = crm_field(&c->crm->objects[t], ours->fields[i].name);
		if (f != NULL)
			theirs = crm_value(c->crm, f, fields, &c->arena);
		if (f == NULL || still_stands(c->ledger, f,
		    &ours->fields[i], &theirs))
			ours->fields[n++] = ours->fields[i];
		else if (t <= CRM_COMPANY && is_ours(f, &ours->fields[i],
		    &theirs)) {
			p->drifted = true;
			ours->fields[n++] = ours->fields[i];
		}
	}
	ours->nfields = n;
	return n == all ? 0 : ledger_object_put(c->ledger, ours, c->e);
}

int
learn(struct compare *c, enum crm_type t, struct pair *p)
{
	struct str token;

	if (p->ours.id.p == NULL && !p->missing) {
		p->ours.id = p->its.hits->id;
		return ledger_object_put(c->ledger, &p->ours, c->e);
	}
	if (p->moved)
		return ledger_follow(c->crm, t, c->ledger, &p->ours,
		    p->its.hits, &c->arena, &token, c->e);
	return p->drifted ? yield(c, t, p) : 0;
}

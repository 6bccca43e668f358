/*
 * company: found or made by its domain, after the contacts were written,
 * since some CRMs make companies of their own from a contact's address.
 * Within a wave and a ledger a domain is looked at once, so that two
 * contacts of one new company do not make two.
 */
#include "push/parts.h"
#include "push/people.h"
#include "push/thing.h"

static bool
wants_company(const struct job *j)
{
	return !j->answered && j->person != NULL && j->domain.p != NULL &&
	    j->person->thing.did != OUT_DEFERRED &&
	    j->person->thing.did != OUT_REFUSED;
}

static int
find_firm(struct push *p, struct job *j, struct entity **out, struct err *e)
{
	const struct crm_object *o = &p->crm->objects[CRM_COMPANY];
	struct str kind = p->crm->match[CRM_COMPANY].p[0];
	struct ledger_tokens known;
	struct str token;

	if (ledger_key_find(p->ledger, LEDGER_COMPANY, kind.p, j->domain,
	    &p->arena, &known, e) == -1)
		return -1;
	token = known.n > 0 ? known.p[0] : mint("company", kind, j->domain,
	    &p->arena);
	if (known.n == 0 && ledger_key_add(p->ledger, LEDGER_COMPANY, token,
	    kind.p, j->domain, e) == -1)
		return -1;
	if (entity_get(p, CRM_COMPANY, token, out, e) == -1)
		return -1;
	(*out)->thing.natural = crm_key(o, kind);
	(*out)->thing.natural_key = j->domain;
	return 0;
}

/* The company of the latest event is the contact's. */
static int
gather(struct push *p, struct err *e)
{
	struct entity *firm;
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (!wants_company(j))
			continue;
		if (find_firm(p, j, &firm, e) == -1)
			return -1;
		entity_want(p, firm, j);
		if (j->person->firm == NULL || j->at >= j->person->thing.at)
			j->person->firm = firm;
	}
	return 0;
}

/* What was found ahead, while the wave before this one was written. */
static void
take_found(struct push *p, struct thing **all, size_t n)
{
	const struct crm_item *it;
	struct thing *t;
	size_t i;

	for (i = 0; i < n; i++) {
		t = all[i];
		if (t->id.p != NULL || t->settled ||
		    t->natural_key.p == NULL || (it = hmap_get(
		    &p->firms_found, t->natural_key)) == NULL)
			continue;
		t->looked_for = true;
		if (it->nhits == 0)
			continue;
		t->id = it->hits->id;
		t->current = it->hits->fields;
	}
}

static int
look(struct push *p, struct thing **all, size_t n, struct err *e)
{
	struct thing **known = arena_array(&p->arena, n + 1,
	    sizeof(*known));
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (all[i]->id.p != NULL)
			known[k++] = all[i];
	if (read_current(p, CRM_COMPANY, known, k, e) == -1)
		return -1;
	if (find_things(p, CRM_COMPANY, false, all, n, e) == -1)
		return -1;
	take_found(p, all, n);
	if (find_things(p, CRM_COMPANY, true, all, n, e) == -1)
		return -1;
	return unify(p, CRM_COMPANY, e);
}

int
push_companies(struct push *p, struct err *e)
{
	struct thing **things;
	struct entity *en;
	size_t n = 0;

	if (gather(p, e) == -1)
		return -1;
	for (en = p->firms; en != NULL; en = en->next)
		n++;
	if (n == 0)
		return 0;
	things = arena_array(&p->arena, n, sizeof(*things));
	n = 0;
	for (en = p->firms; en != NULL; en = en->next)
		things[n++] = &en->thing;
	if (look(p, things, n, e) == -1)
		return -1;
	n = 0;
	for (en = p->firms; en != NULL; en = en->next)
		if (en->into == NULL)
			things[n++] = &en->thing;
	return store(p, CRM_COMPANY, things, n, e);
}

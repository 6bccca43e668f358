/* entity: contacts and companies of the wave, each there once. */
#include "push/parts.h"
#include "push/people.h"
#include "push/thing.h"

static const enum ledger_type ledger_types[] = {
	[CRM_CONTACT] = LEDGER_CONTACT, [CRM_COMPANY] = LEDGER_COMPANY,
	[CRM_NOTE] = LEDGER_NOTE, [CRM_LEAD] = LEDGER_LEAD,
	[CRM_DEAL] = LEDGER_DEAL, [CRM_TICKET] = LEDGER_TICKET,
	[CRM_TASK] = LEDGER_TASK
};

enum ledger_type
in_ledger(enum crm_type t)
{
	return ledger_types[t];
}

int
of_ledger(enum ledger_type type)
{
	int t;

	for (t = 0; t < CRM_TYPES; t++)
		if (ledger_types[t] == type)
			return t;
	return -1;
}

int
thing_load(struct push *p, struct thing *t, struct err *e)
{
	int known = ledger_object_get(p->ledger, in_ledger(t->type),
	    t->token, &p->arena, &t->was, e);

	if (known == -1)
		return -1;
	t->known = known == 1;
	t->id = t->known ? t->was.id : STR_NONE;
	t->current = json_null();
	return 0;
}

struct entity *
entity_of(struct entity *en)
{
	while (en->into != NULL)
		en = en->into;
	return en;
}

static void
entity_plan(struct push *p, struct thing *t)
{
	policy_apply(p, t, ((struct entity *)t->owner)->want);
}

int
entity_get(struct push *p, enum crm_type t, struct str token,
    struct entity **out, struct err *e)
{
	struct hmap *map = t == CRM_CONTACT ? &p->by_person : &p->by_firm;
	struct entity ***last = t == CRM_CONTACT ? &p->last_person :
	    &p->last_firm;
	struct entity *en = hmap_get(map, token);

	if (en != NULL) {
		*out = entity_of(en);
		return 0;
	}
	en = ARENA_NEW(&p->arena, struct entity);
	en->thing.type = t;
	en->thing.token = token;
	en->thing.owner = en;
	en->thing.plan = entity_plan;
	if (thing_load(p, &en->thing, e) == -1)
		return -1;
	en->want = arena_array(&p->arena, p->crm->objects[t].nfields + 1,
	    sizeof(*en->want));
	*hmap_slot(map, token) = en;
	**last = en;
	*last = &en->next;
	*out = en;
	return 0;
}

/* Would ${v} be written over ${w}, had each come in a wave of its own? */
static bool
goes_before(const struct crm_field *f, const struct wanted *v,
    const struct wanted *w)
{
	bool ours = f->computed || v->forced || w->forced;

	if (w->value.type == JSON_NULL || f->policy == CRM_ADD)
		return true;
	/* What we compute ourselves needs nobody's word. */
	if (!ours && v->verified != w->verified)
		return v->verified;
	if (f->policy == CRM_NEVER_DOWNGRADE && !ours)
		return policy_higher(f, &v->value, &w->value);
	return v->at >= w->at;
}

/*
 * Twins in one wave become one write: the later event wins, field by field;
 * but what nobody vouches for does not replace what somebody does, and a
 * stage that was reached is not lost.
 */
static void
want(const struct crm_field *f, struct wanted *w, struct wanted v)
{
	if (v.value.type != JSON_NULL && goes_before(f, &v, w))
		*w = v;
}

void
entity_want(struct push *p, struct entity *en, const struct job *j)
{
	const struct crm_object *o = &p->crm->objects[en->thing.type];
	const struct json *values = en->thing.type == CRM_CONTACT ?
	    j->contact : j->company;
	struct json both;
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		both = values[i];
		if (o->fields[i].policy == CRM_ADD)
			both = list_union(&en->want[i].value, &values[i],
			    &p->arena);
		want(&o->fields[i], &en->want[i], (struct wanted){ both,
		    j->at, j->verified || p->crm->trust_all, is_forced(p, j,
		    en->thing.type, i) });
	}
	if (j->untag != NULL && en->thing.type == CRM_CONTACT)
		en->thing.without = j->untag;
	if (j->at > en->thing.at)
		en->thing.at = j->at;
}

void
entity_merge(struct push *p, struct entity *into, const struct entity *from)
{
	size_t i, n = p->crm->objects[into->thing.type].nfields;

	for (i = 0; i < n; i++)
		want(&p->crm->objects[into->thing.type].fields[i],
		    &into->want[i], from->want[i]);
	if (from->thing.at > into->thing.at)
		into->thing.at = from->thing.at;
	if (into->firm == NULL)
		into->firm = from->firm;
}

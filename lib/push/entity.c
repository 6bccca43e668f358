/* entity: contacts and companies of the wave, each there once. */
#include "push/wave.h"

static const enum ledger_type ledger_types[] = {
	[CRM_CONTACT] = LEDGER_CONTACT, [CRM_COMPANY] = LEDGER_COMPANY,
	[CRM_NOTE] = LEDGER_NOTE
};

enum ledger_type
in_ledger(enum crm_type t)
{
	return ledger_types[t];
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

/*
 * Twins in one wave become one write: the later event wins, field by field,
 * but what nobody vouches for does not replace what somebody does.
 */
static void
want(struct wanted *w, const struct json *value, int64_t at, bool verified)
{
	if (value->type == JSON_NULL)
		return;
	if (w->value.type != JSON_NULL && (at < w->at ||
	    (w->verified && !verified)))
		return;
	*w = (struct wanted){ *value, at, verified };
}

void
entity_want(struct push *p, struct entity *en, const struct job *j)
{
	const struct json *values = en->thing.type == CRM_CONTACT ?
	    j->contact : j->company;
	size_t i, n = p->crm->objects[en->thing.type].nfields;

	for (i = 0; i < n; i++)
		want(&en->want[i], &values[i], j->at, j->verified ||
		    p->crm->trust_all);
	if (j->at > en->thing.at)
		en->thing.at = j->at;
}

void
entity_merge(struct push *p, struct entity *into, const struct entity *from)
{
	size_t i, n = p->crm->objects[into->thing.type].nfields;

	for (i = 0; i < n; i++)
		want(&into->want[i], &from->want[i].value, from->want[i].at,
		    from->want[i].verified);
	if (from->thing.at > into->thing.at)
		into->thing.at = from->thing.at;
	if (into->firm == NULL)
		into->firm = from->firm;
}

void
entity_plan(struct push *p, struct thing *t)
{
	policy_apply(p, t->owner);
}

/*
 * merge: contacts or companies that people made one in the CRM.
 *
 * The CRM answers for the one that is gone with the other's id.  Whoever was
 * known by the one is known by the other from now on: in the ledger, and in
 * this wave, where they would else be written twice at once.
 */
#include "push/people.h"
#include "push/thing.h"

bool
still_stands(struct ledger *l, const struct crm_field *f,
    const struct ledger_field *sent, const struct json *theirs)
{
	struct json ours;

	if (theirs != NULL && theirs->type == JSON_STRING &&
	    ledger_field_same(l, sent, (struct str){ theirs->text,
	    theirs->len }))
		return true;
	if (sent->value.p == NULL)
		return false;
	ours = json_str(sent->value);
	return same_value(f, &ours, theirs);
}

static void
forget_changed(const struct crm *crm, enum crm_type t, struct ledger *l,
    const struct json *theirs, struct ledger_object *ours, struct arena *a)
{
	const struct crm_field *f;
	struct json v;
	size_t i, n = 0;

	for (i = 0; i < ours->nfields; i++) {
		f = crm_field(&crm->objects[t], ours->fields[i].name);
		if (f == NULL)
			continue;
		v = crm_value(crm, f, theirs, a);
		if (still_stands(l, f, &ours->fields[i], &v))
			ours->fields[n++] = ours->fields[i];
	}
	ours->nfields = n;
}

int
ledger_follow(const struct crm *crm, enum crm_type t, struct ledger *l,
    struct ledger_object *ours, const struct crm_hit *now, struct arena *a,
    struct str *token, struct err *e)
{
	struct ledger_object other;
	int known;

	*token = ours->token;
	forget_changed(crm, t, l, &now->fields, ours, a);
	known = ledger_object_by_id(l, ours->type, now->id, a, &other, e);
	if (known == -1)
		return -1;
	if (known == 1 && !str_eq(other.token, ours->token)) {
		*token = other.token;
		if (ledger_object_put(l, ours, e) == -1)
			return -1;
		return ledger_object_merge(l, ours->type, ours->token,
		    other.token, e);
	}
	ours->id = now->id;
	return ledger_object_put(l, ours, e);
}

/* All that is known of ${from} belongs to ${into}. */
static int
fold(struct push *p, struct entity *from, struct entity *into,
    struct err *e)
{
	struct thing *t = &into->thing;
	int known;

	if (ledger_object_merge(p->ledger, in_ledger(t->type),
	    from->thing.token, t->token, e) == -1)
		return -1;
	known = ledger_object_get(p->ledger, in_ledger(t->type), t->token,
	    &p->arena, &t->was, e);
	if (known == -1)
		return -1;
	t->known = known == 1;
	if (from->thing.id.p != NULL)
		t->id = from->thing.id;
	if (t->current.type == JSON_NULL)
		t->current = from->thing.current;
	entity_merge(p, into, from);
	from->into = into;
	return 0;
}

/* The CRM answered with another id than the ledger's. */
static int
follow(struct push *p, struct entity *en, struct err *e)
{
	struct thing *t = &en->thing;
	const struct crm_hit now = { .id = t->id, .fields = t->current };
	struct entity *into;
	struct str token;

	if (!t->known || t->was.id.p == NULL || str_eq(t->was.id, t->id))
		return 0;
	if (ledger_follow(p->crm, t->type, p->ledger, &t->was, &now,
	    &p->arena, &token, e) == -1)
		return -1;
	if (str_eq(token, t->token))
		return 0;
	if (entity_get(p, t->type, token, &into, e) == -1)
		return -1;
	return fold(p, en, into, e);
}

static struct entity *
list_of(struct push *p, enum crm_type t)
{
	return t == CRM_CONTACT ? p->people : p->firms;
}

static void
point_on(struct push *p)
{
	struct entity *en;
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (j->person != NULL)
			j->person = entity_of(j->person);
	for (en = p->people; en != NULL; en = en->next)
		if (en->firm != NULL)
			en->firm = entity_of(en->firm);
}

int
entity_fold(struct push *p, struct entity *from, struct entity *into,
    struct err *e)
{
	if (fold(p, from, into, e) == -1)
		return -1;
	point_on(p);
	return 0;
}

int
unify(struct push *p, enum crm_type t, struct err *e)
{
	struct entity *en, **slot;
	struct hmap by_id;
	bool folded = false;

	for (en = list_of(p, t); en != NULL; en = en->next)
		if (en->into == NULL && en->thing.id.p != NULL) {
			if (follow(p, en, e) == -1)
				return -1;
			folded |= en->into != NULL;
		}
	hmap_init(&by_id, &p->arena);
	for (en = list_of(p, t); en != NULL; en = en->next) {
		if (en->into != NULL || en->thing.id.p == NULL)
			continue;
		slot = (struct entity **)hmap_slot(&by_id, en->thing.id);
		if (*slot == NULL)
			*slot = en;
		else if (fold(p, en, *slot, e) == -1)
			return -1;
		folded |= en->into != NULL;
	}
	if (folded)
		point_on(p);
	return 0;
}

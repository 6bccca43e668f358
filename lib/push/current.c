/* current: what the CRM has, of things with an id or by their token. */
#include "push/thing.h"

struct crm_item **
thing_items(struct push *p, struct thing **things, size_t n)
{
	struct crm_item **items = arena_array(&p->arena, n + 1,
	    sizeof(*items)), *it;
	size_t i;

	for (i = 0; i < n; i++) {
		it = items[i] = &things[i]->item;
		it->type = things[i]->type;
		it->token = things[i]->token;
		it->id = things[i]->id;
		it->fields = things[i]->write;
		it->current = things[i]->current;
		it->verdict = CRM_OK;
		it->hits = NULL;
		it->nhits = 0;
		it->attempts = 0;
		it->urgent = things[i]->urgent;
		it->err = (struct err){ 0 };
	}
	return items;
}

void
things_sent(struct thing **things, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		things[i]->attempts += things[i]->item.attempts;
		if (things[i]->item.request.p != NULL)
			things[i]->request = things[i]->item.request;
	}
}

int
run_things(struct push *p, const struct crm_op *op, struct thing **things,
    size_t n, struct err *e)
{
	struct crm_item **items = thing_items(p, things, n);
	int rc = n > 0 ? crm_run(p->crm, op, items, n, &p->arena, e) : 0;

	things_sent(things, n);
	return rc;
}

int
thing_lose(struct push *p, struct thing *t, struct err *e)
{
	t->lost = true;
	t->id = STR_NONE;
	t->current = json_null();
	if (!t->known)
		return 0;
	t->known = false;
	return ledger_object_drop(p->ledger, in_ledger(t->type), t->token,
	    e);
}

/* Where is it now, if not under the id that was asked for? */
static struct str
now_at(const struct crm_item *it, enum crm_type t)
{
	const struct crm_hit *h = it->hits;

	if (it->verdict == CRM_GONE && it->existing.len > 0)
		return it->existing;
	if (it->verdict == CRM_OK && h != NULL && h->moved.len > 0 &&
	    h->moved_type == t && !str_eq(h->moved, it->id))
		return h->moved;
	return STR_NONE;
}

int
read_moved(struct crm *crm, enum crm_type t, struct crm_item **items,
    size_t n, struct arena *a, struct err *e)
{
	enum { HOPS = 4 };	/* of one merge after the other */
	struct crm_item **some = arena_array(a, n + 1, sizeof(*some));
	size_t i, m, hops;
	struct str to;

	for (hops = 0; hops < HOPS; hops++) {
		for (i = m = 0; i < n; i++) {
			to = now_at(items[i], t);
			if (to.p == NULL)
				continue;
			items[i]->id = to;
			items[i]->existing = STR_NONE;
			items[i]->verdict = CRM_OK;
			items[i]->hits = NULL;
			items[i]->nhits = 0;
			some[m++] = items[i];
		}
		if (m == 0)
			return 0;
		if (crm_run(crm, crm->objects[t].read, some, m, a, e) == -1)
			return -1;
	}
	return 0;
}

int
read_current(struct push *p, enum crm_type type, struct thing **things,
    size_t n, struct err *e)
{
	struct crm_item **items = arena_array(&p->arena, n + 1,
	    sizeof(*items));
	struct thing *t;
	size_t i;

	for (i = 0; i < n; i++)
		items[i] = &things[i]->item;
	if (run_things(p, p->crm->objects[type].read, things, n, e) == -1 ||
	    read_moved(p->crm, type, items, n, &p->arena, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		t = things[i];
		if (t->item.verdict == CRM_OK && t->item.nhits > 0) {
			/* A merged contact answers under its new id. */
			t->id = t->item.hits->id;
			t->current = t->item.hits->fields;
		} else if (t->item.verdict == CRM_OK ||
		    t->item.verdict == CRM_GONE) {
			if (thing_lose(p, t, e) == -1)
				return -1;
		} else
			thing_fail(t);
	}
	return 0;
}

static int
find_by(struct push *p, const struct crm_op *find, struct thing **things,
    size_t n, struct err *e)
{
	struct thing *t;
	size_t i;

	if (run_things(p, find, things, n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		t = things[i];
		if (t->item.verdict != CRM_OK) {
			thing_fail(t);
			continue;
		}
		if (t->item.nhits == 0)
			continue;
		t->id = t->item.hits->id;
		t->current = t->item.hits->fields;
	}
	return 0;
}

int
find_things(struct push *p, enum crm_type type, bool natural,
    struct thing **things, size_t n, struct err *e)
{
	const struct crm_object *o = &p->crm->objects[type];
	const struct crm_key *key = crm_key(o, STR("token"));
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		if (things[i]->id.p != NULL || things[i]->settled)
			continue;
		if (natural && (things[i]->natural == NULL ||
		    things[i]->natural_key.p == NULL))
			continue;
		if (natural && things[i]->looked_for) {
			things[i]->looked_for = false;	/* the next time */
			continue;
		}
		if (natural)
			key = things[i]->natural;
		things[i]->item.key = natural ? things[i]->natural_key :
		    things[i]->token;
		some[k++] = things[i];
	}
	if (k == 0 || key == NULL)
		return 0;
	return find_by(p, key->find, some, k, e);
}

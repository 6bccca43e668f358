/*
 * since: only what the CRM has changed since some time is worth a look, when
 * the ledger is large.  An object that is nothing of ours counts as well
 * where it has the key of one that is: it may be a duplicate.
 */
#include "push/compare.h"
#include "push/people.h"
#include "push/thing.h"

struct gathering {
	struct compare	*c;
	enum crm_type	 t;
};

static void
mark(struct compare *c, struct str token)
{
	*hmap_slot(&c->changed, arena_str(&c->kept, token)) = c;
}

/* Whoever is known by the strongest key of ${h}. */
static int
mark_by_key(struct gathering *g, const struct crm_hit *h, struct arena *a,
    struct err *e)
{
	struct compare *c = g->c;
	const struct crm_object *o = &c->crm->objects[g->t];
	const struct conf_strs *match = &c->crm->match[g->t];
	const struct crm_field *f = match->n > 0 ? crm_field(o,
	    match->p[0]) : NULL;
	struct ledger_tokens found;
	struct str key;
	size_t i;

	if (f == NULL)
		return 0;
	key = key_form(f->name, crm_text(c->crm, f, &h->fields, a), a);
	if (key.p == NULL)
		return 0;
	if (ledger_key_find(c->ledger, in_ledger(g->t),
	    arena_str(a, f->name).p, key, a, &found, e) == -1)
		return -1;
	for (i = 0; i < found.n; i++)
		mark(c, found.p[i]);
	return 0;
}

static int
take(const struct crm_hit *h, void *arg, struct err *e)
{
	struct gathering *g = arg;
	struct ledger_object ours;
	struct arena a = { 0 };
	int rc = ledger_object_by_id(g->c->ledger, in_ledger(g->t), h->id,
	    &a, &ours, e);

	if (rc == 1)
		mark(g->c, ours.token);
	else if (rc == 0)
		rc = mark_by_key(g, h, &a, e);
	arena_free(&a);
	return rc == -1 ? -1 : 0;
}

int
since_gather(struct compare *c, enum crm_type t)
{
	struct gathering g = { c, t };

	if (c->o->since.sec == 0 || c->crm->objects[t].changed == NULL)
		return 0;
	hmap_init(&c->changed, &c->kept);
	if (crm_changed(c->crm, t, c->o->since, take, &g, c->e) == -1 ||
	    crm_gone(c->crm, t, c->o->since, take, &g, c->e) == -1)
		return -1;
	return 1;
}

size_t
since_keeps(const struct compare *c, struct ledger_object *objects, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (objects[i].id.p == NULL ||
		    hmap_get(&c->changed, objects[i].token) != NULL)
			objects[k++] = objects[i];
	return k;
}

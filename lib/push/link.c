/*
 * link: contacts tied to their companies.  Associating is idempotent, so
 * nothing needs to be found out after a stop; what is tied already is read
 * first, unless one end was made a moment ago.
 */
#include "push/wave.h"

struct links {
	struct push		*p;
	struct entity		**all;
	struct crm_item		**items;
	size_t			 n;
	struct err		*e;
};

static bool
is_there(const struct thing *t)
{
	return t->id.p != NULL && t->did != OUT_DEFERRED &&
	    t->did != OUT_REFUSED;
}

/* Does the ledger know of it?  Else it is one to be looked at. */
static int
gather(struct links *l)
{
	struct entity *en;
	int linked;

	for (en = l->p->people; en != NULL; en = en->next) {
		en->link.type = CRM_CONTACT;
		en->link.settled = true;
		if (en->first == NULL || en->firm == NULL ||
		    !is_there(&en->thing) || !is_there(&en->firm->thing))
			continue;
		linked = ledger_linked(l->p->ledger, LEDGER_CONTACT,
		    en->thing.token, LEDGER_COMPANY, en->firm->thing.token,
		    l->e);
		if (linked == -1)
			return -1;
		if (linked)
			continue;
		en->link.settled = false;
		en->link.item.id = en->thing.id;
		en->link.item.company = en->firm->thing.id;
		l->all[l->n++] = en;
	}
	return 0;
}

static int
linked(struct links *l, struct entity *en, enum outcome did)
{
	thing_done(&en->link, did);
	if (l->p->o->dry_run)
		return 0;
	return ledger_link_put(l->p->ledger, LEDGER_CONTACT,
	    en->thing.token, LEDGER_COMPANY, en->firm->thing.token, l->e);
}

static size_t
choose(struct links *l, bool made_now)
{
	size_t i, n = 0;
	bool now;

	for (i = 0; i < l->n; i++) {
		now = l->all[i]->thing.did == OUT_CREATED ||
		    l->all[i]->firm->thing.did == OUT_CREATED;
		if (!l->all[i]->link.settled && (made_now || !now))
			l->items[n++] = &l->all[i]->link.item;
	}
	return n;
}

static int
read_links(struct links *l)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].links[CRM_COMPANY];
	const struct crm_hit *h;
	size_t i, n = choose(l, false);

	if (n == 0 || op == NULL)
		return 0;
	if (crm_run(l->p->crm, op, l->items, n, &l->p->arena, l->e) == -1)
		return -1;
	for (i = 0; i < l->n; i++)
		for (h = l->all[i]->link.item.hits; h != NULL; h = h->next)
			if (str_eq(h->id, l->all[i]->link.item.company) &&
			    linked(l, l->all[i], OUT_UNCHANGED) == -1)
				return -1;
	return 0;
}

static int
journal(struct links *l, size_t n, int64_t *id)
{
	struct ledger_intent in = { .op = STR("contact.link"),
	    .type = LEDGER_CONTACT, .run = l->p->run };
	struct instant now = time_now();
	size_t i;

	in.at = now.sec * 1000 + now.nsec / 1000000;
	in.tokens.p = arena_array(&l->p->arena, n + 1,
	    sizeof(*in.tokens.p));
	for (i = 0; i < l->n; i++)
		if (!l->all[i]->link.settled)
			in.tokens.p[in.tokens.n++] = l->all[i]->thing.token;
	if (ledger_intent_open(l->p->ledger, &in, l->e) == -1)
		return -1;
	*id = in.id;
	return ledger_commit(l->p->ledger, l->e);
}

static int
write_links(struct links *l)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].link[CRM_COMPANY];
	size_t i, n = choose(l, true);
	int64_t intent = 0;

	if (n == 0 || op == NULL)
		return 0;
	if (!l->p->o->dry_run && journal(l, n, &intent) == -1)
		return -1;
	if (crm_run(l->p->crm, op, l->items, n, &l->p->arena, l->e) == -1)
		return -1;
	for (i = 0; i < l->n; i++) {
		if (l->all[i]->link.settled)
			continue;
		if (l->all[i]->link.item.verdict != CRM_OK)
			thing_fail(&l->all[i]->link);
		else if (linked(l, l->all[i], OUT_UPDATED) == -1)
			return -1;
	}
	return l->p->o->dry_run ? 0 : ledger_intent_close(l->p->ledger,
	    intent, "done", l->e);
}

int
push_links(struct push *p, struct err *e)
{
	struct links l = { .p = p, .e = e };
	struct entity *en;
	size_t n = 0;

	for (en = p->people; en != NULL; en = en->next)
		n++;
	l.all = arena_array(&p->arena, n + 1, sizeof(*l.all));
	l.items = arena_array(&p->arena, n + 1, sizeof(*l.items));
	if (gather(&l) == -1 || read_links(&l) == -1)
		return -1;
	return write_links(&l);
}

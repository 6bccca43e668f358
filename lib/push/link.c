/*
 * link: contacts tied to their companies.  Associating is idempotent, so
 * nothing needs to be found out after a stop; what is tied already is read
 * first, unless one end was made a moment ago.
 */
#include "push/parts.h"
#include "push/thing.h"

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

/*
 * Does the ledger know of it?  Else it is one to be looked at, unless the
 * profile has no way to tie the two.
 */
static int
gather(struct links *l)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].link[CRM_COMPANY];
	struct entity *en;
	int linked;

	for (en = l->p->people; en != NULL; en = en->next) {
		en->link.type = CRM_CONTACT;
		en->link.settled = true;
		if (op == NULL || en->first == NULL || en->firm == NULL ||
		    !is_there(&en->thing) || !is_there(&en->firm->thing))
			continue;
		linked = ledger_linked(l->p->ledger, LEDGER_CONTACT,
		    en->thing.token, LEDGER_COMPANY, en->firm->thing.token,
		    l->e);
		if (linked == -1)
			return -1;
		if (linked)
			continue;
		en->link.item.id = en->thing.id;
		en->link.item.company = en->firm->thing.id;
		if (!crm_sends(l->p->crm, op, &en->link.item, &l->p->arena))
			continue;
		en->link.settled = false;
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
	/* Where the tie is a field of the contact, that was changed. */
	if (did == OUT_UPDATED && ledger_object_wrote(l->p->ledger,
	    LEDGER_CONTACT, en->thing.token, now_millis(), l->e) == -1)
		return -1;
	return ledger_link_put(l->p->ledger, LEDGER_CONTACT,
	    en->thing.token, LEDGER_COMPANY, en->firm->thing.token, l->e);
}

/* Can a contact have one company only? */
static bool
is_single(const struct links *l)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].link[CRM_COMPANY];

	return op != NULL && crm_single(op);
}

/*
 * Those still to be tied; without those where one end is new, unless what
 * stands at the other must not be replaced.
 */
static size_t
choose(struct links *l, bool new_too)
{
	bool new, single = is_single(l);
	size_t i, n = 0;

	for (i = 0; i < l->n; i++) {
		new = l->all[i]->thing.did == OUT_CREATED || (!single &&
		    l->all[i]->firm->thing.did == OUT_CREATED);
		if (!l->all[i]->link.settled && (new_too || !new))
			l->items[n++] = &l->all[i]->link.item;
	}
	return n;
}

static bool
is_tied(const struct entity *en)
{
	const struct crm_hit *h;

	for (h = en->link.item.hits; h != NULL; h = h->next)
		if (str_eq(h->id, en->link.item.company))
			return true;
	return false;
}

static int
read_links(struct links *l)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].links[CRM_COMPANY];
	size_t i, n = choose(l, false);

	if (n == 0 || op == NULL)
		return 0;
	if (crm_run(l->p->crm, op, l->items, n, &l->p->arena, l->e) == -1)
		return -1;
	for (i = 0; i < l->n; i++) {
		if (is_tied(l->all[i]) &&
		    linked(l, l->all[i], OUT_UNCHANGED) == -1)
			return -1;
		/* People gave it to another company: they know better. */
		if (is_single(l) && l->all[i]->link.item.nhits > 0 &&
		    !is_tied(l->all[i]))
			thing_done(&l->all[i]->link, OUT_UNCHANGED);
	}
	return 0;
}

static int
journal(struct links *l, int64_t *id)
{
	struct ledger_tokens tokens = { 0 };
	size_t i;

	tokens.p = arena_array(&l->p->arena, l->n + 1, sizeof(*tokens.p));
	for (i = 0; i < l->n; i++)
		if (!l->all[i]->link.settled)
			tokens.p[tokens.n++] = l->all[i]->thing.token;
	return intent_open(l->p, STR("contact.link"), LEDGER_CONTACT,
	    tokens, id, l->e);
}

/* Which of those just tied are read back?  (See verify.c.) */
static size_t
choose_sample(struct links *l, bool rest)
{
	size_t i, n = 0;

	for (i = 0; i < l->n; i++) {
		if (l->all[i]->link.settled ||
		    l->all[i]->link.item.verdict != CRM_OK ||
		    in_sample(l->p, &l->all[i]->link.item) == rest)
			continue;
		l->items[n] = ARENA_NEW(&l->p->arena, struct crm_item);
		l->items[n]->id = l->all[i]->thing.id;
		l->items[n++]->cookie = l->all[i];
	}
	return n;
}

static int
read_back(struct links *l, size_t n, bool *lies)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].links[CRM_COMPANY];
	struct entity *en;
	size_t i;

	if (n == 0 || op == NULL)
		return 0;
	if (crm_run(l->p->crm, op, l->items, n, &l->p->arena, l->e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		en = l->items[i]->cookie;
		if (l->items[i]->verdict != CRM_OK)
			continue;	/* cannot tell */
		en->link.item.hits = l->items[i]->hits;
		if (is_tied(en))
			continue;
		*lies = true;
		en->link.item.verdict = CRM_UNKNOWN;
		err_set(&en->link.item.err, ERR_REMOTE, "crm.lie",
		    "the CRM confirmed what it did not write");
	}
	return 0;
}

static int
verify_links(struct links *l, bool *lies)
{
	*lies = false;
	if (l->p->crm->verify == CRM_VERIFY_NONE || l->p->o->dry_run)
		return 0;
	if (read_back(l, choose_sample(l, false), lies) == -1)
		return -1;
	return *lies ? read_back(l, choose_sample(l, true), lies) : 0;
}

/* Those that the profile does not tie: nothing was sent for them. */
static void
leave(struct links *l)
{
	size_t i;

	for (i = 0; i < l->n && !l->p->o->dry_run; i++)
		if (!l->all[i]->link.settled &&
		    l->all[i]->link.item.attempts == 0 &&
		    l->all[i]->link.item.verdict == CRM_OK)
			thing_done(&l->all[i]->link, OUT_UNCHANGED);
}

/* Once: tie what is not tied.  ${again}: some of it has to be redone. */
static int
write_links(struct links *l, bool *again)
{
	const struct crm_op *op =
	    l->p->crm->objects[CRM_CONTACT].link[CRM_COMPANY];
	struct thing *t;
	size_t i, n = choose(l, true);
	int64_t intent = 0;

	*again = false;
	if (n == 0 || op == NULL)
		return 0;
	if (journal(l, &intent) == -1 || crm_run(l->p->crm, op, l->items, n,
	    &l->p->arena, l->e) == -1)
		return -1;
	leave(l);
	if (verify_links(l, again) == -1)
		return -1;
	for (i = 0; i < l->n; i++) {
		t = &l->all[i]->link;
		if (t->settled || t->item.verdict == CRM_UNKNOWN)
			continue;
		if (t->item.verdict != CRM_OK)
			thing_fail(t);
		else if (linked(l, l->all[i], OUT_UPDATED) == -1)
			return -1;
	}
	return intent_close(l->p, intent, l->e);
}

int
push_links(struct push *p, struct err *e)
{
	struct links l = { .p = p, .e = e };
	struct entity *en;
	unsigned round = 0;
	bool again = true;
	size_t n = 0;

	for (en = p->people; en != NULL; en = en->next)
		n++;
	l.all = arena_array(&p->arena, n + 1, sizeof(*l.all));
	l.items = arena_array(&p->arena, n + 1, sizeof(*l.items));
	if (gather(&l) == -1 || read_links(&l) == -1)
		return -1;
	while (again && ++round <= STORE_ROUNDS) {
		if (write_links(&l, &again) == -1)
			return -1;
		if (again)
			crm_pause(p->crm, round);
	}
	for (n = 0; n < l.n; n++)
		if (!l.all[n]->link.settled)
			thing_fail(&l.all[n]->link);
	return 0;
}

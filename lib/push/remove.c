/*
 * remove: objects that are to be gone from the CRM: what it does not have
 * any more is as good as deleted, so that after a stop it is simply done
 * again.
 */
#include "push/thing.h"

static int
journal(struct push *p, enum crm_type type, struct thing **things, size_t n,
    int64_t *id, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		plan_thing(p, things[i]);
	return intent_open(p, arena_printf(&p->arena, "%s.delete",
	    crm_type_names[type]), in_ledger(type), thing_tokens(p, things,
	    n), id, e);
}

static int
settle(struct push *p, struct thing *t, struct err *e)
{
	if (t->item.verdict != CRM_OK && t->item.verdict != CRM_GONE) {
		thing_fail(t);
		return 0;
	}
	thing_done(t, OUT_UPDATED);
	return p->o->dry_run ? 0 : ledger_object_drop(p->ledger,
	    in_ledger(t->type), t->token, e);
}

int
remove_things(struct push *p, enum crm_type type, struct thing **things,
    size_t n, struct err *e)
{
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	int64_t intent = 0;
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		things[i]->removing = true;
		if (!things[i]->settled && plan_allows(p, things[i]))
			some[k++] = things[i];
	}
	if (k == 0)
		return 0;
	if (journal(p, type, some, k, &intent, e) == -1 || run_things(p,
	    p->crm->objects[type].remove, some, k, e) == -1)
		return -1;
	for (i = 0; i < k; i++)
		if (settle(p, some[i], e) == -1)
			return -1;
	return intent_close(p, intent, e);
}

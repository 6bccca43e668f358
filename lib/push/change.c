/* change: what is about to be replaced, and what was made, for --revert. */
#include "push/thing.h"

/* What a field holds, as the ledger keeps it; of an empty one nothing. */
static struct str
kept(const struct json *v, struct arena *a)
{
	return v == NULL || v->type == JSON_NULL ? STR_NONE : json_text(v, a);
}

/* Its mark is a change of no field. */
int
change_made(struct push *p, const struct thing *t, struct err *e)
{
	const struct ledger_change c = { .type = in_ledger(t->type),
	    .token = t->token, .field = STR(""), .run = p->run };

	if (p->o->dry_run || t->did != OUT_CREATED || t->id.p == NULL)
		return 0;
	return ledger_change_put(p->ledger, &c, e);
}

int
change_keep(struct push *p, const struct thing *t, struct err *e)
{
	struct ledger_change c = { .type = in_ledger(t->type),
	    .token = t->token, .run = p->run };
	const struct json *w = &t->write;
	size_t i;

	if (p->o->dry_run || t->id.p == NULL ||
	    t->current.type != JSON_OBJECT || w->type != JSON_OBJECT)
		return 0;
	for (i = 0; i < w->len; i++) {
		c.field = w->members[i].key;
		c.old = kept(json_get(&t->current, c.field), &p->arena);
		c.now = kept(&w->members[i].value, &p->arena);
		if (ledger_change_put(p->ledger, &c, e) == -1)
			return -1;
	}
	return 0;
}

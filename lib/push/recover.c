/*
 * recover: a run before this one was cut off between writing down what it
 * was about to do and what happened.  What it made is found by its token;
 * updates and links need no finding: the record that wanted them has no
 * outcome yet and is looked at again.
 */
#include "push/thing.h"

/* An index that is behind must have caught up with the lost request. */
static void
wait_out(const struct push *p, enum crm_type t, int64_t sent)
{
	const struct crm_object *o = &p->crm->objects[t];
	int64_t ms = sent + o->lag_ns / 1000000 - now_millis();

	if (o->guarantee == CRM_TOKEN_LOOKUP && ms > 0 && ms < 86400000)
		crm_wait(p->crm, ms * 1000000);
}

static int
load(struct push *p, const struct ledger_intent *in, enum crm_type type,
    struct thing **out, size_t *n, struct err *e)
{
	struct thing *t;
	size_t i;

	for (i = 0; i < in->tokens.n; i++) {
		t = ARENA_NEW(&p->arena, struct thing);
		t->type = type;
		t->token = in->tokens.p[i];
		if (thing_load(p, t, e) == -1)
			return -1;
		if (t->id.p == NULL)
			out[(*n)++] = t;
	}
	return 0;
}

static int
keep(struct push *p, const struct thing *t, int64_t sent, struct err *e)
{
	struct ledger_object o = t->was;

	if (t->id.p == NULL)
		return 0;
	o.type = in_ledger(t->type);
	o.token = t->token;
	o.id = t->id;
	o.run = p->run;
	o.wrote = sent;
	return ledger_object_put(p->ledger, &o, e);
}

/* What was perhaps changed was changed by us: see history.c. */
static int
keep_changed(struct push *p, const struct ledger_intent *in, struct err *e)
{
	size_t i;

	for (i = 0; i < in->tokens.n; i++)
		if (ledger_object_wrote(p->ledger, in->type, in->tokens.p[i],
		    in->at, e) == -1)
			return -1;
	return ledger_intent_close(p->ledger, in->id, "again", e);
}

static int
recover_one(struct push *p, const struct ledger_intent *in, struct err *e)
{
	int type = of_ledger(in->type);
	struct thing **things = arena_array(&p->arena, in->tokens.n + 1,
	    sizeof(*things));
	size_t i, n = 0;

	if (type == -1 || !str_ends(in->op, STR(".create")))
		return keep_changed(p, in, e);
	if (load(p, in, type, things, &n, e) == -1)
		return -1;
	wait_out(p, type, in->at);
	if (find_things(p, type, false, things, n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (things[i]->settled)
			return 0;	/* could not look: it stays open */
		if (keep(p, things[i], in->at, e) == -1)
			return -1;
	}
	return ledger_intent_close(p->ledger, in->id, "found", e);
}

static bool
is_bulk(const struct ledger_intent *in)
{
	return str_ends(in->op, STR(".bulk"));
}

int
recover(struct push *p, struct err *e)
{
	struct ledger_intent *all;
	size_t i, n;

	if (p->o->dry_run)
		return 0;
	if (ledger_intents(p->ledger, &p->arena, &all, &n, e) == -1)
		return -1;
	/*
	 * What a bulk job makes is there when it has ended.  What this run
	 * could not find out is for the next one.
	 */
	for (i = 0; i < n; i++)
		if (all[i].run != p->run && is_bulk(&all[i]) &&
		    bulk_recover(p, &all[i], e) == -1)
			return -1;
	for (i = 0; i < n; i++)
		if (all[i].run != p->run && !is_bulk(&all[i]) &&
		    recover_one(p, &all[i], e) == -1)
			return -1;
	return ledger_commit(p->ledger, e);
}

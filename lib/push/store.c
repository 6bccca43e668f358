/*
 * store: write down what you are about to do, do it, write down what
 * happened.
 *
 * A create whose outcome is not known is never simply repeated: the thing is
 * looked for by its token first.  A create that was refused because the
 * thing is there already becomes an update of what is there.  A write that
 * the CRM confirmed but did not make is found by reading back (verify.c) and
 * counts as not known.
 */
#include "push/parts.h"
#include "push/people.h"
#include "push/thing.h"

enum { INTENTS = 2 * STORE_ROUNDS };

struct storing {
	struct push		*p;
	enum crm_type		 type;
	const struct crm_object	*o;
	struct thing		**all, **some;	/* some: room for a subset */
	size_t			 n, nsome;
	int64_t			 intents[INTENTS];
	size_t			 nintents;
	struct err		*e;
};

/* ${s}->some: what is unsettled, with or without an id. */
static size_t
choose(struct storing *s, bool with_id)
{
	size_t i;

	s->nsome = 0;
	for (i = 0; i < s->n; i++)
		if (!s->all[i]->settled &&
		    (s->all[i]->id.p != NULL) == with_id)
			s->some[s->nsome++] = s->all[i];
	return s->nsome;
}

/* What the ledger knew by another token turned out to be this one. */
static int
fold_other(struct storing *s, struct thing *t)
{
	struct ledger *l = s->p->ledger;
	enum ledger_type type = in_ledger(s->type);
	struct ledger_object other;
	int known = t->id.p == NULL ? 0 : ledger_object_by_id(l, type, t->id,
	    &s->p->arena, &other, s->e);

	if (known != 1 || str_eq(other.token, t->token))
		return known == -1 ? -1 : 0;
	if (ledger_object_merge(l, type, other.token, t->token, s->e) == -1)
		return -1;
	t->known = true;
	return ledger_object_get(l, type, t->token, &s->p->arena, &t->was,
	    s->e) == -1 ? -1 : 0;
}

/* The ledger's object: fields sent now over those sent before. */
static int
put_object(struct storing *s, struct thing *t)
{
	struct ledger_object o = { .type = in_ledger(s->type),
	    .token = t->token, .id = t->id, .digest = t->digest,
	    .at = t->at, .run = s->p->run };
	size_t i, k;

	if (fold_other(s, t) == -1 || change_made(s->p, t, s->e) == -1)
		return -1;
	if (t->did == OUT_CREATED || t->did == OUT_UPDATED)
		o.wrote = now_millis();
	if (t->known && t->was.at > o.at)
		o.at = t->was.at;
	o.fields = arena_array(&s->p->arena, t->nsent + t->was.nfields + 1,
	    sizeof(*o.fields));
	for (i = 0; i < t->nsent; i++)
		o.fields[o.nfields++] = t->sent[i];
	for (i = 0; t->known && i < t->was.nfields; i++) {
		for (k = 0; k < t->nsent; k++)
			if (str_eq(t->sent[k].name, t->was.fields[i].name))
				break;
		if (k == t->nsent)
			o.fields[o.nfields++] = t->was.fields[i];
	}
	return ledger_object_put(s->p->ledger, &o, s->e);
}

static int
done(struct storing *s, struct thing *t, enum outcome did)
{
	thing_done(t, did);
	return s->p->o->dry_run ? 0 : put_object(s, t);
}

/* Write down what is about to be sent, and make that last. */
static int
journal(struct storing *s, const char *verb)
{
	struct ledger_object none;
	int64_t id;
	size_t i;

	for (i = 0; i < s->nsome; i++)
		plan_thing(s->p, s->some[i]);
	if (s->p->o->dry_run)
		return 0;
	for (i = 0; i < s->nsome; i++) {
		none = (struct ledger_object){ .type = in_ledger(s->type),
		    .token = s->some[i]->token, .at = s->some[i]->at,
		    .run = s->p->run };
		if (s->some[i]->id.p == NULL && !s->some[i]->known &&
		    ledger_object_put(s->p->ledger, &none, s->e) == -1)
			return -1;
	}
	for (i = 0; i < s->nsome; i++)
		if (change_keep(s->p, s->some[i], s->e) == -1)
			return -1;
	if (intent_open(s->p, arena_printf(&s->p->arena, "%s.%s",
	    crm_type_names[s->type], verb), in_ledger(s->type),
	    thing_tokens(s->p, s->some, s->nsome), &id, s->e) == -1)
		return -1;
	if (s->nintents < INTENTS)
		s->intents[s->nintents++] = id;
	return 0;
}

/* Nothing to write where all is as wanted already. */
static int
plan(struct storing *s)
{
	struct thing *t;
	size_t i;

	for (i = 0; i < s->n; i++) {
		t = s->all[i];
		if (t->settled || scope_settles(s->p, t))
			continue;
		t->plan(s->p, t);
		if (!plan_allows(s->p, t))
			continue;
		if (t->id.p == NULL || t->write.len > 0)
			continue;
		if (done(s, t, t->tried ? OUT_CREATED : t->withheld ?
		    OUT_STALE : OUT_UNCHANGED) == -1)
			return -1;
	}
	return 0;
}

static void
take_created(const struct storing *s, struct thing *t)
{
	switch (t->item.verdict) {
	case CRM_OK:
		if (s->p->o->dry_run)
			t->id = arena_printf(&s->p->arena, "new:%.*s",
			    STR_ARG(t->token));
		else if (t->item.nhits > 0)
			t->id = t->item.hits->id;
		else {
			t->item.verdict = CRM_UNKNOWN;
			return;
		}
		thing_done(t, OUT_CREATED);
		return;
	case CRM_UNKNOWN:
	case CRM_DUPLICATE:
		return;	/* to be found out */
	default:
		thing_fail(t);
	}
}

static int
take_updated(struct storing *s, struct thing *t)
{
	if (t->item.verdict == CRM_OK)
		thing_done(t, t->tried ? OUT_CREATED : OUT_UPDATED);
	/* It is made anew; what has keys is looked for by them first. */
	else if (t->item.verdict == CRM_GONE && s->type != CRM_CONTACT &&
	    s->type != CRM_LEAD && s->type != CRM_COMPANY)
		return thing_lose(s->p, t, s->e);
	else if (t->item.verdict == CRM_DUPLICATE && s->type == CRM_CONTACT)
		return update_conflict(s->p, t, s->e);
	else
		thing_fail(t);
	return 0;
}

/*
 * Read back what the CRM confirmed, and only then write it down: a run that
 * is cut off before must not believe in it.  Lies are unsettled again.
 */
static int
confirm(struct storing *s, struct thing **sent, size_t n)
{
	size_t i;

	if (verify(s->p, s->type, sent, n, s->e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (sent[i]->item.verdict == CRM_UNKNOWN)
			sent[i]->settled = false;
		else if (sent[i]->item.verdict == CRM_OK &&
		    !s->p->o->dry_run && put_object(s, sent[i]) == -1)
			return -1;
	return 0;
}

/* There is one already, the CRM says, and perhaps which. */
static int
find_duplicates(struct storing *s, struct thing **dups, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		dups[i]->tried = false;	/* it was not we who made it */
		if (dups[i]->item.existing.len > 0)
			dups[i]->id = dups[i]->item.existing;
	}
	for (i = 0; i < n; i++)
		if (dups[i]->id.p != NULL)
			s->some[k++] = dups[i];
	if (read_current(s->p, s->type, s->some, k, s->e) == -1)
		return -1;
	if (s->type == CRM_CONTACT) {
		if (create_conflicts(s->p, dups, n, s->e) == -1)
			return -1;
	} else if (find_things(s->p, s->type, false, dups, n, s->e) == -1 ||
	    find_things(s->p, s->type, true, dups, n, s->e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (dups[i]->id.p != NULL || dups[i]->settled ||
		    dups[i]->item.verdict == CRM_RETRY)
			continue;
		err_set(&dups[i]->item.err, ERR_REJECTED, "crm.duplicate",
		    "the CRM has this already but does not show it");
		dups[i]->item.verdict = CRM_DUPLICATE;
		thing_fail(dups[i]);
	}
	return 0;
}

static void
wait_lag(const struct storing *s)
{
	if (s->o->guarantee == CRM_TOKEN_LOOKUP)
		crm_wait(s->p->crm, s->o->lag_ns);
}

/* What the CRM did is not known: what it made is there by its token. */
static int
find_unknown(struct storing *s, struct thing **lost, size_t n,
    unsigned round)
{
	size_t i;

	for (i = 0; i < n; i++) {
		lost[i]->id = STR_NONE;
		lost[i]->settled = false;
	}
	crm_pause(s->p->crm, round);
	wait_lag(s);
	if (s->o->guarantee == CRM_AT_LEAST_ONCE)
		return 0;
	return find_things(s->p, s->type, false, lost, n, s->e);
}

static int
sort_out(struct storing *s, struct thing **sent, size_t n, unsigned round)
{
	struct thing **dups = arena_array(&s->p->arena, n + 1,
	    sizeof(*dups)), **lost = arena_array(&s->p->arena, n + 1,
	    sizeof(*lost));
	size_t i, ndups = 0, nlost = 0;

	for (i = 0; i < n; i++) {
		if (sent[i]->item.verdict == CRM_DUPLICATE &&
		    !sent[i]->settled)
			dups[ndups++] = sent[i];
		else if (sent[i]->item.verdict == CRM_UNKNOWN)
			lost[nlost++] = sent[i];
	}
	if (ndups > 0 && find_duplicates(s, dups, ndups) == -1)
		return -1;
	return nlost > 0 ? find_unknown(s, lost, nlost, round) : 0;
}

static struct thing **
copy_some(struct storing *s)
{
	struct thing **copy = arena_array(&s->p->arena, s->nsome + 1,
	    sizeof(*copy));

	memcpy(copy, s->some, s->nsome * sizeof(*copy));
	return copy;
}

static int
send_new(struct storing *s, struct thing **things, size_t n)
{
	bool done;

	if (bulk_things(s->p, s->type, things, n, &done, s->e) == -1)
		return -1;
	return done ? 0 : run_things(s->p, s->o->create, things, n, s->e);
}

static int
create(struct storing *s, unsigned round)
{
	struct thing **sent;
	size_t i, n = choose(s, false);

	if (n == 0)
		return 0;
	if (journal(s, "create") == -1)
		return -1;
	sent = copy_some(s);
	for (i = 0; i < n; i++)
		sent[i]->tried = true;
	if (send_new(s, sent, n) == -1)
		return -1;
	for (i = 0; i < n; i++)
		take_created(s, sent[i]);
	if (confirm(s, sent, n) == -1)
		return -1;
	return sort_out(s, sent, n, round);
}

static int
update(struct storing *s)
{
	struct thing **sent;
	size_t i, n = choose(s, true);

	if (n == 0)
		return 0;
	if (journal(s, "update") == -1)
		return -1;
	sent = copy_some(s);
	if (run_things(s->p, s->o->update, sent, n, s->e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (take_updated(s, sent[i]) == -1)
			return -1;
	return confirm(s, sent, n);
}

/* What the CRM surely did not make is no longer on its way there. */
static int
forget_refused(struct storing *s)
{
	const struct thing *t;
	size_t i;

	for (i = 0; !s->p->o->dry_run && i < s->n; i++) {
		t = s->all[i];
		if (t->did == OUT_REFUSED && t->id.p == NULL &&
		    ledger_object_drop(s->p->ledger, in_ledger(s->type),
		    t->token, s->e) == -1)
			return -1;
	}
	return 0;
}

/*
 * Patience has ended.  Intents of things whose outcome is still not known
 * stay open, so that the next run finds it out first.
 */
static int
finish(struct storing *s)
{
	bool open = false;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (!s->all[i]->settled) {
			s->all[i]->item.verdict = CRM_UNKNOWN;
			if (s->all[i]->item.err.kind == ERR_NONE)
				err_set(&s->all[i]->item.err, ERR_REMOTE,
				    "crm.unknown", "the CRM confirms it but "
				    "does not have it");
			thing_fail(s->all[i]);
		}
		owners_doubt(s->p, s->all[i]);
		open |= s->all[i]->did == OUT_DEFERRED;
	}
	for (i = 0; !open && i < s->nintents; i++)
		if (ledger_intent_close(s->p->ledger, s->intents[i], "done",
		    s->e) == -1)
			return -1;
	return forget_refused(s);
}

static bool
is_open(const struct storing *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!s->all[i]->settled)
			return true;
	return false;
}

int
store(struct push *p, enum crm_type type, struct thing **things, size_t n,
    struct err *e)
{
	struct storing s = { .p = p, .type = type,
	    .o = &p->crm->objects[type], .all = things, .n = n, .e = e };
	unsigned round;

	s.some = arena_array(&p->arena, n + 1, sizeof(*s.some));
	if (history_ask(p, type, things, n, e) == -1)
		return -1;
	for (round = 1; round <= STORE_ROUNDS && is_open(&s); round++)
		if (plan(&s) == -1 || create(&s, round) == -1 ||
		    plan(&s) == -1 || update(&s) == -1)
			return -1;
	return finish(&s);
}

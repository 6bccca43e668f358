/*
 * outbox: records that could not be done for now are kept, sealed, and are
 * the first that the next run pushes.
 */
#include "push/flow.h"
#include "push/people.h"
#include "record/log.h"

bool
outbox_has_room(const struct push *p, int waves)
{
	return p->waiting + waves * (int64_t)p->width <= OUTBOX_MAX &&
	    p->waiting_bytes < OUTBOX_BYTES;
}

/* In looking for its person. */
static int64_t
tries_to_find(struct push *p, const struct job *j)
{
	const struct crm_item *it;
	int64_t n = 0;
	size_t k;

	for (k = 0; k < MATCH_MAX; k++) {
		it = lookup_found(p, j, k);
		if (it != NULL && it->verdict != CRM_OK && it->attempts > n)
			n = it->attempts;
	}
	return n;
}

/* Requests that failed for this record, at most in any one of its parts. */
static int64_t
tries_of(struct push *p, const struct job *j)
{
	int64_t n = tries_to_find(p, j);
	size_t i;

	if (j->person != NULL) {
		if (j->person->thing.item.attempts > n)
			n = j->person->thing.item.attempts;
		if (j->person->firm != NULL &&
		    j->person->firm->thing.item.attempts > n)
			n = j->person->firm->thing.item.attempts;
	}
	for (i = 0; i < j->nnotes; i++)
		if (j->notes[i].thing.item.attempts > n)
			n = j->notes[i].thing.item.attempts;
	return n > 0 ? n : 1;
}

/* Alert: this one needs a person, or it will never be in the CRM. */
static void
give_up(struct push *p, struct job *j)
{
	char id[96];

	log_msg(LOG_ERROR, "alert: record '%s' is given up after %lld "
	    "attempts (%s); it is %s", err_quote(j->id, id, sizeof(id)),
	    (long long)j->tries, j->err.code != NULL ? j->err.code :
	    "unknown", p->o->letters->fd != -1 ? "a dead letter now" :
	    "kept in the ledger's outbox, and not tried again");
	err_wrap(&j->err, "given up after %lld attempts",
	    (long long)j->tries);
	j->err.kind = ERR_REJECTED;
	j->err.code = "push.attempts";
	j->outcome = OUT_REFUSED;
	p->given_up++;
}

static int
put(struct push *p, struct job *j, bool dead, struct err *e)
{
	struct ledger_waiting w = { .id = j->id, .record = j->raw,
	    .code = str_of(j->err.code), .at = j->at, .since = now_millis(),
	    .attempts = j->tries, .high = j->high, .dead = dead };
	size_t k;

	for (k = 0; k < MATCH_MAX && w.who.p == NULL; k++)
		w.who = j->keys[k];
	p->waiting++;
	p->waiting_bytes += (int64_t)j->raw.len;
	return ledger_outbox_put(p->ledger, &w, e);
}

/* Is a later telling of the conversation there already? */
static int
is_later(struct push *p, const struct job *j, struct ledger_waiting *w,
    struct err *e)
{
	int rc;

	*w = (struct ledger_waiting){ 0 };
	if (p->waiting == 0)
		return 0;
	rc = ledger_outbox_get(p->ledger, j->id, &p->arena, w, e);
	return rc == 1 ? w->at > j->at : rc;
}

static int
defer(struct push *p, struct job *j, struct err *e)
{
	struct ledger_waiting w;
	int later;

	if (j->superseded)
		return 0;
	later = is_later(p, j, &w, e);
	if (later != 0)
		return later == -1 ? -1 : 0;
	/* A CRM that is away is no fault of the record's. */
	if (!crm_over(p->crm, NULL))
		j->tries += tries_of(p, j);
	if (j->tries >= crm_attempts(p->crm))
		give_up(p, j);
	return put(p, j, j->outcome == OUT_REFUSED, e);
}

/* Done, by this record or a later one: it need not wait any more. */
static int
drop(struct push *p, const struct job *j, struct err *e)
{
	struct ledger_waiting w;
	int later = is_later(p, j, &w, e);

	if (later != 0 || w.id.p == NULL)
		return later == -1 ? -1 : 0;
	return ledger_outbox_drop(p->ledger, j->id, e);
}

int
outbox_settle(struct push *p, struct job *j, struct err *e)
{
	if (j->id.p == NULL || j->raw.p == NULL || j->same != NULL)
		return 0;
	switch (j->outcome) {
	case OUT_DEFERRED:
		return defer(p, j, e);
	case OUT_REFUSED:
	case OUT_QUARANTINED:
		/* Without a dead letter this would be its end. */
		if (j->drained && p->o->letters->fd == -1)
			return put(p, j, true, e);
		return j->drained ? 0 : drop(p, j, e);
	case OUT_SKIPPED:
		return j->drained ? drop(p, j, e) : 0;
	default:
		return drop(p, j, e);
	}
}

/* A run that drained it has answered this very record already. */
void
outbox_same(struct push *p, struct job *j)
{
	struct drained *d = hmap_get(&p->outbox, j->id);

	if (d == NULL || memcmp(d->hash, j->hash, sizeof(d->hash)) != 0 ||
	    d->outcome == OUT_SKIPPED || d->outcome == OUT_QUARANTINED)
		return;
	d->claimed = true;
	j->same = d;
	j->answered = true;
	j->outcome = d->outcome;
	j->err = d->err;
}

/* Its dead letter is on disk: the outbox need not keep it. */
int
outbox_bury(struct push *p, struct err *e)
{
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if ((j->outcome != OUT_REFUSED &&
		    j->outcome != OUT_QUARANTINED) || j->tries == 0 ||
		    p->o->letters->fd == -1)
			continue;
		if (ledger_outbox_drop(p->ledger, j->id, e) == -1)
			return -1;
	}
	return 0;
}

static int
load(struct push *p, struct str id, struct err *e)
{
	struct job *j = &p->jobs[p->njobs];
	struct ledger_waiting w;
	int rc = ledger_outbox_get(p->ledger, id, &p->arena, &w, e);

	if (rc != 1)
		return rc;	/* another run was faster */
	*j = (struct job){ .arrived = now_millis(), .drained = true };
	p->line = 0;
	if (!job_read(p, j, w.record))
		return 0;
	j->tries = w.attempts;
	p->njobs++;
	p->drained++;
	return 0;
}

/* The next wave of ${ids}, from ${*next} on. */
static int
load_wave(struct push *p, const struct ledger_tokens *ids, size_t *next,
    struct err *e)
{
	int rc = 0;

	wave_clear(p);
	if (push_turn(p, e) == -1)
		return -1;
	while (rc == 0 && *next < ids->n && p->njobs < p->width)
		rc = load(p, ids->p[(*next)++], e);
	return rc;
}

static int
read_ids(struct push *p, struct ledger_tokens *ids, struct err *e)
{
	if (push_turn(p, e) == -1 || ledger_outbox_size(p->ledger,
	    &p->waiting, &p->waiting_bytes, e) == -1 || (p->waiting > 0 &&
	    ledger_outbox_ids(p->ledger, &p->kept, ids, e) == -1))
		return -1;
	return ledger_yield(p->ledger, e);
}

/*
 * A run that is not for all leaves the outbox alone: what waits there was
 * meant to be pushed whole.
 */
int
outbox_drain(struct push *p, struct err *e)
{
	struct ledger_tokens ids = { 0 };
	size_t next = 0;

	if (p->o->dry_run || p->o->apply)
		return 0;
	if (read_ids(p, &ids, e) == -1)
		return -1;
	if (!scope_is_all(p->o))
		return 0;
	while (next < ids.n && !crm_over(p->crm, NULL) && !p->o->plan)
		if (load_wave(p, &ids, &next, e) == -1 ||
		    push_wave(p, e) == -1)
			return -1;
	return 0;
}

int
outbox_left(struct push *p, bool *left, struct err *e)
{
	struct ledger_tokens ids;
	int rc;

	*left = false;
	if (p->o->dry_run || p->waiting == 0 || !scope_is_all(p->o))
		return 0;
	rc = ledger_outbox_ids(p->ledger, &p->kept, &ids, e);
	*left = rc == 1;
	return rc == -1 ? -1 : 0;
}

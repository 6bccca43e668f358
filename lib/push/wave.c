/* wave: the steps that a wave of records goes through together. */
#include "push/flow.h"
#include "push/parts.h"
#include "push/people.h"
#include "push/thing.h"

/* Has the score moved by more than what is worth a request? */
static bool
score_moved(const struct push *p, const struct job *j)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	double moved = j->score - j->was.score;
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (o->fields[i].step > 0 && (moved >= o->fields[i].step ||
		    -moved >= o->fields[i].step))
			return true;
	return false;
}

/*
 * A record that came before, with nothing new in it, needs no request; nor
 * does an older telling of a conversation that has grown since.
 */
static int
skip_known(struct push *p, struct job *j, struct err *e)
{
	int known = ledger_conversation_get(p->ledger, j->id, &p->arena,
	    &j->was, e);

	if (known == 1 && p->outbox.n > 0)
		outbox_same(p, j);
	if (known != 1 || j->answered)
		return known == -1 ? -1 : 0;
	if (!is_final(j->was.outcome))
		return 0;
	if (j->was.at > j->at) {
		j->answered = j->superseded = true;
		j->outcome = OUT_STALE;
	} else if (memcmp(j->hash, j->was.hash, sizeof(j->hash)) == 0 &&
	    !score_moved(p, j)) {
		j->answered = true;
		j->outcome = OUT_UNCHANGED;
	}
	return 0;
}

static void
supersede(struct job *j)
{
	j->superseded = true;
	j->nnotes = 0;
}

/*
 * One conversation twice in a wave: the later telling is the whole, its
 * notes stand for both.
 */
static void
fold_tellings(struct push *p)
{
	struct hmap last;
	struct job *j, **slot;

	hmap_init(&last, &p->arena);
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered)
			continue;
		slot = (struct job **)hmap_slot(&last, j->id);
		if (*slot == NULL)
			*slot = j;
		else if (j->at >= (*slot)->at) {
			supersede(*slot);
			*slot = j;
		} else
			supersede(j);
	}
}

static int
push_people(struct push *p, struct err *e)
{
	struct thing **things;
	struct entity *en;
	struct job *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person != NULL) {
			entity_want(p, j->person, j);
			j->person->thing.urgent |= j->high;
		}
	for (en = p->people; en != NULL; en = en->next)
		n++;
	things = arena_array(&p->arena, n + 1, sizeof(*things));
	n = 0;
	for (en = p->people; en != NULL; en = en->next) {
		if (en->first == NULL || en->thing.settled)
			continue;
		things[n++] = &en->thing;
	}
	return store(p, CRM_CONTACT, things, n, e);
}

static int
remember(struct push *p, const struct job *j, struct err *e)
{
	struct ledger_conversation c = {
		.id = j->id,
		.outcome = str_of(outcome_names[j->outcome]),
		.code = str_of(j->err.code),
		.score = j->score,
		.at = j->at,
		.run = p->run,
		.parts = (int64_t)j->nnotes,
		.attempts = j->was.attempts + 1
	};

	if (c.parts < j->was.parts && (c.parts == 0 ||
	    !is_final(c.outcome)))
		c.parts = j->was.parts;	/* those that are over still stand */
	if (j->person != NULL)
		c.person = j->person->thing.token;
	memcpy(c.hash, j->hash, sizeof(c.hash));
	return ledger_conversation_put(p->ledger, &c, e);
}

static int
settle(struct push *p, struct err *e)
{
	struct job *j;
	bool sent;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		sent = !j->answered && j->person != NULL;
		if (sent)
			job_settle(j);
		if (!p->o->dry_run && !j->told && outbox_settle(p, j,
		    e) == -1)
			return -1;
		if (!p->o->dry_run && j->id.p != NULL && !j->superseded &&
		    j->same == NULL &&
		    (sent || j->outcome == OUT_QUARANTINED ||
		    j->outcome == OUT_DEFERRED) && remember(p, j, e) == -1)
			return -1;
	}
	return p->o->dry_run ? 0 : ledger_commit(p->ledger, e);
}

void
wave_forget(struct push *p)
{
	size_t k;

	for (k = 0; k <= MATCH_MAX; k++)
		hmap_init(&p->lookups[k], &p->arena);
	hmap_init(&p->firms_found, &p->arena);
}

void
wave_clear(struct push *p)
{
	arena_reset(&p->arena);
	p->njobs = 0;
	wave_forget(p);
}

static void
begin_wave(struct push *p)
{
	p->people = p->firms = NULL;
	p->last_person = &p->people;
	p->last_firm = &p->firms;
	hmap_init(&p->by_person, &p->arena);
	hmap_init(&p->by_firm, &p->arena);
}

/*
 * Before the first record of a run, even if it turns out to be known: in
 * another account it is not.  A run without records sends nothing.
 */
int
make_ready(struct push *p, struct err *e)
{
	if (p->ready)	/* others may have died since our last turn */
		return p->o->shared ? recover(p, e) : 0;
	p->ready = true;
	if (bind_account(p, e) == -1)
		return -1;
	return crm_stopped(p->crm, NULL) == ERR_NONE ? recover(p, e) : 0;
}

int
wave_run(struct push *p, struct err *e)
{
	struct job *j;

	begin_wave(p);
	for (j = p->jobs; j < p->jobs + p->njobs && j->answered; j++)
		;
	if (j < p->jobs + p->njobs && make_ready(p, e) == -1)
		return -1;
	for (; j < p->jobs + p->njobs; j++)
		if (!j->answered && (decision_keep(p, j, e) == -1 ||
		    skip_known(p, j, e) == -1 ||
		    (!j->answered && scope_pilot(p, j, e) == -1)))
			return -1;
	fold_tellings(p);
	ahead_begin(p);
	if (answer_early(p, e) == -1 || identify(p, e) == -1)
		return -1;
	scope_people(p);
	if (find_owners(p, e) == -1 || push_people(p, e) == -1)
		return -1;
	if (scope_has(p, CRM_COMPANY) && (push_companies(p, e) == -1 ||
	    push_links(p, e) == -1))
		return -1;
	if (push_children(p, e) == -1 || (scope_has(p, CRM_CONTACT) &&
	    push_members(p, e) == -1))
		return -1;
	if (scope_has(p, CRM_NOTE) && (push_notes(p, e) == -1 ||
	    push_surplus(p, e) == -1))
		return -1;
	return settle(p, e);
}

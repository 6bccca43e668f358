/*
 * identity: which people are a wave's records about?
 *
 * The ledger is asked first, then the CRM for those it does not know.
 * Records are placed one after the other in the order of the input, each
 * seeing the keys of those before it, as if each had been a run of its own.
 */
#include "push/people.h"
#include "push/thing.h"

static void
unplace(struct job *j)
{
	j->person = NULL;
	j->matched = -1;
	j->decided = false;
	j->answered = false;
	j->candidates = NULL;
	j->rivals = j->similar = (struct ledger_tokens){ 0 };
	j->err = (struct err){ 0 };
}

/* Who is there for whom: each person's first job, in input order. */
static size_t
count_people(struct push *p)
{
	struct entity *en;
	struct job *j;
	size_t n = 0;

	for (en = p->people; en != NULL; en = en->next)
		en->first = NULL;
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered || j->person == NULL ||
		    j->person->first != NULL)
			continue;
		j->person->first = j;
		n++;
	}
	return n;
}

/* What the CRM has of people the ledger knew by id. */
static int
read_people(struct push *p, struct err *e)
{
	struct thing **things;
	struct entity *en;
	size_t n = count_people(p);

	things = arena_array(&p->arena, n + 1, sizeof(*things));
	n = 0;
	for (en = p->people; en != NULL; en = en->next)
		if (en->first != NULL && en->thing.id.p != NULL &&
		    !en->thing.settled &&
		    en->thing.current.type == JSON_NULL)
			things[n++] = &en->thing;
	if (read_current(p, CRM_CONTACT, things, n, e) == -1)
		return -1;
	return unify(p, CRM_CONTACT, e);
}

/*
 * Was ${j} placed by less than the strongest of its keys, or not at all, or
 * with somebody who is known by his keys alone?
 */
static bool
is_unsure(const struct job *j)
{
	int k;

	if (j->decided)
		return false;
	for (k = 0; k < j->matched; k++)
		if (j->keys[k].p != NULL)
			return true;
	return j->matched == -1 || j->person == NULL ||
	    j->person->thing.id.p == NULL;
}

/* Does the contact show another address than the one it is known by? */
static bool
has_changed(struct push *p, const struct job *j)
{
	const struct thing *t;

	if (j->person == NULL || j->matched < 0 || j->decided)
		return false;
	t = &j->person->thing;
	return t->current.type == JSON_OBJECT && hit_match(p, j,
	    (size_t)j->matched, &t->current) == LEDGER_OTHER;
}

/*
 * Whom would the ledger take them for?  Where it is not sure, the CRM is
 * asked, before anything is learned of the record: it may know more of that
 * person by now, or somebody else by a stronger key.
 */
static int
preview(struct push *p, struct job **jobs, size_t n, struct job **unsure,
    size_t *asked, struct err *e)
{
	const struct thing *t;
	size_t i;

	for (i = 0; i < n; i++) {
		if (place_by_ledger(p, jobs[i], e) == -1)
			return -1;
		if (is_unsure(jobs[i]))
			unsure[(*asked)++] = jobs[i];
	}
	if (read_people(p, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (!is_unsure(jobs[i]) && has_changed(p, jobs[i]))
			unsure[(*asked)++] = jobs[i];
	for (i = 0; i < *asked; i++) {
		if (unsure[i]->person == NULL)
			continue;
		t = &unsure[i]->person->thing;
		if (t->current.type == JSON_OBJECT && learn_keys(p, t->token,
		    &t->current, e) == -1)
			return -1;
	}
	for (i = 0; i < n; i++)
		unplace(jobs[i]);
	return 0;
}

static int
place_all(struct push *p, struct job **jobs, size_t n, struct err *e)
{
	struct job **unsure = arena_array(&p->arena, n + 1, sizeof(*unsure));
	size_t i, asked = 0;

	if (preview(p, jobs, n, unsure, &asked, e) == -1 || (asked > 0 &&
	    look_up(p, unsure, asked, e) == -1))
		return -1;
	for (i = 0; i < n; i++)
		if (place(p, jobs[i], e) == -1)
			return -1;
	return 0;
}

/* What key ${k} of ${j} found of its lost person: 1 found, 0, -1. */
static int
find_by(struct push *p, struct job *j, size_t k, struct err *e)
{
	const struct crm_item *it = lookup_found(p, j, k);
	struct crm_hit *h, *last = NULL;
	struct thing *t = &j->person->thing;
	enum ledger_match m;
	size_t n = 0;

	if (it == NULL)
		return 0;
	if (it->verdict != CRM_OK) {
		job_defer(j, &it->err);
		return 0;
	}
	for (h = it->hits; h != NULL; h = h->next) {
		if (entity_compare(p, j->person, k, &h->fields, &m, e) == -1)
			return -1;
		if (m == LEDGER_OTHER)
			continue;
		last = h;
		n++;
	}
	if (n > 1)
		job_quarantine(j, it->hits);
	if (n != 1)
		return 0;
	t->id = last->id;
	t->current = last->fields;
	return person_keep(p, t, e) == -1 ? -1 : 1;
}

/*
 * Are lost people still there under a key of theirs?  The strongest that any
 * of their records has goes first; no hit counts that one of their keys
 * speaks against, even one that only the ledger knows.
 */
static int
find_again(struct push *p, struct job **jobs, size_t n, struct err *e)
{
	size_t i, k;

	for (i = 0; i < n; i++)
		if (jobs[i]->decided)
			job_quarantine(jobs[i], NULL);
	for (k = 0; k < MATCH_MAX; k++)
		for (i = 0; i < n; i++) {
			if (jobs[i]->answered || jobs[i]->keys[k].p == NULL ||
			    jobs[i]->person->thing.id.p != NULL)
				continue;
			if (find_by(p, jobs[i], k, e) == -1)
				return -1;
		}
	return 0;
}

/* Contacts that were deleted or merged may be there under their keys. */
static int
find_lost(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person != NULL &&
		    j->person->thing.lost)
			jobs[n++] = j;
	if (n == 0)
		return 0;
	if (look_up(p, jobs, n, e) == -1 || find_again(p, jobs, n, e) == -1)
		return -1;
	return unify(p, CRM_CONTACT, e);
}

int
identify(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered)
			jobs[n++] = j;
	if (n == 0)
		return 0;
	if (place_all(p, jobs, n, e) == -1 || read_people(p, e) == -1 ||
	    find_lost(p, e) == -1)
		return -1;
	count_people(p);
	return propose_more(p, e);
}

/*
 * identity: which people are a wave's records about?
 *
 * The ledger is asked first, then the CRM for those it does not know.
 * Records are placed one after the other in the order of the input, each
 * seeing the keys of those before it, as if each had been a run of its own.
 */
#include "push/wave.h"

static void
unplace(struct job *j)
{
	j->person = NULL;
	j->matched = -1;
	j->answered = false;
	j->candidates = NULL;
	j->err = (struct err){ 0 };
}

/* Place ${n} jobs, asking the CRM about those the ledger cannot place. */
static int
place_all(struct push *p, struct job **jobs, size_t n, struct err *e)
{
	struct job **unknown = arena_array(&p->arena, n + 1,
	    sizeof(*unknown));
	size_t i, asked = 0;
	int rc;

	for (i = 0; i < n; i++) {
		rc = place_by_ledger(p, jobs[i], e);
		if (rc == -1)
			return -1;
		if (rc == 0)
			unknown[asked++] = jobs[i];
		/* Only a preview: it is placed below, in its turn. */
		unplace(jobs[i]);
	}
	if (asked > 0 && look_up(p, unknown, asked, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (place(p, jobs[i], e) == -1)
			return -1;
	return 0;
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
		    en->thing.current.type == JSON_NULL)
			things[n++] = &en->thing;
	return read_current(p, CRM_CONTACT, things, n, e);
}

/*
 * The CRM may know more than the ledger: a person matched by telephone may
 * have another address there by now.  Such jobs are placed once more.
 */
static int
place_again(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	struct thing *t;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered || j->person == NULL)
			continue;
		t = &j->person->thing;
		if (j->matched <= 0 || t->id.p == NULL ||
		    !hit_contradicts(p, j, (size_t)j->matched, &t->current))
			continue;
		if (learn_keys(p, t->token, &t->current, e) == -1)
			return -1;
		jobs[n++] = j;
	}
	return n > 0 ? place_all(p, jobs, n, e) : 0;
}

/* Under which of the job's keys is its lost person still there? */
static void
find_again(struct push *p, struct job *j)
{
	struct thing *t = &j->person->thing;
	const struct crm_item *it;
	size_t k;

	for (k = 0; k < MATCH_MAX && t->id.p == NULL; k++) {
		it = lookup_get(p, k, j->keys[k]);
		if (it == NULL)
			continue;
		if (it->verdict != CRM_OK)
			job_defer(j, &it->err);
		else if (it->nhits > 1)
			job_quarantine(j, it->hits);
		else if (it->nhits == 1 && !hit_contradicts(p, j, k,
		    &it->hits->fields)) {
			t->id = it->hits->id;
			t->current = it->hits->fields;
		}
		if (j->answered)
			return;
	}
}

/* Contacts that were deleted or merged may be there under their keys. */
static int
find_lost(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	size_t i, n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person != NULL &&
		    j->person->thing.lost)
			jobs[n++] = j;
	if (n == 0)
		return 0;
	if (look_up(p, jobs, n, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		find_again(p, jobs[i]);
	return 0;
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
	    find_lost(p, e) == -1 || place_again(p, e) == -1)
		return -1;
	if (read_people(p, e) == -1)
		return -1;
	count_people(p);
	return 0;
}

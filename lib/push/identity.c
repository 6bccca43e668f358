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
	j->rivals = (struct ledger_tokens){ 0 };
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

/* Was ${j} placed by less than the strongest of its keys, or not at all? */
static bool
is_unsure(const struct job *j)
{
	int k;

	for (k = 0; k < j->matched; k++)
		if (j->keys[k].p != NULL)
			return true;
	return j->matched == -1;
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
	return 0;
}

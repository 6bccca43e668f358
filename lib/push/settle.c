/* settle: verdicts of requests into outcomes of things and of records. */
#include "push/parts.h"

void
thing_done(struct thing *t, enum outcome did)
{
	t->settled = true;
	t->did = did;
}

void
thing_fail(struct thing *t)
{
	enum crm_class class = t->item.verdict;

	t->settled = true;
	t->err = t->item.err;
	/* What is gone is looked for by its keys, the next time. */
	t->did = class == CRM_REFUSED || class == CRM_DUPLICATE ?
	    OUT_REFUSED : OUT_DEFERRED;
}

bool
is_final(struct str outcome)
{
	enum outcome o = 0;

	while (o < OUT_COUNT && !str_eq(outcome, str_of(outcome_names[o])))
		o++;
	return o == OUT_UNCHANGED || o == OUT_CREATED || o == OUT_UPDATED ||
	    o == OUT_STALE;
}

static void
fail(struct job *j, const struct thing *t)
{
	j->outcome = t->did;
	j->err = t->err;
	if (j->err.field[0] == '\0')
		err_field(&j->err, str_of(crm_type_names[t->type]));
}

static bool
failed(const struct thing *t)
{
	return t->did == OUT_DEFERRED || t->did == OUT_REFUSED;
}

/* The parts of a record that are read alike. */
struct tally {
	struct job	*job;
	bool		 changed, stale, failed;
};

static void
count(struct tally *y, const struct thing *t)
{
	if (y->failed)
		return;
	if (failed(t)) {
		fail(y->job, t);
		y->failed = true;
		return;
	}
	y->changed |= t->did == OUT_UPDATED || t->did == OUT_CREATED;
	y->stale |= t->did == OUT_STALE;
}

/* An action that was refused for what it asks, before it was sent. */
static void
count_act(struct tally *y, const struct act *act)
{
	size_t i;

	for (i = 0; i < act->nmembers; i++)
		count(y, &act->members[i].thing);
	if (y->failed || act->did == NULL || strcmp(act->did, "refused") != 0)
		return;
	y->job->outcome = OUT_REFUSED;
	y->job->err = act->err;
	err_field(&y->job->err, STR("actions"));
	y->failed = true;
}

/* What a record came to: the worst of its parts, else the most. */
void
job_settle(struct job *j)
{
	struct tally y = { .job = j };
	size_t i;

	count(&y, &j->person->thing);
	if (j->person->firm != NULL) {
		count(&y, &j->person->firm->thing);
		count(&y, &j->person->link);
	}
	for (i = 0; i < j->nchildren; i++)
		count(&y, &j->children[i].thing);
	for (i = 0; i < j->nacts; i++)
		count_act(&y, &j->acts[i]);
	for (i = 0; i < j->nnotes; i++)
		count(&y, &j->notes[i].thing);
	for (i = 0; i < j->nsurplus; i++)
		count(&y, &j->surplus[i].thing);
	acts_settle(j);
	if (y.failed)
		return;
	if (j->person->thing.did == OUT_CREATED && j->person->first == j)
		j->outcome = OUT_CREATED;
	else
		j->outcome = y.changed ? OUT_UPDATED : y.stale ? OUT_STALE :
		    OUT_UNCHANGED;
}

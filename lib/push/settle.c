/* settle: verdicts of requests into outcomes of things and of records. */
#include "push/wave.h"

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

/* What a record came to: the worst of its parts, else the most. */
void
job_settle(struct job *j)
{
	const struct thing *parts[3] = { &j->person->thing, NULL, NULL };
	bool changed = false, stale = false;
	size_t i;

	if (j->person->firm != NULL) {
		parts[1] = &j->person->firm->thing;
		parts[2] = &j->person->link;
	}
	for (i = 0; i < 3 && parts[i] != NULL; i++) {
		if (failed(parts[i])) {
			fail(j, parts[i]);
			return;
		}
		changed |= parts[i]->did == OUT_UPDATED ||
		    parts[i]->did == OUT_CREATED;
		stale |= parts[i]->did == OUT_STALE;
	}
	for (i = 0; i < j->nnotes; i++) {
		if (failed(&j->notes[i].thing)) {
			fail(j, &j->notes[i].thing);
			return;
		}
		changed |= j->notes[i].thing.did != OUT_UNCHANGED;
	}
	if (parts[0]->did == OUT_CREATED && j->person->first == j)
		j->outcome = OUT_CREATED;
	else
		j->outcome = changed ? OUT_UPDATED : stale ? OUT_STALE :
		    OUT_UNCHANGED;
}

/* scope: what a run is not about: --pilot, --only, --create-only ... */
#include <stdlib.h>

#include "crypto/crypto.h"
#include "push/people.h"

bool
scope_is_all(const struct push_opts *o)
{
	return o->pilot >= 1 && o->only == 0 && !o->create_only &&
	    !o->update_only;
}

bool
scope_has(const struct push *p, enum crm_type t)
{
	return p->o->only == 0 || (p->o->only >> t & 1) != 0;
}

static void
skip(struct job *j, const char *code, const char *why)
{
	j->answered = true;
	j->outcome = OUT_SKIPPED;
	err_set(&j->err, ERR_REJECTED, code, "%s", why);
}

/* The token the job's person has in the ledger, or would get. */
static int
token_of(struct push *p, const struct job *j, struct str *out,
    struct err *e)
{
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];
	struct ledger_tokens found = { 0 };
	bool as_written;
	size_t k;

	for (k = 0; k < m->n && k < MATCH_MAX && found.n == 0; k++)
		if (known_by(p, j, k, &p->arena, &found, &as_written,
		    e) == -1)
			return -1;
	*out = found.n > 0 ? found.p[0] : job_token(p, j, &p->arena);
	return 0;
}

/*
 * A person's place between 0 and 1 never changes, so that those of a pilot
 * of 5 % are among those of one of 10 %.
 */
static double
place_of(struct str token)
{
	struct str parts[] = { STR("pilot"), token };
	uint8_t hash[CRYPTO_ID];
	uint64_t n = 0;
	size_t i;

	hash_keyed(NULL, parts, 2, hash, sizeof(hash));
	for (i = 0; i < 6; i++)
		n = n << 8 | hash[i];
	return (double)n / (double)(UINT64_C(1) << 48);
}

int
scope_pilot(struct push *p, struct job *j, struct err *e)
{
	struct str token;

	if (p->o->pilot >= 1)
		return 0;
	if (token_of(p, j, &token, e) == -1)
		return -1;
	if (place_of(token) >= p->o->pilot)
		skip(j, "scope.pilot", "the person is not in the pilot");
	return 0;
}

static void
look_at(const struct push *p, struct job *j)
{
	bool there = j->person->thing.id.p != NULL;

	if (there && p->o->create_only)
		skip(j, "scope.create_only", "the contact is there already");
	else if (!there && p->o->update_only)
		skip(j, "scope.update_only", "there is no such contact");
	else if (!there && !scope_has(p, CRM_CONTACT))
		skip(j, "scope.only", "there is no such contact, and this "
		    "run makes none");
}

void
scope_people(struct push *p)
{
	struct entity *en;
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person != NULL &&
		    !j->person->thing.settled)
			look_at(p, j);
	/* All jobs of a person are answered, or none. */
	for (en = p->people; en != NULL; en = en->next)
		if (en->first != NULL && en->first->answered)
			en->first = NULL;
	for (en = p->people; en != NULL; en = en->next)
		if (!scope_has(p, CRM_CONTACT) && !en->thing.settled)
			thing_done(&en->thing, OUT_UNCHANGED);
}

/* Notes and what else is new by nature are made also with --update-only. */
bool
scope_settles(const struct push *p, struct thing *t)
{
	bool there = t->id.p != NULL;

	if (t->type != CRM_COMPANY || t->tried || (there ?
	    !p->o->create_only : !p->o->update_only))
		return false;
	thing_done(t, OUT_UNCHANGED);
	return true;
}

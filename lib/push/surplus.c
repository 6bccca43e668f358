/*
 * surplus: a conversation that has shrunk is fewer notes than before.  Those
 * that are over are deleted, or, where the CRM's profile cannot, hold one
 * line that says so.  One that somebody has changed since stays as it is.
 */
#include "push/parts.h"
#include "push/thing.h"

#define SUPERSEDED "This part of the conversation is no longer in it."

static void
say_so(struct push *p, struct thing *t)
{
	const struct crm_object *o = &p->crm->objects[CRM_NOTE];
	const struct crm_field *f = crm_field(o, STR("body"));
	const struct json text = json_str(((struct note *)t->owner)->body);

	t->write = json_object();
	if (t->id.p == NULL || f == NULL)
		thing_done(t, OUT_UNCHANGED);	/* people deleted it */
	else if (!str_eq(t->was.digest, t->digest))
		crm_put(p->crm, f, &text, &t->current, &t->write, &p->arena);
}

static int
fill(struct push *p, struct job *j, size_t k, struct err *e)
{
	struct note *n = &j->surplus[j->nsurplus];

	n->job = j;
	n->body = STR(SUPERSEDED);
	n->thing.type = CRM_NOTE;
	n->thing.owner = n;
	n->thing.job = j;
	n->thing.at = j->at;
	n->thing.plan = say_so;
	n->thing.digest = STR("superseded");
	n->thing.token = note_token(j->id, k, &p->arena);
	if (thing_load(p, &n->thing, e) == -1)
		return -1;
	item_belongs(j, &n->thing.item);
	j->nsurplus += n->thing.id.p != NULL;
	return 0;
}

/* A conversation of which nothing is told any more keeps its notes. */
static int
gather(struct push *p, struct job *j, size_t *n, struct err *e)
{
	size_t k, had = j->was.parts > 0 ? (size_t)j->was.parts : 0;

	if (!has_person(j) || j->nnotes == 0 || had <= j->nnotes)
		return 0;
	j->surplus = arena_array(&p->arena, had, sizeof(*j->surplus));
	for (k = j->nnotes; k < had; k++)
		if (fill(p, j, k, e) == -1)
			return -1;
	*n += j->nsurplus;
	return 0;
}

/* What somebody wrote into one of them is not ours to delete. */
static int
look(struct push *p, struct thing **all, size_t n, struct err *e)
{
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	size_t i, k = 0;

	if (p->crm->objects[CRM_NOTE].read == NULL)
		return 0;
	for (i = 0; i < n; i++)
		if (!str_eq(all[i]->was.digest, all[i]->digest))
			some[k++] = all[i];
	if (k > 0 && read_current(p, CRM_NOTE, some, k, e) == -1)
		return -1;
	for (i = 0; i < k; i++) {
		if (some[i]->settled)
			continue;
		if (some[i]->id.p == NULL)	/* people deleted it */
			thing_done(some[i], OUT_UNCHANGED);
		else if (!note_stands(p, some[i]))
			thing_done(some[i], OUT_STALE);
	}
	return 0;
}

int
push_surplus(struct push *p, struct err *e)
{
	struct thing **all;
	struct job *j;
	size_t i, n = 0, k = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (gather(p, j, &n, e) == -1)
			return -1;
	if (n == 0)
		return 0;
	all = arena_array(&p->arena, n, sizeof(*all));
	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		for (i = 0; i < j->nsurplus; i++)
			all[k++] = &j->surplus[i].thing;
	if (look(p, all, n, e) == -1)
		return -1;
	if (p->crm->objects[CRM_NOTE].remove != NULL)
		return remove_things(p, CRM_NOTE, all, n, e);
	return store(p, CRM_NOTE, all, n, e);
}

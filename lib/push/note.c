/* note: transcripts onto the timeline, each part once. */
#include "push/parts.h"
#include "push/thing.h"

static bool
same_digest(const struct thing *t)
{
	return t->known && str_eq(t->was.digest, t->digest);
}

/*
 * When it was.  Of a platform that tells no times, a new note gets the
 * present one, and keeps it.
 */
static struct str
when(const struct push *p, const struct note *n, struct arena *a)
{
	struct str at = json_get_str(&n->job->doc.root, STR("at"));
	char now[TIME_TEXT];

	if (at.len > 0 || n->thing.id.p != NULL)
		return at;
	return arena_str(a, (struct str){ now, time_format(p->o->now,
	    now) });
}

static struct json
describe(const struct push *p, const struct note *n, struct arena *a)
{
	struct json v = json_object();

	json_set(&v, STR("at"), json_str(when(p, n, a)), a);
	json_set(&v, STR("body"), json_str(n->body), a);
	json_set(&v, STR("part"), json_int(n - n->job->notes + 1, a), a);
	json_set(&v, STR("parts"), json_int((int64_t)n->job->nnotes, a), a);
	json_set(&v, STR("token"), json_str(n->thing.token), a);
	return v;
}

static void
render(struct push *p, struct note *n)
{
	const struct crm_object *o = &p->crm->objects[CRM_NOTE];
	struct cel_val vars[RECORD_VARS] = { 0 };
	struct json *values = arena_array(&p->arena, o->nfields + 1,
	    sizeof(*values));
	struct json *extra = ARENA_NEW(&p->arena, struct json);
	struct thing *t = &n->thing;
	size_t i;

	*extra = describe(p, n, &p->arena);
	record_vars(&n->job->doc, p->o->now, vars);
	if (crm_fields(p->crm, CRM_NOTE, &n->job->doc, vars, extra,
	    &p->arena, values, &t->item.err) == -1) {
		t->item.verdict = CRM_REFUSED;
		thing_fail(t);
		return;
	}
	for (i = 0; i < o->nfields; i++)
		if (values[i].type != JSON_NULL)
			crm_put(p->crm, &o->fields[i], &values[i],
			    &t->current, &t->write, &p->arena);
}

/* Is what the CRM shows already what is wanted? */
static bool
is_current(struct push *p, const struct thing *t)
{
	const struct crm_object *o = &p->crm->objects[CRM_NOTE];
	struct json want, have;
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		want = crm_value(p->crm, &o->fields[i], &t->write,
		    &p->arena);
		have = crm_value(p->crm, &o->fields[i], &t->current,
		    &p->arena);
		if (want.type != JSON_NULL && !same_value(&o->fields[i],
		    &want, &have))
			return false;
	}
	return true;
}

static void
note_plan(struct push *p, struct thing *t)
{
	const struct crm_object *o = &p->crm->objects[CRM_NOTE];
	struct json token;

	t->write = json_object();
	if (t->id.p != NULL && same_digest(t))
		return;
	render(p, t->owner);
	if (t->settled)
		return;
	if (t->id.p == NULL && o->token.p != NULL) {
		token = json_str(t->token);
		crm_put(p->crm, &o->token_field, &token, NULL, &t->write,
		    &p->arena);
	} else if (t->current.type == JSON_OBJECT && is_current(p, t))
		t->write = json_object();
}

static int
gather(struct push *p, struct job *j, struct thing **all, size_t *n,
    struct err *e)
{
	struct thing *t;
	size_t i;

	for (i = 0; i < j->nnotes; i++) {
		t = &j->notes[i].thing;
		if (thing_load(p, t, e) == -1)
			return -1;
		t->plan = note_plan;
		item_belongs(j, &t->item);
		all[(*n)++] = t;
	}
	return 0;
}

/*
 * A note the ledger does not know may be there from a run whose ledger is
 * lost; not so if the contact itself was made a moment ago.
 */
static int
look(struct push *p, struct thing **all, size_t n, struct err *e)
{
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	const struct note *note;
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		note = all[i]->owner;
		if (all[i]->id.p == NULL &&
		    note->job->person->thing.did != OUT_CREATED)
			some[k++] = all[i];
	}
	return find_things(p, CRM_NOTE, false, some, k, e);
}

/*
 * Notes that were there before their contact, which people deleted and this
 * wave made anew, are tied to it.
 */
static int
tie_orphans(struct push *p, struct thing **all, size_t n, struct err *e)
{
	const struct crm_op *op =
	    p->crm->objects[CRM_NOTE].link[CRM_CONTACT];
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	const struct note *note;
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		note = all[i]->owner;
		if (all[i]->id.p != NULL && (all[i]->did == OUT_UNCHANGED ||
		    all[i]->did == OUT_UPDATED) &&
		    note->job->person->thing.did == OUT_CREATED)
			some[k++] = all[i];
	}
	if (op == NULL || k == 0)
		return 0;
	if (run_things(p, op, some, k, e) == -1)
		return -1;
	for (i = 0; i < k; i++) {
		if (some[i]->item.verdict != CRM_OK)
			thing_fail(some[i]);
		else
			some[i]->did = OUT_UPDATED;
	}
	return 0;
}

int
push_notes(struct push *p, struct err *e)
{
	struct thing **all;
	struct job *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (has_person(j))
			n += j->nnotes;
	if (n == 0)
		return 0;
	all = arena_array(&p->arena, n, sizeof(*all));
	n = 0;
	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (has_person(j) && gather(p, j, all, &n, e) == -1)
			return -1;
	if (look(p, all, n, e) == -1)
		return -1;
	if (store(p, CRM_NOTE, all, n, e) == -1)
		return -1;
	return tie_orphans(p, all, n, e);
}

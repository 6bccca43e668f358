/*
 * child: what hangs on a person: the deal and the ticket of a record, and
 * the tasks and tickets that its actions make.
 *
 * Each is named by its conversation and what in it asked for it, so that the
 * same record again, or a run after one that was cut off, finds it.  Deals
 * and tickets of a record follow the conversation as far as their fields'
 * policies let them; what an action makes is people's own from then on.
 */
#include "push/parts.h"
#include "push/people.h"
#include "push/thing.h"

static void
child_plan(struct push *p, struct thing *t)
{
	const struct child *c = t->owner;

	t->write = json_object();
	if (!c->once || t->id.p == NULL)
		policy_apply(p, t, c->want);
}

/* The fields of the record's own values; false: one cannot be written. */
static bool
fill(struct push *p, struct job *j, struct child *c,
    const struct json_doc *doc, const struct json *own)
{
	enum crm_type t = c->thing.type;
	size_t i, n = p->crm->objects[t].nfields;
	struct json *values = arena_array(&p->arena, n + 1, sizeof(*values));
	struct cel_val vars[RECORD_VARS] = { 0 };

	record_vars(doc, p->o->now, vars);
	if (crm_fields(p->crm, t, doc, vars, own, &p->arena, values,
	    &j->err) == -1)
		return false;
	c->want = arena_array(&p->arena, n + 1, sizeof(*c->want));
	for (i = 0; i < n; i++)
		c->want[i] = (struct wanted){ values[i], j->at, true,
		    is_forced(p, j, t, i) };
	return true;
}

struct child *
child_add(struct push *p, struct job *j, enum crm_type t,
    const struct json_doc *doc, const struct json *own, struct str token)
{
	struct child *c = &j->children[j->nchildren];

	*c = (struct child){ .job = j };
	c->thing.type = t;
	c->thing.owner = c;
	c->thing.job = j;
	c->thing.urgent = j->high;
	c->thing.plan = child_plan;
	c->thing.at = j->at;
	c->thing.token = token;
	if (!fill(p, j, c, doc, own)) {
		j->answered = true;
		j->outcome = OUT_REFUSED;
		return NULL;
	}
	j->nchildren++;
	return c;
}

static bool
has_part(const struct json_doc *doc, enum crm_type t)
{
	const struct json *v = json_get(&doc->root,
	    str_of(crm_type_names[t]));

	return v != NULL && v->type == JSON_OBJECT && v->len > 0;
}

void
children_make(struct push *p, struct job *j, const struct json_doc *doc)
{
	static const enum crm_type types[] = { CRM_DEAL, CRM_TICKET };
	struct cel_val vars[RECORD_VARS] = { 0 };
	enum crm_type t;
	size_t i;

	record_vars(doc, p->o->now, vars);
	for (i = 0; i < 2 && !j->answered; i++) {
		t = types[i];
		if ((has_part(doc, t) || p->crm->objects[t].when != NULL) &&
		    crm_wants(p->crm, t, vars, &p->arena))
			child_add(p, j, t, doc, NULL, mint(crm_type_names[t],
			    STR("conversation"), j->id, &p->arena));
	}
}

bool
has_person(const struct job *j)
{
	const struct entity *en = j->person;

	return !j->answered && en != NULL && en->thing.id.p != NULL &&
	    en->thing.did != OUT_DEFERRED && en->thing.did != OUT_REFUSED;
}

/* The job's own deal or ticket, once it is there. */
static struct str
own_id(const struct job *j, enum crm_type t, const struct crm_item *but)
{
	size_t i;

	for (i = 0; i < j->nchildren; i++)
		if (j->children[i].thing.type == t &&
		    j->children[i].thing.id.p != NULL &&
		    &j->children[i].thing.item != but)
			return j->children[i].thing.id;
	return STR_NONE;
}

void
item_belongs(const struct job *j, struct crm_item *it)
{
	const struct thing *person = &j->person->thing;
	const struct entity *firm = j->person->firm;

	*(person->type == CRM_LEAD ? &it->lead : &it->contact) = person->id;
	it->company = firm != NULL ? firm->thing.id : STR_NONE;
	it->deal = own_id(j, CRM_DEAL, it);
	it->ticket = own_id(j, CRM_TICKET, it);
}

/*
 * What the ledger knows of it; it may have been made when actions had no ids,
 * and is not made again for having one now.
 */
static int
child_load(struct push *p, struct child *c, struct err *e)
{
	struct thing *t = &c->thing;
	struct str named = t->token;

	if (thing_load(p, t, e) == -1)
		return -1;
	if (t->known || c->before.p == NULL)
		return 0;
	t->token = c->before;
	if (thing_load(p, t, e) == -1)
		return -1;
	if (!t->known)
		t->token = named;
	return 0;
}

static int
gather(struct push *p, enum crm_type type, struct thing **all, size_t *n,
    struct err *e)
{
	struct thing *t;
	struct job *j;
	size_t i;

	*n = 0;
	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		for (i = 0; i < j->nchildren; i++) {
			t = &j->children[i].thing;
			if (t->type != type || j->superseded ||
			    !has_person(j))
				continue;
			if (child_load(p, t->owner, e) == -1)
				return -1;
			item_belongs(j, &t->item);
			all[(*n)++] = t;
		}
	return 0;
}

/*
 * What of it is there already?  What the ledger does not know may be there
 * from a run whose ledger is lost, unless the person was made a moment ago.
 */
static int
look(struct push *p, enum crm_type type, struct thing **all, size_t n,
    struct err *e)
{
	struct thing **known = arena_array(&p->arena, n + 1,
	    sizeof(*known)), **rest = arena_array(&p->arena, n + 1,
	    sizeof(*rest));
	size_t i, nknown = 0, nrest = 0;
	const struct child *c;

	for (i = 0; i < n; i++) {
		c = all[i]->owner;
		if (all[i]->id.p != NULL && !c->once)
			known[nknown++] = all[i];
		else if (all[i]->id.p == NULL &&
		    c->job->person->thing.did != OUT_CREATED)
			rest[nrest++] = all[i];
	}
	if (p->crm->objects[type].read != NULL &&
	    read_current(p, type, known, nknown, e) == -1)
		return -1;
	return find_things(p, type, false, rest, nrest, e);
}

static int
push_type(struct push *p, enum crm_type t, struct err *e)
{
	struct thing **all;
	struct job *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		n += j->nchildren;
	if (n == 0)
		return 0;
	all = arena_array(&p->arena, n + 1, sizeof(*all));
	if (gather(p, t, all, &n, e) == -1)
		return -1;
	if (n == 0)
		return 0;
	return look(p, t, all, n, e) == -1 ? -1 : store(p, t, all, n, e);
}

/* What a task belongs to is made before it. */
int
push_children(struct push *p, struct err *e)
{
	static const enum crm_type types[] = { CRM_DEAL, CRM_TICKET,
	    CRM_TASK };
	size_t i;

	for (i = 0; i < 3; i++)
		if (scope_has(p, types[i]) && push_type(p, types[i], e) == -1)
			return -1;
	return 0;
}

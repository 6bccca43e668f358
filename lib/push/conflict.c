/*
 * conflict: the CRM says that somebody has this already.
 *
 * What it names is taken for the same person only where a key agrees that
 * can be seen, and no stronger one speaks against it.  Otherwise the records
 * are quarantined: CRMs also call a duplicate what only has the same name.
 */
#include "push/people.h"
#include "push/thing.h"

/* How do the keys of ${en} of kind ${k} compare with what ${fields} show? */
static int
compare(struct push *p, const struct entity *en, size_t k,
    const struct json *fields, enum ledger_match *out, struct err *e)
{
	struct str kind = p->crm->match[CRM_CONTACT].p[k], s;
	const struct crm_field *f = crm_field(&p->crm->objects[CRM_CONTACT],
	    kind);
	struct conf_strs all = { 0 };
	enum ledger_match m;
	size_t i;

	*out = LEDGER_NO_KEY;
	if (f != NULL)
		all = crm_texts(p->crm, f, fields, &p->arena);
	for (i = 0; i < all.n && *out != LEDGER_SAME; i++) {
		s = key_form(kind, all.p[i], &p->arena);
		if (s.p == NULL)
			continue;
		if (ledger_key_match(p->ledger, LEDGER_CONTACT,
		    en->thing.token, kind.p, s, &m, e) == -1)
			return -1;
		if (m != LEDGER_NO_KEY)
			*out = m;
	}
	return 0;
}

int
entity_compare(struct push *p, const struct entity *en, size_t below,
    const struct json *fields, enum ledger_match *out, struct err *e)
{
	const size_t n = p->crm->match[CRM_CONTACT].n;
	size_t k;

	*out = LEDGER_NO_KEY;
	for (k = 0; k < below && k < n && k < MATCH_MAX; k++) {
		if (compare(p, en, k, fields, out, e) == -1)
			return -1;
		if (*out != LEDGER_NO_KEY)
			break;
	}
	return 0;
}

static struct crm_hit *
candidate(struct push *p, struct str id, const struct json *fields,
    struct crm_hit *next)
{
	struct crm_hit *h = ARENA_NEW(&p->arena, struct crm_hit);

	h->id = id;
	h->fields = *fields;
	h->next = next;
	return h;
}

/* It is for people to say who this is; nothing was learned of it. */
static int
give_up(struct push *p, struct job *j, struct crm_hit *candidates,
    struct err *e)
{
	if (unlearn_keys(p, j, e) == -1)
		return -1;
	job_quarantine(j, candidates);
	j->person = NULL;
	return 0;
}

static int
give_up_all(struct push *p, struct entity *en, struct crm_hit *candidates,
    struct err *e)
{
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person == en &&
		    give_up(p, j, candidates, e) == -1)
			return -1;
	en->first = NULL;
	en->thing.item.verdict = CRM_REFUSED;
	thing_fail(&en->thing);
	return 0;
}

static const struct crm_field *
key_field(const struct push *p, size_t k, size_t *place)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	const struct crm_field *f = crm_field(o,
	    p->crm->match[CRM_CONTACT].p[k]);

	if (f != NULL)
		*place = (size_t)(f - o->fields);
	return f;
}

/* People said that they are two: without the keys that only one may have. */
static void
part(struct push *p, struct entity *en)
{
	size_t i = 0, k;

	for (k = 0; k < p->crm->match[CRM_CONTACT].n; k++)
		if (key_field(p, k, &i) != NULL)
			en->want[i] = (struct wanted){ .at = 0 };
	en->parted = 1;
}

/* ${t}->id and current are what the CRM named: is it the same person? */
static int
judge(struct push *p, struct thing *t, struct err *e)
{
	const struct crm_field *f =
	    &p->crm->objects[CRM_CONTACT].token_field;
	struct entity *en = t->owner;
	enum ledger_match m;
	struct crm_hit *h;

	if (en->apart && en->parted == 0) {
		part(p, en);
		t->id = STR_NONE;
		t->current = json_null();
		return 0;
	}
	if (str_eq(crm_text(p->crm, f, &t->current, &p->arena), t->token))
		return 0;
	if (entity_compare(p, en, MATCH_MAX, &t->current, &m, e) == -1)
		return -1;
	if (m == LEDGER_SAME && !en->apart)
		return 0;
	h = candidate(p, t->id, &t->current, NULL);
	t->id = STR_NONE;
	return give_up_all(p, en, h, e);
}

static int
judge_existing(struct push *p, struct thing **things, size_t n,
    struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (things[i]->id.p != NULL && !things[i]->settled &&
		    judge(p, things[i], e) == -1)
			return -1;
	return 0;
}

/* The first value of key ${k} that a record of ${en} has. */
static struct str
key_of(struct push *p, const struct entity *en, size_t k)
{
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person == en && j->keys[k].p != NULL)
			return j->keys[k];
	return STR_NONE;
}

/* Of those that were found, which can it be?  More than one: not for us. */
static int
choose(struct push *p, struct thing *t, size_t k, struct err *e)
{
	struct entity *en = t->owner;
	struct crm_hit *h, *last = NULL;
	enum ledger_match m;
	size_t n = 0;

	for (h = t->item.hits; h != NULL; h = h->next) {
		if (entity_compare(p, en, k, &h->fields, &m, e) == -1)
			return -1;
		if (m == LEDGER_OTHER)
			continue;
		last = h;
		n++;
	}
	if (n == 0)
		return 0;
	if (en->apart && en->parted == 0) {
		part(p, en);
		return 0;
	}
	if (n > 1 || en->apart)
		return give_up_all(p, en, t->item.hits, e);
	t->id = last->id;
	t->current = last->fields;
	return 0;
}

static int
find_by_key(struct push *p, struct thing **things, size_t n, size_t k,
    struct err *e)
{
	const struct crm_key *key = crm_key(&p->crm->objects[CRM_CONTACT],
	    p->crm->match[CRM_CONTACT].p[k]);
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	struct entity *en;
	size_t i, m = 0;

	for (i = 0; key != NULL && i < n; i++) {
		en = things[i]->owner;
		if (things[i]->id.p != NULL || things[i]->settled ||
		    en->parted == 1)
			continue;
		things[i]->item.key = key_of(p, en, k);
		if (things[i]->item.key.p != NULL)
			some[m++] = things[i];
	}
	if (m > 0 && run_things(p, key->find, some, m, e) == -1)
		return -1;
	for (i = 0; i < m; i++) {
		if (some[i]->item.verdict != CRM_OK)
			thing_fail(some[i]);
		else if (choose(p, some[i], k, e) == -1)
			return -1;
	}
	return 0;
}

static int
find_by_keys(struct push *p, struct thing **things, size_t n, struct err *e)
{
	size_t k;

	for (k = 0; k < p->crm->match[CRM_CONTACT].n && k < MATCH_MAX; k++)
		if (find_by_key(p, things, n, k, e) == -1)
			return -1;
	return 0;
}

/* Two of this wave turned out to be one: the other is written once more. */
static int
join(struct push *p, struct thing **things, size_t n, struct err *e)
{
	struct entity *en;
	size_t i;

	if (unify(p, CRM_CONTACT, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		en = things[i]->owner;
		if (en->into == NULL)
			continue;
		thing_done(things[i], OUT_UNCHANGED);
		entity_of(en)->thing.settled = false;
	}
	return 0;
}

int
create_conflicts(struct push *p, struct thing **things, size_t n,
    struct err *e)
{
	struct entity *en;
	size_t i;

	for (i = 0; i < n; i++) {
		en = things[i]->owner;
		if (en->parted > 0)
			en->parted = 2;
	}
	if (judge_existing(p, things, n, e) == -1 ||
	    find_things(p, CRM_CONTACT, false, things, n, e) == -1 ||
	    find_by_keys(p, things, n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		en = things[i]->owner;
		if (en->apart && en->parted == 0 && !things[i]->settled &&
		    things[i]->id.p == NULL)
			part(p, en);
		if (en->parted == 1)	/* once more, without its keys */
			things[i]->item.verdict = CRM_RETRY;
	}
	return join(p, things, n, e);
}

/* What is wanted of ${en}, by the records that are still about it. */
static void
want_again(struct push *p, struct entity *en)
{
	size_t n = p->crm->objects[CRM_CONTACT].nfields;
	struct job *j;

	memset(en->want, 0, n * sizeof(*en->want));
	en->thing.at = 0;
	en->first = NULL;
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered || j->person != en)
			continue;
		if (en->first == NULL)
			en->first = j;
		entity_want(p, en, j);
	}
}

/* Records that brought the key ${k} which is another's. */
static int
blame(struct push *p, struct entity *en, size_t k, struct str key,
    struct crm_hit *candidates, bool *any, bool *decided, struct err *e)
{
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered || j->person != en ||
		    !str_eq(j->keys[k], key) || key.p == NULL)
			continue;
		*any = true;
		if (j->decided)
			*decided = true;
		else if (give_up(p, j, candidates, e) == -1)
			return -1;
	}
	return 0;
}

int
update_conflict(struct push *p, struct thing *t, struct err *e)
{
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];
	struct entity *en = t->owner;
	const struct json none = json_null();
	struct crm_hit *list = candidate(p, t->id, &t->current, NULL);
	bool any = false, decided = false;
	const struct crm_field *f;
	size_t i = 0, k;
	struct str key;

	if (t->item.existing.len > 0)
		list = candidate(p, t->item.existing, &none, list);
	for (k = 0; k < m->n && k < MATCH_MAX; k++) {
		f = key_field(p, k, &i);
		key = f == NULL ? STR_NONE : key_form(m->p[k], crm_text(
		    p->crm, f, &t->write, &p->arena), &p->arena);
		if (blame(p, en, k, key, list, &any, &decided, e) == -1)
			return -1;
	}
	if (!any && !t->tokenless)
		t->tokenless = true;	/* another has our token */
	else if (!any || en->parted > 0) {
		thing_fail(t);
		return 0;
	} else
		want_again(p, en);
	if (decided)		/* people know better: not that key, then */
		part(p, en);
	if (en->first == NULL)
		thing_done(t, OUT_UNCHANGED);
	return 0;
}

/* lookup: what the CRM has under the keys of people the ledger lacks. */
#include "push/people.h"

struct crm_item *
lookup_get(struct push *p, size_t k, struct str key)
{
	return key.p != NULL ? hmap_get(&p->lookups[k], key) : NULL;
}

struct crm_item *
lookup_found(struct push *p, const struct job *j, size_t k)
{
	struct crm_item *it = lookup_get(p, k, j->keys[k]), *other;

	if (it != NULL && it->verdict == CRM_OK && it->nhits == 0) {
		other = lookup_get(p, k, j->folded[k]);
		it = other != NULL ? other : it;
	}
	return it;
}

/* What is asked for in one round. */
struct turn {
	size_t	k;		/* a match key, or TOKEN */
	bool	form;		/* by what it is compared by (known.c) */
};

static struct str
key_of(struct push *p, const struct lookup *l, const struct job *j,
    struct turn t)
{
	if (t.k == TOKEN)
		return job_token(p, j, l->arena);
	return t.form ? j->folded[t.k] : j->keys[t.k];
}

/* Did that key find somebody, or fail to be looked up? */
static bool
found(const struct lookup *l, size_t k, struct str key)
{
	const struct crm_item *it = key.p != NULL ?
	    hmap_get(&l->found[k], key) : NULL;

	return it != NULL && (it->nhits > 0 || it->verdict != CRM_OK);
}

/* Was somebody found by what is stronger, or by our token? */
static bool
placed(struct push *p, const struct lookup *l, const struct job *j,
    struct turn t)
{
	const struct crm_item *it;
	size_t i;

	for (i = 0; i < t.k && i < MATCH_MAX; i++)
		if (found(l, i, j->keys[i]) || found(l, i, j->folded[i]))
			return true;
	if (t.form && found(l, t.k, j->keys[t.k]))
		return true;
	it = hmap_get(&l->found[TOKEN], job_token(p, j, l->arena));
	return it != NULL && it->nhits > 0;
}

/* One key of all jobs that still need it: each value is asked once. */
static size_t
gather(struct push *p, struct lookup *l, struct turn t,
    struct crm_item **items)
{
	struct crm_item *it;
	size_t i, n = 0;
	struct str s;
	void **slot;

	for (i = 0; i < l->n; i++) {
		s = key_of(p, l, l->jobs[i], t);
		if (s.p == NULL || placed(p, l, l->jobs[i], t))
			continue;
		if (t.k == TOKEN && l->jobs[i]->keys[0].p != NULL &&
		    l->jobs[i]->folded[0].p == NULL)
			continue;	/* found by its strongest key */
		slot = hmap_slot(&l->found[t.k], s);
		if (*slot != NULL)
			continue;
		it = ARENA_NEW(l->arena, struct crm_item);
		it->key = s;
		it->urgent = l->jobs[i]->high;
		*slot = items[n++] = it;
	}
	return n;
}

/*
 * The strongest key comes first, then our token, then the strongest key's
 * other form, then each of the others as it was written and by its form.
 */
static struct turn
turn_of(size_t round)
{
	if (round == 0)
		return (struct turn){ 0, false };
	if (round == 1)
		return (struct turn){ TOKEN, false };
	return (struct turn){ (round - 1) / 2, round % 2 == 0 };
}

static size_t
rounds(const struct push *p)
{
	size_t most = p->crm->match[CRM_CONTACT].n;

	return most == 0 ? 0 : 1 + 2 * (most < MATCH_MAX ? most : MATCH_MAX);
}

bool
lookup_ended(const struct push *p, const struct lookup *l)
{
	return l->round >= rounds(p);
}

size_t
lookup_next(struct push *p, struct lookup *l, const struct crm_op **find,
    struct crm_item ***items)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	const struct crm_key *key;
	struct turn t;
	size_t n = 0;

	*items = arena_array(l->arena, l->n + 1, sizeof(**items));
	while (n == 0 && !lookup_ended(p, l)) {
		t = turn_of(l->round++);
		key = crm_key(o, t.k == TOKEN ? STR("token") :
		    key_kind(p, t.k));
		if (key == NULL)
			continue;
		*find = key->find;
		n = gather(p, l, t, *items);
	}
	return n;
}

int
look_up(struct push *p, struct job **jobs, size_t n, struct err *e)
{
	struct lookup l = { .found = p->lookups, .arena = &p->arena,
	    .jobs = jobs, .n = n };
	const struct crm_op *find;
	struct crm_item **items;
	size_t asked;

	while ((asked = lookup_next(p, &l, &find, &items)) > 0)
		if (crm_run(p->crm, find, items, asked, &p->arena, e) == -1)
			return -1;
	return 0;
}

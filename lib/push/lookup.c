/* lookup: what the CRM has under the keys of people the ledger lacks. */
#include "push/wave.h"

struct crm_item *
lookup_get(struct push *p, size_t k, struct str key)
{
	return key.p != NULL ? hmap_get(&p->lookups[k], key) : NULL;
}

static struct str
key_of(struct push *p, const struct lookup *l, const struct job *j, size_t k)
{
	return k == TOKEN ? job_token(p, j, l->arena) : j->keys[k];
}

/* Did one of the stronger keys find somebody, or fail to be looked up? */
static bool
placed(struct push *p, const struct lookup *l, const struct job *j, size_t k)
{
	const struct crm_item *it;
	size_t i;

	for (i = 0; i < k && i < MATCH_MAX; i++) {
		if (j->keys[i].p == NULL)
			continue;
		it = hmap_get(&l->found[i], j->keys[i]);
		if (it != NULL && (it->nhits > 0 || it->verdict != CRM_OK))
			return true;
	}
	it = hmap_get(&l->found[TOKEN], job_token(p, j, l->arena));
	return it != NULL && it->nhits > 0;
}

/* One key of all jobs that still need it: each value is asked once. */
static size_t
gather(struct push *p, struct lookup *l, size_t k, struct crm_item **items)
{
	struct crm_item *it;
	size_t i, n = 0;
	struct str s;
	void **slot;

	for (i = 0; i < l->n; i++) {
		s = key_of(p, l, l->jobs[i], k);
		if (s.p == NULL || placed(p, l, l->jobs[i], k))
			continue;
		if (k == TOKEN && l->jobs[i]->keys[0].p != NULL &&
		    l->jobs[i]->folded[0].p == NULL)
			continue;	/* found by its strongest key */
		slot = hmap_slot(&l->found[k], s);
		if (*slot != NULL)
			continue;
		it = ARENA_NEW(l->arena, struct crm_item);
		it->key = s;
		it->urgent = l->jobs[i]->high;
		*slot = items[n++] = it;
	}
	return n;
}

/* The strongest key comes first, then our token, then the others. */
static const struct crm_key *
key_of_round(const struct push *p, size_t round, size_t *k)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];

	*k = round == 0 ? 0 : round == 1 ? TOKEN : round - 1;
	return crm_key(o, *k == TOKEN ? STR("token") : m->p[*k]);
}

size_t
lookup_next(struct push *p, struct lookup *l, const struct crm_op **find,
    struct crm_item ***items)
{
	size_t most = p->crm->match[CRM_CONTACT].n, n = 0, k;
	const struct crm_key *key;

	if (most > MATCH_MAX)
		most = MATCH_MAX;
	*items = arena_array(l->arena, l->n + 1, sizeof(**items));
	while (n == 0 && most > 0 && l->round <= most) {
		key = key_of_round(p, l->round++, &k);
		if (key == NULL)
			continue;
		*find = key->find;
		n = gather(p, l, k, *items);
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

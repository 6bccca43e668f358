/* lookup: what the CRM has under the keys of people the ledger lacks. */
#include "push/wave.h"

struct crm_item *
lookup_get(struct push *p, size_t k, struct str key)
{
	return key.p != NULL ? hmap_get(&p->lookups[k], key) : NULL;
}

static struct str
key_of(struct push *p, const struct job *j, size_t k)
{
	return k == TOKEN ? job_token(p, j, &p->arena) : j->keys[k];
}

/* Did one of the stronger keys find somebody, or fail to be looked up? */
static bool
placed(struct push *p, const struct job *j, size_t k)
{
	const struct crm_item *it;
	size_t i;

	for (i = 0; i < k && i < MATCH_MAX; i++) {
		it = lookup_get(p, i, j->keys[i]);
		if (it != NULL && (it->nhits > 0 || it->verdict != CRM_OK))
			return true;
	}
	it = hmap_get(&p->lookups[TOKEN], job_token(p, j, &p->arena));
	return it != NULL && it->nhits > 0;
}

/* One key of all jobs that still need it: each value is asked once. */
static int
ask(struct push *p, size_t k, const struct crm_key *key, struct job **jobs,
    size_t n, struct err *e)
{
	struct crm_item **items, *it;
	size_t i, asked = 0;
	struct str s;
	void **slot;

	items = arena_array(&p->arena, n + 1, sizeof(*items));
	for (i = 0; i < n; i++) {
		s = key_of(p, jobs[i], k);
		if (s.p == NULL || placed(p, jobs[i], k))
			continue;
		if (k == TOKEN && jobs[i]->keys[0].p != NULL)
			continue;	/* found by its strongest key */
		slot = hmap_slot(&p->lookups[k], s);
		if (*slot != NULL)
			continue;
		it = ARENA_NEW(&p->arena, struct crm_item);
		it->key = s;
		it->urgent = jobs[i]->high;
		*slot = items[asked++] = it;
	}
	if (asked == 0)
		return 0;
	return crm_run(p->crm, key->find, items, asked, &p->arena, e);
}

int
look_up(struct push *p, struct job **jobs, size_t n, struct err *e)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];
	const struct crm_key *key;
	size_t k;

	for (k = 0; k < m->n && k < MATCH_MAX; k++) {
		key = crm_key(o, m->p[k]);
		if (ask(p, k, key, jobs, n, e) == -1)
			return -1;
		key = crm_key(o, STR("token"));
		if (k == 0 && key != NULL && ask(p, TOKEN, key, jobs, n,
		    e) == -1)
			return -1;
	}
	return 0;
}

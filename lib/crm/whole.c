/*
 * whole: around the requests of an operation: which items it is sent for,
 * and the fields that a search does not show.
 */
#include "crm/wire.h"

bool
crm_sends(const struct crm *crm, const struct crm_op *op,
    struct crm_item *it, struct arena *a)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	if (op->when == NULL)
		return true;
	common_vars(crm, vars);
	request_view(crm, it, a);
	vars[PV_ITEM] = cel_from_json(&it->view);
	return cel_true(op->when, vars, a);
}

struct crm_item **
crm_wanted(const struct crm *crm, const struct crm_op *op,
    struct crm_item **items, size_t *n, struct arena *a)
{
	struct crm_item **some;
	size_t i, k = 0;

	if (op->when == NULL)
		return items;
	some = arena_array(a, *n + 1, sizeof(*some));
	for (i = 0; i < *n; i++) {
		if (crm_sends(crm, op, items[i], a)) {
			some[k++] = items[i];
			continue;
		}
		items[i]->verdict = CRM_OK;
		items[i]->hits = NULL;
		items[i]->nhits = 0;
	}
	*n = k;
	return some;
}

/* Is ${it} left to the operation that stands in this one's place? */
static bool
is_left(const struct crm *crm, const struct crm_op *op, struct crm_item *it,
    struct arena *a)
{
	if (it->verdict != CRM_OK || it->nhits > 0)
		return false;
	return !op->writes || !crm_sends(crm, op, it, a);
}

int
crm_others(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, struct arena *a, struct err *e)
{
	struct crm_item **some;
	size_t i, k = 0;

	if (op->otherwise == NULL)
		return 0;
	some = arena_array(a, n + 1, sizeof(*some));
	for (i = 0; i < n; i++)
		if (is_left(crm, op, items[i], a))
			some[k++] = items[i];
	return k > 0 ? crm_run(crm, op->otherwise, some, k, a, e) : 0;
}

/*
 * The object that ${seen} is about, as ${read} has it.  An index may still
 * show what is no longer there: that was not found.
 */
static void
take_whole(struct crm_item *it, struct crm_hit ***at,
    const struct crm_item *read)
{
	struct crm_hit *seen = **at;

	if (read->verdict != CRM_OK && read->verdict != CRM_GONE) {
		it->verdict = read->verdict;
		it->err = read->err;
	}
	if (read->verdict != CRM_OK || read->nhits == 0) {
		**at = seen->next;
		it->nhits--;
		return;
	}
	seen->id = read->hits->id;
	seen->fields = read->hits->fields;
	seen->moved = read->hits->moved;
	seen->moved_type = read->hits->moved_type;
	*at = &seen->next;
}

static size_t
count_hits(struct crm_item **items, size_t n)
{
	size_t i, hits = 0;

	for (i = 0; i < n; i++)
		if (items[i]->verdict == CRM_OK)
			hits += items[i]->nhits;
	return hits;
}

int
crm_whole(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, struct arena *a, struct err *e)
{
	size_t i, k = 0, hits = count_hits(items, n);
	struct crm_item *read, **list;
	struct crm_hit *h, **at;

	if (op->whole == NULL || hits == 0)
		return 0;
	read = arena_array(a, hits, sizeof(*read));
	list = arena_array(a, hits, sizeof(*list));
	for (i = 0; i < n; i++)
		for (h = items[i]->verdict == CRM_OK ? items[i]->hits : NULL;
		    h != NULL; h = h->next) {
			read[k].type = items[i]->type;
			read[k].id = h->id;
			list[k] = &read[k];
			k++;
		}
	if (crm_run(crm, op->whole, list, k, a, e) == -1)
		return -1;
	k = 0;
	for (i = 0; i < n; i++) {
		if (items[i]->verdict != CRM_OK)
			continue;
		for (at = &items[i]->hits; *at != NULL; k++)
			take_whole(items[i], &at, &read[k]);
	}
	return 0;
}

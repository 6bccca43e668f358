/*
 * history: when people changed what a record would write over.
 *
 * A conversation that took place before a colleague corrected a field must
 * not undo the correction.  Only the CRM knows when that was; it is asked of
 * objects where something is at stake, which are few.
 *
 * Many CRMs tell only when an object was changed last, and by us as well:
 * then the time counts if it is later than our own last change, as the
 * ledger has it, or if the field has lost what we sent of it, which surely
 * others did.
 */
#include "push/thing.h"

/* Our clock and the CRM's differ by no more than this, in ms. */
enum { CLOCK_SLACK = 2000 };

static struct thing **
at_stake(struct push *p, struct thing **things, size_t n, size_t *out)
{
	struct thing **some = arena_array(&p->arena, n + 1, sizeof(*some));
	struct thing *t;
	size_t i;

	*out = 0;
	for (i = 0; i < n; i++) {
		t = things[i];
		t->times = json_null();
		if (t->settled || t->id.p == NULL ||
		    t->current.type != JSON_OBJECT)
			continue;
		t->plan(p, t);
		if (t->overwrites)
			some[(*out)++] = t;
	}
	return some;
}

int
history_ask(struct push *p, enum crm_type type, struct thing **things,
    size_t n, struct err *e)
{
	const struct crm_op *op = p->crm->objects[type].history;
	struct thing **some, *t;
	size_t i, k;

	if (op == NULL)
		return 0;
	some = at_stake(p, things, n, &k);
	if (run_things(p, op, some, k, e) == -1)
		return -1;
	for (i = 0; i < k; i++) {
		t = some[i];
		if (t->item.verdict == CRM_OK && t->item.nhits > 0)
			t->times = t->item.hits->fields;
		else if (t->item.verdict != CRM_OK &&
		    t->item.verdict != CRM_GONE)
			thing_fail(t);
	}
	return 0;
}

/* Can it have been we who changed the object at ${time}? */
static bool
is_our_change(const struct thing *t, int64_t time)
{
	return t->known && t->was.wrote > 0 &&
	    time <= t->was.wrote + CLOCK_SLACK;
}

bool
history_newer(const struct thing *t, const struct crm_field *f, bool lost,
    int64_t at)
{
	struct str time;
	struct instant i;
	bool whole;

	if (t->times.type != JSON_OBJECT || at == 0)
		return false;
	time = json_get_str(&t->times, f->to);
	whole = time.len == 0;
	if (whole)
		time = json_get_str(&t->times, STR("*"));
	if (time.len == 0 || time_parse(time, &i) == -1 || millis(i) <= at)
		return false;
	return !whole || lost || !is_our_change(t, millis(i));
}

/*
 * history: when people changed what a record would write over.
 *
 * A conversation that took place before a colleague corrected a field must
 * not undo the correction.  Only the CRM knows when that was; it is asked of
 * objects where something is at stake, which are few.
 */
#include "push/wave.h"

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

bool
history_newer(const struct thing *t, const struct crm_field *f, int64_t at)
{
	struct str time;
	struct instant i;

	if (t->times.type != JSON_OBJECT || at == 0)
		return false;
	time = json_get_str(&t->times, f->to);
	if (time.len == 0)
		time = json_get_str(&t->times, STR("*"));
	return time.len > 0 && time_parse(time, &i) == 0 && millis(i) > at;
}

/* policy: which values are written over which. */
#include "push/people.h"
#include "push/thing.h"

static struct str
text_of(const struct json *v)
{
	if (v == NULL || (v->type != JSON_STRING && v->type != JSON_NUMBER))
		return STR_NONE;
	return (struct str){ v->text, v->len };
}

static bool
number_of(const struct json *v, double *out)
{
	struct json n;

	if (v == NULL || (v->type != JSON_STRING && v->type != JSON_NUMBER))
		return false;
	n = *v;
	n.type = JSON_NUMBER;
	return v->len > 0 && (ascii_digit(v->text[0]) ||
	    v->text[0] == '-') && json_to_double(&n, out);
}

static bool
instant_of(struct str s, struct instant *out)
{
	return s.len >= 10 && time_parse(s, out) == 0;
}

static bool
is_empty(const struct json *v)
{
	return v == NULL || v->type == JSON_NULL ||
	    (v->type == JSON_STRING && v->len == 0);
}

/*
 * CRMs hand back what they were given in a spelling of their own: another
 * case of an address, a time with more digits, 10 for 10.0.
 */
bool
same_value(const struct crm_field *f, const struct json *a,
    const struct json *b)
{
	struct str s = text_of(a), t = text_of(b);
	struct instant i, k;
	double x, y;

	if (is_empty(a) || is_empty(b))
		return is_empty(a) && is_empty(b);
	if (s.p == NULL || t.p == NULL)
		return json_equal(a, b);
	if (str_eq(s, t))
		return true;
	if (str_eq(f->name, STR("email")) && str_ieq(s, t))
		return true;
	if (instant_of(s, &i) && instant_of(t, &k))
		return millis(i) == millis(k);
	if (s.p[0] == '+' || t.p[0] == '+' || s.p[0] == '0' || t.p[0] == '0')
		return false;	/* a telephone number, a postcode */
	if (!number_of(a, &x) || !number_of(b, &y))
		return false;
	return x == y || (f->step > 0 && x - y < f->step &&
	    y - x < f->step);
}

static int
rank(const struct crm_field *f, const struct json *v)
{
	size_t i;

	for (i = 0; i < f->order.n; i++)
		if (str_eq(f->order.p[i], text_of(v)))
			return (int)i;
	return -1;
}

bool
policy_higher(const struct crm_field *f, const struct json *want,
    const struct json *have)
{
	double x, y;

	if (f->order.n > 0)
		return rank(f, have) >= 0 && rank(f, want) > rank(f, have);
	return number_of(want, &x) && number_of(have, &y) && x > y;
}

/* May ${w} replace ${have}, which is there and differs? */
static bool
may_replace(const struct crm_field *f, const struct wanted *w,
    const struct json *have)
{
	if (f->computed)
		return f->policy != CRM_NEVER;
	/* Anybody can type somebody's address: fill blanks, no more. */
	if (!w->verified && !w->forced)
		return false;
	switch (w->forced && f->policy == CRM_FILL_IF_EMPTY ? CRM_OVERWRITE :
	    f->policy) {
	case CRM_OVERWRITE:
	case CRM_ADD:
		return true;
	case CRM_NEVER_DOWNGRADE:
		return policy_higher(f, w->value.type == JSON_NULL ? NULL :
		    &w->value, have);
	default:
		return false;
	}
}

bool
policy_mends(const struct crm_field *f, const struct json *ours,
    const struct json *theirs)
{
	const struct wanted w = { .value = *ours, .verified = true };

	if (f->policy == CRM_NEVER && !f->computed)
		return false;
	return is_empty(theirs) || may_replace(f, &w, theirs);
}

static const struct ledger_field *
sent_before(const struct thing *t, struct str name)
{
	size_t i;

	for (i = 0; t->known && i < t->was.nfields; i++)
		if (str_eq(t->was.fields[i].name, name))
			return &t->was.fields[i];
	return NULL;
}

/*
 * The time of the newest record that the CRM knows of, from the field that
 * holds it, so that a backfill does not undo the present even when the
 * ledger is new.
 */
static bool
crm_is_newer(struct push *p, const struct crm_object *o,
    const struct json *current, const struct wanted *w)
{
	struct instant have;
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (o->fields[i].clock && instant_of(crm_text(p->crm,
		    &o->fields[i], current, &p->arena), &have))
			return millis(have) > w->at;
	return false;
}

/* Is what stands there newer than what is wanted? */
static bool
is_stale(struct push *p, const struct crm_object *o,
    const struct crm_field *f, const struct thing *t, const struct wanted *w)
{
	const struct ledger_field *old = sent_before(t, f->name);

	if (old != NULL && old->at > w->at)
		return true;
	return (f->computed || f->policy == CRM_OVERWRITE) &&
	    crm_is_newer(p, o, &t->current, w);
}

/* Would a value be replaced that is not what we sent last? */
static bool
overwrites(struct push *p, const struct thing *t, const struct crm_field *f,
    const struct wanted *w, const struct json *have)
{
	const struct ledger_field *old = sent_before(t, f->name);

	return !f->computed && (f->policy == CRM_OVERWRITE || w->forced) &&
	    (old == NULL || !still_stands(p->ledger, f, old, have));
}

static void
note_sent(struct push *p, struct thing *t, const struct crm_field *f,
    const struct wanted *w)
{
	const struct ledger_field *old = sent_before(t, f->name);
	struct ledger_field *s = &t->sent[t->nsent++];

	s->name = f->name;
	s->value = text_of(&w->value);
	if (s->value.p == NULL)
		s->value = STR("");
	s->at = old != NULL && old->at > w->at ? old->at : w->at;
	s->run = p->run;
}

/*
 * What an action set before, and somebody else has changed since: the rule
 * does not get its way a second time.
 */
static bool
was_overruled(struct push *p, const struct thing *t,
    const struct crm_field *f, const struct wanted *w)
{
	const struct ledger_field *old = sent_before(t, f->name);

	return w->forced && old != NULL && ledger_field_same(p->ledger, old,
	    text_of(&w->value));
}

static void
decide(struct push *p, struct thing *t, const struct crm_field *f,
    struct wanted want)
{
	const struct crm_object *o = &p->crm->objects[t->type];
	const struct wanted *w = &want;
	bool taken = t->without != NULL && f->policy == CRM_ADD &&
	    str_eq(f->name, STR("tags")), over;
	struct json have;

	if ((w->value.type == JSON_NULL && !taken) || (f->policy == CRM_NEVER &&
	    !f->computed))
		return;
	have = crm_value(p->crm, f, &t->current, &p->arena);
	if (f->policy == CRM_ADD)
		want.value = list_union(&have, &w->value, &p->arena);
	if (taken) {
		want.value = list_without(want.value, t->without, &p->arena);
		want.at = t->at;
	}
	if (t->id.p != NULL && !is_empty(&have)) {
		if (same_value(f, &w->value, &have)) {
			note_sent(p, t, f, w);
			return;
		}
		if (!may_replace(f, w, &have) || was_overruled(p, t, f, w))
			return;
		over = overwrites(p, t, f, w, &have);
		t->overwrites |= over;
		if (is_stale(p, o, f, t, w) || (over && history_newer(t, f,
		    sent_before(t, f->name) != NULL, w->at))) {
			/* That there is a newer one is no loss by itself. */
			t->withheld |= !f->clock;
			return;
		}
	}
	crm_put(p->crm, f, &w->value, &t->current, &t->write, &p->arena);
	note_sent(p, t, f, w);
}

void
policy_apply(struct push *p, struct thing *t, const struct wanted *want)
{
	const struct crm_object *o = &p->crm->objects[t->type];
	struct json there;
	size_t i;

	t->write = json_object();
	t->withheld = t->overwrites = false;
	t->nsent = 0;
	t->sent = arena_array(&p->arena, o->nfields + 1, sizeof(*t->sent));
	for (i = 0; i < o->nfields; i++)
		decide(p, t, &o->fields[i], want[i]);
	/* Our token: on what is new; on others only along with a change. */
	there = crm_value(p->crm, &o->token_field, &t->current, &p->arena);
	if (o->token.p != NULL && !t->tokenless && (t->id.p == NULL ||
	    (t->write.len > 0 && is_empty(&there)))) {
		there = json_str(t->token);
		crm_put(p->crm, &o->token_field, &there, &t->current,
		    &t->write, &p->arena);
	}
}

/*
 * plan: what a push would do, one line a record, and doing just that.
 *
 * The lines hold the records themselves, so that applying a plan is a push
 * that makes its own plan anew and sends only what stands in the old one:
 * where the CRM has moved on since, the two differ, and the record is
 * refused.
 */
#include "push/flow.h"
#include "push/thing.h"

static const char *const words[OUT_COUNT] = {
	"unchanged", "create", "update", "stale", "deferred", "ambiguous",
	"refused", "skipped"
};

static struct json
text(const char *s)
{
	return json_str(str_of(s));
}

/* Old and new value of each field that is to be written. */
static struct json
fields_of(const struct thing *t, bool new, struct arena *a)
{
	struct json o = json_object(), f;
	const struct json *old;
	size_t i;

	for (i = 0; t->write.type == JSON_OBJECT && i < t->write.len; i++) {
		f = json_object();
		old = new ? NULL : json_get(&t->current,
		    t->write.members[i].key);
		if (!new)
			json_set(&f, STR("from"), old != NULL ? *old :
			    json_null(), a);
		json_set(&f, STR("to"), t->write.members[i].value, a);
		json_set(&o, t->write.members[i].key, f, a);
	}
	return o;
}

static struct json
change_of(const struct thing *t, struct arena *a)
{
	bool new = t->id.p == NULL;
	struct json o = json_object();

	json_set(&o, STR("object"), text(crm_type_names[t->type]), a);
	json_set(&o, STR("do"), text(t->removing ? "delete" : new ?
	    "create" : "update"), a);
	if (!new)
		json_set(&o, STR("id"), json_str(t->id), a);
	json_set(&o, STR("token"), json_str(t->token), a);
	json_set(&o, STR("fields"), fields_of(t, new, a), a);
	return o;
}

static void
add_change(struct push *p, struct job *j, struct json change)
{
	if (j->changes.type != JSON_ARRAY)
		j->changes = json_array();
	json_push(&j->changes, change, &p->arena);
}

void
plan_thing(struct push *p, struct thing *t)
{
	if (!p->o->plan)
		return;
	t->change = ARENA_NEW(&p->arena, struct json);
	*t->change = change_of(t, &p->arena);
	if (t->job != NULL) {
		add_change(p, t->job, *t->change);
		t->change = NULL;
	}
}

void
plan_member(struct push *p, const struct thing *t, struct str op,
    struct str name)
{
	struct arena *a = &p->arena;
	struct json o = json_object();

	if (!p->o->plan)
		return;
	json_set(&o, STR("object"), text("action"), a);
	json_set(&o, STR("do"), json_str(op), a);
	json_set(&o, STR("token"), json_str(t->token), a);
	if (name.len > 0)
		json_set(&o, STR("name"), json_str(name), a);
	add_change(p, t->job, o);
}

/* The person's changes stand with his first record, a company's likewise. */
static void
take_change(struct json *list, struct thing *t, struct arena *a)
{
	if (t->change == NULL)
		return;
	json_push(list, *t->change, a);
	t->change = NULL;
}

static struct json
changes_of(struct push *p, struct job *j)
{
	struct json list = json_array();
	size_t i;

	if (j->person != NULL) {
		take_change(&list, &j->person->thing, &p->arena);
		if (j->person->firm != NULL)
			take_change(&list, &j->person->firm->thing,
			    &p->arena);
	}
	for (i = 0; j->changes.type == JSON_ARRAY && i < j->changes.len; i++)
		json_push(&list, j->changes.items[i], &p->arena);
	return list;
}

static void
write_line(struct push *p, const struct json *line)
{
	json_write(line, &p->out);
	buf_addc(&p->out, '\n');
}

static struct json
begin_line(const char *word, struct arena *a)
{
	struct json line = json_object();

	json_set(&line, STR("chatcrm"), json_int(RECORD_VERSION, a), a);
	json_set(&line, STR("plan"), text(word), a);
	return line;
}

static void
write_job(struct push *p, struct job *j)
{
	struct arena *a = &p->arena;
	struct json line = begin_line(words[j->outcome], a), why;

	if (j->id.p != NULL)
		json_set(&line, STR("id"), json_str(j->id), a);
	json_set(&line, STR("changes"), changes_of(p, j), a);
	result_candidates(&line, p, j);
	if (j->err.kind != ERR_NONE) {
		why = json_object();
		json_set(&why, STR("code"), text(j->err.code != NULL ?
		    j->err.code : "unknown"), a);
		json_set(&why, STR("message"), text(j->err.msg), a);
		json_set(&line, STR("error"), why, a);
	}
	if (j->text.p == NULL)
		json_set(&line, STR("record"), j->doc.root, a);
	write_line(p, &line);
}

void
plan_write(struct push *p)
{
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		write_job(p, j);
}

/* Is there a record that tells no time?  It was planned for the present. */
static bool
has_timeless(const struct push *p)
{
	size_t i;

	for (i = 0; i < p->njobs; i++)
		if (p->jobs[i].at == 0 && !p->jobs[i].answered)
			return true;
	return false;
}

void
plan_total(struct push *p)
{
	struct arena *a = &p->arena;
	struct json line = begin_line("total", a);
	char now[TIME_TEXT];
	uint64_t calls;
	int64_t ns;
	size_t i;

	crm_forecast(p->crm, &calls, &ns);
	for (i = 0; i < OUT_COUNT; i++)
		json_set(&line, str_of(words[i]), json_int(
		    (int64_t)p->counts[i], a), a);
	if (has_timeless(p))
		json_set(&line, STR("now"), json_str(arena_str(a,
		    (struct str){ now, time_format(p->o->now, now) })), a);
	json_set(&line, STR("calls"), json_int((int64_t)calls, a), a);
	json_set(&line, STR("seconds"), json_int((ns + 999999999) /
	    1000000000, a), a);
	buf_reset(&p->out);
	write_line(p, &line);
}

bool
plan_has_changes(const struct push *p)
{
	return p->counts[OUT_CREATED] + p->counts[OUT_UPDATED] > 0;
}

static struct str
key_of(struct str type, struct str token, struct arena *a)
{
	return arena_printf(a, "%.*s %.*s", STR_ARG(type), STR_ARG(token));
}

static void
expect(struct push *p, const struct json *changes)
{
	const struct json *c;
	size_t i;

	for (i = 0; changes != NULL && changes->type == JSON_ARRAY &&
	    i < changes->len; i++) {
		c = &changes->items[i];
		*hmap_slot(&p->expected, key_of(json_get_str(c,
		    STR("object")), json_get_str(c, STR("token")),
		    &p->kept)) = (void *)c;
	}
}

bool
plan_is_total(struct push *p, const struct json *line)
{
	if (!str_eq(json_get_str(line, STR("plan")), STR("total")))
		return false;
	/* What has no time of its own was planned for that one. */
	time_parse(json_get_str(line, STR("now")), &p->o->now);
	return true;
}

bool
plan_read(struct push *p, struct job *j)
{
	const struct json *record = json_get(&j->doc.root, STR("record"));

	if (json_get_str(&j->doc.root, STR("plan")).p == NULL || record == NULL ||
	    record->type != JSON_OBJECT) {
		j->answered = true;
		j->outcome = OUT_REFUSED;
		err_set(&j->err, ERR_INPUT, "plan.line",
		    "this is no line of a plan; write one with --plan");
		return false;
	}
	j->changes = json_null();
	expect(p, json_get(&j->doc.root, STR("changes")));
	j->raw = json_text(record, &p->arena);
	j->doc.root = *record;
	return true;
}

/* An id that a plan could not know stands as "new:TOKEN" in it. */
static bool
same(const struct json *a, const struct json *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (b->type == JSON_STRING && b->len > 4 &&
	    memcmp(b->text, "new:", 4) == 0)
		return true;
	return json_equal(a, b);
}

static bool
is_as_planned(const struct thing *t, const struct json *plan,
    struct arena *a)
{
	struct json now = change_of(t, a);
	const struct json *f = json_get(&now, STR("fields")), *g, *w;
	size_t i;

	if (plan == NULL)
		return false;
	g = json_get(plan, STR("fields"));
	if (!same(json_get(&now, STR("do")), json_get(plan, STR("do"))) ||
	    g == NULL || g->type != JSON_OBJECT || f->len != g->len)
		return false;
	for (i = 0; i < f->len; i++) {
		w = json_get(g, f->members[i].key);
		if (w == NULL || !same(json_get(&f->members[i].value,
		    STR("from")), json_get(w, STR("from"))) ||
		    !same(json_get(&f->members[i].value, STR("to")),
		    json_get(w, STR("to"))))
			return false;
	}
	return true;
}

static void
refuse(struct thing *t)
{
	t->item.verdict = CRM_REFUSED;
	err_set(&t->item.err, ERR_REJECTED, "plan.changed",
	    "the CRM has changed since the plan was made; plan anew");
	thing_fail(t);
}

bool
plan_allows(struct push *p, struct thing *t)
{
	const struct json *plan;

	if (!p->o->apply || t->allowed || t->settled ||
	    (t->write.len == 0 && !t->removing))
		return true;
	plan = hmap_get(&p->expected, key_of(str_of(crm_type_names[t->type]),
	    t->token, &p->arena));
	t->allowed = is_as_planned(t, plan, &p->arena);
	if (t->allowed)
		return true;
	refuse(t);
	return false;
}

bool
plan_allows_member(struct push *p, struct thing *t)
{
	if (!p->o->apply || t->settled || hmap_get(&p->expected, key_of(
	    STR("action"), t->token, &p->arena)) != NULL)
		return true;
	refuse(t);
	return false;
}

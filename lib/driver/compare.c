#include "driver/compare.h"

#include <stdlib.h>

const char *const verdict_names[VERDICTS] = {
	[REC_PASS] = "passed", [REC_REFUSED] = "refused",
	[REC_SKIPPED] = "skipped"
};

void
comparison_init(struct comparison *c, size_t most, struct arena *a)
{
	*c = (struct comparison){ .arena = a, .most = most };
	hmap_init(&c->fields, a);
	hmap_init(&c->outcomes, a);
}

/* The change called ${name}, copied if it is the first of its name. */
static struct change *
change_of(struct comparison *c, struct hmap *m, struct str name)
{
	struct change *x = hmap_get(m, name);

	if (x != NULL)
		return x;
	x = ARENA_NEW(c->arena, struct change);
	x->name = arena_str(c->arena, name);
	x->examples = arena_array(c->arena, c->most + 1,
	    sizeof(*x->examples));
	*hmap_slot(m, x->name) = x;
	return x;
}

static struct str
id_of(const struct result *o)
{
	return o->verdict == REC_PASS ?
	    json_get_str(&o->record, STR("id")) : STR_NONE;
}

static struct json
copy(const struct json *v, struct arena *a)
{
	return v != NULL ? json_copy(v, a) : json_null();
}

/* Two of one input: what stands on it, and who it is. */
struct pair {
	struct comparison	*c;
	const struct result	*old, *new;
	struct where		 at;
	bool			 differ;
};

static void
add_example(struct pair *p, struct change *x, const struct json *before,
    const struct json *after)
{
	struct arena *a = p->c->arena;
	struct str id = id_of(p->new);
	struct example *e;

	p->differ = true;
	if (x->nexamples == p->c->most)
		return;
	if (id.p == NULL)
		id = id_of(p->old);
	e = &x->examples[x->nexamples++];
	e->id = id.p != NULL ? arena_str(a, id) : STR_NONE;
	e->file = arena_str(a, str_of(p->at.name));
	e->line = p->at.line;
	e->before = copy(before, a);
	e->after = copy(after, a);
}

static void
compare_value(struct pair *p, struct str name, const struct json *before,
    const struct json *after)
{
	struct change *x;

	if (before != NULL && after != NULL && json_equal(before, after))
		return;
	x = change_of(p->c, &p->c->fields, name);
	if (before == NULL)
		x->added++;
	else if (after == NULL)
		x->removed++;
	else
		x->changed++;
	add_example(p, x, before, after);
}

static void	compare_part(struct pair *p, struct str part,
		    const struct json *a, const struct json *b);

static bool
is_part(const struct json *v)
{
	return v == NULL || v->type == JSON_OBJECT;
}

/* Objects of the user's own are parts of "objects". */
static void
compare_below(struct pair *p, struct str part, struct str name,
    const struct json *a, const struct json *b)
{
	if (str_eq(part, STR("objects")) && is_part(a) && is_part(b))
		compare_part(p, name, a, b);
	else
		compare_value(p, name, a, b);
}

static struct str
member_name(struct pair *p, struct str part, struct str key)
{
	return arena_printf(&p->c->line, "%.*s.%.*s", STR_ARG(part),
	    STR_ARG(key));
}

/* Members of ${a}; those of ${b} alone too. */
static void
compare_part(struct pair *p, struct str part, const struct json *a,
    const struct json *b)
{
	const struct json_member *m;
	size_t i;

	for (i = 0; a != NULL && i < a->len; i++) {
		m = &a->members[i];
		compare_below(p, part, member_name(p, part, m->key),
		    &m->value, json_get(b, m->key));
	}
	for (i = 0; b != NULL && i < b->len; i++) {
		m = &b->members[i];
		if (a == NULL || json_get(a, m->key) == NULL)
			compare_below(p, part, member_name(p, part, m->key),
			    NULL, &m->value);
	}
}

static void
compare_member(struct pair *p, struct str key, struct json *a,
    struct json *b)
{
	if (a != NULL)
		json_open(a, &p->c->line);
	if (b != NULL)
		json_open(b, &p->c->line);
	if (is_part(a) && is_part(b))
		compare_part(p, key, a, b);
	else
		compare_value(p, key, a, b);
}

static void
compare_records(struct pair *p)
{
	const struct json *a = &p->old->record, *b = &p->new->record;
	size_t i;

	for (i = 0; i < a->len; i++)
		compare_member(p, a->members[i].key, &a->members[i].value,
		    json_get(b, a->members[i].key));
	for (i = 0; i < b->len; i++)
		if (json_get(a, b->members[i].key) == NULL)
			compare_member(p, b->members[i].key, NULL,
			    &b->members[i].value);
}

/* "passed", "refused (email.syntax)" */
static struct str
say_outcome(const struct result *o, struct arena *a)
{
	const char *name = verdict_names[o->verdict];

	if (o->verdict == REC_PASS || o->err.code == NULL)
		return str_of(name);
	return arena_printf(a, "%s (%s)", name, o->err.code);
}

static void
compare_outcomes(struct pair *p)
{
	struct arena *a = &p->c->line;
	struct str from = say_outcome(p->old, a), to = say_outcome(p->new, a);
	struct change *x;

	if (str_eq(from, to))
		return;
	x = change_of(p->c, &p->c->outcomes, arena_printf(a, "%.*s -> %.*s",
	    STR_ARG(from), STR_ARG(to)));
	if (x->changed == 0) {
		x->from = arena_str(p->c->arena, from);
		x->to = arena_str(p->c->arena, to);
	}
	x->changed++;
	add_example(p, x, NULL, NULL);
}

static void
compare_one(struct comparison *c, const struct result *old,
    const struct result *new_, struct where at)
{
	struct pair p = { c, old, new_, at, false };

	c->records++;
	c->before[old->verdict]++;
	c->after[new_->verdict]++;
	if (old->verdict == REC_PASS && new_->verdict == REC_PASS)
		compare_records(&p);
	else
		compare_outcomes(&p);
	c->different += p.differ;
}

void
compare(struct comparison *c, const struct results *old,
    const struct results *new_, struct where at)
{
	static const struct result none = { .verdict = REC_SKIPPED };
	size_t i;

	for (i = 0; i < old->n || i < new_->n; i++)
		compare_one(c, i < old->n ? &old->v[i] : &none,
		    i < new_->n ? &new_->v[i] : &none, at);
	arena_reset(&c->line);
}

void
comparison_free(struct comparison *c)
{
	arena_free(&c->line);
}

static uint64_t
times(const struct change *x)
{
	return x->added + x->removed + x->changed;
}

static int
by_times(const void *va, const void *vb)
{
	const struct change *a = *(struct change *const *)va,
	    *b = *(struct change *const *)vb;

	if (times(a) != times(b))
		return times(a) < times(b) ? 1 : -1;
	return str_cmp(a->name, b->name);
}

struct change **
comparison_sort(const struct hmap *m, struct arena *a)
{
	struct change **v = arena_array(a, m->n + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < m->n; i++)
		v[i] = m->entries[i].value;
	qsort(v, m->n, sizeof(*v), by_times);
	return v;
}

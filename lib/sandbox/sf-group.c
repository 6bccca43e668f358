/* GROUP BY, with COUNT alone. */
#include "base/hmap.h"
#include "sandbox/sf-soql.h"
#include "sandbox/sf.h"

/* Is it one of those that are grouped by? */
static bool
is_grouped(const struct soql *s, const struct soql_item *it)
{
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (str_ieq(s->groups[i].name, it->name))
			return true;
	return it->what == SOQL_COUNT;
}

bool
sf_group_check(struct request *q, const struct soql *s,
    const struct object_type *t, struct sf_error *e)
{
	struct sf_field f;
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (!sf_path_field(q, t, s->groups[i].name, &f, e)) {
			e->at = s->groups[i].at + 1;
			return false;
		}
	for (i = 0; s->ngroups > 0 && i < s->nitems; i++)
		if (!is_grouped(s, &s->items[i])) {
			sf_fail(q, e, "MALFORMED_QUERY", NULL, "Field must be "
			    "grouped or aggregated: %.*s",
			    STR_ARG(str_to(s->items[i].name, 100)));
			e->at = s->items[i].at + 1;
			return false;
		}
	return true;
}

/* The row of one group: its fields, and how many there are. */
static struct json
group_row(struct request *q, const struct soql *s, const struct object *o,
    int64_t n)
{
	struct json row = json_object(), a = json_object();
	const struct soql_item *it;
	struct str name;
	size_t i, unnamed = 0;

	json_set(&a, STR("type"), json_str(STR("AggregateResult")), q->a);
	json_set(&row, STR("attributes"), a, q->a);
	for (i = 0; i < s->nitems; i++) {
		it = &s->items[i];
		name = it->what == SOQL_COUNT ? it->alias : it->name;
		if (name.len == 0)
			name = arena_printf(q->a, "expr%zu", unnamed++);
		while (str_find(name, STR(".")) != (size_t)-1)
			name = str_from(name, str_find(name, STR(".")) + 1);
		json_set(&row, name, it->what == SOQL_COUNT ? json_int(n,
		    q->a) : sf_path_value(q, o, it->name), q->a);
	}
	return row;
}

/* The values that a record is grouped by, as one text. */
static struct str
key_of(struct request *q, const struct soql *s, const struct object *o)
{
	struct json key = json_array();
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		json_push(&key, sf_path_value(q, o, s->groups[i].name),
		    q->a);
	return json_text(&key, q->a);
}

/* In the order of their first records. */
struct json
sf_grouped(struct request *q, const struct soql *s, const struct sf_rows *rows)
{
	struct json page = json_array();
	const struct object **first = arena_array(q->a, rows->n + 1,
	    sizeof(*first));
	int64_t *count = arena_array(q->a, rows->n + 1, sizeof(*count));
	struct hmap seen;
	size_t i, n = 0;
	void **slot;

	hmap_init(&seen, q->a);
	for (i = 0; i < rows->n; i++) {
		slot = hmap_slot(&seen, key_of(q, s, &rows->p[i]));
		if (*slot == NULL) {
			first[n] = &rows->p[i];
			*slot = &count[n++];
		}
		++*(int64_t *)*slot;
	}
	for (i = 0; i < n; i++)
		json_push(&page, group_row(q, s, first[i], count[i]), q->a);
	return page;
}

#include "sandbox/person.h"

#include <stdlib.h>

#include "sandbox/html.h"

void
person_value(struct buf *b, const struct object *o, const char *name)
{
	html_text(b, json_get_str(&o->props, str_of(name)));
}

bool
person_has_name(const struct object *o)
{
	return json_get_str(&o->props, STR("firstname")).len > 0 ||
	    json_get_str(&o->props, STR("lastname")).len > 0;
}

void
person_name(struct buf *b, const struct object *o)
{
	struct str first = json_get_str(&o->props, STR("firstname"));
	struct str last = json_get_str(&o->props, STR("lastname"));

	if (person_has_name(o)) {
		html_text(b, first);
		if (first.len > 0 && last.len > 0)
			buf_addc(b, ' ');
		html_text(b, last);
	} else if (json_get_str(&o->props, STR("email")).len > 0)
		person_value(b, o, "email");
	else
		buf_printf(b, "Contact %lld", (long long)o->id);
}

/* The value of the first property of that name, with or without a prefix. */
static struct str
suffixed(const struct object *o, struct str name)
{
	struct json_member *m;
	struct str key;
	uint32_t i;

	for (i = 0; i < o->props.len; i++) {
		m = &o->props.members[i];
		key = m->key;
		if (str_eq(key, name) || (key.len > name.len &&
		    str_ends(key, name) &&
		    key.p[key.len - name.len - 1] == '_'))
			return (struct str){ m->value.text, m->value.len };
	}
	return STR_NONE;
}

void
person_score(struct buf *b, const struct object *o)
{
	struct str score = suffixed(o, STR("score"));
	struct str grade = suffixed(o, STR("grade"));

	html_text(b, score);
	if (grade.len == 0)
		return;
	buf_adds(b, STR("<span class=\"grade\">"));
	html_text(b, grade);
	buf_adds(b, STR("</span>"));
}

/* "2026-03-01 10:15" of an RFC 3339 time. */
void
person_time(struct buf *b, struct str t)
{
	html_text(b, str_to(t, 10));
	if (t.len >= 16) {
		buf_addc(b, ' ');
		html_text(b, (struct str){ t.p + 11, 5 });
	}
}

void
person_companies(struct buf *b, struct request *q, const struct object *o)
{
	const struct object_type *t = type_find(STR("companies"));
	struct object c;
	struct edge *edges;
	struct str name;
	size_t n, i, shown = 0;

	n = store_edges(q->store, o->type, o->id, t, q->a, &edges);
	for (i = 0; i < n; i++) {
		if ((i > 0 && edges[i].to == edges[i - 1].to) ||
		    !store_get(q->store, t, edges[i].to, q->a, &c))
			continue;
		name = json_get_str(&c.props, STR("name"));
		if (name.len == 0)
			name = json_get_str(&c.props, STR("domain"));
		if (shown++ > 0)
			buf_adds(b, STR(", "));
		html_text(b, name);
	}
}

static int
newest_first(const void *a, const void *b)
{
	const struct activity *x = a, *y = b;

	return str_cmp(y->at, x->at);
}

size_t
person_timeline(struct request *q, const struct object *o,
    struct activity **out)
{
	static const char *const kinds[] = { "notes", "tasks",
	    "communications", "tickets" };
	const struct object_type *t;
	struct activity *list = NULL;
	struct edge *edges;
	size_t k, i, n, count = 0;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		t = type_find(str_of(kinds[k]));
		n = store_edges(q->store, o->type, o->id, t, q->a, &edges);
		if (n == 0)
			continue;
		list = arena_grow(q->a, list, count * sizeof(*list),
		    (count + n) * sizeof(*list));
		for (i = 0; i < n; i++) {
			struct object *x = &list[count].object;

			if (!store_get(q->store, t, edges[i].to, q->a, x) ||
			    x->archived)
				continue;
			list[count].at = json_get_str(&x->props,
			    STR("hs_timestamp"));
			count++;
		}
	}
	if (count > 1)
		qsort(list, count, sizeof(*list), newest_first);
	*out = list;
	return count;
}

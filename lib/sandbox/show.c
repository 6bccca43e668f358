#include "sandbox/show.h"

#include <stdlib.h>

#include "sandbox/html.h"

/* The next word of a list of names; none at its end. */
static struct str
next_name(const char **names)
{
	struct str word;

	if (*names == NULL || **names == '\0')
		return STR_NONE;
	word = str_of(*names);
	word = str_to(word, str_find(word, STR(" ")));
	*names += word.len;
	if (**names == ' ')
		(*names)++;
	return word;
}

static struct str
text_of(const struct object *o, struct str name)
{
	const struct json *v = json_get(&o->props, name);

	if (v != NULL && v->type == JSON_ARRAY && v->len > 0)
		v = &v->items[0];
	return store_scalar(v);
}

/* All values of ${names}, with blanks between; false if there is none. */
static bool
put_all(struct buf *b, const struct object *o, const char *names)
{
	struct str name, v;
	bool any = false;

	while ((name = next_name(&names)).p != NULL) {
		if ((v = text_of(o, name)).len == 0)
			continue;
		if (any)
			buf_addc(b, ' ');
		html_text(b, v);
		any = true;
	}
	return any;
}

static struct str
first_of(const struct object *o, const char *names)
{
	struct str name, v = STR_NONE;

	while (v.len == 0 && (name = next_name(&names)).p != NULL)
		v = text_of(o, name);
	return v;
}

void
show_title(struct buf *b, const struct request *q, const struct object *o)
{
	struct str v;

	if (put_all(b, o, o->type->title))
		return;
	if ((v = first_of(o, o->type->subtitle)).len > 0)
		html_text(b, v);
	else {
		html_text(b, str_of(o->type->singular));
		buf_addc(b, ' ');
		html_text(b, q->persona->id_text(o->type, o->id, q->a));
	}
}

bool
show_subtitle(struct buf *b, const struct object *o)
{
	struct str v = first_of(o, o->type->subtitle);

	if (v.len == 0 || first_of(o, o->type->title).len == 0)
		return false;
	html_text(b, v);
	return true;
}

void
show_value(struct buf *b, const struct json *v)
{
	struct buf text = { 0 };

	if (v->type == JSON_ARRAY || v->type == JSON_OBJECT) {
		json_write(v, &text);
		html_text(b, buf_str(&text));
		buf_free(&text);
	} else
		html_text(b, store_scalar(v));
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
			return store_scalar(&m->value);
	}
	return STR_NONE;
}

void
show_score(struct buf *b, const struct object *o)
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
show_time(struct buf *b, struct str t)
{
	html_text(b, str_to(t, 10));
	if (t.len >= 16) {
		buf_addc(b, ' ');
		html_text(b, (struct str){ t.p + 11, 5 });
	}
}


void
show_ties(struct buf *b, struct request *q, const struct object *o,
    enum role role)
{
	const struct object_type *t;
	struct object other;
	int64_t *ids;
	size_t n, i, shown = 0;

	for (t = q->persona->schema->types; t->name != NULL; t++) {
		n = t->role == role ? related(q, o, t, &ids) : 0;
		for (i = 0; i < n; i++) {
			if (!store_get(q->store, t, ids[i], q->a, &other) ||
			    other.archived)
				continue;
			if (shown++ > 0)
				buf_adds(b, STR(", "));
			buf_printf(b, "<a href=\"/record/%lld\">",
			    (long long)other.id);
			show_title(b, q, &other);
			buf_adds(b, STR("</a>"));
		}
	}
}

static int
newest_first(const void *a, const void *b)
{
	const struct activity *x = a, *y = b;
	int d = str_cmp(y->at, x->at);

	return d != 0 ? d : x->object.id > y->object.id ? -1 :
	    x->object.id < y->object.id;
}

static void
fill_activity(struct request *q, struct activity *a)
{
	const struct object *o = &a->object;
	struct json created;

	a->at = o->type->time == NULL ? STR_NONE :
	    json_get_str(&o->props, str_of(o->type->time));
	if (a->at.len > 0)
		return;
	created = api_time(q->a, o->created);
	a->at = store_scalar(&created);
}

size_t
show_timeline(struct request *q, const struct object *o,
    struct activity **out)
{
	const struct object_type *t;
	struct activity *list = NULL;
	int64_t *ids;
	size_t i, n, count = 0;

	for (t = q->persona->schema->types; t->name != NULL; t++) {
		n = t->role == ROLE_ACTIVITY ? related(q, o, t, &ids) : 0;
		if (n == 0)
			continue;
		list = arena_grow(q->a, list, count * sizeof(*list),
		    (count + n) * sizeof(*list));
		for (i = 0; i < n; i++)
			if (store_get(q->store, t, ids[i], q->a,
			    &list[count].object) &&
			    !list[count].object.archived)
				fill_activity(q, &list[count++]);
	}
	if (count > 1)
		qsort(list, count, sizeof(*list), newest_first);
	*out = list;
	return count;
}

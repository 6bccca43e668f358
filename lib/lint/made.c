/* made: the fields that the section map makes, and what they can hold. */
#include <math.h>
#include <stdlib.h>

#include "lint/private.h"

static const char *const objects[] = { "contact", "company", "deal",
    "ticket" };
enum { OBJECTS = 4 };

int
lint_object(struct str s)
{
	int i;

	for (i = 0; i < OBJECTS; i++)
		if (str_eq(s, str_of(objects[i])))
			return i;
	return -1;
}

bool
lint_is_object(struct str s)
{
	return lint_object(s) != -1 || str_starts(s, STR("objects."));
}

struct str
lint_split(struct str path, struct str *field)
{
	size_t dot = str_find(path, STR(".")), more;

	if (dot != (size_t)-1 && str_eq(str_to(path, dot), STR("objects"))) {
		more = str_find(str_from(path, dot + 1), STR("."));
		dot = more == (size_t)-1 ? more : dot + 1 + more;
	}
	*field = STR_NONE;
	if (dot == (size_t)-1)
		return path;
	*field = str_from(path, dot + 1);
	*field = str_to(*field, str_find(*field, STR(".")));
	return str_to(path, dot);
}

const struct made *
lint_find(const struct lint *l, struct str object, struct str field)
{
	size_t i;

	for (i = 0; i < l->nmade; i++)
		if (str_eq(l->made[i].object, object) &&
		    str_eq(l->made[i].field, field))
			return &l->made[i];
	return NULL;
}

static enum made_kind
kind_of(struct str type)
{
	static const struct {
		const char	*type;
		enum made_kind	 kind;
	} kinds[] = {
		{ "text", MADE_TEXT }, { "email", MADE_TEXT },
		{ "phone", MADE_TEXT }, { "picklist", MADE_TEXT },
		{ "bucket", MADE_TEXT }, { "integer", MADE_NUMBER },
		{ "number", MADE_NUMBER }, { "decimal", MADE_NUMBER },
		{ "boolean", MADE_BOOLEAN }, { "date", MADE_TIME },
		{ "datetime", MADE_TIME }, { "list", MADE_LIST },
		{ "multi_picklist", MADE_LIST }
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(type, str_of(kinds[i].type)))
			return kinds[i].kind;
	return MADE_ANY;
}

static void
add(struct lint *l, struct made *m, struct str value)
{
	struct str *p = arena_array(l->a, m->values.n + 1, sizeof(*p));

	if (m->values.n > 0)
		memcpy(p, m->values.p, m->values.n * sizeof(*p));
	p[m->values.n++] = value;
	m->values.p = p;
}

/* The names of a mapping, the texts of a list. */
static void
add_all(struct lint *l, struct made *m, const struct json *v)
{
	size_t i;

	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		add(l, m, v->members[i].key);
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		if (yaml_text(&v->items[i]).p != NULL)
			add(l, m, yaml_text(&v->items[i]));
}

/* Does what is not of the type stay as it is? */
static bool
keeps(const struct json *field)
{
	const struct json *v = json_get(field, STR("unmapped"));

	if (v == NULL)
		v = json_get(field, STR("on_invalid"));
	return v != NULL && str_eq(yaml_text(v), STR("keep"));
}

/* What is filled in for a value that is missing is not looked up again. */
static void
fallback(struct lint *l, const struct made *m, const struct json *v)
{
	if (m->closed && !lint_has(&m->values, yaml_text(v)))
		diag_warn(l->d, yaml_where(v), "lint.value",
		    "'%.*s' is none of the values of %.*s.%.*s: %.*s",
		    STR_ARG(yaml_text(v)), STR_ARG(m->object),
		    STR_ARG(m->field), STR_ARG(lint_joined(l, &m->values)));
}

static void
read_values(struct lint *l, struct made *m, const struct json *field)
{
	const struct json *values = json_get(field, STR("values")), *v;

	if (values == NULL)
		values = json_get(field, STR("buckets"));
	if (values != NULL && m->type.p == NULL)
		m->kind = MADE_TEXT;
	if (values != NULL && m->kind == MADE_TEXT && !keeps(field)) {
		m->closed = true;
		add_all(l, m, values);
		v = json_path(field, "unmapped.other");
		if (v != NULL && yaml_text(v).p != NULL)
			add(l, m, yaml_text(v));
	}
	v = json_get(field, STR("value"));
	if (v != NULL && v->type == JSON_STRING && m->kind == MADE_ANY) {
		m->closed = true;
		m->kind = MADE_TEXT;
		add(l, m, yaml_text(v));
	}
	v = json_get(field, STR("default"));
	if (v != NULL && v->type == JSON_STRING) {
		if (json_get(field, STR("values")) != NULL)
			fallback(l, m, v);
		add(l, m, yaml_text(v));
	} else if (v != NULL)
		m->closed = false;
}

/* A range of numbers: from low up to, not including, end. */
struct span {
	const struct json	*at;
	struct str		 text;
	double			 low, end;
};

/* "1-10", "251+", "<10", "7"; as map reads them, 10.9 is in 1-10. */
static bool
read_span(const struct json *v, struct arena *a, struct span *s)
{
	const char *p;
	bool below;
	char *end;

	*s = (struct span){ .at = v, .text = yaml_text(v) };
	if (s->text.p == NULL)
		return false;
	p = arena_str(a, str_trim(s->text)).p;
	below = *p == '<';
	s->low = s->end = strtod(p + below, &end);
	if (end == p + below)
		return false;
	if (below) {
		s->low = -INFINITY;
		return true;
	}
	if (*end == '-')
		s->end = strtod(end + 1, &end);
	s->end = *end == '+' ? INFINITY : s->end + 1;
	return true;
}

static int
by_low(const void *va, const void *vb)
{
	const struct span *a = va, *b = vb;

	return a->low < b->low ? -1 : a->low > b->low;
}

/* Numbers between two ranges are in none. */
static void
holes(struct lint *l, struct span *s, size_t n)
{
	double end;
	size_t i;

	qsort(s, n, sizeof(*s), by_low);
	end = n > 0 ? s[0].end : 0;
	for (i = 1; i < n; i++) {
		if (s[i].low > end)
			diag_warn(l->d, yaml_where(s[i].at), "lint.hole",
			    "no range holds numbers from %.15g up to %.15g",
			    end, s[i].low);
		if (s[i].end > end)
			end = s[i].end;
	}
}

/* Of ranges that overlap the first one counts. */
static void
ranges(struct lint *l, const struct json *buckets)
{
	struct span *s = arena_array(l->a, buckets->len + 1, sizeof(*s));
	bool named = buckets->type == JSON_OBJECT;
	size_t i, k, n = 0;

	if (!named && buckets->type != JSON_ARRAY)
		return;
	for (i = 0; i < buckets->len; i++)
		if (read_span(named ? &buckets->members[i].value :
		    &buckets->items[i], l->a, &s[n]))
			n++;
	for (i = 0; i < n; i++)
		for (k = 0; k < i; k++) {
			if (s[i].low >= s[k].end || s[k].low >= s[i].end)
				continue;
			diag_warn(l->d, yaml_where(s[i].at), "lint.twice",
			    "the range %.*s overlaps %.*s, which comes first",
			    STR_ARG(s[i].text), STR_ARG(s[k].text));
			break;
		}
	holes(l, s, n);
}

static void
read_field(struct lint *l, const struct json *object, size_t i,
    const char *name)
{
	const struct json *v = &object->members[i].value, *x;
	struct made *m = &l->made[l->nmade++];

	*m = (struct made){ .object = str_of(name),
	    .field = object->members[i].key,
	    .at = yaml_key_where(object, i) };
	if (v->type != JSON_OBJECT)
		return;
	if ((x = json_get(v, STR("type"))) != NULL) {
		m->type = yaml_text(x);
		m->kind = kind_of(m->type);
	}
	if ((x = json_get(v, STR("join"))) != NULL)
		m->kind = MADE_TEXT;
	read_values(l, m, v);
	if ((x = json_get(v, STR("buckets"))) != NULL)
		ranges(l, x);
}

/* The objects of the user's own; len is 0 if there are none. */
static const struct json *
customs(const struct json *map)
{
	static const struct json none = { .type = JSON_OBJECT };
	const struct json *o = json_get(map, STR("objects"));

	return o != NULL && o->type == JSON_OBJECT ? o : &none;
}

static size_t
count(const struct json *map)
{
	const struct json *o, *own = customs(map);
	size_t n = 0, i;
	int k;

	for (i = 0; i < own->len; i++)
		if (own->members[i].value.type == JSON_OBJECT)
			n += own->members[i].value.len;
	for (k = 0; k < OBJECTS; k++)
		if ((o = json_get(map, str_of(objects[k]))) != NULL &&
		    o->type == JSON_OBJECT)
			n += o->len;
	return n;
}

static void
read_objects(struct lint *l, const struct json *map)
{
	const struct json *o, *own = customs(map);
	const char *name;
	size_t i, k;

	for (k = 0; k < OBJECTS; k++) {
		o = json_get(map, str_of(objects[k]));
		for (i = 0; o != NULL && o->type == JSON_OBJECT && i < o->len;
		    i++)
			read_field(l, o, i, objects[k]);
	}
	for (k = 0; k < own->len; k++) {
		o = &own->members[k].value;
		name = arena_printf(l->a, "objects.%.*s",
		    STR_ARG(own->members[k].key)).p;
		for (i = 0; o->type == JSON_OBJECT && i < o->len; i++)
			read_field(l, o, i, name);
	}
}

/* A field that is made in several ways may hold anything. */
static void
join(struct lint *l, size_t from)
{
	struct made *m;
	size_t i, k;

	for (i = from; i < l->nmade; i++)
		for (k = 0; k < i; k++) {
			m = &l->made[k];
			if (!str_eq(m->object, l->made[i].object) ||
			    !str_eq(m->field, l->made[i].field))
				continue;
			m->kind = MADE_ANY;
			m->closed = false;
		}
}

void
lint_made(struct lint *l)
{
	const struct json *on = json_get(l->map, STR("on"));
	size_t i, n = count(l->map), events = on != NULL &&
	    on->type == JSON_OBJECT ? on->len : 0;

	for (i = 0; i < events; i++)
		n += count(&on->members[i].value);
	l->made = arena_array(l->a, n + 1, sizeof(*l->made));
	read_objects(l, l->map);
	n = l->nmade;
	for (i = 0; i < events; i++)
		read_objects(l, &on->members[i].value);
	join(l, n);
}

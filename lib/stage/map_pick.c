/* Picklists, lists of their values, and ranges of numbers. */
#include <math.h>
#include <stdlib.h>

#include "base/hmap.h"
#include "stage/map_numeral.h"
#include "stage/map_typed.h"
#include "text/fold.h"

static const struct map_pick *
find_pick(const struct map_type *t, struct str s)
{
	size_t i;

	for (i = 0; i < t->npicks && s.p != NULL; i++)
		if (numeral_same(s, t->picks[i].spelling))
			return &t->picks[i];
	return NULL;
}

struct map_fault
map_to_pick(const struct map_typing *y, struct json *v)
{
	const struct map_pick *pick = find_pick(y->t, map_typed(v));
	struct map_fault f = { "picklist.unmapped", NULL, y->t->unmapped };

	if (pick != NULL) {
		*v = json_str(pick->value);
		return (struct map_fault){ 0 };
	}
	if (f.invalid == MAP_OTHER) {
		*v = json_str(y->t->other);
		f.did = "normalised";
	}
	return f;
}

/* A list being made, whose items differ by more than case. */
struct making {
	const struct map_typing	*y;
	struct json		 list;
	struct hmap		 folded;	/* its items */
	struct map_fault	 fault;		/* what was wrong with one */
};

static struct making
begin(const struct map_typing *y)
{
	struct making m = { .y = y, .list = json_array() };

	hmap_init(&m.folded, y->a);
	return m;
}

static struct str
folded(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, s.len + 1);

	text_fold_into(s, p);
	return (struct str){ p, s.len };
}

static void
add_once(struct making *m, struct str s)
{
	static char there;
	void **slot = hmap_slot(&m->folded, folded(s, m->y->a));

	if (*slot != NULL)
		return;
	*slot = &there;
	json_push(&m->list, json_str(s), m->y->a);
}

static void
add_item(struct making *m, struct str s)
{
	const struct map_type *t = m->y->t;
	const struct map_pick *pick;

	s = str_trim(s);
	if (s.len == 0)
		return;
	if (t->npicks == 0) {
		add_once(m, s);
		return;
	}
	if ((pick = find_pick(t, s)) != NULL) {
		add_once(m, pick->value);
		return;
	}
	m->fault.code = "picklist.unmapped";
	m->fault.invalid = t->unmapped;
	if (t->unmapped == MAP_OTHER) {
		m->fault.did = "normalised";
		add_once(m, t->other);
	} else if (t->unmapped != MAP_REJECT) {
		m->fault.did = t->unmapped == MAP_KEEP ? "kept" : "dropped";
		if (t->unmapped == MAP_KEEP)
			add_once(m, s);
	}
}

/* The next separator at or after ${i}; its length in ${n}. */
static size_t
separator(const struct map_type *t, struct str s, size_t i, size_t *n)
{
	static const struct str usual[] = {
		{ ",", 1 }, { ";", 1 }, { "|", 1 }, { "\n", 1 }
	};
	const struct str *p = t->separator.n > 0 ? t->separator.p : usual;
	size_t k, count = t->separator.n > 0 ? t->separator.n : 4;

	for (; i < s.len; i++)
		for (k = 0; k < count; k++)
			if (p[k].len > 0 && str_starts(str_from(s, i), p[k])) {
				*n = p[k].len;
				return i;
			}
	*n = 0;
	return s.len;
}

static void
split(struct making *m, struct str s)
{
	size_t from, to, n;

	/* A value that has a separator in it is one value all the same. */
	if (find_pick(m->y->t, s) != NULL) {
		add_item(m, s);
		return;
	}
	for (from = 0; from < s.len; from = to + n) {
		to = separator(m->y->t, s, from, &n);
		add_item(m, (struct str){ s.p + from, to - from });
	}
}

static int
by_text(const void *a, const void *b)
{
	const struct json *x = a, *y = b;

	return str_cmp((struct str){ x->text, x->len },
	    (struct str){ y->text, y->len });
}

/* In the order of the configuration, what it does not know behind. */
static struct json
by_values(const struct making *m)
{
	const struct map_type *t = m->y->t;
	struct making out = begin(m->y);
	size_t i;

	for (i = 0; i < t->npicks; i++)
		if (hmap_get(&m->folded, folded(t->picks[i].value,
		    m->y->a)) != NULL)
			add_once(&out, t->picks[i].value);
	for (i = 0; i < m->list.len; i++)
		add_once(&out, (struct str){ m->list.items[i].text,
		    m->list.items[i].len });
	return out.list;
}

static struct json
joined(const struct json *list, struct str by, struct arena *a)
{
	size_t i, len = 0, room = list->len * by.len;
	char *p;

	for (i = 0; i < list->len; i++)
		room += list->items[i].len;
	p = arena_alloc(a, room + 1);
	for (i = 0; i < list->len; i++) {
		if (i > 0) {
			memcpy(p + len, by.p, by.len);
			len += by.len;
		}
		memcpy(p + len, list->items[i].text, list->items[i].len);
		len += list->items[i].len;
	}
	return json_str((struct str){ p, len });
}

/* All the items there are: of a list, of a text, or the one value. */
static bool
add_all(struct making *m, const struct json *v)
{
	struct str s = map_typed(v);
	size_t i;

	if (v->type == JSON_STRING)
		split(m, s);
	else if (v->type != JSON_ARRAY && s.p != NULL)
		add_item(m, s);
	else if (v->type != JSON_ARRAY)
		return false;
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++) {
		s = map_typed(&v->items[i]);
		if (s.p == NULL && v->items[i].type != JSON_NULL)
			return false;
		add_item(m, s);
	}
	return true;
}

struct map_fault
map_to_list(const struct map_typing *y, struct json *v)
{
	const struct map_type *t = y->t;
	struct making m = begin(y);

	if (!add_all(&m, v))
		return (struct map_fault){ "type.list", NULL, t->invalid };
	if (m.fault.code != NULL && m.fault.did == NULL)
		return m.fault;			/* rejected */
	if (m.list.len == 0) {
		if (m.fault.code == NULL)
			*v = json_null();
		m.fault.did = NULL;		/* nothing is left of it */
		return m.fault;
	}
	if (t->order == ORDER_VALUES)
		m.list = by_values(&m);
	else if (t->order == ORDER_SORTED)
		qsort(m.list.items, m.list.len, sizeof(*m.list.items),
		    by_text);
	*v = t->join.p != NULL ? joined(&m.list, t->join, y->a) : m.list;
	return m.fault;
}

/* Behind a numeral: what may be a power of ten, as in "5k", "5 million". */
static size_t
unit_length(struct str s)
{
	enum { WORD = 3 };		/* "5 m" are metres, more likely */
	size_t blank = s.len > 0 && s.p[0] == ' ', n = blank;

	while (n < s.len && ascii_alpha(s.p[n]))
		n++;
	return blank > 0 && n < blank + WORD ? 0 : n;
}

/* Does an exponent follow a numeral, as in 1e3?  Then it is not the number. */
static bool
has_exponent(struct str s)
{
	size_t sign = s.len > 1 && (s.p[1] == '+' || s.p[1] == '-');

	return s.len > 1 + sign && (s.p[0] == 'e' || s.p[0] == 'E') &&
	    ascii_digit(s.p[1 + sign]);
}

/* The first number in running text: "about 1,200 people", "5k-10k". */
static struct str
first_number(const struct map_typing *y, struct str s)
{
	struct str rest, numeral, with;
	struct map_number n;
	const char *code;
	size_t from;

	for (from = 0; from < s.len && !ascii_digit(s.p[from]); from++)
		;
	rest = str_from(s, from);
	numeral = numeral_cut(&rest);
	if (has_exponent(rest))
		return STR_NONE;
	with = (struct str){ numeral.p, numeral.len + unit_length(rest) };
	code = map_read_number(y, with, true, &n);
	return code == NULL || *code != '\0' ? with : numeral;
}

static const struct map_range *
find_range(const struct map_type *t, double d)
{
	size_t i;

	/* 10.9 is in 1-10, but 1.6 not in 0.5-1.5. */
	for (i = 0; i < t->nranges; i++) {
		double high = t->ranges[i].high;

		if (d >= t->ranges[i].low && (d <= high ||
		    (high == floor(high) && d < high + 1)))
			return &t->ranges[i];
	}
	return NULL;
}

/*
 * The number that is meant: the whole text, "10k", or the first in it.  What
 * can be read in two ways is no matter where both lie in one range.
 */
static const char *
range_of(const struct map_typing *y, struct str s,
    const struct map_range **out)
{
	const struct map_range *other;
	struct map_number n;
	const char *code = map_read_number(y, s, true, &n);

	if (code != NULL && *code == '\0')
		code = map_read_number(y, s = first_number(y, s), true, &n);
	if (code != NULL && *code == '\0')
		return "type.bucket";
	if (code == NULL) {
		*out = find_range(y->t, map_number_double(&n));
		return NULL;
	}
	map_number_read(s, POINT_DOT, true, &n);
	*out = find_range(y->t, map_number_double(&n));
	map_number_read(s, POINT_COMMA, true, &n);
	other = find_range(y->t, map_number_double(&n));
	return *out == other ? NULL : code;
}

const char *
map_to_bucket(const struct map_typing *y, struct json *v)
{
	const struct map_type *t = y->t;
	const struct map_range *range = NULL;
	struct str s = map_typed(v);
	const char *code = NULL;
	double d;
	size_t i;

	for (i = 0; i < t->nranges && range == NULL; i++)
		if (numeral_same(s, t->ranges[i].label))
			range = &t->ranges[i];
	if (range == NULL && v->type == JSON_NUMBER) {
		if (json_to_double(v, &d))
			range = find_range(t, d);
	} else if (range == NULL && s.p != NULL) {
		code = range_of(y, s, &range);
	}
	if (code != NULL || range == NULL)
		return code != NULL ? code : "type.bucket";
	*v = json_str(range->label);
	return NULL;
}

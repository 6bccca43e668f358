#include "cel/value.h"

#include <math.h>

enum { NANOS = 1000000000 };

struct cel_val
cel_string(struct str s)
{
	return (struct cel_val){ .kind = CEL_STRING, .s = s };
}

struct cel_val
cel_int(int64_t i)
{
	return (struct cel_val){ .kind = CEL_INT, .i = i };
}

struct cel_val
cel_double(double d)
{
	return (struct cel_val){ .kind = CEL_DOUBLE, .d = d };
}

struct cel_val
cel_bool(bool b)
{
	return (struct cel_val){ .kind = CEL_BOOL, .b = b };
}

struct cel_val
cel_timestamp(struct instant t)
{
	return (struct cel_val){ .kind = CEL_TIMESTAMP, .nsec = t.nsec,
	    .i = t.sec };
}

struct cel_val
cel_duration(int64_t ns)
{
	return (struct cel_val){ .kind = CEL_DURATION,
	    .nsec = (int32_t)(ns % NANOS), .i = ns / NANOS };
}

int64_t
cel_nanos(struct cel_val d)
{
	return d.i * NANOS + d.nsec;
}

static struct cel_val
from_number(const struct json *j)
{
	struct cel_val v = { .is_json = true, .src = j };

	if (json_to_int(j, &v.i))
		v.kind = CEL_INT;
	else if (json_to_uint(j, &v.u))
		v.kind = CEL_UINT;
	else {
		v.kind = CEL_DOUBLE;
		if (!json_to_double(j, &v.d))
			v.d = j->text[0] == '-' ? -INFINITY : INFINITY;
	}
	return v;
}

struct cel_val
cel_from_json(const struct json *j)
{
	switch (j->type) {
	case JSON_FALSE:
	case JSON_TRUE:
		return cel_bool(j->type == JSON_TRUE);
	case JSON_NUMBER:
		return from_number(j);
	case JSON_STRING:
		return cel_string((struct str){ j->text, j->len });
	case JSON_ARRAY:
		return (struct cel_val){ .kind = CEL_LIST, .is_json = true,
		    .json = j };
	case JSON_OBJECT:
		return (struct cel_val){ .kind = CEL_MAP, .is_json = true,
		    .json = j };
	default:
		return CEL_NULL_VAL;
	}
}

size_t
cel_list_len(struct cel_val v)
{
	return v.is_json ? v.json->len : v.list->n;
}

struct cel_val
cel_list_at(struct cel_val v, size_t i)
{
	return v.is_json ? cel_from_json(&v.json->items[i]) : v.list->items[i];
}

struct cel_val
cel_list_new(const struct cel_val *items, size_t n, struct arena *a)
{
	struct cel_list *l = arena_alloc(a, sizeof(*l));

	*l = (struct cel_list){ n, items };
	return (struct cel_val){ .kind = CEL_LIST, .list = l };
}

size_t
map_len(struct cel_val m)
{
	return m.is_json ? m.json->len : m.map->n;
}

struct cel_val
map_key(struct cel_val m, size_t i)
{
	return m.is_json ? cel_string(m.json->members[i].key) :
	    m.map->entries[i].key;
}

struct cel_val
map_value(struct cel_val m, size_t i)
{
	return m.is_json ? cel_from_json(&m.json->members[i].value) :
	    m.map->entries[i].val;
}

static uint64_t
hash(struct cel_val key)
{
	if (key.kind == CEL_STRING)
		return str_hash(key.s);
	if (key.kind == CEL_BOOL)
		return key.b;
	return str_hash((struct str){ (const char *)&key.u, sizeof(key.u) });
}

/* Keys are strings, bools, ints and uints. */
static bool
same_key(struct cel_val a, struct cel_val b)
{
	if (a.kind == CEL_STRING || b.kind == CEL_STRING)
		return a.kind == b.kind && str_eq(a.s, b.s);
	if (a.kind == CEL_BOOL || b.kind == CEL_BOOL)
		return a.kind == b.kind && a.b == b.b;
	return a.u == b.u && (a.kind == b.kind || a.i >= 0);
}

/* slot_of(m, key): where it stands or would stand in the index. */
static size_t
slot_of(const struct cel_map *m, struct cel_val key)
{
	size_t i = hash(key) & (m->nslots - 1);

	while (m->slots[i] != 0 &&
	    !same_key(m->entries[m->slots[i] - 1].key, key))
		i = (i + 1) & (m->nslots - 1);
	return i;
}

static const struct cel_entry *
find_entry(const struct cel_map *m, struct cel_val key)
{
	size_t i;

	if (m->nslots > 0) {
		i = slot_of(m, key);
		return m->slots[i] != 0 ? &m->entries[m->slots[i] - 1] : NULL;
	}
	for (i = 0; i < m->n; i++)
		if (same_key(m->entries[i].key, key))
			return &m->entries[i];
	return NULL;
}

bool
map_find_str(struct cel_val m, struct str key, struct cel_val *out)
{
	const struct json *j;
	const struct cel_entry *e;

	if (m.is_json) {
		if ((j = json_get(m.json, key)) == NULL)
			return false;
		*out = cel_from_json(j);
		return true;
	}
	if ((e = find_entry(m.map, cel_string(key))) == NULL)
		return false;
	*out = e->val;
	return true;
}

/* A double finds the integer it equals, if it equals one. */
static bool
integral(double d, struct cel_val *out)
{
	if (d != trunc(d) || d < -0x1p63 || d >= 0x1p64)
		return false;
	*out = d < 0x1p63 ? cel_int((int64_t)d) : cel_uint((uint64_t)d);
	return true;
}

bool
map_find(struct cel_val m, struct cel_val key, struct cel_val *out)
{
	const struct cel_entry *e;

	if (key.kind == CEL_STRING)
		return map_find_str(m, key.s, out);
	if (key.kind == CEL_DOUBLE && !integral(key.d, &key))
		return false;
	if (m.is_json || key.kind < CEL_BOOL || key.kind > CEL_UINT)
		return false;
	if ((e = find_entry(m.map, key)) == NULL)
		return false;
	*out = e->val;
	return true;
}

struct cel_map *
map_new(size_t n, struct arena *a)
{
	struct cel_map *m = arena_alloc(a, sizeof(*m));

	*m = (struct cel_map){ .cap = n };
	m->entries = n > 0 ? arena_alloc(a, n * sizeof(*m->entries)) : NULL;
	return m;
}

static void
reindex(struct cel_map *m, struct arena *a)
{
	size_t i;

	m->nslots = m->nslots > 0 ? m->nslots * 2 : 4 * MAP_SMALL;
	m->slots = arena_array(a, m->nslots, sizeof(*m->slots));
	for (i = 0; i < m->n; i++)
		m->slots[slot_of(m, m->entries[i].key)] = (uint32_t)i + 1;
}

int
map_put(struct cel_map *m, struct cel_val key, struct cel_val val,
    struct arena *a)
{
	size_t cap = m->cap > 0 ? m->cap * 2 : 4;

	if (find_entry(m, key) != NULL)
		return -1;
	if (m->n == m->cap) {
		m->entries = arena_grow(a, m->entries,
		    m->cap * sizeof(*m->entries), cap * sizeof(*m->entries));
		m->cap = cap;
	}
	m->entries[m->n++] = (struct cel_entry){ key, val };
	if (m->n > MAP_SMALL && m->n * 2 > m->nslots)
		reindex(m, a);
	else if (m->nslots > 0)
		m->slots[slot_of(m, key)] = (uint32_t)m->n;
	return 0;
}

static enum order
order_of(bool less, bool more)
{
	return less ? ORDER_LESS : more ? ORDER_MORE : ORDER_SAME;
}

static enum order
order_doubles(double a, double b)
{
	return isnan(a) || isnan(b) ? ORDER_NONE : order_of(a < b, a > b);
}

static double
as_double(struct cel_val v)
{
	return v.kind == CEL_DOUBLE ? v.d :
	    v.kind == CEL_INT ? (double)v.i : (double)v.u;
}

static enum order
order_numbers(struct cel_val a, struct cel_val b)
{
	if (a.kind == CEL_DOUBLE || b.kind == CEL_DOUBLE)
		return order_doubles(as_double(a), as_double(b));
	if (a.kind == CEL_INT && b.kind == CEL_INT)
		return order_of(a.i < b.i, a.i > b.i);
	if (a.kind == CEL_INT && a.i < 0)
		return ORDER_LESS;
	if (b.kind == CEL_INT && b.i < 0)
		return ORDER_MORE;
	return order_of(a.u < b.u, a.u > b.u);
}

bool
value_order(struct cel_val a, struct cel_val b, enum order *out)
{
	int c;

	if (is_number(a) && is_number(b)) {
		*out = order_numbers(a, b);
		return true;
	}
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case CEL_BOOL:
		*out = order_of(a.b < b.b, a.b > b.b);
		return true;
	case CEL_STRING:
	case CEL_BYTES:
		c = str_cmp(a.s, b.s);
		*out = order_of(c < 0, c > 0);
		return true;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		*out = a.i != b.i ? order_of(a.i < b.i, a.i > b.i) :
		    order_of(a.nsec < b.nsec, a.nsec > b.nsec);
		return true;
	default:
		return false;
	}
}

static bool
lists_equal(struct cel_val a, struct cel_val b)
{
	size_t n = cel_list_len(a), i;

	if (n != cel_list_len(b))
		return false;
	for (i = 0; i < n; i++)
		if (!cel_equal(cel_list_at(a, i), cel_list_at(b, i)))
			return false;
	return true;
}

static bool
maps_equal(struct cel_val a, struct cel_val b)
{
	size_t n = map_len(a), i;
	struct cel_val v;

	if (n != map_len(b))
		return false;
	for (i = 0; i < n; i++)
		if (!map_find(b, map_key(a, i), &v) ||
		    !cel_equal(map_value(a, i), v))
			return false;
	return true;
}

static bool
optionals_equal(struct cel_val a, struct cel_val b)
{
	if (a.opt == NULL || b.opt == NULL)
		return a.opt == b.opt;
	return cel_equal(*a.opt, *b.opt);
}

bool
cel_equal(struct cel_val a, struct cel_val b)
{
	enum order o;

	if (value_order(a, b, &o))
		return o == ORDER_SAME;
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case CEL_NULL:
		return true;
	case CEL_LIST:
		return lists_equal(a, b);
	case CEL_MAP:
		return maps_equal(a, b);
	case CEL_TYPE:
		return str_eq(a.s, b.s);
	case CEL_OPTIONAL:
		return optionals_equal(a, b);
	case CEL_IP:
	case CEL_CIDR:
		return a.net->family == b.net->family &&
		    a.net->bits == b.net->bits && memcmp(a.net->addr,
		    b.net->addr, sizeof(a.net->addr)) == 0;
	default:
		return false;
	}
}

/* Are two values the same? */
#include "json/json.h"
#include "json/keys.h"

enum { FEW = 16 };	/* members that are searched one by one */

static bool
equal(const struct json *a, const struct json *b, struct arena *tmp);

/* Objects in the same order, which is the rule. */
static bool
in_step(const struct json *a, const struct json *b)
{
	size_t i;

	for (i = 0; i < a->len; i++)
		if (!str_eq(a->members[i].key, b->members[i].key))
			return false;
	return true;
}

static bool
equal_few(const struct json *a, const struct json *b, struct arena *tmp)
{
	const struct json *v;
	size_t i;

	for (i = 0; i < a->len; i++) {
		v = json_get(b, a->members[i].key);
		if (v == NULL || !equal(&a->members[i].value, v, tmp))
			return false;
	}
	return true;
}

static bool
equal_many(const struct json *a, const struct json *b, struct arena *tmp)
{
	uint32_t *x = json_order(a->members, a->len, tmp);
	uint32_t *y = json_order(b->members, b->len, tmp);
	const struct json_member *m, *n;
	size_t i;

	for (i = 0; i < a->len; i++) {
		m = &a->members[x[i]];
		n = &b->members[y[i]];
		if (!str_eq(m->key, n->key) ||
		    !equal(&m->value, &n->value, tmp))
			return false;
	}
	return true;
}

static bool
equal_objects(const struct json *a, const struct json *b, struct arena *tmp)
{
	size_t i;

	if (a->len != b->len)
		return false;
	if (!in_step(a, b))
		return a->len <= FEW ? equal_few(a, b, tmp) :
		    equal_many(a, b, tmp);
	for (i = 0; i < a->len; i++)
		if (!equal(&a->members[i].value, &b->members[i].value, tmp))
			return false;
	return true;
}

static bool
equal_arrays(const struct json *a, const struct json *b, struct arena *tmp)
{
	size_t i;

	if (a->len != b->len)
		return false;
	for (i = 0; i < a->len; i++)
		if (!equal(&a->items[i], &b->items[i], tmp))
			return false;
	return true;
}

static bool
equal(const struct json *a, const struct json *b, struct arena *tmp)
{
	struct json x = *a, y = *b;

	json_open(&x, tmp);
	json_open(&y, tmp);
	if (x.type != y.type)
		return false;
	switch (x.type) {
	case JSON_NUMBER:
	case JSON_STRING:
		return str_eq((struct str){ x.text, x.len },
		    (struct str){ y.text, y.len });
	case JSON_ARRAY:
		return equal_arrays(&x, &y, tmp);
	case JSON_OBJECT:
		return equal_objects(&x, &y, tmp);
	default:
		return true;
	}
}

bool
json_equal(const struct json *a, const struct json *b)
{
	struct arena tmp = { 0 };
	bool same = equal(a, b, &tmp);

	arena_free(&tmp);
	return same;
}

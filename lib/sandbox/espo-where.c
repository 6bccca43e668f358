/* where: conditions as JSON, all of which must hold. */
#include <string.h>

#include "sandbox/espo.h"

enum { DEPTH = 16 };

static const char *const operators[] = { "equals", "notEquals", "in",
    "notIn", "like", "contains", "startsWith", "endsWith", "isNull",
    "isNotNull", "greaterThan", "greaterThanOrEquals", "lessThan",
    "lessThanOrEquals", "after", "before", "or", "and", NULL };

bool
espo_where_ok(const struct json *where, unsigned depth)
{
	struct str type;
	uint32_t i;
	size_t k;

	if (where == NULL)
		return true;
	if (where->type != JSON_ARRAY || depth > DEPTH)
		return false;
	for (i = 0; i < where->len; i++) {
		type = json_get_str(&where->items[i], STR("type"));
		for (k = 0; operators[k] != NULL; k++)
			if (str_eq(type, str_of(operators[k])))
				break;
		if (operators[k] == NULL)
			return false;
		if ((str_eq(type, STR("or")) || str_eq(type, STR("and"))) &&
		    !espo_where_ok(json_get(&where->items[i], STR("value")),
		    depth + 1))
			return false;
	}
	return true;
}

/*
 * A pattern with "%" for anything, case aside.  On a mismatch the last "%"
 * takes one character more: an earlier one need never be tried again.
 */
static bool
like(struct str s, struct str pattern)
{
	size_t i = 0, k = 0, star = (size_t)-1, mark = 0;

	while (i < s.len) {
		if (k < pattern.len && pattern.p[k] == '%') {
			star = k++;
			mark = i;
		} else if (k < pattern.len && ascii_lower(pattern.p[k]) ==
		    ascii_lower(s.p[i])) {
			i++;
			k++;
		} else if (star != (size_t)-1) {
			k = star + 1;
			i = ++mark;
		} else
			return false;
	}
	while (k < pattern.len && pattern.p[k] == '%')
		k++;
	return k == pattern.len;
}

static bool
compare(struct request *q, struct str op, struct str have, struct str want)
{
	int d = str_ieq(have, want) ? 0 : str_cmp(have, want);

	if (str_eq(op, STR("equals")) || str_eq(op, STR("in")))
		return have.p != NULL && d == 0;
	if (str_eq(op, STR("notEquals")) || str_eq(op, STR("notIn")))
		return d != 0;
	if (have.p == NULL)
		return false;
	if (str_eq(op, STR("like")))
		return like(have, want);
	if (str_eq(op, STR("contains")))
		return like(have, arena_printf(q->a, "%%%.*s%%",
		    STR_ARG(want)));
	if (str_eq(op, STR("startsWith")))
		return like(have, arena_printf(q->a, "%.*s%%",
		    STR_ARG(want)));
	if (str_eq(op, STR("endsWith")))
		return like(have, arena_printf(q->a, "%%%.*s",
		    STR_ARG(want)));
	if (str_eq(op, STR("greaterThan")) || str_eq(op, STR("after")))
		return d > 0;
	if (str_eq(op, STR("greaterThanOrEquals")))
		return d >= 0;
	if (str_eq(op, STR("lessThan")) || str_eq(op, STR("before")))
		return d < 0;
	return d <= 0;
}

/* Does one value of the attribute satisfy one of those asked for? */
static bool
any(struct request *q, struct str op, struct str have,
    const struct json *want)
{
	uint32_t i;

	if (want == NULL || want->type != JSON_ARRAY)
		return compare(q, op, have, store_scalar(want));
	for (i = 0; i < want->len; i++)
		if (compare(q, op, have, store_scalar(&want->items[i])))
			return true;
	return false;
}

static struct str
value_of(struct request *q, const struct object *o, struct str name)
{
	struct json v;

	if (str_eq(name, STR("id")))
		return espo_id(o->type, o->id, q->a);
	if (str_eq(name, STR("createdAt")) || str_eq(name,
	    STR("modifiedAt"))) {
		v = espo_time(q->a, name.p[0] == 'c' ? o->created :
		    o->updated);
		return store_scalar(&v);
	}
	return store_scalar(json_get(&o->props, name));
}

/* An address or number is looked for among all of the record. */
static bool
among(struct request *q, const struct object *o, struct str op,
    struct str name, const struct json *want)
{
	const struct json *data = json_get(&o->props, arena_printf(q->a,
	    "%.*sData", STR_ARG(name)));
	uint32_t i;

	for (i = 0; data != NULL && data->type == JSON_ARRAY &&
	    i < data->len; i++)
		if (any(q, op, json_get_str(&data->items[i], name), want))
			return true;
	return false;
}

static bool
one(struct request *q, const struct object *o, const struct json *c)
{
	struct str op = json_get_str(c, STR("type"));
	struct str name = json_get_str(c, STR("attribute"));
	const struct json *want = json_get(c, STR("value"));
	struct str have;
	uint32_t i;

	if (str_eq(op, STR("and")))
		return espo_where(q, o, want);
	if (str_eq(op, STR("or"))) {
		for (i = 0; want != NULL && i < want->len; i++)
			if (one(q, o, &want->items[i]))
				return true;
		return false;
	}
	have = value_of(q, o, name);
	if (str_eq(op, STR("isNull")))
		return have.len == 0;
	if (str_eq(op, STR("isNotNull")))
		return have.len > 0;
	if (any(q, op, have, want))
		return true;
	return (str_eq(name, STR("emailAddress")) ||
	    str_eq(name, STR("phoneNumber"))) && among(q, o, op, name, want);
}

bool
espo_where(struct request *q, const struct object *o,
    const struct json *where)
{
	uint32_t i;

	for (i = 0; where != NULL && where->type == JSON_ARRAY &&
	    i < where->len; i++)
		if (!one(q, o, &where->items[i]))
			return false;
	return true;
}

#include "sandbox/hs-filter.h"

enum { MAX_GROUPS = 5, MAX_FILTERS = 6, MAX_TOTAL = 18 };

enum op { EQ, NEQ, LT, LTE, GT, GTE, BETWEEN, IN, NOT_IN, HAS, HAS_NOT,
    CONTAINS, CONTAINS_NOT, OPS };

static const char *const op_names[OPS] = { "EQ", "NEQ", "LT", "LTE", "GT",
    "GTE", "BETWEEN", "IN", "NOT_IN", "HAS_PROPERTY", "NOT_HAS_PROPERTY",
    "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN" };

static enum op
op_of(const struct json *filter)
{
	struct str name = json_get_str(filter, STR("operator"));
	enum op i;

	for (i = 0; i < OPS; i++)
		if (str_eq(name, str_of(op_names[i])))
			break;
	return i;
}

struct str
filter_value(const struct object *o, struct str name, struct arena *a)
{
	struct json v;

	if (str_eq(name, STR("hs_object_id")))
		v = api_number(a, o->id);
	else if (str_eq(name, str_of(o->type->created)))
		v = api_time(a, o->created);
	else if (str_eq(name, str_of(o->type->modified)))
		v = api_time(a, o->updated);
	else
		return json_get_str(&o->props, name);
	return (struct str){ v.text, v.len };
}

/* A number, or a time as ms; text that is neither has no order of values. */
bool
filter_number(struct str s, double *out)
{
	struct json v = { .type = JSON_NUMBER, .len = (uint32_t)s.len,
	    .text = s.p };
	struct instant t;
	size_t i;

	if (time_parse(s, &t) == 0) {
		*out = (double)t.sec * 1000 + t.nsec / 1000000;
		return true;
	}
	for (i = 0; i < s.len; i++)
		if (!ascii_digit(s.p[i]) && s.p[i] != '.' &&
		    !(i == 0 && s.p[i] == '-' && s.len > 1))
			return false;
	return s.len > 0 && s.len < 40 && json_to_double(&v, out);
}

static int
compare_text(struct str a, struct str b)
{
	size_t i, n = a.len < b.len ? a.len : b.len;
	int d;

	for (i = 0; i < n; i++) {
		d = (unsigned char)ascii_lower(a.p[i]) -
		    (unsigned char)ascii_lower(b.p[i]);
		if (d != 0)
			return d;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

int
filter_compare(struct str a, struct str b, bool by_value)
{
	double x, y;

	if (by_value && filter_number(a, &x) && filter_number(b, &y))
		return x < y ? -1 : x > y;
	return compare_text(a, b);
}

bool
filter_by_value(const struct request *q, const struct object_type *t,
    struct str name)
{
	const struct property *p = property_find(q, t, name);

	return p != NULL && (p->type == PROPERTY_NUMBER ||
	    p->type == PROPERTY_DATE || p->type == PROPERTY_DATETIME);
}

static bool
is_word(struct str s, size_t i)
{
	return i < s.len && (ascii_alpha(s.p[i]) || ascii_digit(s.p[i]) ||
	    (s.p[i] & 0x80) != 0);
}

bool
filter_contains(struct str text, struct str token)
{
	bool open_start = str_starts(token, STR("*"));
	bool open_end = token.len > 1 && str_ends(token, STR("*"));
	size_t i;

	token = str_from(token, open_start);
	token.len -= open_end;
	for (i = 0; token.len > 0 && i + token.len <= text.len; i++) {
		if (!str_ieq((struct str){ text.p + i, token.len }, token))
			continue;
		if ((open_start || i == 0 || !is_word(text, i - 1)) &&
		    (open_end || !is_word(text, i + token.len)))
			return true;
	}
	return false;
}

/*
 * The index holds strings in lower case and IN compares exactly: a value
 * that is not in lower case is never found.
 */
static bool
is_in(struct str v, const struct json *list)
{
	struct str item;
	size_t k;
	uint32_t i;

	for (i = 0; i < list->len; i++) {
		item = (struct str){ list->items[i].text, list->items[i].len };
		if (list->items[i].type != JSON_STRING || item.len != v.len)
			continue;
		for (k = 0; k < v.len; k++)
			if (ascii_lower(v.p[k]) != item.p[k])
				break;
		if (k == v.len)
			return true;
	}
	return false;
}

static bool
holds(const struct request *q, const struct object *o, const struct json *f,
    struct arena *a)
{
	struct str name = json_get_str(f, STR("propertyName"));
	struct str v = filter_value(o, name, a);
	struct str x = json_get_str(f, STR("value"));
	bool set = v.len > 0;
	int d = 0;

	if (set && x.p != NULL)
		d = filter_compare(v, x, filter_by_value(q, o->type, name));
	switch (op_of(f)) {
	case EQ:
		return set && d == 0;
	case NEQ:
		return set && d != 0;
	case LT:
		return set && d < 0;
	case LTE:
		return set && d <= 0;
	case GT:
		return set && d > 0;
	case GTE:
		return set && d >= 0;
	case BETWEEN:
		return set && d >= 0 && filter_compare(v, json_get_str(f,
		    STR("highValue")), filter_by_value(q, o->type,
		    name)) <= 0;
	case IN:
		return set && is_in(v, json_get(f, STR("values")));
	case NOT_IN:
		return set && !is_in(v, json_get(f, STR("values")));
	case HAS:
		return set;
	case HAS_NOT:
		return !set;
	case CONTAINS:
		return filter_contains(v, x);
	case CONTAINS_NOT:
		return !filter_contains(v, x);
	case OPS:
		break;
	}
	return false;
}

static bool
group_holds(const struct request *q, const struct object *o,
    const struct json *group, struct arena *a)
{
	const struct json *filters = json_get(group, STR("filters"));
	uint32_t i;

	for (i = 0; i < filters->len; i++)
		if (!holds(q, o, &filters->items[i], a))
			return false;
	return true;
}

bool
filter_match(const struct request *q, const struct object *o,
    const struct json *groups, struct arena *a)
{
	uint32_t i;

	if (groups == NULL || groups->len == 0)
		return true;
	for (i = 0; i < groups->len; i++)
		if (group_holds(q, o, &groups->items[i], a))
			return true;
	return false;
}

static bool
is_list(const struct json *v)
{
	return v != NULL && v->type == JSON_ARRAY;
}

/* Has the filter what its operator needs? */
static bool
has_operands(const struct json *f)
{
	switch (op_of(f)) {
	case IN:
	case NOT_IN:
		return is_list(json_get(f, STR("values")));
	case HAS:
	case HAS_NOT:
		return true;
	case BETWEEN:
		return json_get_str(f, STR("value")).p != NULL &&
		    json_get_str(f, STR("highValue")).p != NULL;
	case OPS:
		return false;
	default:
		return json_get_str(f, STR("value")).p != NULL;
	}
}

static bool
check_group(struct request *q, const struct object_type *t,
    const struct json *group, size_t *total, struct answer *r)
{
	const struct json *filters = json_get(group, STR("filters")), *f;
	struct str name;
	uint32_t i;

	if (!is_list(filters) || filters->len == 0 ||
	    filters->len > MAX_FILTERS ||
	    (*total += filters->len) > MAX_TOTAL) {
		hs_fail(q, r, 400, "VALIDATION_ERROR", "A filter group "
		    "must have 1 to %d filters, %d in all", MAX_FILTERS,
		    MAX_TOTAL);
		return false;
	}
	for (i = 0; i < filters->len; i++) {
		f = &filters->items[i];
		name = json_get_str(f, STR("propertyName"));
		if (has_operands(f) && property_find(q, t, name) != NULL)
			continue;
		hs_fail(q, r, 400, "VALIDATION_ERROR", "There was a "
		    "problem with the filter on property '%.*s'",
		    STR_ARG(name));
		return false;
	}
	return true;
}

bool
filter_check(struct request *q, const struct object_type *t,
    const struct json *groups, struct answer *r)
{
	size_t total = 0;
	uint32_t i;

	if (groups == NULL)
		return true;
	if (!is_list(groups) || groups->len > MAX_GROUPS) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "'filterGroups' must be a list of at most %d",
		    MAX_GROUPS);
		return false;
	}
	for (i = 0; i < groups->len; i++)
		if (!check_group(q, t, &groups->items[i], &total, r))
			return false;
	return true;
}

/* fn_optional: the extension "optionals"; or and orValue are in eval.c. */
#include "cel/env.h"
#include "cel/run.h"

static int
of(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)n;
	*out = cel_some(r, v[0]);
	return 0;
}

static int
none(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)r;
	(void)v;
	(void)n;
	*out = CEL_NONE;
	return 0;
}

static bool
is_zero(struct cel_val v)
{
	switch (v.kind) {
	case CEL_NULL:
		return true;
	case CEL_BOOL:
		return !v.b;
	case CEL_INT:
	case CEL_UINT:
		return v.u == 0;
	case CEL_DOUBLE:
		return v.d == 0;
	case CEL_STRING:
	case CEL_BYTES:
		return v.s.len == 0;
	case CEL_LIST:
		return cel_list_len(v) == 0;
	case CEL_MAP:
		return map_len(v) == 0;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		return v.i == 0 && v.nsec == 0;
	case CEL_OPTIONAL:
		return v.opt == NULL;
	default:
		return false;
	}
}

static int
of_non_zero(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = is_zero(v[0]) ? CEL_NONE : cel_some(r, v[0]);
	return 0;
}

static int
has_value(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_bool(v[0].opt != NULL);
	return 0;
}

static int
value(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)n;
	if (v[0].opt == NULL)
		return cel_absent(r, STR("the optional has no value"));
	*out = *v[0].opt;
	return 0;
}

/* The values of a list's optionals that have one. */
static int
unwrap(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	size_t len = cel_list_len(v[0]), i, k = 0;
	struct cel_val *items, item;

	(void)n;
	if (spend(r, len) == -1)
		return -1;
	items = arena_alloc(r->a, len * sizeof(*items));
	for (i = 0; i < len; i++) {
		item = cel_list_at(v[0], i);
		if (item.kind != CEL_OPTIONAL)
			return cel_wants(r, "an optional", item);
		if (item.opt != NULL)
			items[k++] = *item.opt;
	}
	*out = cel_list_new(items, k, r->a);
	return 0;
}

static int
first(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)n;
	*out = cel_list_len(v[0]) == 0 ? CEL_NONE :
	    cel_some(r, cel_list_at(v[0], 0));
	return 0;
}

static int
last(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	size_t len = cel_list_len(v[0]);

	(void)n;
	*out = len == 0 ? CEL_NONE : cel_some(r, cel_list_at(v[0], len - 1));
	return 0;
}

const struct builtin cel_optionals[] = {
	{ "optional.of", "(A)optional_type(A)", of },
	{ "optional.none", "()optional_type(A)", none },
	{ "optional.ofNonZeroValue", "(A)optional_type(A)", of_non_zero },
	{ "optional.unwrap", "(list(optional_type(A)))list(A)", unwrap },
	{ "unwrapOpt", "list(optional_type(A)).()list(A)", unwrap },
	{ "hasValue", "optional_type(A).()bool", has_value },
	{ "value", "optional_type(A).()A", value },
	{ "or", "optional_type(A).(optional_type(A))optional_type(A)", NULL },
	{ "orValue", "optional_type(A).(A)A", NULL },
	{ "first", "list(A).()optional_type(A)", first },
	{ "last", "list(A).()optional_type(A)", last },
	{ NULL, NULL, NULL }
};

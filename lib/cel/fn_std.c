/* fn_std: the standard functions, and what types the operators take. */
#include "base/regex.h"
#include "cel/env.h"
#include "cel/run.h"
#include "cel/text.h"

/* The checker's view of what arith.c and eval.c do. */
const struct builtin cel_operators[] = {
	{ "_+_", "(int, int)int", NULL },
	{ "_+_", "(uint, uint)uint", NULL },
	{ "_+_", "(double, double)double", NULL },
	{ "_+_", "(string, string)string", NULL },
	{ "_+_", "(bytes, bytes)bytes", NULL },
	{ "_+_", "(list(A), list(A))list(A)", NULL },
	{ "_+_", "(timestamp, duration)timestamp", NULL },
	{ "_+_", "(duration, timestamp)timestamp", NULL },
	{ "_+_", "(duration, duration)duration", NULL },
	{ "_-_", "(int, int)int", NULL },
	{ "_-_", "(uint, uint)uint", NULL },
	{ "_-_", "(double, double)double", NULL },
	{ "_-_", "(timestamp, timestamp)duration", NULL },
	{ "_-_", "(timestamp, duration)timestamp", NULL },
	{ "_-_", "(duration, duration)duration", NULL },
	{ "_*_", "(int, int)int", NULL },
	{ "_*_", "(uint, uint)uint", NULL },
	{ "_*_", "(double, double)double", NULL },
	{ "_/_", "(int, int)int", NULL },
	{ "_/_", "(uint, uint)uint", NULL },
	{ "_/_", "(double, double)double", NULL },
	{ "_%_", "(int, int)int", NULL },
	{ "_%_", "(uint, uint)uint", NULL },
	{ "-_", "(int)int", NULL },
	{ "-_", "(double)double", NULL },
	{ "!_", "(bool)bool", NULL },
	{ "_?_:_", "(bool, A, A)A", NULL },
	{ "_&&_", "(bool, bool)bool", NULL },
	{ "_||_", "(bool, bool)bool", NULL },
	{ "_==_", "(A, A)bool", NULL },
	{ "_!=_", "(A, A)bool", NULL },
	{ "_<_", "(bool, bool)bool", NULL },
	{ "_<_", "(string, string)bool", NULL },
	{ "_<_", "(bytes, bytes)bool", NULL },
	{ "_<_", "(timestamp, timestamp)bool", NULL },
	{ "_<_", "(duration, duration)bool", NULL },
	{ "_<_", "(int, int)bool", NULL },
	{ "_<_", "(int, uint)bool", NULL },
	{ "_<_", "(int, double)bool", NULL },
	{ "_<_", "(uint, int)bool", NULL },
	{ "_<_", "(uint, uint)bool", NULL },
	{ "_<_", "(uint, double)bool", NULL },
	{ "_<_", "(double, int)bool", NULL },
	{ "_<_", "(double, uint)bool", NULL },
	{ "_<_", "(double, double)bool", NULL },
	{ "_in_", "(A, list(A))bool", NULL },
	{ "_in_", "(A, map(A, B))bool", NULL },
	{ "_[_]", "(list(A), int)A", NULL },
	{ "_[_]", "(map(A, B), A)B", NULL },
	{ "_[_]", "(optional_type(list(A)), int)optional_type(A)", NULL },
	{ "_[_]", "(optional_type(map(A, B)), A)optional_type(B)", NULL },
	{ "_[?_]", "(list(A), int)optional_type(A)", NULL },
	{ "_[?_]", "(map(A, B), A)optional_type(B)", NULL },
	{ "_[?_]", "(optional_type(list(A)), int)optional_type(A)", NULL },
	{ "_[?_]", "(optional_type(map(A, B)), A)optional_type(B)", NULL },
	{ NULL, NULL, NULL }
};

static int
size(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	size_t len;

	(void)n;
	switch (v[0].kind) {
	case CEL_STRING:
		if (spend_bytes(r, v[0].s.len) == -1)
			return -1;
		len = chars_count(v[0].s);
		break;
	case CEL_BYTES:
		len = v[0].s.len;
		break;
	case CEL_LIST:
		len = cel_list_len(v[0]);
		break;
	default:
		len = map_len(v[0]);
	}
	*out = cel_int((int64_t)len);
	return 0;
}

static int
contains(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = cel_bool(str_find(v[0].s, v[1].s) != (size_t)-1);
	return spend_bytes(r, v[0].s.len);
}

static int
starts_with(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_bool(str_starts(v[0].s, v[1].s));
	return 0;
}

static int
ends_with(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_bool(str_ends(v[0].s, v[1].s));
	return 0;
}

/* A pattern that is only known now. */
static int
matches(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct err e = { 0 };
	struct regex *re;
	int found;

	(void)n;
	if (spend(r, 1000 + v[0].s.len + 16 * v[1].s.len) == -1)
		return -1;
	re = regex_new(v[1].s, false, &e);
	if (re == NULL)
		return cel_fail(r, "%s", e.msg);
	found = regex_find(re, v[0].s, 0, NULL, 0);
	regex_free(re);
	if (found == -1)
		return cel_fail_text(r, STR("the pattern takes too long"));
	*out = cel_bool(found);
	return 0;
}

const struct builtin cel_std[] = {
	{ "size", "(string)int", size },
	{ "size", "(bytes)int", size },
	{ "size", "(list(A))int", size },
	{ "size", "(map(A, B))int", size },
	{ "size", "string.()int", size },
	{ "size", "bytes.()int", size },
	{ "size", "list(A).()int", size },
	{ "size", "map(A, B).()int", size },
	{ "contains", "string.(string)bool", contains },
	{ "startsWith", "string.(string)bool", starts_with },
	{ "endsWith", "string.(string)bool", ends_with },
	{ "matches", "string.(string)bool", matches },
	{ "matches", "(string, string)bool", matches },
	{ NULL, NULL, NULL }
};

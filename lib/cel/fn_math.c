/* fn_math: the extension "math". */
#include <math.h>

#include "cel/env.h"
#include "cel/run.h"

/* extreme(r, v, n, want, out): the first that no other surpasses. */
static int
extreme(struct run *r, const struct cel_val *v, size_t n, enum order want,
    struct cel_val *out)
{
	bool list = n == 1 && v[0].kind == CEL_LIST;
	struct cel_val item;
	enum order o;
	size_t i;

	if (list && (n = cel_list_len(v[0])) == 0)
		return cel_fail_text(r, STR("the list is empty"));
	if (spend(r, n) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		item = list ? cel_list_at(v[0], i) : v[i];
		if (!is_number(item))
			return cel_wants(r, "a number", item);
		value_order(item, i > 0 ? *out : item, &o);
		if (i == 0 || o == want)
			*out = item;
	}
	return 0;
}

static int
greatest(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	return extreme(r, v, n, ORDER_MORE, out);
}

static int
least(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	return extreme(r, v, n, ORDER_LESS, out);
}

#define OF_DOUBLE(name, make, fn)					\
static int								\
name(struct run *r, const struct cel_val *v, size_t n,			\
    struct cel_val *out)						\
{									\
	(void)r;							\
	(void)n;							\
	*out = make(fn(v[0].d));					\
	return 0;							\
}
OF_DOUBLE(ceil_, cel_double, ceil)
OF_DOUBLE(floor_, cel_double, floor)
OF_DOUBLE(round_, cel_double, round)
OF_DOUBLE(trunc_, cel_double, trunc)
OF_DOUBLE(is_nan, cel_bool, isnan)
OF_DOUBLE(is_inf, cel_bool, isinf)
OF_DOUBLE(is_finite, cel_bool, isfinite)

static int
absolute(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = v[0];
	if (v[0].kind == CEL_DOUBLE)
		*out = cel_double(fabs(v[0].d));
	else if (v[0].kind == CEL_INT && v[0].i == INT64_MIN)
		return cel_fail_text(r, STR("the result is out of range"));
	else if (v[0].kind == CEL_INT && v[0].i < 0)
		*out = cel_int(-v[0].i);
	return 0;
}

static int
sign(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)r;
	(void)n;
	if (v[0].kind == CEL_INT)
		*out = cel_int((v[0].i > 0) - (v[0].i < 0));
	else if (v[0].kind == CEL_UINT)
		*out = cel_uint(v[0].u > 0);
	else
		*out = isnan(v[0].d) ? v[0] :
		    cel_double((v[0].d > 0) - (v[0].d < 0));
	return 0;
}

static int
square_root(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_double(sqrt(v[0].kind == CEL_DOUBLE ? v[0].d :
	    v[0].kind == CEL_INT ? (double)v[0].i : (double)v[0].u));
	return 0;
}

/* Bits: an int's are those of its two's complement. */
static int
bits(struct cel_val like, uint64_t u, struct cel_val *out)
{
	*out = like.kind == CEL_INT ? cel_int((int64_t)u) : cel_uint(u);
	return 0;
}

static int
bit_and(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	return bits(v[0], v[0].u & v[1].u, out);
}

static int
bit_or(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)r;
	(void)n;
	return bits(v[0], v[0].u | v[1].u, out);
}

static int
bit_xor(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	return bits(v[0], v[0].u ^ v[1].u, out);
}

static int
bit_not(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	return bits(v[0], ~v[0].u, out);
}

static int
shift(struct run *r, const struct cel_val *v, bool left, struct cel_val *out)
{
	if (v[1].i < 0)
		return cel_fail_text(r, STR("a shift by a negative number "
		    "of bits"));
	if (v[1].i >= 64)
		return bits(v[0], 0, out);
	return bits(v[0], left ? v[0].u << v[1].i : v[0].u >> v[1].i, out);
}

static int
shift_left(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	return shift(r, v, true, out);
}

static int
shift_right(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	return shift(r, v, false, out);
}

const struct builtin cel_math[] = {
	{ "math.greatest", "(dyn...)dyn", greatest },
	{ "math.least", "(dyn...)dyn", least },
	{ "math.ceil", "(double)double", ceil_ },
	{ "math.floor", "(double)double", floor_ },
	{ "math.round", "(double)double", round_ },
	{ "math.trunc", "(double)double", trunc_ },
	{ "math.isNaN", "(double)bool", is_nan },
	{ "math.isInf", "(double)bool", is_inf },
	{ "math.isFinite", "(double)bool", is_finite },
	{ "math.abs", "(int)int", absolute },
	{ "math.abs", "(uint)uint", absolute },
	{ "math.abs", "(double)double", absolute },
	{ "math.sign", "(int)int", sign },
	{ "math.sign", "(uint)uint", sign },
	{ "math.sign", "(double)double", sign },
	{ "math.sqrt", "(int)double", square_root },
	{ "math.sqrt", "(uint)double", square_root },
	{ "math.sqrt", "(double)double", square_root },
	{ "math.bitAnd", "(int, int)int", bit_and },
	{ "math.bitAnd", "(uint, uint)uint", bit_and },
	{ "math.bitOr", "(int, int)int", bit_or },
	{ "math.bitOr", "(uint, uint)uint", bit_or },
	{ "math.bitXor", "(int, int)int", bit_xor },
	{ "math.bitXor", "(uint, uint)uint", bit_xor },
	{ "math.bitNot", "(int)int", bit_not },
	{ "math.bitNot", "(uint)uint", bit_not },
	{ "math.bitShiftLeft", "(int, int)int", shift_left },
	{ "math.bitShiftLeft", "(uint, int)uint", shift_left },
	{ "math.bitShiftRight", "(int, int)int", shift_right },
	{ "math.bitShiftRight", "(uint, int)uint", shift_right },
	{ NULL, NULL, NULL }
};

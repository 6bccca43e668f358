/* arith: operators on numbers, text, times; equality and order. */
#include <math.h>

#include "cel/run.h"

enum { NANOS = 1000000000, PARTS = 6 };

static const char *const signs[] = {
	[N_NOT] = "!", [N_NEG] = "-", [N_ADD] = "+", [N_SUB] = "-",
	[N_MUL] = "*", [N_DIV] = "/", [N_MOD] = "%", [N_LT] = "<",
	[N_LE] = "<=", [N_GT] = ">", [N_GE] = ">=", [N_IN] = "in"
};

/* misfit(r, op, a, b): the operator is not for these two. */
static int
misfit(struct run *r, enum node_op op, struct cel_val a, struct cel_val b)
{
	struct cel_val v[2] = { a, b };

	return cel_no_operator(r, signs[op], v, 2);
}

static int
overflow(struct run *r)
{
	return cel_fail_text(r, STR("the result is out of range"));
}

int
run_not(const struct node *n, struct run *r, struct cel_val *out)
{
	if (eval(n->kids[0], r, out) == -1)
		return -1;
	if (out->kind != CEL_BOOL) {
		r->at = n->off;
		return cel_wants(r, "bool", *out);
	}
	out->b = !out->b;
	return 0;
}

int
run_negate(const struct node *n, struct run *r, struct cel_val *out)
{
	if (eval(n->kids[0], r, out) == -1)
		return -1;
	r->at = n->off;
	if (out->kind == CEL_DOUBLE)
		*out = cel_double(-out->d);
	else if (out->kind != CEL_INT)
		return cel_no_operator(r, "-", out, 1);
	else if (out->i == INT64_MIN)
		return overflow(r);
	else
		*out = cel_int(-out->i);
	return 0;
}

static int
arith_int(struct run *r, enum node_op op, int64_t a, int64_t b,
    struct cel_val *out)
{
	int64_t x = 0;
	bool bad;

	switch (op) {
	case N_ADD:
		bad = __builtin_add_overflow(a, b, &x);
		break;
	case N_SUB:
		bad = __builtin_sub_overflow(a, b, &x);
		break;
	case N_MUL:
		bad = __builtin_mul_overflow(a, b, &x);
		break;
	default:
		if (b == 0)
			return cel_fail_text(r, STR("division by zero"));
		bad = b == -1 && a == INT64_MIN;
		if (!bad)
			x = op == N_DIV ? a / b : a % b;
	}
	if (bad)
		return overflow(r);
	*out = cel_int(x);
	return 0;
}

static int
arith_uint(struct run *r, enum node_op op, uint64_t a, uint64_t b,
    struct cel_val *out)
{
	uint64_t x = 0;
	bool bad = false;

	switch (op) {
	case N_ADD:
		bad = __builtin_add_overflow(a, b, &x);
		break;
	case N_SUB:
		bad = __builtin_sub_overflow(a, b, &x);
		break;
	case N_MUL:
		bad = __builtin_mul_overflow(a, b, &x);
		break;
	default:
		if (b == 0)
			return cel_fail_text(r, STR("division by zero"));
		x = op == N_DIV ? a / b : a % b;
	}
	if (bad)
		return overflow(r);
	*out = cel_uint(x);
	return 0;
}

static int
arith_double(struct run *r, enum node_op op, double a, double b,
    struct cel_val *out)
{
	switch (op) {
	case N_ADD:
		*out = cel_double(a + b);
		return 0;
	case N_SUB:
		*out = cel_double(a - b);
		return 0;
	case N_MUL:
		*out = cel_double(a * b);
		return 0;
	case N_DIV:
		*out = cel_double(a / b);
		return 0;
	default:
		return misfit(r, op, cel_double(a), cel_double(b));
	}
}

/* A timestamp moved by a duration, which ${sign} may turn round. */
static int
shift(struct run *r, struct cel_val t, struct cel_val by, int sign,
    struct cel_val *out)
{
	int64_t sec = t.i + sign * by.i;
	int32_t nsec = t.nsec + sign * by.nsec;

	if (nsec < 0) {
		nsec += NANOS;
		sec--;
	} else if (nsec >= NANOS) {
		nsec -= NANOS;
		sec++;
	}
	if (sec < INSTANT_MIN_SEC || sec > INSTANT_MAX_SEC)
		return overflow(r);
	*out = cel_timestamp((struct instant){ sec, nsec });
	return 0;
}

static int
difference(struct run *r, struct cel_val a, struct cel_val b,
    struct cel_val *out)
{
	int64_t ns;

	if (__builtin_mul_overflow(a.i - b.i, (int64_t)NANOS, &ns) ||
	    __builtin_add_overflow(ns, (int64_t)a.nsec - b.nsec, &ns))
		return overflow(r);
	*out = cel_duration(ns);
	return 0;
}

static int
arith_time(struct run *r, enum node_op op, struct cel_val a, struct cel_val b,
    struct cel_val *out)
{
	bool at = a.kind == CEL_TIMESTAMP, bt = b.kind == CEL_TIMESTAMP;
	struct cel_val ns;

	if (op != N_ADD && op != N_SUB)
		return misfit(r, op, a, b);
	if (at && bt)
		return op == N_SUB ? difference(r, a, b, out) :
		    misfit(r, op, a, b);
	if (at && b.kind == CEL_DURATION)
		return shift(r, a, b, op == N_ADD ? 1 : -1, out);
	if (bt && a.kind == CEL_DURATION && op == N_ADD)
		return shift(r, b, a, 1, out);
	if (a.kind != CEL_DURATION || b.kind != CEL_DURATION)
		return misfit(r, op, a, b);
	if (arith_int(r, op, cel_nanos(a), cel_nanos(b), &ns) == -1)
		return -1;
	*out = cel_duration(ns.i);
	return 0;
}

static int
arith(struct run *r, enum node_op op, struct cel_val a, struct cel_val b,
    struct cel_val *out)
{
	if (a.kind == CEL_TIMESTAMP || a.kind == CEL_DURATION)
		return arith_time(r, op, a, b, out);
	if (a.kind != b.kind)
		return misfit(r, op, a, b);
	switch (a.kind) {
	case CEL_INT:
		return arith_int(r, op, a.i, b.i, out);
	case CEL_UINT:
		return arith_uint(r, op, a.u, b.u, out);
	case CEL_DOUBLE:
		return arith_double(r, op, a.d, b.d, out);
	default:
		return misfit(r, op, a, b);
	}
}

int
run_arith(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val a, b;

	if (eval(n->kids[0], r, &a) == -1 || eval(n->kids[1], r, &b) == -1)
		return -1;
	r->at = n->off;
	return arith(r, n->op, a, b, out);
}

/* Strings, bytes and lists joined once, however many there are. */
struct parts {
	struct cel_val	 few[PARTS], *v;
	size_t		 n;
};

static int
join_text(struct run *r, const struct parts *p, struct cel_val *out)
{
	size_t len = 0, i;
	char *to, *at;

	for (i = 0; i < p->n; i++)
		len += p->v[i].s.len;
	if (spend_bytes(r, len) == -1)
		return -1;
	at = to = arena_alloc(r->a, len + 1);
	for (i = 0; i < p->n; i++) {
		if (p->v[i].s.len > 0)
			memcpy(at, p->v[i].s.p, p->v[i].s.len);
		at += p->v[i].s.len;
	}
	*out = cel_string((struct str){ to, len });
	out->kind = p->v[0].kind;
	return 0;
}

static int
join_lists(struct run *r, const struct parts *p, struct cel_val *out)
{
	size_t len = 0, i, k, n = 0;
	struct cel_val *items;

	for (i = 0; i < p->n; i++)
		len += cel_list_len(p->v[i]);
	if (spend(r, 1 + len) == -1)
		return -1;
	items = arena_alloc(r->a, len * sizeof(*items));
	for (i = 0; i < p->n; i++)
		for (k = 0; k < cel_list_len(p->v[i]); k++)
			items[n++] = cel_list_at(p->v[i], k);
	*out = cel_list_new(items, n, r->a);
	return 0;
}

static bool
joins(struct cel_val v)
{
	return v.kind == CEL_STRING || v.kind == CEL_BYTES ||
	    v.kind == CEL_LIST;
}

int
run_add(const struct node *n, struct run *r, struct cel_val *out)
{
	struct parts p = { .v = p.few };
	struct cel_val b;
	size_t i;

	if (n->n > PARTS)
		p.v = arena_alloc(r->a, n->n * sizeof(*p.v));
	if (eval(n->kids[0], r, &p.v[0]) == -1)
		return -1;
	for (p.n = 1, i = 1; i < n->n; i++) {
		if (eval(n->kids[i], r, &b) == -1)
			return -1;
		r->at = n->off;
		if (joins(p.v[0]) && b.kind == p.v[0].kind)
			p.v[p.n++] = b;
		else if (joins(p.v[0]))
			return misfit(r, N_ADD, p.v[0], b);
		else if (arith(r, N_ADD, p.v[0], b, &p.v[0]) == -1)
			return -1;
	}
	if (p.n == 1) {
		*out = p.v[0];
		return 0;
	}
	return p.v[0].kind == CEL_LIST ? join_lists(r, &p, out) :
	    join_text(r, &p, out);
}

/* The cost of comparing: what the smaller of the two can make it. */
static uint64_t
weight(struct cel_val a, struct cel_val b)
{
	if (a.kind != b.kind)
		return 1;
	switch (a.kind) {
	case CEL_STRING:
	case CEL_BYTES:
		return a.s.len == b.s.len ? 1 + a.s.len / 16 : 1;
	case CEL_LIST:
		return 1 + cel_list_len(a);
	case CEL_MAP:
		return 1 + map_len(a) * (b.is_json ? map_len(b) / 8 + 1 : 1);
	default:
		return 1;
	}
}

int
run_equal(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val a, b;
	bool equal;

	if (eval(n->kids[0], r, &a) == -1 || eval(n->kids[1], r, &b) == -1)
		return -1;
	r->at = n->off;
	if (spend(r, weight(a, b)) == -1)
		return -1;
	equal = a.kind == CEL_STRING && b.kind == CEL_STRING ?
	    str_eq(a.s, b.s) : cel_equal(a, b);
	*out = cel_bool(equal == (n->op == N_EQ));
	return 0;
}

int
run_order(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val a, b;
	enum order o;

	if (eval(n->kids[0], r, &a) == -1 || eval(n->kids[1], r, &b) == -1)
		return -1;
	r->at = n->off;
	if (!value_order(a, b, &o))
		return misfit(r, n->op, a, b);
	switch (n->op) {
	case N_LT:
		*out = cel_bool(o == ORDER_LESS);
		break;
	case N_LE:
		*out = cel_bool(o == ORDER_LESS || o == ORDER_SAME);
		break;
	case N_GT:
		*out = cel_bool(o == ORDER_MORE);
		break;
	default:
		*out = cel_bool(o == ORDER_MORE || o == ORDER_SAME);
	}
	return 0;
}

static int
in_list(struct run *r, struct cel_val a, struct cel_val list,
    struct cel_val *out)
{
	size_t n = cel_list_len(list), i;
	struct cel_val item;

	*out = cel_bool(true);
	for (i = 0; i < n; i++) {
		item = cel_list_at(list, i);
		if (spend(r, weight(a, item)) == -1)
			return -1;
		if (cel_equal(a, item))
			return 0;
	}
	*out = cel_bool(false);
	return 0;
}

int
run_in(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val a, b, v;

	if (eval(n->kids[0], r, &a) == -1 || eval(n->kids[1], r, &b) == -1)
		return -1;
	r->at = n->off;
	if (b.kind == CEL_LIST)
		return in_list(r, a, b, out);
	if (b.kind != CEL_MAP)
		return misfit(r, N_IN, a, b);
	*out = cel_bool(map_find(b, a, &v));
	return 0;
}

/* eval: names, selections, calls, logic and literals. */
#include "base/regex.h"
#include "cel/env.h"
#include "cel/run.h"

enum { ARGS_ON_STACK = 6 };

int
cel_fail_text(struct run *r, struct str msg)
{
	r->failure = (struct failure){ CEL_FAIL, r->at, msg };
	return -1;
}

int
cel_fail(struct run *r, const char *fmt, ...)
{
	struct str msg;
	va_list ap;

	va_start(ap, fmt);
	msg = arena_vprintf(r->a, fmt, ap);
	va_end(ap);
	return cel_fail_text(r, msg);
}

int
cel_absent(struct run *r, struct str msg)
{
	r->failure = (struct failure){ CEL_ABSENT, r->at, msg };
	return -1;
}

int
cel_no_overload(struct run *r)
{
	return cel_fail_text(r, STR("no such overload: "
	    "the values have types that do not go together here"));
}

int
cel_exhausted(struct run *r)
{
	r->left = 0;
	r->exhausted = true;
	return cel_fail_text(r, STR("the cost limit is reached"));
}

int
run_literal(const struct node *n, struct run *r, struct cel_val *out)
{
	(void)r;
	*out = n->val;
	return 0;
}

int
run_var(const struct node *n, struct run *r, struct cel_val *out)
{
	*out = r->vars[n->slot];
	return 0;
}

int
run_local(const struct node *n, struct run *r, struct cel_val *out)
{
	*out = r->slots[n->slot].val;
	return 0;
}

/* settle(r, s, n): the value of slot ${s} is that of ${n}, or its error. */
static void
settle(struct run *r, struct slot *s, const struct node *n)
{
	struct failure *f;
	int ret = -1;

	if (r->depth + n->depth > CEL_MAX_LAZY) {
		r->at = n->off;
		cel_fail_text(r, STR("names stand for names too deeply"));
	} else {
		r->depth += n->depth;
		ret = eval(n, r, &s->val);
		r->depth -= n->depth;
	}
	s->state = ret == 0 ? SLOT_SET : SLOT_FAILED;
	if (ret == 0)
		return;
	f = arena_alloc(r->a, sizeof(*f));
	*f = r->failure;
	s->failure = f;
}

/* What cel.bind names is worked out when it is first needed. */
int
run_lazy(const struct node *n, struct run *r, struct cel_val *out)
{
	struct slot *s = &r->slots[n->slot];

	if (s->state == SLOT_EMPTY)
		settle(r, s, n->kids[0]);
	if (s->state == SLOT_FAILED) {
		r->failure = *s->failure;
		return -1;
	}
	*out = s->val;
	return 0;
}

int
run_unknown(const struct node *n, struct run *r, struct cel_val *out)
{
	(void)out;
	r->at = n->off;
	return cel_fail(r, "unknown %s %.*s",
	    n->op == N_CALL ? "function" : "name", STR_ARG(n->name));
}

/* Of an optional the value in it; false: there is none. */
static bool
unwrap(struct cel_val *v, bool *optional)
{
	*optional = v->kind == CEL_OPTIONAL;
	if (!*optional)
		return true;
	if (v->opt == NULL)
		return false;
	*v = *v->opt;
	return true;
}

static int
no_fields(struct run *r, struct cel_val v)
{
	if (v.kind == CEL_NULL)
		return cel_absent(r, STR("null has no fields"));
	return cel_fail_text(r, STR("this value has no fields"));
}

static int
no_key(struct run *r)
{
	return cel_absent(r, STR("no such key"));
}

int
run_select(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val v;
	bool optional, found;

	if (eval(n->kids[0], r, &v) == -1)
		return -1;
	r->at = n->off;
	if (!unwrap(&v, &optional)) {
		*out = CEL_NONE;
		return 0;
	}
	optional |= n->flags & NF_OPT;
	if (v.kind != CEL_MAP)
		return no_fields(r, v);
	found = map_find_str(v, n->name, &v);
	if (!found && !optional)
		return no_key(r);
	*out = !optional ? v : found ? cel_some(r, v) : CEL_NONE;
	return 0;
}

int
run_has(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val v;
	bool optional;

	if (eval(n->kids[0], r, &v) == -1)
		return -1;
	r->at = n->off;
	if (!unwrap(&v, &optional)) {
		*out = cel_bool(false);
		return 0;
	}
	if (v.kind != CEL_MAP)
		return no_fields(r, v);
	*out = cel_bool(map_find_str(v, n->name, &v));
	return 0;
}

/* list_index(list, key, out): 1 found, 0 beyond the end, -1 no index. */
static int
list_index(struct cel_val list, struct cel_val key, struct cel_val *out)
{
	uint64_t i = key.u;

	if (key.kind == CEL_DOUBLE) {
		if (!(key.d > -1 && key.d < 0x1p53) ||
		    key.d != (double)(int64_t)key.d)
			return -1;
		i = (uint64_t)key.d;
	} else if (key.kind != CEL_INT && key.kind != CEL_UINT)
		return -1;
	if (i >= cel_list_len(list))	/* a negative one is huge */
		return 0;
	*out = cel_list_at(list, (size_t)i);
	return 1;
}

static int
index_list(struct run *r, struct cel_val list, struct cel_val key,
    bool optional, struct cel_val *out)
{
	struct cel_val v;
	int found = list_index(list, key, &v);

	if (found == -1)
		return cel_fail_text(r, STR("a list is indexed by integers"));
	if (found == 0 && !optional)
		return cel_absent(r, STR("index out of range"));
	*out = !optional ? v : found ? cel_some(r, v) : CEL_NONE;
	return 0;
}

int
run_index(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val v, key;
	bool optional, found;

	if (eval(n->kids[0], r, &v) == -1 || eval(n->kids[1], r, &key) == -1)
		return -1;
	r->at = n->off;
	if (!unwrap(&v, &optional)) {
		*out = CEL_NONE;
		return 0;
	}
	optional |= n->flags & NF_OPT;
	if (v.kind == CEL_LIST)
		return index_list(r, v, key, optional, out);
	if (v.kind != CEL_MAP)
		return v.kind == CEL_NULL ? no_fields(r, v) :
		    cel_no_overload(r);
	found = map_find(v, key, &v);
	if (!found && !optional)
		return no_key(r);
	*out = !optional ? v : found ? cel_some(r, v) : CEL_NONE;
	return 0;
}

static bool
fits(const struct overload *o, const struct cel_val *args, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!(o->kinds[o->variadic ? 0 : i] >> args[i].kind & 1))
			return false;
	return true;
}

/* A function of our own reports by a struct err. */
static int
call_own(const struct overload *o, struct run *r, const struct cel_val *args,
    size_t n, struct cel_val *out)
{
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		if ((args[i].kind == CEL_STRING || args[i].kind ==
		    CEL_BYTES) && spend_bytes(r, args[i].s.len) == -1)
			return -1;
	if (o->own(args, n, r->a, out, &e) == 0)
		return 0;
	return cel_fail(r, "%s", e.msg);
}

static int
dispatch(const struct node *n, struct run *r, const struct cel_val *args,
    struct cel_val *out)
{
	const struct callee *c = n->callee;
	const struct overload *o;
	size_t i;

	r->at = n->off;
	if (spend(r, 1) == -1)
		return -1;
	for (i = 0; i < c->n; i++) {
		o = c->v[i];
		if (fits(o, args, n->n))
			return o->fn != NULL ? o->fn(r, args, n->n, out) :
			    call_own(o, r, args, n->n, out);
	}
	return cel_no_overload(r);
}

int
run_call(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val few[ARGS_ON_STACK], *args = few;
	size_t i;

	if (n->n > ARGS_ON_STACK)
		args = arena_alloc(r->a, n->n * sizeof(*args));
	for (i = 0; i < n->n; i++)
		if (eval(n->kids[i], r, &args[i]) == -1)
			return -1;
	return dispatch(n, r, args, out);
}

/* A function that has no overload for as many arguments. */
int
run_misfit(const struct node *n, struct run *r, struct cel_val *out)
{
	(void)out;
	r->at = n->off;
	return cel_no_overload(r);
}

/* or(), orValue(): the argument is evaluated only where it is needed. */
int
run_or(const struct node *n, struct run *r, struct cel_val *out)
{
	bool unwraps = str_eq(n->name, STR("orValue"));

	if (eval(n->kids[0], r, out) == -1)
		return -1;
	r->at = n->off;
	if (out->kind != CEL_OPTIONAL)
		return cel_no_overload(r);
	if (out->opt != NULL) {
		if (unwraps)
			*out = *out->opt;
		return 0;
	}
	if (eval(n->kids[1], r, out) == -1)
		return -1;
	r->at = n->off;
	return unwraps || out->kind == CEL_OPTIONAL ? 0 : cel_no_overload(r);
}

/* matches() with a constant pattern. */
int
run_matches(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val text;
	int found;

	if (eval(n->kids[0], r, &text) == -1)
		return -1;
	r->at = n->off;
	if (text.kind != CEL_STRING)
		return cel_no_overload(r);
	if (spend(r, 1 + text.s.len) == -1)
		return -1;
	found = regex_find(n->regex, text.s, 0, NULL, 0);
	if (found == -1)
		return cel_fail_text(r, STR("the pattern takes too long"));
	*out = cel_bool(found);
	return 0;
}

/* && and ||: an operand that decides wins over errors of the others. */
int
run_logic(const struct node *n, struct run *r, struct cel_val *out)
{
	bool decides = n->op == N_OR;
	struct failure first = { 0 };
	size_t i;

	for (i = 0; i < n->n; i++) {
		if (eval(n->kids[i], r, out) == 0) {
			if (out->kind == CEL_BOOL && out->b == decides)
				return 0;
			if (out->kind == CEL_BOOL)
				continue;
			r->at = n->kids[i]->off;
			cel_no_overload(r);
		}
		if (first.status == CEL_OK)
			first = r->failure;
	}
	if (first.status != CEL_OK) {
		r->failure = first;
		return -1;
	}
	*out = cel_bool(!decides);
	return 0;
}

int
run_cond(const struct node *n, struct run *r, struct cel_val *out)
{
	if (eval(n->kids[0], r, out) == -1)
		return -1;
	if (out->kind != CEL_BOOL) {
		r->at = n->off;
		return cel_no_overload(r);
	}
	return eval(n->kids[out->b ? 1 : 2], r, out);
}

/* element(n, i, r, v, there): an optional one may not be ${there}. */
static int
element(const struct node *n, size_t i, struct run *r, struct cel_val *v,
    bool *there)
{
	*there = true;
	if (eval(n->kids[i], r, v) == -1)
		return -1;
	if (n->opt == NULL || !n->opt[i])
		return 0;
	r->at = n->kids[i]->off;
	if (v->kind != CEL_OPTIONAL)
		return cel_fail_text(r, STR("an element after '?' is an "
		    "optional"));
	*there = v->opt != NULL;
	if (*there)
		*v = *v->opt;
	return 0;
}

int
run_list(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val *items = arena_alloc(r->a, n->n * sizeof(*items));
	size_t i, k = 0;
	bool there;

	if (spend(r, n->n) == -1)
		return -1;
	for (i = 0; i < n->n; i++) {
		if (element(n, i, r, &items[k], &there) == -1)
			return -1;
		k += there;
	}
	*out = cel_list_new(items, k, r->a);
	return 0;
}

/* A map literal whose few keys are known to be different strings. */
int
run_record(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_map *m = map_new(n->n / 2, r->a);
	struct cel_entry *e = m->entries;
	size_t i;

	if (spend(r, n->n) == -1)
		return -1;
	for (i = 0; i < n->n; i += 2, e++) {
		e->key = n->kids[i]->val;
		if (eval(n->kids[i + 1], r, &e->val) == -1)
			return -1;
	}
	m->n = n->n / 2;
	*out = (struct cel_val){ .kind = CEL_MAP, .map = m };
	return 0;
}

static int
put_entry(const struct node *n, size_t i, struct run *r, struct cel_map *m)
{
	struct cel_val key, v;
	bool there;

	if (eval(n->kids[i], r, &key) == -1 ||
	    element(n, i + 1, r, &v, &there) == -1)
		return -1;
	r->at = n->kids[i]->off;
	if (key.kind != CEL_STRING && (key.kind < CEL_BOOL ||
	    key.kind > CEL_UINT))
		return cel_fail_text(r, STR("a map's key is a string, an "
		    "integer or a bool"));
	if (there && map_put(m, key, v, r->a) == -1)
		return cel_fail_text(r, STR("the map has this key twice"));
	return 0;
}

int
run_map(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_map *m = map_new(n->n / 2, r->a);
	size_t i;

	if (spend(r, n->n) == -1)
		return -1;
	for (i = 0; i < n->n; i += 2)
		if (put_entry(n, i, r, m) == -1)
			return -1;
	*out = (struct cel_val){ .kind = CEL_MAP, .map = m };
	return 0;
}

int
run_bind(const struct node *n, struct run *r, struct cel_val *out)
{
	r->slots[n->slot].state = SLOT_EMPTY;
	return eval(n->kids[1], r, out);
}

/* In order, so that a long chain of them needs no stack. */
int
run_block(const struct node *n, struct run *r, struct cel_val *out)
{
	size_t i;

	for (i = 0; i + 1 < n->n; i++)
		settle(r, &r->slots[n->slot + i], n->kids[i]);
	return eval(n->kids[i], r, out);
}

/* optMap, and optFlatMap, whose body is an optional itself. */
int
run_optmap(const struct node *n, struct run *r, struct cel_val *out)
{
	struct cel_val v;

	if (eval(n->kids[0], r, &v) == -1)
		return -1;
	r->at = n->off;
	if (v.kind != CEL_OPTIONAL)
		return cel_no_overload(r);
	*out = CEL_NONE;
	if (v.opt == NULL)
		return 0;
	r->slots[n->slot].val = *v.opt;
	if (eval(n->kids[1], r, &v) == -1)
		return -1;
	r->at = n->off;
	if (n->op == N_OPTFLATMAP && v.kind != CEL_OPTIONAL)
		return cel_no_overload(r);
	*out = n->op == N_OPTMAP ? cel_some(r, v) : v;
	return 0;
}

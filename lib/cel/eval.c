/* eval: names, selections and logic. */
#include "cel/run.h"
#include "cel/type.h"

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
	return cel_fail(r, "a value of type %.*s has no fields",
	    STR_ARG(type_name(v)));
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
		    cel_wants(r, "a list or a map", v);
	found = map_find(v, key, &v);
	if (!found && !optional)
		return no_key(r);
	*out = !optional ? v : found ? cel_some(r, v) : CEL_NONE;
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
			cel_wants(r, "bool", *out);
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
		return cel_wants(r, "bool", *out);
	}
	return eval(n->kids[out->b ? 1 : 2], r, out);
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
		return cel_wants(r, "an optional", v);
	*out = CEL_NONE;
	if (v.opt == NULL)
		return 0;
	r->slots[n->slot].val = *v.opt;
	if (eval(n->kids[1], r, &v) == -1)
		return -1;
	r->at = n->off;
	if (n->op == N_OPTFLATMAP && v.kind != CEL_OPTIONAL)
		return cel_wants(r, "an optional", v);
	*out = n->op == N_OPTMAP ? cel_some(r, v) : v;
	return 0;
}

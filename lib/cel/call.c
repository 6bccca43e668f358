/* call: functions, chosen by the types of their arguments. */
#include "base/regex.h"
#include "cel/env.h"
#include "cel/run.h"

enum { ARGS_ON_STACK = 6 };

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
	return cel_no_function(r, n, args);
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
	return cel_fail(r, "function %.*s() does not take %u arguments",
	    STR_ARG(n->name), n->n - (n->flags & NF_MEMBER ? 1 : 0));
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
		return cel_wants(r, "an optional", *out);
	if (out->opt != NULL) {
		if (unwraps)
			*out = *out->opt;
		return 0;
	}
	if (eval(n->kids[1], r, out) == -1)
		return -1;
	r->at = n->off;
	return unwraps || out->kind == CEL_OPTIONAL ? 0 :
	    cel_wants(r, "an optional", *out);
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
		return cel_wants(r, "string", text);
	if (spend(r, 1 + text.s.len) == -1)
		return -1;
	found = regex_find(n->regex, text.s, 0, NULL, 0);
	if (found == -1)
		return cel_fail_text(r, STR("the pattern takes too long"));
	*out = cel_bool(found);
	return 0;
}

/* condition: see condition.h. */
#include "stage/condition.h"

#include "record/expr.h"

struct cel_env *
condition_env(struct arena *a)
{
	return record_env(a);
}

struct cel_prog *
condition_compile(struct cel_env *env, const struct json *node,
    const char *what, struct arena *a, struct diags *d)
{
	return expr_condition(env, node, what, a, d);
}

enum condition
condition_holds(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct err *e)
{
	struct cel_val v;

	switch (cel_eval(p, vars, a, &v, e)) {
	case CEL_ABSENT:
		return CONDITION_ABSENT;
	case CEL_FAIL:
		return CONDITION_FAIL;
	case CEL_OK:
		break;
	}
	if (v.kind == CEL_NULL)
		return CONDITION_ABSENT;
	if (v.kind != CEL_BOOL) {
		err_set(e, ERR_INPUT, "expr.error",
		    "the expression is neither true nor false");
		return CONDITION_FAIL;
	}
	return v.b ? CONDITION_TRUE : CONDITION_FALSE;
}

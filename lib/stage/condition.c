/* condition: see condition.h. */
#include "stage/condition.h"

#include "yaml/yaml.h"

struct cel_env *
condition_env(struct arena *a)
{
	return record_env(a);
}

/* What stands in the file; YAML made a value of a bare true or false. */
static struct str
source_of(const struct json *node)
{
	switch (node->type) {
	case JSON_TRUE:
		return STR("true");
	case JSON_FALSE:
		return STR("false");
	case JSON_NULL:
		return STR("null");
	default:
		return (struct str){ node->text, node->len };
	}
}

struct cel_prog *
condition_compile(struct cel_env *env, const struct json *node,
    const char *what, struct arena *a, struct diags *d)
{
	struct cel_prog *p;
	const char *type;

	if ((node->flags & YAML_TAGGED) != 0) {
		diag_error(d, yaml_where(node), "config.tag",
		    "YAML takes a leading '!' of %s for a tag; put the "
		    "expression in single quotes", what);
		return NULL;
	}
	p = cel_compile(env, source_of(node), node, a, d);
	if (p == NULL)
		return NULL;
	type = cel_type(p);
	if (strcmp(type, "bool") == 0 || strcmp(type, "dyn") == 0)
		return p;
	diag_error(d, yaml_where(node), "config.condition",
	    "%s must be true or false, and this expression is of type %s",
	    what, type);
	return NULL;
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

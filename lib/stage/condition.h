/*
 * condition: a CEL expression of the configuration that is true or false of
 * a record.
 */
#ifndef STAGE_CONDITION_H
#define STAGE_CONDITION_H

#include "record/record.h"

/*
 * condition_env(a): the environment of a record (record_env) with chatcrm's
 * own functions.
 */
struct cel_env	*condition_env(struct arena *a);

/*
 * condition_compile(env, node, what, a, d): the expression in the YAML
 * scalar ${node}, called ${what} in messages.  NULL with the fault in ${d},
 * also if it can be neither true nor false.
 */
struct cel_prog	*condition_compile(struct cel_env *env,
		    const struct json *node, const char *what,
		    struct arena *a, struct diags *d);

enum condition {
	CONDITION_FALSE,
	CONDITION_TRUE,
	CONDITION_ABSENT,	/* it reads what the record does not have */
	CONDITION_FAIL		/* ${e} says why: "expr.error" */
};

enum condition	 condition_holds(const struct cel_prog *p,
		    const struct cel_val *vars, struct arena *a,
		    struct err *e);

#endif

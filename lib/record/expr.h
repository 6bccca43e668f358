/*
 * expr: an expression that stands in a configuration file.
 *
 * YAML lies in wait for CEL: "!x" is a tag, " #" begins a comment, "{a: b}"
 * a mapping, and a bare word is a variable's name.  A mistake of that kind
 * ends in a sentence that says what to write instead.
 */
#ifndef RECORD_EXPR_H
#define RECORD_EXPR_H

#include "cel/cel.h"

/*
 * expr_compile(env, node, what, a, d): compile the scalar ${node}; ${what}
 * names it in messages ("contact.email").  NULL with the mistakes in ${d},
 * each with its place in the file.
 */
struct cel_prog *expr_compile(struct cel_env *env, const struct json *node,
	    const char *what, struct arena *a, struct diags *d);

/*
 * expr_condition(env, node, what, a, d): the same where the value must be
 * true or false, so that no plain text can be meant.
 */
struct cel_prog *expr_condition(struct cel_env *env, const struct json *node,
	    const char *what, struct arena *a, struct diags *d);

#endif

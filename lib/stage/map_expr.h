/*
 * map_expr: a value in a mapping: one expression, several of which the first
 * that gives a value counts, or a literal {value: ...}.
 */
#ifndef STAGE_MAP_EXPR_H
#define STAGE_MAP_EXPR_H

#include "cel/cel.h"
#include "conf/conf.h"

/*
 * A path such as "event.metadata.language" is followed without the
 * evaluator: it is quicker, a number keeps its digits whatever their number,
 * and null on the way is as good as nothing.
 */
struct map_plain {
	int		 var;		/* -1: not a plain path */
	struct str	*keys;
	size_t		 n;
};

struct map_expr {
	struct cel_prog		**progs;
	struct map_plain	 *plain;	/* one a program */
	struct str		 *texts;	/* as written, one a program */
	size_t			 n;
	const struct json	*literal;	/* then n is 0; or NULL */
	bool			 lenient;	/* a path through what is no
						   object leads nowhere */
};

static inline bool
map_expr_given(const struct map_expr *x)
{
	return x->n > 0 || x->literal != NULL;
}

/* What it may be in the file, and one expression of a list. */
extern const struct conf_key map_expr_forms[], map_expr_item[];

/*
 * map_expr_read(node, what, env, x, a, d): compile ${node} (NULL: nothing
 * is given); ${what} names it in messages.  0, or -1.
 */
int	map_expr_read(const struct json *node, const char *what,
	    struct cel_env *env, struct map_expr *x, struct arena *a,
	    struct diags *d);

/*
 * map_expr_twice(node, what, d): complain that the mapping ${node} says what
 * ${what} is in several of the keys from, first_of and value.
 */
void	map_expr_twice(const struct json *node, const char *what,
	    struct diags *d);

/* map_condition_read: the same of one that is true or false. */
int	map_condition_read(const struct json *node, const char *what,
	    struct cel_env *env, struct map_expr *x, struct arena *a,
	    struct diags *d);

/*
 * map_expr_eval(x, vars, a, out, e): CEL_ABSENT too for null and for an
 * empty text.
 */
enum cel_status map_expr_eval(const struct map_expr *x,
	    const struct cel_val *vars, struct arena *a,
	    struct cel_val *out, struct err *e);

/*
 * map_expr_json(x, vars, a, out, which, e): the same as JSON; ${which} is
 * the number of the expression that gave it, or failed.
 */
enum cel_status map_expr_json(const struct map_expr *x,
	    const struct cel_val *vars, struct arena *a, struct json *out,
	    size_t *which, struct err *e);

/*
 * map_expr_holds(x, vars, a): ${x} as a condition: 1 if it is true or not
 * given, 0 if it is false or misses something, -1 if it cannot be evaluated
 * or is no boolean.
 */
int	map_expr_holds(const struct map_expr *x, const struct cel_val *vars,
	    struct arena *a);

/* map_expr_reads(x, var): does it read variable ${var}? */
bool	map_expr_reads(const struct map_expr *x, int var);

/* map_expr_paths: what it reads of ${var}, behind ${prefix}. */
void	map_expr_paths(const struct map_expr *x, int var,
	    const struct str *prefix, size_t n, struct json_paths *out);

#endif

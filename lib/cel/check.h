/* check: what check.c and overload.c share. */
#ifndef CEL_CHECK_H
#define CEL_CHECK_H

#include "cel/env.h"

struct checker {
	struct cel_env	 *env;
	struct source	 *s;
	struct trail	  trail;
	struct type	**slots;
};

/* check_unify(c, a, b): make both the same type; false changes nothing. */
bool		 check_unify(struct checker *c, struct type *a,
		    struct type *b);

/* check_join(c, a, b): the type of what may be either; ${a} may be NULL. */
struct type	*check_join(struct checker *c, struct type *a,
		    struct type *b);

/* check_shown(c, args, n): how types read: "(string, int)". */
struct str	 check_shown(struct checker *c, struct type **args, size_t n);

/*
 * check_overloads(c, f, args, n): the result of calling one of ${f}; where
 * several fit, what they have in common, or dyn; NULL if none fits.
 */
struct type	*check_overloads(struct checker *c, const struct callee *f,
		    struct type **args, size_t n);

/* check_operator(c, n, name, args, nargs): the same of "_+_"; complains. */
struct type	*check_operator(struct checker *c, struct node *n,
		    const char *name, struct type **args, size_t nargs);

#endif

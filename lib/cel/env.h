/* env: what an expression may name. */
#ifndef CEL_ENV_H
#define CEL_ENV_H

#include "cel/ast.h"
#include "cel/type.h"

enum { CEL_MAX_PARAMS = 8 };

/*
 * A function of the library.  Its arguments have the kinds of its
 * signature; it returns 0, or -1 after cel_fail.
 */
typedef int (*cel_builtin)(struct run *r, const struct cel_val *args,
	    size_t n, struct cel_val *out);

/*
 * One line of a table: a name and a signature such as "string.(int)string"
 * (with a receiver), "(list(A))int" or "(dyn...)dyn" (one or more).  Rows of
 * operators have no function: link.c knows them.
 */
struct builtin {
	const char	*name, *sig;
	cel_builtin	 fn;
};

/* By module; each ends with a row without name. */
extern const struct builtin cel_operators[], cel_std[], cel_convert[],
    cel_strings[], cel_format[], cel_math[], cel_time[], cel_encoders[],
    cel_optionals[], cel_network[];

struct overload {
	struct overload	*next;
	const char	*name, *sig;
	bool		 member, variadic;
	uint8_t		 n;			/* receiver included */
	struct type	*params[CEL_MAX_PARAMS], *result;
	uint32_t	 kinds[CEL_MAX_PARAMS];	/* of params: a bit each */
	cel_builtin	 fn;			/* or */
	cel_fn		 own;			/* one of cel_env_function */
};

/* What a call may mean: those of its name, style and number of arguments. */
struct callee {
	struct str		 name;
	struct overload		**v;
	size_t			 n;
};

struct env_var {
	struct str	 name;
	struct type	*type;
};

/* A name that stands for an expression; see cel_env_define. */
struct definition {
	struct definition	*next;
	const char		*name;
	struct str		 text;
	const struct json	*node;
};

struct cel_env {
	struct arena		*a;
	struct str		 container;
	struct env_var		*vars;
	size_t			 nvars, cap;
	struct object		*objects;
	struct overload		*own;		/* cel_env_function */
	struct definition	*defs;		/* cel_env_define */
};

/* env_find_var(env, name): its index, or -1. */
int		 env_find_var(const struct cel_env *env, struct str name);

/*
 * env_callee(env, name, member, nargs, a): NULL if there is no function of
 * the name at all; without overloads if none takes ${nargs} arguments in
 * this style.
 */
struct callee	*env_callee(const struct cel_env *env, struct str name,
		    bool member, size_t nargs, struct arena *a);

/*
 * env_forms(env, name, a): how the function is called, "string.split(string),
 * string.split(string, int)"; of many ways the first few.
 */
struct str	 env_forms(const struct cel_env *env, struct str name,
		    struct arena *a);

/* env_nearest(env, name, functions): a like name, or NULL. */
const char	*env_nearest(const struct cel_env *env, struct str name,
		    bool functions, struct arena *a);

/* env_qualified(space, name, a): "space.name". */
struct str	 env_qualified(struct str space, struct str name,
		    struct arena *a);

/*
 * env_candidate(env, name, i, a): the ${i}th name that ${name} may stand
 * for, from the container inwards to ${name} itself, then none.
 */
struct str	 env_candidate(const struct cel_env *env, struct str name,
		    size_t i, struct arena *a);

#endif

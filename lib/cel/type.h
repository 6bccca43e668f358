/*
 * type: static types.  Those that take part in inference are variables
 * (T_VAR) which unification binds; a trail takes an attempt back.
 */
#ifndef CEL_TYPE_H
#define CEL_TYPE_H

#include "cel/cel.h"

enum type_kind {
	T_DYN, T_NULL, T_BOOL, T_INT, T_UINT, T_DOUBLE, T_STRING, T_BYTES,
	T_TIMESTAMP, T_DURATION, T_LIST, T_MAP, T_TYPE, T_OPTIONAL,
	T_IP, T_CIDR,
	T_OBJECT,	/* obj: a map with known fields */
	T_PARAM,	/* name: a variable of a signature, "A" */
	T_VAR		/* bound: what it stands for, if known */
};

struct type {
	uint8_t		 kind, n;
	struct type	*args[2];
	const char	*name;
	struct object	*obj;
	struct type	*bound;
};

struct object {
	struct object		*next;
	const char		*name;
	const struct cel_field	*fields;
	bool			 open;
	struct type		 type;
};

extern struct type type_dyn, type_null, type_bool, type_int, type_uint,
    type_double, type_string, type_bytes, type_timestamp, type_duration,
    type_type;

struct type	*type_new(struct arena *a, enum type_kind kind,
		    struct type *first, struct type *second);
struct type	*type_var(struct arena *a);

/* type_of(t): what ${t} is bound to, in the end. */
struct type	*type_of(struct type *t);

/*
 * type_parse(text, objects, a, end): a type at the start of ${text}, whose
 * length goes to ${end}; single capitals are parameters.  NULL if none.
 */
struct type	*type_parse(const char *text, struct object *objects,
		    struct arena *a, size_t *end);

/* type_instance(t, vars, a): ${t} with a fresh variable for each parameter. */
struct type	*type_instance(struct type *t, struct type *vars[26],
		    struct arena *a);

/* Attempts: what unification bound since trail->n was ${mark} is undone. */
struct trail {
	struct arena	*a;
	struct type	**v;
	size_t		 n, cap;
};

bool		 type_unify(struct trail *t, struct type *a, struct type *b);
void		 type_undo(struct trail *t, size_t mark);

/* type_has_dyn(t): is it, or any part of it, dyn? */
bool		 type_has_dyn(struct type *t);

/* type_text(t, a): as it is written; "dyn" for what is not known. */
struct str	 type_text(struct type *t, struct arena *a);

/* type_kinds(t): the run-time kinds it admits, a bit for each cel_kind. */
uint32_t	 type_kinds(const struct type *t);

/* type_value(name, out): the type value that ${name} denotes, "int"... */
bool		 type_value(struct str name, struct cel_val *out);
/* type_name(v): the name of a value's run-time type. */
struct str	 type_name(struct cel_val v);
/* type_denoted(name): the type which the type value ${name} stands for. */
struct type	*type_denoted(struct str name, struct arena *a);

#endif

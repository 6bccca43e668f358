/*
 * cel: the Common Expression Language over json trees.
 *
 * Parse, check and compile once; evaluate many times without allocation
 * outside the record's arena, under a cost limit, without I/O.
 *
 * Source: the CEL language definition with its standard macros and
 * functions; extensions strings, math, encoders, bindings, optionals,
 * two-variable comprehensions, network and block.  No protobuf messages.
 */
#ifndef CEL_CEL_H
#define CEL_CEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/time.h"
#include "json/json.h"

enum cel_kind {
	CEL_NULL, CEL_BOOL, CEL_INT, CEL_UINT, CEL_DOUBLE, CEL_STRING,
	CEL_BYTES, CEL_LIST, CEL_MAP, CEL_TIMESTAMP, CEL_DURATION, CEL_TYPE,
	CEL_OPTIONAL, CEL_IP, CEL_CIDR
};

struct cel_list;	/* private */
struct cel_map;
struct cel_net;

/*
 * A value, passed by value.  Lists and maps may be views of a json tree
 * (json non-NULL) or built by an expression.
 */
struct cel_val {
	uint8_t		kind;		/* enum cel_kind */
	bool		is_json;	/* LIST, MAP: view of .json; INT,
					 * UINT, DOUBLE: .src is set */
	int32_t		nsec;		/* TIMESTAMP, DURATION: with .i */
	union {
		bool			 b;
		struct {
			union {
				int64_t	 i;	/* INT; seconds */
				uint64_t u;
				double	 d;
			};
			/* the number it was read from, for its text */
			const struct json *src;
		};
		struct str		 s;	/* STRING, BYTES, TYPE's name */
		const struct json	*json;
		const struct cel_list	*list;
		const struct cel_map	*map;
		const struct cel_val	*opt;	/* OPTIONAL; NULL: none */
		const struct cel_net	*net;
	};
};

/*
 * An environment declares what expressions may name.  Types are text as in
 * CEL's documents: "dyn", "int", "string", "list(string)",
 * "map(string, dyn)", "timestamp", or the name given to cel_env_object.
 */
struct cel_env;

struct cel_field {
	const char	*name, *type;	/* name NULL ends a list */
};

struct cel_env *cel_env_new(struct arena *a);

/* cel_env_container(env, name): for the resolution of names. */
void	cel_env_container(struct cel_env *env, const char *name);

/*
 * cel_env_object(env, name, fields, open): a map with known keys, so that a
 * misspelt one is found by the checker ("did you mean"); ${open}: it may
 * have others too.  All is borrowed.
 */
void	cel_env_object(struct cel_env *env, const char *name,
	    const struct cel_field *fields, bool open);

/* cel_env_var(env, name, type): declare; return its index in ${vars}. */
int	cel_env_var(struct cel_env *env, const char *name, const char *type);

/* cel_is_name(s): can a variable be called so? */
bool	cel_is_name(struct str s);

/* cel_env_has(env, name): is it a variable already? */
bool	cel_env_has(const struct cel_env *env, struct str name);

/*
 * cel_env_define(env, name, src, node): in expressions compiled later
 * ${name} stands for the expression ${src}, worked out where it is first
 * needed.  ${node} (may be NULL) is its YAML scalar.  Its faults are told
 * when it is compiled itself; one that was wrong is defined again, as
 * "dyn(null)".  All is borrowed.
 */
void	cel_env_define(struct cel_env *env, const char *name, struct str src,
	    const struct json *node);

/*
 * cel_env_function(env, name, args, result, fn): a pure function of our own;
 * ${args} are types separated by commas ("string, int"), ${result} a type.
 * A name may be declared with several lists of types; ${name} is borrowed.
 * ${fn} returns 0, or -1 with ${e} set.
 */
typedef int (*cel_fn)(const struct cel_val *args, size_t n,
	    struct arena *a, struct cel_val *out, struct err *e);
void	cel_env_function(struct cel_env *env, const char *name,
	    const char *args, const char *result, cel_fn fn);

/*
 * cel_env_crm(env): chatcrm's own functions:
 *	number(x)	a double from a number or text ("1,200.50"); an error
 *			if it is none
 *	domain(s)	of an e-mail address or URL, in lower case; "" if it
 *			has none
 *	work_domain(s)	the same as an optional, without value for providers
 *			at which anybody has an address
 *	json(s)		the value that a text holds as JSON, as an optional,
 *			without value if it is broken
 *	lower(s)	lower case, also of Latin, Greek and Cyrillic letters
 */
void	cel_env_crm(struct cel_env *env);

/* A compiled expression: immutable, may be evaluated by many threads. */
struct cel_prog;

/*
 * cel_compile(env, src, node, a, d): parse, check and compile ${src}, which
 * must outlive the program.  ${node} (may be NULL) is the YAML scalar it
 * stands in: errors in ${d} point into its file, else at column offset + 1
 * of ${name} "expression".  NULL on error.
 */
struct cel_prog *cel_compile(struct cel_env *env, struct str src,
	    const struct json *node, struct arena *a, struct diags *d);

/* cel_compile_unchecked: the same without the type checker. */
struct cel_prog *cel_compile_unchecked(struct cel_env *env, struct str src,
	    struct arena *a, struct diags *d);

/* cel_type(p): its static type as text, "dyn" if unknown. */
const char *cel_type(const struct cel_prog *p);

/*
 * cel_paths(p, var, out): the parts of variable ${var} that ${p} may read,
 * added to ${out} with the keys ${prefix}[0..n) before them.
 */
void	cel_paths(const struct cel_prog *p, int var,
	    const struct str *prefix, size_t n, struct json_paths *out);

/* cel_expanded(p): does it use a name of cel_env_define? */
bool	cel_expanded(const struct cel_prog *p);

/* cel_reads(p, var): does ${p} name the variable at all? */
bool	cel_reads(const struct cel_prog *p, int var);

enum cel_status {
	CEL_OK = 0,
	CEL_ABSENT = 1,		/* no such key or index, a field of null, or
				 * optional.none() */
	CEL_FAIL = -1		/* any other evaluation error */
};

/*
 * cel_eval(p, vars, a, out, e): evaluate over ${vars}, one value for each
 * declared variable by its index (an undeclared value: kind CEL_NULL).  The
 * result lives in ${a} and borrows ${vars}.  A top-level optional is
 * unwrapped.  CEL_ABSENT and CEL_FAIL set ${e} (code "expr.absent",
 * "expr.error", "expr.cost"; CEL_FAIL also the place).
 */
enum cel_status cel_eval(const struct cel_prog *p, const struct cel_val *vars,
	    struct arena *a, struct cel_val *out, struct err *e);

/* What became of a part of an expression. */
struct cel_step {
	uint32_t	 off, end;	/* the bytes of the source it is */
	uint32_t	 depth;		/* of how many parts it is a part */
	uint32_t	 times;		/* it was evaluated, in loops */
	enum cel_status	 status;
	struct cel_val	 value;		/* if that is CEL_OK; may be an
					   optional */
	struct str	 why;		/* if not */
};

struct cel_trace {
	struct cel_step	*v;
	size_t		 n;
	bool		 cut;		/* there would be more than 10,000 */
};

/*
 * cel_explain(p, vars, a, trace, out, e): cel_eval, with the value of every
 * part in ${trace}, in the order in which they were known, so that parts
 * come before the whole and what was not needed does not come.  Literals
 * are left out; what is evaluated in a loop is there for the first three
 * times.  Costs more than an evaluation: for people, not for records.
 */
enum cel_status cel_explain(const struct cel_prog *p,
	    const struct cel_val *vars, struct arena *a,
	    struct cel_trace *trace, struct cel_val *out, struct err *e);

/* What an expression takes for granted of a path such as contact.size. */
enum cel_claim_kind {
	CEL_CLAIM_READ,		/* it is there */
	CEL_CLAIM_EQUAL,	/* it may equal (or differ from) ${value} */
	CEL_CLAIM_ORDER		/* it is less or greater than ${value} */
};

struct cel_claim {
	struct str		 path;
	enum cel_claim_kind	 kind;
	const struct cel_val	*value;	/* a literal; NULL: READ */
	size_t			 off;	/* byte in the source */
};

typedef void (*cel_claim_fn)(void *arg, const struct cel_claim *c);

/*
 * cel_claims(p, fn, arg, a): call ${fn} for each path that begins with a
 * name ${p}'s environment does not have, as those of an expression that was
 * compiled unchecked in an empty one.
 */
void	cel_claims(const struct cel_prog *p, cel_claim_fn fn, void *arg,
	    struct arena *a);

/* cel_always(p): 1 if it is true of everything, 0 if false, else -1. */
int	cel_always(const struct cel_prog *p);

/* cel_source(p): the text that it was compiled from. */
struct str	cel_source(const struct cel_prog *p);

/* cel_cost_limit(p, steps): 0 restores the default (10,000,000). */
void	cel_cost_limit(struct cel_prog *p, uint64_t steps);

/* json <-> CEL.  A number without fraction or exponent is int, else uint,
 * else double.  from_json is a view: it copies nothing; what the parser
 * left unread (JSON_RAW) is null in it. */
struct cel_val	cel_from_json(const struct json *v);
/*
 * cel_to_json(v, a, out, e): timestamps in RFC 3339, durations in seconds
 * ("1.5s"), bytes in base64, addresses as text, an optional as its value or
 * null; a double without fraction ends in ".0".  Untouched json values keep
 * their text and are shared with ${out}.  -1 for NaN, infinities, types and
 * maps with two keys of the same text.
 */
int		cel_to_json(struct cel_val v, struct arena *a,
		    struct json *out, struct err *e);

struct cel_val	cel_string(struct str s);
struct cel_val	cel_int(int64_t i);
struct cel_val	cel_double(double d);
struct cel_val	cel_bool(bool b);
struct cel_val	cel_timestamp(struct instant t);

/* Lists of either kind. */
size_t		cel_list_len(struct cel_val v);
struct cel_val	cel_list_at(struct cel_val v, size_t i);

/*
 * cel_list_new(items, n, a): a list of ${items}, which it borrows.
 */
struct cel_val	cel_list_new(const struct cel_val *items, size_t n,
		    struct arena *a);

/* cel_equal(a, b): CEL's own equality, numbers across types included. */
bool		cel_equal(struct cel_val a, struct cel_val b);

#endif

/*
 * ast: an expression as a tree.  parse.c builds it, resolve.c gives names
 * their meaning, check.c types, paths.c reads off what is read, and link.c
 * puts a function into each node, so that the tree itself is what runs.
 */
#ifndef CEL_AST_H
#define CEL_AST_H

#include "cel/cel.h"

enum {
	CEL_MAX_SOURCE = 100000,	/* bytes of an expression */
	CEL_MAX_DEPTH = 250,		/* of the tree, so of any recursion */
	CEL_MAX_ARGS = 256		/* of one call */
};

enum node_op {
	N_LIT,		/* val */
	N_IDENT,	/* name, until resolved; then one of the next four */
	N_VAR,		/* slot: index into the variables */
	N_LOCAL,	/* slot: a loop's variable */
	N_LAZY,		/* slot and kids[0]: what cel.bind or cel.block names */
	N_UNKNOWN,	/* name: evaluates to an error */
	N_SELECT,	/* kids[0].name */
	N_INDEX,	/* kids[0][kids[1]] */
	N_CALL,		/* name(kids), or kids[0].name(kids...) */
	N_NOT, N_NEG,
	N_ADD,		/* n kids, from left to right */
	N_SUB, N_MUL, N_DIV, N_MOD,
	N_EQ, N_NE, N_LT, N_LE, N_GT, N_GE, N_IN,
	N_AND, N_OR,	/* n kids */
	N_COND,
	N_LIST,
	N_MAP,		/* key, value, key, value... */
	N_LOOP,		/* kids: range, filter (or NULL), body */
	N_BIND,		/* kids: value, body */
	N_BLOCK,	/* kids: values, and the body last */
	N_OPTMAP, N_OPTFLATMAP	/* kids: optional, body */
};

enum loop {
	L_ALL, L_EXISTS, L_ONE, L_FILTER, L_MAP, L_LIST, L_ENTRIES, L_PAIRS
};

enum node_flag {
	NF_OPT = 1,	/* a.?b, a[?k] */
	NF_TEST = 2,	/* the selection inside has() */
	NF_MEMBER = 4,	/* a call with a receiver, kids[0] */
	NF_ROOT = 8,	/* a name with a leading dot */
	NF_PAREN = 16,	/* stood in parentheses: not joined with what follows */
	NF_QUOTED = 32	/* a.`b`: no part of a longer name */
};

struct run;
struct type;
struct callee;
struct regex;

struct node {
	int		(*run)(const struct node *n, struct run *r,
			    struct cel_val *out);
	uint8_t		  op, flags;	/* enum node_op, node_flag */
	uint8_t		  loop;		/* enum loop */
	uint8_t		  nvars;	/* of a loop, a binding */
	uint16_t	  depth;	/* of the tree below */
	uint32_t	  off;		/* byte in the source, for messages */
	uint32_t	  start, end;	/* its bytes; end 0: not written so */
	uint32_t	  n;
	uint32_t	  slot;		/* see node_op; first of a loop's */
	struct node	**kids;
	union {
		struct str	 name;
		struct cel_val	 val;
		bool		*opt;	/* LIST, MAP: optional ones; or NULL */
		struct str	*vars;	/* LOOP, BIND: their names */
	};
	struct type	 *type;		/* check.c */
	struct callee	 *callee;	/* CALL: what it may mean */
	const struct regex *regex;	/* of a constant pattern */
};

/* A definition that an expression uses: its text follows the others. */
struct part {
	struct part		*next;	/* further behind first */
	size_t			 start;
	const struct json	*node;	/* as of a source */
};

/* Where an expression stands, and who is told of its faults. */
struct source {
	struct str		 text;	/* with those of its parts behind */
	const struct json	*node;	/* its YAML scalar, or NULL */
	struct part		*parts;
	struct arena		*a;	/* holds tree and program */
	struct diags		*d;
	const char		*code;	/* of complaints: "expr.syntax"... */
	bool			 failed;
};

/* cel_where(s, off): the place of byte ${off}. */
struct where	 cel_where(const struct source *s, size_t off);

/* cel_complain(s, off, fmt, ...): report a fault; return NULL. */
void		*cel_complain(struct source *s, size_t off,
		    const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));

struct node	*node_new(struct source *s, enum node_op op, size_t off,
		    size_t nkids);
struct node	*node_lit(struct source *s, size_t off, struct cel_val v);
/* node_seal(s, n): ${n} has all its kids; false if it is nested too deep. */
bool		 node_seal(struct source *s, struct node *n);

/*
 * cel_parse(s, from): the tree of what stands in ${s} behind byte ${from},
 * macros expanded; NULL after complaints.
 */
struct node	*cel_parse(struct source *s, size_t from);

/*
 * cel_expand(env, s, root): ${root} with the definitions that it names bound
 * around it, by what cel.bind does; NULL after a complaint that one stands
 * for itself.
 */
struct node	*cel_expand(const struct cel_env *env, struct source *s,
		    struct node *root);

/*
 * cel_macro(s, call, out): if ${call} is one of a macro, its expansion in
 * ${out} (NULL after a complaint) and true.
 */
bool		 cel_macro(struct source *s, struct node *call,
		    struct node **out);

/*
 * cel_resolve(env, s, root): decide what each name means; return the number
 * of slots a run needs.
 */
uint32_t	 cel_resolve(struct cel_env *env, struct source *s,
		    struct node *root);

/* cel_check(env, s, root, nslots): types, or complaints. */
void		 cel_check(struct cel_env *env, struct source *s,
		    struct node *root, uint32_t nslots);

/* cel_link(s, root): fold constants and put in what evaluates each node. */
void		 cel_link(struct source *s, struct node *root);

/* cel_root(p): its tree. */
const struct node *cel_root(const struct cel_prog *p);

/* What an expression reads of its variables; see cel_paths in cel.h. */
struct read {
	struct read	*next;
	struct str	*keys;
	uint32_t	 var, n;
	bool		 whole;
};

struct read	*cel_reads_of(struct source *s, struct node *root,
		    uint32_t nslots);

#endif

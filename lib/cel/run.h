/* run: one evaluation of an expression. */
#ifndef CEL_RUN_H
#define CEL_RUN_H

#include "cel/ast.h"
#include "cel/value.h"

struct failure {
	enum cel_status	 status;	/* CEL_OK: none */
	uint32_t	 off;		/* where in the expression */
	struct str	 msg;
};

enum { SLOT_EMPTY, SLOT_SET, SLOT_FAILED };

struct slot {
	struct cel_val	 val;
	const struct failure *failure;
	uint8_t		 state;
};

/*
 * Evaluation recurses as deep as the tree, and again for each name whose
 * value is worked out only now: CEL_MAX_LAZY bounds the sum.
 */
enum { CEL_MAX_LAZY = 4000 };

struct run {
	const struct cel_val	*vars;
	struct slot		*slots;
	struct arena		*a;
	uint64_t		 left;		/* steps */
	uint32_t		 at;		/* byte of what is evaluated */
	uint32_t		 depth;		/* of trees behind names */
	bool			 exhausted;
	struct failure		 failure;	/* of the last -1 */
};

static inline int
eval(const struct node *n, struct run *r, struct cel_val *out)
{
	return n->run(n, r, out);
}

/* Failures; each returns -1.  ${msg} without formatting costs nothing. */
int	cel_fail(struct run *r, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
int	cel_fail_text(struct run *r, struct str msg);
int	cel_absent(struct run *r, struct str msg);
int	cel_exhausted(struct run *r);
/* "${what} is expected here, not int" */
int	cel_wants(struct run *r, const char *what, struct cel_val v);
/* "'+' does not go with (int, string)", "no function size(int)" */
int	cel_no_operator(struct run *r, const char *sign,
	    const struct cel_val *v, size_t n);
int	cel_no_function(struct run *r, const struct node *call,
	    const struct cel_val *v);

/* spend(r, n): ${n} steps; -1 when the limit is reached. */
static inline int
spend(struct run *r, uint64_t n)
{
	if (r->left < n)
		return cel_exhausted(r);
	r->left -= n;
	return 0;
}

/* What bytes cost: a step for sixteen, and one. */
static inline int
spend_bytes(struct run *r, size_t n)
{
	return spend(r, 1 + n / 16);
}

static inline struct cel_val
cel_some(struct run *r, struct cel_val v)
{
	struct cel_val *p = arena_alloc(r->a, sizeof(*p));

	*p = v;
	return (struct cel_val){ .kind = CEL_OPTIONAL, .opt = p };
}

#define CEL_NONE	((struct cel_val){ .kind = CEL_OPTIONAL, .opt = NULL })

/*
 * fn_time.c: a call that needs a time zone has it read before it runs, for
 * then no file may be open to it any more (base/wall.h).  False: it names
 * one that there is not.
 */
bool	cel_zones_ahead(const struct node *n);

/* By kind of node, for link.c. */
int	run_literal(const struct node *, struct run *, struct cel_val *);
int	run_var(const struct node *, struct run *, struct cel_val *);
int	run_local(const struct node *, struct run *, struct cel_val *);
int	run_lazy(const struct node *, struct run *, struct cel_val *);
int	run_unknown(const struct node *, struct run *, struct cel_val *);
int	run_select(const struct node *, struct run *, struct cel_val *);
int	run_has(const struct node *, struct run *, struct cel_val *);
int	run_index(const struct node *, struct run *, struct cel_val *);
int	run_call(const struct node *, struct run *, struct cel_val *);
int	run_or(const struct node *, struct run *, struct cel_val *);
int	run_misfit(const struct node *, struct run *, struct cel_val *);
int	run_matches(const struct node *, struct run *, struct cel_val *);
int	run_not(const struct node *, struct run *, struct cel_val *);
int	run_negate(const struct node *, struct run *, struct cel_val *);
int	run_add(const struct node *, struct run *, struct cel_val *);
int	run_arith(const struct node *, struct run *, struct cel_val *);
int	run_equal(const struct node *, struct run *, struct cel_val *);
int	run_order(const struct node *, struct run *, struct cel_val *);
int	run_in(const struct node *, struct run *, struct cel_val *);
int	run_logic(const struct node *, struct run *, struct cel_val *);
int	run_cond(const struct node *, struct run *, struct cel_val *);
int	run_list(const struct node *, struct run *, struct cel_val *);
int	run_record(const struct node *, struct run *, struct cel_val *);
int	run_map(const struct node *, struct run *, struct cel_val *);
int	run_loop(const struct node *, struct run *, struct cel_val *);
int	run_bind(const struct node *, struct run *, struct cel_val *);
int	run_block(const struct node *, struct run *, struct cel_val *);
int	run_optmap(const struct node *, struct run *, struct cel_val *);

#endif

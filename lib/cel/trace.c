/*
 * trace: the value of each part of an expression.
 *
 * The program itself stays as it is, for other threads may run it and
 * nobody should pay for what is asked once.  So its tree is copied, and each
 * node of the copy runs what the original's would and notes the outcome.
 */
#include "cel/trace.h"

#include "base/hmap.h"
#include "cel/run.h"

enum {
	STEPS_MAX = 10000,
	TIMES_SHOWN = 3		/* of a part that is evaluated in a loop */
};

struct traced {
	struct node	 n;	/* first: what is run is found from it */
	int		(*run)(const struct node *, struct run *,
			    struct cel_val *);
	struct tracer	*t;
	const struct node *of;	/* its key among the copies */
	uint32_t	 times;
};

struct tracer {
	struct arena	*a;
	struct hmap	 copies;
	struct cel_step	*v;
	const struct traced **whose;	/* of each step */
	size_t		 n, cap;
	uint32_t	 depth;
	bool		 cut;
};

struct tracer *
tracer_new(struct arena *a)
{
	struct tracer *t = ARENA_NEW(a, struct tracer);

	*t = (struct tracer){ .a = a };
	hmap_init(&t->copies, a);
	return t;
}

static bool
grow(struct tracer *t)
{
	size_t cap = t->cap > 0 ? 2 * t->cap : 64;

	if (t->n < t->cap)
		return true;
	if (t->n >= STEPS_MAX) {
		t->cut = true;
		return false;
	}
	t->v = arena_grow(t->a, t->v, t->cap * sizeof(*t->v),
	    cap * sizeof(*t->v));
	t->whose = arena_grow(t->a, t->whose, t->cap * sizeof(*t->whose),
	    cap * sizeof(*t->whose));
	t->cap = cap;
	return true;
}

static void
note(struct traced *x, int ret, const struct run *r,
    const struct cel_val *out)
{
	struct tracer *t = x->t;
	struct cel_step *s;

	if (++x->times > TIMES_SHOWN || !grow(t))
		return;
	s = &t->v[t->n];
	t->whose[t->n++] = x;
	*s = (struct cel_step){ .off = x->n.start, .end = x->n.end,
	    .depth = t->depth };
	if (ret == 0)
		s->value = *out;
	else {
		s->status = r->exhausted ? CEL_FAIL : r->failure.status;
		s->why = r->exhausted ? STR("the cost limit is reached") :
		    r->failure.msg;
	}
}

static int
run_traced(const struct node *n, struct run *r, struct cel_val *out)
{
	/* The tree is this evaluation's own. */
	struct traced *x = (struct traced *)(uintptr_t)n;
	int ret;

	x->t->depth++;
	ret = x->run(n, r, out);
	x->t->depth--;
	note(x, ret, r, out);
	return ret;
}

/*
 * Is it worth telling?  What a macro made of the user's words is not in the
 * source, and a literal says itself what it is; one that was folded does not.
 */
static bool
told(const struct node *n)
{
	return n->end > n->start && (n->op != N_LIT || n->depth > 1);
}

const struct node *
tracer_tree(struct tracer *t, const struct node *n)
{
	struct traced *x;
	size_t i, kids;
	void **slot;

	if (n == NULL)
		return NULL;
	kids = n->op == N_LAZY && n->kids != NULL ? 1 : n->n;
	/* What cel.bind names is met in several places. */
	x = ARENA_NEW(t->a, struct traced);
	x->of = n;
	slot = hmap_slot(&t->copies, (struct str){ (const char *)&x->of,
	    sizeof(x->of) });
	if (*slot != NULL)
		return *slot;
	*slot = x;
	x->n = *n;
	x->t = t;
	x->run = n->run;
	if (told(n))
		x->n.run = run_traced;
	if (kids > 0)
		x->n.kids = arena_array(t->a, kids, sizeof(struct node *));
	for (i = 0; i < kids; i++)
		x->n.kids[i] = (struct node *)(uintptr_t)tracer_tree(t,
		    n->kids[i]);
	return &x->n;
}

void
tracer_end(struct tracer *t, struct cel_trace *out)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		t->v[i].times = t->whose[i]->times;
	*out = (struct cel_trace){ t->v, t->n, t->cut };
}

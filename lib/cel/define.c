/*
 * define: names that stand for expressions.
 *
 * What an expression uses is parsed once more for it, behind its own text,
 * and bound around its tree: so a definition is worked out only where it is
 * needed, sees what the expression sees, and tells what it reads.
 */
#include "cel/env.h"

enum state { NEW, OPEN, DONE };

struct expander {
	const struct cel_env	*env;
	struct source		*s;
	uint8_t			*state;		/* by number of definition */
	struct node		*binds;		/* innermost first */
	struct node		*last;
	size_t			 at;		/* of the name, in its text */
	bool			 failed;
};

bool
cel_env_has(const struct cel_env *env, struct str name)
{
	return env_find_var(env, name) != -1;
}

void
cel_env_define(struct cel_env *env, const char *name, struct str src,
    const struct json *node)
{
	struct definition *d;

	for (d = env->defs; d != NULL; d = d->next)
		if (strcmp(d->name, name) == 0)
			break;
	if (d == NULL) {
		d = ARENA_NEW(env->a, struct definition);
		d->next = env->defs;
		env->defs = d;
	}
	d->name = name;
	d->text = src;
	d->node = node;
}

/* The text of ${d} behind all others; the byte at which it begins. */
static size_t
append(struct source *s, const struct definition *d)
{
	struct part *part = ARENA_NEW(s->a, struct part);

	size_t at = s->text.len + 1;
	char *p = arena_alloc(s->a, at + d->text.len + 1);

	memcpy(p, s->text.p, s->text.len);
	p[at - 1] = '\n';
	memcpy(p + at, d->text.p, d->text.len);
	s->text = (struct str){ p, at + d->text.len };
	*part = (struct part){ s->parts, at, d->node };
	s->parts = part;
	return at;
}

static void	names(struct expander *x, const struct node *n, bool own);

static void
use(struct expander *x, const struct definition *d, size_t number)
{
	struct source *s = x->s;
	struct node *value, *bind;

	if (x->failed || x->state[number] == DONE)
		return;
	if (x->state[number] == OPEN) {
		x->failed = true;
		cel_complain(s, x->at, "%s is defined by itself; take its own "
		    "name out of its definition, and out of those that it "
		    "names", d->name);
		return;
	}
	x->state[number] = OPEN;
	value = cel_parse(s, append(s, d));
	if (value == NULL) {
		x->failed = true;
		return;
	}
	names(x, value, false);
	x->state[number] = DONE;
	bind = node_new(s, N_BIND, value->off, 2);
	bind->nvars = 1;
	bind->vars = arena_array(s->a, 1, sizeof(*bind->vars));
	bind->vars[0] = str_of(d->name);
	bind->kids[0] = value;
	/* What it uses itself stands further out. */
	if (x->last != NULL)
		x->last->kids[1] = bind;
	else
		x->binds = bind;
	x->last = bind;
}

/* The definitions that are named below ${n}; ${own}: in the user's text. */
static void
names(struct expander *x, const struct node *n, bool own)
{
	const struct definition *d;
	size_t i;

	if (n->op == N_IDENT) {
		if (own)
			x->at = n->off;
		for (d = x->env->defs, i = 0; d != NULL; d = d->next, i++)
			if (str_eq(n->name, str_of(d->name)))
				use(x, d, i);
		return;
	}
	for (i = 0; n->op != N_LIT && i < n->n; i++)
		if (n->kids[i] != NULL)
			names(x, n->kids[i], own);
}

/* Depths anew, from the innermost: the tree hangs below all of them. */
static bool
seal(struct source *s, struct node *n, struct node *root)
{
	if (n == root)
		return true;
	return seal(s, n->kids[1], root) && node_seal(s, n);
}

struct node *
cel_expand(const struct cel_env *env, struct source *s, struct node *root)
{
	struct expander x = { .env = env, .s = s };
	const struct definition *d;
	size_t n = 0;

	for (d = env->defs; d != NULL; d = d->next)
		n++;
	x.state = arena_array(s->a, n + 1, sizeof(*x.state));
	names(&x, root, true);
	if (x.failed || x.last == NULL)
		return x.failed ? NULL : root;
	x.last->kids[1] = root;
	return seal(s, x.binds, root) ? x.binds : NULL;
}

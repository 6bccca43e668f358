/* node: the parts of a tree, and complaints about its source. */
#include "cel/ast.h"
#include "yaml/yaml.h"

struct where
cel_where(const struct source *s, size_t off)
{
	struct where w = { "expression", 1, off + 1 };
	const char *nl = s->text.p;
	const struct part *p;
	size_t i;

	for (p = s->parts; p != NULL; p = p->next)
		if (off >= p->start && p->node != NULL)
			return yaml_where_in(p->node, off - p->start);
	if (s->node != NULL && s->node->line != 0)
		return yaml_where_in(s->node, off);
	for (i = 0; i < off && i < s->text.len; i++)
		if (s->text.p[i] == '\n') {
			w.line++;
			nl = s->text.p + i + 1;
		}
	w.col = off - (size_t)(nl - s->text.p) + 1;
	return w;
}

static const struct part *
first_part(const struct source *s)
{
	const struct part *p = s->parts;

	while (p->next != NULL)
		p = p->next;
	return p;
}

void *
cel_complain(struct source *s, size_t off, const char *fmt, ...)
{
	struct str msg;
	va_list ap;

	va_start(ap, fmt);
	msg = arena_vprintf(s->a, fmt, ap);
	va_end(ap);
	s->failed = true;
	/* A definition's own faults are told where it is compiled itself. */
	if (s->parts != NULL && off >= first_part(s)->start)
		return NULL;
	diag_error(s->d, cel_where(s, off), s->code, "%.*s",
	    STR_ARG(msg));
	return NULL;
}

struct node *
node_new(struct source *s, enum node_op op, size_t off, size_t nkids)
{
	struct node *n = ARENA_NEW(s->a, struct node);

	n->op = (uint8_t)op;
	n->off = (uint32_t)off;
	n->n = (uint32_t)nkids;
	if (nkids > 0)
		n->kids = arena_array(s->a, nkids, sizeof(struct node *));
	return n;
}

struct node *
node_lit(struct source *s, size_t off, struct cel_val v)
{
	struct node *n = node_new(s, N_LIT, off, 0);

	n->val = v;
	return n;
}

bool
node_seal(struct source *s, struct node *n)
{
	size_t i;

	n->depth = 1;
	for (i = 0; i < n->n; i++)
		if (n->kids[i] != NULL && n->kids[i]->depth >= n->depth)
			n->depth = n->kids[i]->depth + 1;
	if (n->depth <= CEL_MAX_DEPTH)
		return true;
	if (!s->failed)
		cel_complain(s, n->off, "the expression is nested deeper than "
		    "%d levels", CEL_MAX_DEPTH);
	return false;
}

/*
 * match_ac: see match_ac.h.  A. Aho, M. Corasick, "Efficient string
 * matching" (1975), with all transitions worked out beforehand.
 *
 * The trie is built with a row of transitions for each node; then nodes with
 * hits are numbered last, so that one comparison tells them.
 */
#include "text/match_ac.h"

struct node_hit {
	struct node_hit	*next;
	struct ac_hit	 hit;
};

struct node {
	struct node	*child, *sibling;	/* children in no order */
	struct node	*fail, *next;		/* next breadth first */
	struct node_hit	*hits;
	uint32_t	 state;
	char		 byte;
	bool		 accepts;	/* it or one that it fails to */
};

struct ac_builder {
	struct arena	*arena;
	struct node	 root;
	size_t		 nodes;
};

struct ac_builder *
ac_new(struct arena *a)
{
	struct ac_builder *b = ARENA_NEW(a, struct ac_builder);

	b->arena = a;
	b->nodes = 1;
	return b;
}

static struct node *
child(const struct node *n, char byte)
{
	struct node *c;

	for (c = n->child; c != NULL && c->byte != byte; c = c->sibling)
		;
	return c;
}

void
ac_add(struct ac_builder *b, struct str s, uint32_t item)
{
	struct node *n = &b->root, *c;
	struct node_hit *h = ARENA_NEW(b->arena, struct node_hit);
	size_t i;

	for (i = 0; i < s.len; i++, n = c) {
		if ((c = child(n, s.p[i])) != NULL)
			continue;
		c = ARENA_NEW(b->arena, struct node);
		c->byte = s.p[i];
		c->sibling = n->child;
		n->child = c;
		b->nodes++;
	}
	h->hit = (struct ac_hit){ item, (uint32_t)s.len };
	h->next = n->hits;
	n->hits = h;
}

/* Where ${n} goes on ${byte}, with failures followed. */
static struct node *
go(struct ac_builder *b, struct node *n, char byte)
{
	struct node *c;

	for (; n != NULL; n = n->fail)
		if ((c = child(n, byte)) != NULL)
			return c;
	return &b->root;
}

/* Breadth first: a node's failure is nearer to the root than itself. */
static void
link_failures(struct ac_builder *b)
{
	struct node *n, *c, *last = &b->root;

	for (n = &b->root; n != NULL; n = n->next)
		for (c = n->child; c != NULL; c = c->sibling) {
			c->fail = n == &b->root ? n : go(b, n->fail, c->byte);
			c->accepts = c->hits != NULL || c->fail->accepts;
			last = last->next = c;
		}
}

/* Bytes that no string holds share class 0; case is folded here. */
static void
number_classes(struct ac_builder *b, struct ac *out)
{
	struct node *n;
	int c;

	out->stride = 1;
	for (n = b->root.child == NULL ? NULL : b->root.next; n != NULL;
	    n = n->next)
		if (out->class[(unsigned char)n->byte] == 0)
			out->class[(unsigned char)n->byte] =
			    (uint8_t)out->stride++;
	out->stride++;			/* the column of hits */
	for (c = 'A'; c <= 'Z'; c++)
		out->class[c] = out->class[c + ('a' - 'A')];
}

static void
number_states(struct ac_builder *b, struct ac *out)
{
	uint32_t state = 0;
	struct node *n;

	for (n = &b->root; n != NULL; n = n->next)
		if (!n->accepts) {
			n->state = state;
			state += out->stride;
		}
	out->accept = state;
	for (n = &b->root; n != NULL; n = n->next)
		if (n->accepts) {
			n->state = state;
			state += out->stride;
		}
}

/* A row is that of the failure, but for the node's own children. */
static void
fill_rows(struct ac_builder *b, struct ac *out)
{
	struct node *n, *c;

	for (n = &b->root; n != NULL; n = n->next) {
		if (n->fail != NULL)
			memcpy(out->next + n->state, out->next +
			    n->fail->state, out->stride * sizeof(uint32_t));
		for (c = n->child; c != NULL; c = c->sibling)
			out->next[n->state +
			    out->class[(unsigned char)c->byte]] = c->state;
	}
}

static size_t
count_hits(const struct node *n)
{
	const struct node_hit *h;
	size_t k = 0;

	for (; n != NULL; n = n->fail)
		for (h = n->hits; h != NULL; h = h->next)
			k++;
	return k;
}

static void
fill_hits(struct ac_builder *b, struct ac *out, struct arena *a)
{
	size_t total = 0, accepting = 0, at = 0, k = 0;
	const struct node *n, *f;
	const struct node_hit *h;

	for (n = &b->root; n != NULL; n = n->next) {
		total += count_hits(n);
		accepting += n->accepts;
	}
	out->states = arena_array(a, accepting, sizeof(*out->states));
	out->hits = arena_array(a, total, sizeof(*out->hits));
	for (n = &b->root; n != NULL; n = n->next) {
		struct ac_state *s;

		if (!n->accepts)
			continue;
		out->next[n->state + out->stride - 1] = (uint32_t)k;
		s = &out->states[k++];
		s->hit = (uint32_t)at;
		for (f = n; f != NULL; f = f->fail)
			for (h = f->hits; h != NULL; h = h->next)
				out->hits[at++] = h->hit;
		s->nhits = (uint32_t)at - s->hit;
	}
}

void
ac_build(struct ac_builder *b, struct arena *a, struct ac *out)
{
	memset(out, 0, sizeof(*out));
	link_failures(b);
	number_classes(b, out);
	number_states(b, out);
	out->next = arena_array(a, b->nodes * out->stride,
	    sizeof(*out->next));
	fill_rows(b, out);
	fill_hits(b, out, a);
}

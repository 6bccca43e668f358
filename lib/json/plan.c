/* Paths to an automaton over keys. */
#include "json/plan.h"

#include "json/paths.h"

/* Paths that lead to the same node, as a list. */
struct alike {
	const struct json_path	*path;
	const struct alike	*next;
};

static struct json_node *merge(const struct alike *set, bool drop,
    struct arena *a);

static bool
is_star(const struct json_path *p)
{
	return str_eq(p->key, STR("*"));
}

/* The children of ${set} that ${key} (none: "*" alone) leads to. */
static const struct alike *
below(const struct alike *set, struct str key, struct arena *a)
{
	struct alike *list = NULL, *one;
	const struct json_path *c;

	for (; set != NULL; set = set->next)
		for (c = set->path->child; c != NULL; c = c->next)
			if (is_star(c) || (key.p != NULL &&
			    str_eq(c->key, key))) {
				one = ARENA_NEW(a, struct alike);
				one->path = c;
				one->next = list;
				list = one;
			}
	return list;
}

static void
add_child(struct json_node *n, const struct alike *set, struct str key,
    bool drop, struct arena *a)
{
	struct json_node *c = merge(below(set, key, a), drop, a);
	struct json_node **bucket = &n->child[json_bucket(key)];

	c->key = key;
	c->next = *bucket;
	*bucket = c;
}

static struct json_node *
merge(const struct alike *set, bool drop, struct arena *a)
{
	struct json_node *n = ARENA_NEW(a, struct json_node);
	const struct alike *s, *stars;
	const struct json_path *c;

	n->drop = drop;
	for (s = set; s != NULL; s = s->next) {
		n->whole |= s->path->whole;
		n->drop &= !s->path->read;
	}
	if (n->whole)
		return n;	/* what is below it is read anyway */
	stars = below(set, STR_NONE, a);
	for (s = set; s != NULL; s = s->next) {
		for (c = s->path->child; c != NULL; c = c->next)
			if (!is_star(c) && json_child(n, c->key) == NULL)
				add_child(n, set, c->key, drop, a);
	}
	if (stars != NULL)
		n->star = merge(stars, drop, a);
	return n;
}

const struct json_node *
json_plan(const struct json_paths *p, struct arena *a)
{
	struct alike root = { 0 };

	if (p == NULL || p->root.whole)
		return NULL;
	root.path = &p->root;
	return merge(&root, p->drop, a);
}

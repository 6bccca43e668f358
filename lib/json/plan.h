/*
 * plan: the paths made ready, so that a key leads to one node at most: what
 * a "*" leads to is merged into each named child.
 */
#ifndef JSON_PLAN_H
#define JSON_PLAN_H

#include "json/json.h"

enum { JSON_BUCKETS = 16 };

struct json_node {
	struct str	 key;
	struct json_node *next;		/* in its bucket */
	struct json_node *child[JSON_BUCKETS];	/* by json_bucket(key) */
	struct json_node *star;		/* any other key; every item */
	bool		 whole;
	bool		 drop;		/* unread members need not be kept */
};

/* json_plan(p, a): the root node, in ${a}; NULL if all is read. */
const struct json_node *json_plan(const struct json_paths *p,
	    struct arena *a);

static inline size_t
json_bucket(struct str key)
{
	if (key.len == 0)
		return 0;
	return (key.len * 5 + (unsigned char)key.p[0] +
	    (unsigned char)key.p[key.len - 1] * 3u) % JSON_BUCKETS;
}

/* json_child(n, key): the named child, or NULL. */
static inline const struct json_node *
json_child(const struct json_node *n, struct str key)
{
	const struct json_node *c = n->child[json_bucket(key)];

	while (c != NULL && !str_eq(c->key, key))
		c = c->next;
	return c;
}

#endif

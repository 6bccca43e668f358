/*
 * plan: the paths made ready, so that a key leads to one node at most: what
 * a "*" leads to is merged into each named child.
 */
#ifndef JSON_PLAN_H
#define JSON_PLAN_H

#include "json/json.h"

struct json_node {
	struct str	 key;
	struct json_node *next, *child;
	struct json_node *star;		/* any other key; every item */
	uint64_t	 hints;		/* json_hint() of the children's keys */
	bool		 whole;
	bool		 drop;		/* unread members need not be kept */
};

/* json_plan(p, a): the root node, in ${a}; NULL if all is read. */
const struct json_node *json_plan(const struct json_paths *p,
	    struct arena *a);

/* json_child(n, key): the named child, or NULL. */
struct json_node *json_child(const struct json_node *n, struct str key);

/* json_hint(key): one bit, which most other keys do not share. */
static inline uint64_t
json_hint(struct str key)
{
	if (key.len == 0)
		return 1;
	return (uint64_t)1 << ((key.len * 5 + (unsigned char)key.p[0] +
	    (unsigned char)key.p[key.len - 1] * 3u) & 63);
}

#endif

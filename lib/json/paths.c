/* Which parts of a document are read: a tree of keys. */
#include "json/paths.h"

struct json_paths *
json_paths_new(struct arena *a)
{
	struct json_paths *p = ARENA_NEW(a, struct json_paths);

	p->arena = a;
	return p;
}

void
json_paths_all(struct json_paths *p)
{
	p->root.whole = true;
}

void
json_paths_drop(struct json_paths *p)
{
	p->drop = true;
}

static struct json_path *
child(struct json_paths *p, struct json_path *parent, struct str key)
{
	struct json_path *c;

	for (c = parent->child; c != NULL; c = c->next)
		if (str_eq(c->key, key))
			return c;
	c = ARENA_NEW(p->arena, struct json_path);
	c->key = arena_str(p->arena, key);
	c->next = parent->child;
	parent->child = c;
	return c;
}

void
json_paths_add(struct json_paths *p, const struct str *keys, size_t n,
    bool whole)
{
	struct json_path *at = &p->root;
	size_t i;

	for (i = 0; i < n; i++)
		at = child(p, at, keys[i]);
	at->read = true;
	at->whole |= whole;
}

static bool
reads(const struct json_path *at, const struct str *keys, size_t n, bool star)
{
	const struct json_path *c;

	if (at->whole || n == 0)
		return at->whole || at->read;
	for (c = at->child; c != NULL; c = c->next)
		if ((str_eq(c->key, keys[0]) ||
		    (star && str_eq(c->key, STR("*")))) &&
		    reads(c, keys + 1, n - 1, true))
			return true;
	return false;
}

bool
json_paths_read(const struct json_paths *p, const struct str *keys, size_t n)
{
	return reads(&p->root, keys, n, false);
}

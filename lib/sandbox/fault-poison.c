/*
 * Poison: a record that fails every batch that it is in, until it stands
 * alone and fails by itself.  It is known by its properties, so that it is
 * found again in whatever batch it comes.
 */
#include <stdlib.h>

#include "sandbox/server.h"

static uint64_t
hash_of(const struct json *item)
{
	const struct json *props = json_get(item, STR("properties"));
	struct buf text = { 0 };
	uint64_t h;

	json_write(props != NULL ? props : item, &text);
	h = str_hash(buf_str(&text));
	buf_free(&text);
	return h;
}

static bool
is_poisoned(const struct faults *f, uint64_t hash)
{
	size_t i;

	for (i = 0; i < f->npoisoned; i++)
		if (f->poisoned[i] == hash)
			return true;
	return false;
}

static void
mark(struct faults *f, uint64_t hash)
{
	size_t cap = f->cap > 0 ? f->cap * 2 : 16;
	uint64_t *p;

	if (f->npoisoned == f->cap) {
		if ((p = realloc(f->poisoned, cap * sizeof(*p))) == NULL)
			return;
		f->poisoned = p;
		f->cap = cap;
	}
	f->poisoned[f->npoisoned++] = hash;
}

bool
fault_poisoned(struct request *q, const struct fault *drawn)
{
	struct faults *f = &q->sb->faults;
	const struct json *items;
	size_t i, n = fault_items(q, &items);

	if (n == 0 || items[0].type == JSON_NULL)
		return false;
	if (drawn->kind == FAULT_POISON && drawn->item < n) {
		mark(f, hash_of(&items[drawn->item]));
		return true;
	}
	for (i = 0; f->npoisoned > 0 && i < n; i++)
		if (is_poisoned(f, hash_of(&items[i])))
			return true;
	return false;
}

/*
 * hmap: a table from strings to pointers, in an arena.
 *
 * Keys are borrowed: they live as long as the table.  Nothing is removed
 * singly.  Iteration is in the order of insertion.
 */
#ifndef BASE_HMAP_H
#define BASE_HMAP_H

#include "base/arena.h"
#include "base/str.h"

struct hmap_entry {
	struct str	 key;
	void		*value;
	uint64_t	 hash;
};

struct hmap {
	struct arena		*arena;
	struct hmap_entry	*entries;	/* n of them, as inserted */
	uint32_t		*slots;		/* index + 1 into entries */
	size_t			 n, cap, nslots;
};

/* hmap_init(m, a): an empty table in ${a}. */
void		  hmap_init(struct hmap *m, struct arena *a);

/* hmap_get(m, key): its value, or NULL. */
void		 *hmap_get(const struct hmap *m, struct str key);

/*
 * hmap_slot(m, key): where the value of ${key} stands, NULL in it when the
 * key is new.  Valid until the next insertion.
 */
void		**hmap_slot(struct hmap *m, struct str key);

#endif

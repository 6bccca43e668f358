/*
 * items: the items of a JSON list as they were written.
 */
#ifndef RECORD_ITEMS_H
#define RECORD_ITEMS_H

#include "base/arena.h"
#include "base/str.h"

/*
 * items_cut(text, n, a): the ${n} items of the list ${text}, which is valid
 * JSON and has so many; they borrow ${text}, the array is in ${a}.
 */
struct str	*items_cut(struct str text, size_t n, struct arena *a);

#endif

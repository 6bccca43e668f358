/*
 * list: words of the operator's, found without regard to case, accents, the
 * form of apostrophes and how many spaces part two words; in a hash table: of
 * any size.
 */
#ifndef TEXT_LIST_H
#define TEXT_LIST_H

#include "base/arena.h"
#include "base/err.h"

struct list;

/* list_new(a): an empty one, in ${a}; it does not change once it is used. */
struct list	*list_new(struct arena *a);

/*
 * list_add(l, word, canonical): ${word} stands for ${canonical}; both are
 * borrowed.  Of two words that differ in accents only each finds its own.
 */
void		 list_add(struct list *l, struct str word,
		    struct str canonical);

/*
 * list_lines(l, text): add each line of ${text}, which is UTF-8 and outlives
 * the list.  Blank ones and those that begin with "#" say nothing; what
 * stands behind a tab on a line is another way to write its first word.
 * list_read(l, path, e): those of a file.  -1 with ERR_CONFIG.
 */
void		 list_lines(struct list *l, struct str text);
int		 list_read(struct list *l, const char *path, struct err *e);

/*
 * list_find(l, s, a): the canonical form of ${s}, none if it is not there.
 * ${a} is for what the search needs.
 */
struct str	 list_find(const struct list *l, struct str s,
		    struct arena *a);

#endif

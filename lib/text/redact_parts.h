/* redact_parts: how redact.c and its finders share the work.  Private. */
#ifndef TEXT_REDACT_PARTS_H
#define TEXT_REDACT_PARTS_H

#include "text/redact.h"

struct secret_span {
	size_t		start, end;
	enum secret	kind;
};

/* A growing list of spans in an arena, in no order. */
struct secret_list {
	struct secret_span	*p;
	size_t			 n, cap;
	struct arena		*arena;
};

void	secret_add(struct secret_list *l, enum secret kind, size_t start,
	    size_t end);

/* redact_numbers(s, l): cards and SSNs. */
void	redact_numbers(struct str s, struct secret_list *l);

/* redact_words(s, l): passwords and keys, each after a trigger. */
void	redact_words(struct str s, struct secret_list *l);

/*
 * What announces a secret: a word, or the first bytes of a key.
 */
struct trigger {
	const char	*text;	/* a word's ASCII letters in any case */
	enum secret	 kind;
	uint8_t		 tail;	/* least bytes of the key after it; 0: a word */
	const char	*also;	/* what these may be beside letters, digits */
};

/*
 * trigger_next(s, i): the next trigger at or after byte ${i} in ${s}, its
 * place in ${i}; NULL at the end.
 */
const struct trigger *trigger_next(struct str s, size_t *i);

#endif

/*
 * match_ac: Aho and Corasick's automaton over short strings.  Private to
 * match.  Letters of ASCII match in either case.
 */
#ifndef TEXT_MATCH_AC_H
#define TEXT_MATCH_AC_H

#include "base/arena.h"

/* A string ends here: the caller's number for it, and its length. */
struct ac_hit {
	uint32_t	item, len;
};

struct ac_state {
	uint32_t	hit, nhits;	/* those that end here, in hits */
};

/*
 * A state is the offset of its row in ${next}: where to go on each class,
 * and in the last column, for states from ${accept} on, its place in
 * ${states}.
 */
struct ac {
	uint8_t		 class[256];	/* bytes that behave alike */
	uint32_t	*next;
	uint32_t	 stride;	/* columns */
	uint32_t	 accept;	/* states from here on have hits */
	struct ac_state	*states;
	struct ac_hit	*hits;
};

struct ac_builder;

struct ac_builder *ac_new(struct arena *a);
/* ac_add(b, s, item): ${s} in lower case, not empty. */
void	ac_add(struct ac_builder *b, struct str s, uint32_t item);
void	ac_build(struct ac_builder *b, struct arena *a, struct ac *out);

/* One step: the state after ${byte}; hits are those of ac_hits. */
static inline uint32_t
ac_step(const struct ac *m, uint32_t state, char byte)
{
	return m->next[state + m->class[(unsigned char)byte]];
}

static inline const struct ac_state *
ac_hits(const struct ac *m, uint32_t state)
{
	return &m->states[m->next[state + m->stride - 1]];
}

#endif

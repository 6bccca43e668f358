/* told: what a reader said was wrong with a text, and where. */
#ifndef UNIT_TOLD_H
#define UNIT_TOLD_H

#include "base/diag.h"

/* told_at: is ${g}, about ${text}, at that place, and does it say ${words}? */
static inline void
told_at(const struct diag *g, const char *text, size_t line, size_t col,
    const char *words)
{
	assert_non_null(g);
	if (g->at.line != line || g->at.col != col ||
	    str_find(g->msg, str_of(words)) == (size_t)-1)
		fail_msg("%s\nexpected %zu:%zu %s\ngot %zu:%zu %.*s", text,
		    line, col, words, g->at.line, g->at.col,
		    STR_ARG(g->msg));
}

#endif

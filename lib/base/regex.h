/*
 * regex: the one facade of PCRE2.  Patterns are UTF-8; matching is bounded
 * (match and heap limits), so that hostile text costs no more than a known
 * time.  A compiled pattern is immutable and shared between threads.
 * Source: RE2's syntax as CEL names it, which PCRE2 reads but for a few
 * spellings.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct regex;

/*
 * regex_new(pattern, caseless, e): compile; freed with regex_free.
 * NULL with ${e} at the pattern's byte (e->at.col).  ${caseless}: letters of
 * either case match.
 */
struct regex	*regex_new(struct str pattern, bool caseless, struct err *e);
void		 regex_free(struct regex *r);

/*
 * regex_hasten(r): make machine code of it, where the system lets us.  That
 * takes as long as to match some hundred short texts without: it is for a
 * pattern that every text has to pass, and done before threads share it.
 */
void		 regex_hasten(struct regex *r);

/*
 * regex_find(r, text, from, spans, n): first match at or after byte ${from};
 * up to ${n} groups, group 0 the whole, into ${spans} (none where a group
 * took no part).  1 match, 0 none, -1 the limit was hit or ${text} is not
 * UTF-8.  That is looked at for ${from} 0 only, so that a search for all
 * matches stays linear: begin there, and go on only at ends of matches.
 */
int		 regex_find(const struct regex *r, struct str text,
		    size_t from, struct str *spans, size_t n);

#endif

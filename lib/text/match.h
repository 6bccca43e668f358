/*
 * match: many phrases and regular expressions over one text.
 *
 * Phrases match whole words, whatever the case and the white space between
 * words ("how much" in "HOW  much?"); in scripts that are written without
 * spaces, anywhere.  Regular expressions are PCRE2 (UTF-8, caseless unless
 * (?-i)), with a match limit so that no text can stall the program.
 *
 * One pass of an automaton over all required strings; an expression runs
 * only on a text that holds one of its own (match_need.h).
 * PCRE2 is reached through base/regex.h.
 */
#ifndef TEXT_MATCH_H
#define TEXT_MATCH_H

#include "base/arena.h"
#include "base/diag.h"
#include "json/json.h"

struct match_set;	/* immutable once built; shared between threads */
struct match_scratch;	/* one for each thread */

/* match_new(a): an empty set, that lives as long as what is in ${a}. */
struct match_set *match_new(struct arena *a);

/*
 * Add under the caller's ${rule} number; several may share one rule.  A
 * phrase without any word never matches.  match_regex: 0, or -1 with the
 * fault in ${d}, at its place in the YAML scalar ${node} that the pattern is
 * (NULL: it is none).
 */
void	match_phrase(struct match_set *m, size_t rule, struct str phrase);
int	match_regex(struct match_set *m, size_t rule, struct str pattern,
	    const struct json *node, struct diags *d);

/* match_build(m): call it once, after the last rule was added. */
void	match_build(struct match_set *m);

struct match_scratch *match_scratch_new(const struct match_set *m);
void	match_scratch_free(struct match_scratch *s);

/*
 * match_begin(s): what follows belongs to another conversation.  Within one,
 * an expression that ran into its limit is not tried again, so that a
 * thousand messages cost no more than one.
 */
void	match_begin(struct match_scratch *s);

/*
 * match_first(m, s, text, hit): for each rule that matches in ${text} and
 * whose ${hit}[rule] is still none, set it to the words that matched (a part
 * of ${text}).  Return how many were set now.
 */
size_t	match_first(const struct match_set *m, struct match_scratch *s,
	    struct str text, struct str *hit);

/* match_gave_up(m, s, rule): did one of its expressions reach its limit? */
bool	match_gave_up(const struct match_set *m,
	    const struct match_scratch *s, size_t rule);

#endif

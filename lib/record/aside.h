/*
 * aside: what becomes of a line that does not get through: it is counted
 * and told of, its dead letter is written, its lease answered.
 */
#ifndef RECORD_ASIDE_H
#define RECORD_ASIDE_H

#include "record/lane.h"

/*
 * aside_put(l, j, in, k, v, why): stage ${k} refused or skipped the record
 * that was made of ${in}.
 */
void	aside_put(struct lane *l, struct job *j, const struct line *in,
	    size_t k, enum verdict v, struct err *why);

/*
 * aside_line(l, j, in, cut, why): no stage may see the line.  ${cut} not
 * NULL: it is above the limit, and the text of ${in} need not be all of it.
 */
void	aside_line(struct lane *l, struct job *j, const struct line *in,
	    const struct cut *cut, struct err *why);

#endif

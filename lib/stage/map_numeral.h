/* map_numeral: the digits of a number.  Private to map_number. */
#ifndef STAGE_MAP_NUMERAL_H
#define STAGE_MAP_NUMERAL_H

#include "stage/map_number.h"

/* numeral_cut(s): digits and what parts them, from the front of ${s}. */
struct str	numeral_cut(struct str *s);

/*
 * numeral_read(s, point, out): digits whose fraction begins at ${point} and
 * whose thousands may be parted by another sign, the same throughout.
 */
bool		numeral_read(struct str s, char point,
		    struct map_number *out);

/* numeral_shift(n, power): times ten to the power of ${power}. */
bool		numeral_shift(struct map_number *n, int power);

/* numeral_same(a, b): the same letters, whatever their case? */
bool		numeral_same(struct str a, struct str b);

#endif

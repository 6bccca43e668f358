/*
 * distinct: how many different values there were, in little memory: exact up
 * to DISTINCT_EXACT, estimated to some three percent beyond.
 *
 * Source: Flajolet et al., HyperLogLog, 2007, with 1,024 registers.
 */
#ifndef STAGE_DISTINCT_H
#define STAGE_DISTINCT_H

#include "base/str.h"

enum { DISTINCT_EXACT = 1000, DISTINCT_SLOTS = 2048,
    DISTINCT_REGISTERS = 1024 };

struct distinct {
	uint64_t	slots[DISTINCT_SLOTS];	/* hashes; 0 is free */
	size_t		n;			/* of them */
	uint8_t		registers[DISTINCT_REGISTERS];
};

/* distinct_add(d, s): was it not there before?  Exact while n tells. */
bool		distinct_add(struct distinct *d, struct str s);

/* distinct_count(d, exact): how many; ${exact}: counted, not estimated. */
uint64_t	distinct_count(const struct distinct *d, bool *exact);

#endif

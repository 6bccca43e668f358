/*
 * code: the catalogue of all codes of errors, findings and dead letters.  A
 * code is FAMILY.WORD and stays what it is from version to version, so that
 * scripts and reports can count on it.
 */
#ifndef BASE_CODE_H
#define BASE_CODE_H

#include "base/str.h"

struct code {
	const char	*name;		/* "email.syntax" */
	const char	*cause, *remedy;	/* sentences */
};

extern const struct code codes[];
extern const size_t ncodes;

/* code_find(name): its entry, or NULL. */
const struct code *code_find(const char *name);

/* code_near(name): the entry that is spelled most alike, or NULL. */
const struct code *code_near(const char *name);

#endif

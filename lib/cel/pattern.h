/* pattern: constant patterns, compiled once for the life of the process. */
#ifndef CEL_PATTERN_H
#define CEL_PATTERN_H

#include "base/regex.h"

/*
 * cel_pattern(pattern, kept, e): compiled and shared, thread-safe.  NULL
 * with ${kept} false where too many are kept already, with ${kept} true and
 * ${e} where it is no pattern.
 */
const struct regex	*cel_pattern(struct str pattern, bool *kept,
			    struct err *e);

#endif

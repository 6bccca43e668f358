/*
 * walk: through a scalar as it stands in its file, step by step with the
 * text that it means.
 */
#ifndef YAML_WALK_H
#define YAML_WALK_H

#include "json/json.h"

/*
 * walk_start(v, text, at): where in ${text} the bytes of the scalar ${v}
 * begin, whose mark is at ${at}: behind anchor, tag, quote or block header.
 */
size_t		walk_start(const struct json *v, struct str text, size_t at);

/*
 * walk_to(v, text, at, offset): where byte ${offset} of the string ${v}
 * stands in ${text}; behind the last one if there is no such byte.
 */
size_t		walk_to(const struct json *v, struct str text, size_t at,
		    size_t offset);

#endif

/*
 * scalar: what a plain scalar means by YAML 1.2's core schema.
 *
 * JSON has no text for .inf and .nan; they stay strings.  So do, against the
 * schema, digits with a zero before them and telephone numbers with a '+'.
 * Source: YAML 1.2.2, section 10.3.2.
 */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "base/arena.h"
#include "json/json.h"

/*
 * scalar_resolve(text, a): null, true, false, a number in JSON's grammar, or
 * ${text} itself as a string.  Hexadecimal and octal integers beyond 64 bits
 * stay strings.
 */
struct json	scalar_resolve(struct str text, struct arena *a);

#endif

/* schema: what an editor must know of the configuration. */
#ifndef DRIVER_SCHEMA_H
#define DRIVER_SCHEMA_H

#include <stdio.h>

#include "conf/conf.h"

/* The whole configuration. */
extern const struct conf_key schema_sections[];

/*
 * schema_print(what, f, e): a JSON Schema, one line: of the configuration
 * ("") or of a "source" profile, made of the tables by which they are read; or
 * of the lines "record", "result" or "dead", see record/shape.h; -1 for
 * anything else.
 */
int	schema_print(const char *what, FILE *f, struct err *e);

#endif

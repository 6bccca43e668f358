/* schema: what an editor must know of the configuration. */
#ifndef DRIVER_SCHEMA_H
#define DRIVER_SCHEMA_H

#include <stdio.h>

#include "conf/conf.h"

/* The whole configuration. */
extern const struct conf_key schema_sections[];

/*
 * schema_print(f): the JSON Schema of the configuration, one line, made of
 * the tables by which it is read.
 */
void	schema_print(FILE *f);

#endif

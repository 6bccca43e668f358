/* yamlout: values written as YAML that people like to read. */
#ifndef DRIVER_YAMLOUT_H
#define DRIVER_YAMLOUT_H

#include "json/json.h"

/*
 * yamlout_flow(v, b): on one line: {a: b}, [a, b], and text without quotes
 * where it is sure to be read back as text.
 */
void	yamlout_flow(const struct json *v, struct buf *b);

/* yamlout_flow_members(o, b): the same without the braces. */
void	yamlout_flow_members(const struct json *o, struct buf *b);

/*
 * yamlout_block(o, indent, b): the members of ${o}, a line each, ${indent}
 * spaces before them; lists of scalars on one line.
 */
void	yamlout_block(const struct json *o, size_t indent, struct buf *b);

#endif

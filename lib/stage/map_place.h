/*
 * map_place: where in a line the value stands that an expression named.
 * Private to map_told.
 */
#ifndef STAGE_MAP_PLACE_H
#define STAGE_MAP_PLACE_H

#include "stage/map_field.h"

/*
 * map_place_named(expr): is ${expr} a variable and the way into it, as
 * "input.user.mail", 'input["e-mail"]' and "input.items[0].sku" are?
 */
bool	map_place_named(struct str expr);

/*
 * map_place_find(expr, vars, line, value, path): the node of ${line} that
 * the named ${expr} leads to, and its ${path} from "input"; NULL if it was
 * not in the line.  What was read of the line by the platform's rules is
 * known by its bytes; a copy of it only by its ${value}, which then is
 * looked for: the last that is the same, else that has it within; true and
 * false stand anywhere and are not.
 */
const struct json *map_place_find(struct str expr,
	    const struct cel_val *vars, const struct json *line,
	    const struct json *value, struct buf *path);

#endif

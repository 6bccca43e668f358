/*
 * map_on: "on: {EVENT: {contact: {...}}}": fields that a record has only when
 * it is made of a webhook of that name; they take the place of those of the
 * same name.  Tags and marks of an event come on top of the others.
 */
#ifndef STAGE_MAP_ON_H
#define STAGE_MAP_ON_H

#include "stage/map_stage.h"

/* What a section of "on" may have, by the event's name. */
extern const struct conf_key map_on_keys[];

/*
 * map_on_declared(base, on, object, a): the mapping ${base} of the object
 * number ${object}, with the fields that any event of ${on} gives it, so that
 * expressions may name them.  Any of them may be NULL.
 */
const struct json *map_on_declared(const struct json *base,
	    const struct json *on, int object, struct arena *a);

/* map_on_custom(base, on, a): the same of the objects of one's own. */
const struct json *map_on_custom(const struct json *base,
	    const struct json *on, struct arena *a);

/* map_on_read(on, usual, env, s, a, d): behind what ${s} has already. */
void	map_on_read(const struct json *on, const struct map_usual *usual,
	    struct cel_env *env, struct map_stage *s, struct arena *a,
	    struct diags *d);

/* map_on_happened(run, event): is it of the record's?  None always is. */
bool	map_on_happened(const struct map_run *run, struct str event);

/*
 * map_on_wants(fields, i, run): is field ${i} of this record: of its events,
 * and not replaced by one that is?
 */
bool	map_on_wants(const struct map_fields *fields, size_t i,
	    const struct map_run *run);

#endif

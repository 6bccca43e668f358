/* map_person: what a line tells of the person, and values it names. */
#ifndef STAGE_MAP_PERSON_H
#define STAGE_MAP_PERSON_H

#include "stage/map_message.h"

/*
 * fold_lets(f, group): work out what the profile's "let" names: what reads
 * the whole group, or else what is of one document.
 */
void	fold_lets(struct fold *f, bool group);

/* fold_person(f, at): what the document tells of the person at ${at}. */
void	fold_person(struct fold *f, const struct instant *at);

/* fold_told(f, out): all that was told of the person. */
void	fold_told(struct fold *f, struct json *out);

#endif

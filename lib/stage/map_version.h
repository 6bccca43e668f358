/* map_version: a message that was told more than once, edited or deleted. */
#ifndef STAGE_MAP_VERSION_H
#define STAGE_MAP_VERSION_H

#include "stage/map_conv.h"

/*
 * conv_join_versions(c): of the versions of a message, which have one id
 * and role, leave the first in time, with what the last one says; what was deleted keeps its place
 * without its words.  Events are still in the order of their arrival.
 */
void	conv_join_versions(struct conv *c);

#endif

/* map_later: entities that are told after the message that they are of. */
#ifndef STAGE_MAP_LATER_H
#define STAGE_MAP_LATER_H

#include "stage/map_conv.h"

/*
 * conv_tell_later(c): once events are in order and take-backs are applied:
 * each CONV_ENTITIES adds to the customer's latest message before it what
 * that does not have yet; without one, nothing happens.
 */
void	conv_tell_later(struct conv *c);

#endif

/* map_shape: events that remain, as the canonical conversation. */
#ifndef STAGE_MAP_SHAPE_H
#define STAGE_MAP_SHAPE_H

#include "stage/map_conv.h"

/* shape(c, out): as conv_finish, over events that are final. */
void		shape(struct conv *c, struct json *out);

#endif

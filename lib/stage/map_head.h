/* map_head: what is told of a conversation as a whole. */
#ifndef STAGE_MAP_HEAD_H
#define STAGE_MAP_HEAD_H

#include "stage/map_fold.h"
#include "stage/map_message.h"

/* fold_id(f): the document's id, by the pair of its addresses if need be. */
struct str fold_id(struct fold *f);

/* fold_splits(f): is each session a record of its own? */
bool	fold_splits(const struct fold *f);

/*
 * fold_head(f, h): what the document tells of the whole; of a group's pieces
 * the first that tells it counts.
 */
void	fold_head(struct fold *f, struct map_head *h);

/* fold_settle(f, part): the events in order, or those of one session. */
void	fold_settle(struct fold *f, const struct map_part *part);

/* fold_lay_out(f, h, out): the conversation; ${h} is complete then. */
void	fold_lay_out(struct fold *f, struct map_head *h, struct json *out);

#endif

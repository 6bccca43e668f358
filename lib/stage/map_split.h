/* map_split: a line that holds several conversations, or parts of some. */
#ifndef STAGE_MAP_SPLIT_H
#define STAGE_MAP_SPLIT_H

#include "stage/map_run.h"
#include "stage/map_source.h"

/*
 * map_split(s, run, root, text, a, out): what the line ${root}, read from
 * ${text}, holds: the items that "each" gives, or those of a list that is
 * not one conversation; pieces of one conversation together, as a list.
 * False: it is one.
 */
bool	map_split(const struct map_source *s, struct map_run *run,
	    const struct json *root, struct str text, struct arena *a,
	    struct rec_parts *out);

/* map_split_items: the same, but each piece by itself, for --group. */
bool	map_split_items(const struct map_source *s, struct map_run *run,
	    const struct json *root, struct str text, struct arena *a,
	    struct rec_parts *out);

/*
 * map_split_sessions(s, run, root, text, a, out): the sessions of ${root},
 * so many that they cost no more than a line of the greatest length.
 */
bool	map_split_sessions(const struct map_source *s, struct map_run *run,
	    const struct json *root, struct str text, struct arena *a,
	    struct rec_parts *out);

#endif

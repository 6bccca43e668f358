/*
 * map_tag: labels of a record, and whether it goes before others; always, or
 * when it is made of a webhook of a name.
 */
#ifndef STAGE_MAP_TAG_H
#define STAGE_MAP_TAG_H

#include "stage/map_stage.h"

/* What "tags" may have. */
extern const struct conf_key map_tags_keys[];

/*
 * map_tags_read(node, event, env, s, a, d): behind those of ${s}; of all
 * records if there is no ${event}.
 */
void	map_tags_read(const struct json *node, struct str event,
	    struct cel_env *env, struct map_stage *s, struct arena *a,
	    struct diags *d);

/* map_high_read: the same of "high_value"; one that holds will do. */
void	map_high_read(const struct json *node, struct str event,
	    struct cel_env *env, struct map_stage *s, struct arena *a,
	    struct diags *d);

#endif

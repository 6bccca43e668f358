/*
 * map_making: a record on its way through the stage map, and the steps that
 * have files of their own.  Private to the stage.
 */
#ifndef STAGE_MAP_MAKING_H
#define STAGE_MAP_MAKING_H

#include "stage/map_head.h"
#include "stage/map_stage.h"

/* A record being made. */
struct making {
	const struct map_stage	*s;
	struct map_run		 run;
	struct map_head		 head;
	struct str		 id;
	struct map_judgement	 judged;
	struct json		 source, person, conversation, facts, empty;
	struct json		 identifiers, tags;
	struct json		 objects[MAP_OBJECTS], custom;
	struct cel_val		 vars[MAP_VARS];
};

/*
 * map_name(m, r, e): the record's id, platform/account/conversation; -1 with
 * ${e} if the line has none.  map_name_hide(m): a hash in place of what
 * stands behind the account: the sender's own name may be in it.
 */
int	map_name(struct making *m, const struct rec *r, struct err *e);
void	map_name_hide(struct making *m);

/* map_tags(m): the labels whose conditions hold. */
void	map_tags(struct making *m);

/* map_high(m): does any condition of "high_value" hold? */
bool	map_high(struct making *m);

/* map_write(m, r): the record takes the input's place, without what stays
 * behind. */
void	map_write(struct making *m, struct rec *r);

static inline void
map_put(struct making *m, struct json *o, struct str key, struct str text)
{
	if (text.len > 0)
		json_add(o, key, json_str(text), m->run.a);
}

/* Nothing is left out. */
static inline void
map_add(struct making *m, struct json *root, const char *key, struct json v)
{
	if (v.len > 0)
		json_add(root, str_of(key), v, m->run.a);
}

#endif

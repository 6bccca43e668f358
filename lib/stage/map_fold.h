/* map_fold: a line, or the pieces of a group, through a source profile. */
#ifndef STAGE_MAP_FOLD_H
#define STAGE_MAP_FOLD_H

#include "stage/map_run.h"
#include "stage/map_source.h"

/* What names a conversation; parts that are not known are none. */
struct map_head {
	struct str	id, account, session, channel, language;
	struct str	at;		/* its last event, RFC 3339 */
};

/*
 * map_fold(s, run, input, head, out, e): fold ${input} into the conversation
 * ${out}, an object, and ${head}.  An array is a group of pieces where the
 * profile knows pieces.  0, or -1 if it holds several conversations.
 */
int	map_fold(const struct map_source *s, struct map_run *run,
	    const struct json *input, struct map_head *head,
	    struct json *out, struct err *e);

/*
 * map_fold_id(s, run, input, out): the id alone, and the session behind it;
 * is ${input} a piece of a conversation?
 */
bool	map_fold_id(const struct map_source *s, struct map_run *run,
	    const struct json *input, struct str *id, struct str *session);

#endif

/* map_fold: a line, or the pieces of a group, through a source profile. */
#ifndef STAGE_MAP_FOLD_H
#define STAGE_MAP_FOLD_H

#include "stage/map_run.h"
#include "stage/map_source.h"

/* What names a conversation; parts that are not known are none. */
struct map_head {
	struct str	id, account, session, channel, language;
	struct str	event;		/* the webhook's, or the last one's */
	struct json	events;		/* of all that are folded, a list */
	struct str	at;		/* its last event, RFC 3339 */
};

/* Which of the ${n} sessions of a line is wanted; n is 0 or 1: all of it. */
struct map_part {
	size_t		k, n;
};

/*
 * map_fold(s, run, input, part, head, out, person, e): fold ${input} into
 * the conversation ${out}, an object, what is told of the ${person},
 * another, and ${head}.  An array is a group of pieces where the profile
 * knows pieces: refused if it holds several conversations.
 */
enum verdict map_fold(const struct map_source *s, struct map_run *run,
	    const struct json *input, const struct map_part *part,
	    struct map_head *head, struct json *out, struct json *person,
	    struct err *e);

/* map_fold_sessions(s, run, input): how many parts it has. */
size_t	map_fold_sessions(const struct map_source *s, struct map_run *run,
	    const struct json *input);

/*
 * map_fold_id(s, run, input, head): id, account and session alone; is
 * ${input} a piece of a conversation?
 */
bool	map_fold_id(const struct map_source *s, struct map_run *run,
	    const struct json *input, struct map_head *head);

/* map_fold_key(head, a): the same for all pieces of one conversation. */
struct str map_fold_key(const struct map_head *head, struct arena *a);

/* map_fold_list: does the profile find events in the list ${input}? */
bool	map_fold_list(const struct map_source *s, struct map_run *run,
	    const struct json *input);

/* map_fold_detects: is ${input} of the profile, and by which expression? */
bool	map_fold_detects(const struct map_source *s, struct map_run *run,
	    const struct json *input, size_t *which);

/* map_fold_each: the lines that ${input} holds, a list; false: itself. */
bool	map_fold_each(const struct map_source *s, struct map_run *run,
	    const struct json *input, struct json *out);

#endif

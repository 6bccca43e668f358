/*
 * show: how pages show an object, whatever the persona; private to the
 * sandbox.
 */
#ifndef SANDBOX_SHOW_H
#define SANDBOX_SHOW_H

#include "base/buf.h"
#include "sandbox/persona.h"

/*
 * related(q, o, t, out): the ids of all of type ${t} that are tied to ${o},
 * by edges or by properties, ascending; return how many.
 */
size_t	related(struct request *q, const struct object *o,
	    const struct object_type *t, int64_t **out);

/* What happened with a person: a note, a task ... */
struct activity {
	struct str	 at;		/* RFC 3339, or none */
	struct object	 object;
};

/*
 * show_title: the properties of its type's title, else the first of the
 * subtitle, else type and id.  show_subtitle: false if that stands there
 * already or there is none.
 */
void	show_title(struct buf *b, const struct request *q,
	    const struct object *o);
bool	show_subtitle(struct buf *b, const struct object *o);
/* show_value: any property as text. */
void	show_value(struct buf *b, const struct json *v);
/* show_score: score and grade, if it has any. */
void	show_score(struct buf *b, const struct object *o);
/* show_time: "2026-03-01 10:15" of an RFC 3339 time. */
void	show_time(struct buf *b, struct str t);
/* show_ties: links to all that play ${role} to it, with commas between. */
void	show_ties(struct buf *b, struct request *q, const struct object *o,
	    enum role role);
/* show_timeline: all activities, newest first; return how many. */
size_t	show_timeline(struct request *q, const struct object *o,
	    struct activity **out);

#endif

/* map_message: a fold under way, and one message of it. */
#ifndef STAGE_MAP_MESSAGE_H
#define STAGE_MAP_MESSAGE_H

#include "stage/map_run.h"
#include "stage/map_source.h"

struct fold {
	const struct map_source	*s;
	struct map_run		*run;
	struct conv		 conv;
	struct cel_val		 vars[SOURCE_VARS];
	struct str		 language, channel;	/* last that was told */
};

/*
 * The value of ${x} over f->vars: false where there is none.  A failure is a
 * finding about source.${name}.
 */
bool	fold_value(struct fold *f, const struct map_expr *x,
	    const char *name, struct cel_val *out);
bool	fold_json(struct fold *f, const struct map_expr *x, const char *name,
	    struct json *out);
bool	fold_time(struct fold *f, const struct map_expr *x, const char *name,
	    struct instant *out);
/* As text: a string's, or a number's digits; else none. */
struct str fold_text(struct fold *f, const struct map_expr *x,
	    const char *name);

/* fold_message(f, r, at): the event is a message, as rule ${r} says. */
void	fold_message(struct fold *f, const struct map_rule *r,
	    const struct instant *at);

#endif

/* map_message: a fold under way, and one message of it. */
#ifndef STAGE_MAP_MESSAGE_H
#define STAGE_MAP_MESSAGE_H

#include "stage/map_run.h"
#include "stage/map_source.h"

/* What was told last, by the time of its event. */
struct told {
	struct json		 v;
	bool			 given, timed;
	struct instant		 at;
};

struct fold {
	const struct map_source	*s;
	struct map_run		*run;
	struct conv		 conv;
	struct cel_val		 vars[SOURCE_VARS];
	struct json		 group, let;	/* as the variables */
	struct told		 language, channel;
	struct told		 person[PERSON_KEYS];
	struct json		 identifiers;
	bool			 paired;	/* its id is a pair of addresses */
	bool			 doc_timed;	/* the document has a time: */
	struct instant		 doc_last;	/* that of its last event */
};

/* fold_tell(t, v, at): ${v} is told at ${at} (NULL: not known). */
void	fold_tell(struct told *t, struct json v, const struct instant *at);

/* fold_happened(f, t): as conv_time, for the document as well. */
void	fold_happened(struct fold *f, struct instant t);

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

/* fold_vars(f, input): the variables for the document ${input}. */
void	fold_vars(struct fold *f, const struct json *input);

/* fold_slots: slots by name; or a list of such maps, one after the other. */
void	fold_slots(struct fold *f, const struct map_expr *x,
	    const char *name, const struct instant *at);

/* fold_entities: more of the customer's latest message. */
void	fold_entities(struct fold *f, const struct map_expr *x,
	    const struct instant *at);

/* fold_event(f): the event that the variable holds, by the rule it fits. */
void	fold_event(struct fold *f);

/* fold_message(f, r, at): the event is a message, as rule ${r} says. */
void	fold_message(struct fold *f, const struct map_rule *r,
	    const struct instant *at);

#endif

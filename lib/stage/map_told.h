/*
 * map_told: how each field came by its value, or why it has none, for
 * chatcrm-map --explain.  A run that does not explain pays for a pointer.
 */
#ifndef STAGE_MAP_TOLD_H
#define STAGE_MAP_TOLD_H

#include "stage/map_field.h"

struct map_told {
	const char		*only;		/* this field; "": all */
	const struct json	*input;		/* the line */
	const struct redact_rules *rules;	/* for what is shown */
	struct json		 fields;	/* what was told */
	struct json		*field;		/* the one under way, or NULL */
	struct map_note		**notes;	/* where its findings begin */
};

/*
 * map_told_start(run, f, vars), map_told_end(run, f, object, v, e): around
 * the filling of field ${f}, whose expressions are evaluated once more, part
 * by part.
 */
void	map_told_start(struct map_run *run, const struct map_field *f,
	    const struct cel_val *vars);
void	map_told_end(struct map_run *run, const struct map_field *f,
	    const struct json *object, enum verdict v, const struct err *e);

/*
 * map_told_passed(run, f): the record's event is not that of ${f}, or it has
 * a field of its own in the place of ${f}.
 */
void	map_told_passed(struct map_run *run, const struct map_field *f);

#endif

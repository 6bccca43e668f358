/*
 * map_told: how each field and tag came by its value, or why it has none, for
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

/*
 * map_told_label(run, label, when, from, vars), map_told_given(run, value,
 * withheld): around a tag, or what marks a record (${from} is NULL then);
 * ${value} is NULL if it gave nothing, be it as it is ${withheld} with the
 * person.  map_told_apart: it is of another event.
 */
void	map_told_label(struct map_run *run, const char *label,
	    const struct map_expr *when, const struct map_expr *from,
	    const struct cel_val *vars);
void	map_told_given(struct map_run *run, const struct json *value,
	    bool withheld);
void	map_told_apart(struct map_run *run, const char *label,
	    struct str event);

#endif

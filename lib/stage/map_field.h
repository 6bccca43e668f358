/* map_field: the fields of contact, company, deal and ticket. */
#ifndef STAGE_MAP_FIELD_H
#define STAGE_MAP_FIELD_H

#include "stage/map_run.h"
#include "stage/map_type.h"

/* The variables of a field's expressions. */
enum map_var {
	MAP_INPUT, MAP_ID, MAP_AT, MAP_SOURCE, MAP_CONVERSATION, MAP_SLOTS,
	MAP_SLOT_HISTORY, MAP_FACTS, MAP_PERSON, MAP_NOW,
	MAP_CONTACT, MAP_COMPANY, MAP_DEAL, MAP_TICKET, MAP_CUSTOM,
	MAP_VARS
};
enum { MAP_OBJECTS = MAP_CUSTOM - MAP_CONTACT };
extern const char *const map_objects[MAP_OBJECTS];

struct map_field {
	struct str		 key;
	struct str		 event;		/* of which alone; or none */
	const char		*label;		/* "contact.email" */
	struct map_expr		 from, when;
	const struct json	*fallback;	/* "default", or NULL */
	struct map_type		 type;
	const char		*identifier;	/* its kind, "email"; or NULL */
};

struct map_fields {
	struct map_field	*v;
	size_t			 n;
	bool			 events;	/* some are of an event alone */
};

/* The table of an object: fields by name. */
extern const struct conf_key map_fields_keys[];

/*
 * map_fields_env(nodes, custom, a): what a field's expressions may name;
 * ${nodes} are the mappings of the objects, ${custom} that of the user's
 * own; NULL where there is none.
 */
struct cel_env *map_fields_env(const struct json *const nodes[MAP_OBJECTS],
	    const struct json *custom, struct arena *a);

/* map_fields_declared(node, a): the fields of an object, for the checker. */
const struct cel_field *map_fields_declared(const struct json *node,
	    struct arena *a);

/* What the section says for all fields that do not say it themselves. */
struct map_usual {
	struct str	region, locale;
};

/*
 * map_fields_read(node, object, usual, env, out, a, d): compile the
 * mapping of one object; all mistakes go to ${d}.
 */
void	map_fields_read(const struct json *node, const char *object,
	    const struct map_usual *usual, struct cel_env *env, struct map_fields *out,
	    struct arena *a, struct diags *d);

/*
 * map_fields_fill(f, run, vars, object, identifiers, e): evaluate into
 * ${object}, which is also what the variable of that name shows.
 * REC_REFUSED with ${e} if a field says so.
 */
enum verdict map_fields_fill(const struct map_fields *f, struct map_run *run,
	    const struct cel_val *vars, struct json *object,
	    struct json *identifiers, struct err *e);

#endif

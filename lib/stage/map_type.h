/*
 * map_type: what a field of the CRM wants, from what a person said.
 *
 * Documented in chatcrm-map(1), TYPES.
 */
#ifndef STAGE_MAP_TYPE_H
#define STAGE_MAP_TYPE_H

#include "base/time.h"
#include "conf/conf.h"

enum map_kind {
	MAP_ANY = -1,		/* as it is */
	MAP_TEXT, MAP_EMAIL, MAP_PHONE, MAP_INTEGER, MAP_NUMBER, MAP_BOOLEAN,
	MAP_DATE, MAP_DATETIME, MAP_PICKLIST, MAP_BUCKET
};
extern const char *const map_kinds[];

enum map_invalid { MAP_DROP, MAP_REJECT, MAP_KEEP };

/* One spelling of one value of a picklist. */
struct map_pick {
	struct str	spelling, value;
};

/* Values from low up to, not including, high + 1 (high: INFINITY, none). */
struct map_range {
	double		low, high;
	struct str	label;
};

struct map_type {
	int			 kind;		/* enum map_kind */
	int			 invalid;	/* enum map_invalid */
	struct str		 region;	/* PHONE: ISO 3166, or none */
	struct conf_strs	 parse;		/* dates: formats of the input */
	struct str		 format;	/* dates: of the output; or none */
	const struct zone	*zone;		/* dates: NULL is UTC */
	struct map_pick		*picks;
	size_t			 npicks;
	struct map_range	*ranges;
	size_t			 nranges;
};

/* A type's options as a field's mapping has them; -1, none: not given. */
struct map_type_keys {
	int			 kind, invalid, unmapped;
	struct str		 region, format, zone;
	struct conf_strs	 parse, buckets;
	const struct json	*values;
};

/*
 * map_type_read(k, at, what, t, a, d): compile them; ${at} and ${what}
 * ("contact.size") are for messages.  0, or -1 with the mistakes in ${d}.
 */
int	map_type_read(const struct map_type_keys *k, struct where at,
	    const char *what, struct map_type *t, struct arena *a,
	    struct diags *d);

/*
 * map_type_apply(t, v, a): bring ${v} to type ${t}, in place.  NULL, or the
 * code of what is wrong with it ("type.integer"), ${v} unchanged.
 */
const char *map_type_apply(const struct map_type *t, struct json *v,
	    struct arena *a);

#endif

/* map_stage: the compiled section "map". */
#ifndef STAGE_MAP_STAGE_H
#define STAGE_MAP_STAGE_H

#include "base/siphash.h"
#include "record/privacy.h"
#include "stage/map_field.h"
#include "stage/map_gate.h"
#include "stage/map_names.h"
#include "stage/map_source.h"

enum map_anonymous { MAP_ANONYMOUS_KEEP, MAP_ANONYMOUS_SKIP,
	MAP_ANONYMOUS_HOLD };

/* A tag, or what gives some; with its condition. */
struct map_tag {
	struct map_expr	from, when;
	struct str	event;		/* of those alone; none: of all */
};

/* What marks a record. */
struct map_high {
	struct map_expr	when;
	struct str	event;
};

struct map_stage {
	struct run_env		 env;
	struct json_limits	 limits;	/* of a line, for --group */
	struct map_source	*source;
	struct map_fields	 objects[MAP_OBJECTS];
	struct map_custom	*custom;
	size_t			 ncustom;
	const struct json	*define;	/* names of expressions */
	struct map_tag		*tags;
	size_t			 ntags;
	struct privacy		 privacy;
	struct map_gate		 gate;
	struct map_high		*high;
	size_t			 nhigh;
	bool			 keep_raw;
	struct str		 account, region;
	int			 anonymous;
	bool			 facts;		/* some expression reads them */
	unsigned char		 id_key[SIPHASH_KEY];
};

/*
 * map_stage_open(c, env, a): compile; never NULL, but with complaints in
 * c->diags the result must not be run.
 */
struct map_stage *map_stage_open(const struct conf *c,
	    const struct run_env *env, struct arena *a);

/*
 * map_stage_labels(s, a, out): the names of all mapped fields,
 * "contact.email", and how many they are.
 */
size_t		map_stage_labels(const struct map_stage *s, struct arena *a,
		    const char ***out);

/* map_stage_names(s, var, out): what all its expressions read of ${var}. */
void		map_stage_names(const struct map_stage *s, int var,
		    struct json_paths *out);

/* map_stage_run(run, s, scratch, a): begin with a line, or a part of one. */
void		 map_stage_run(struct map_run *run, const struct map_stage *s,
		    struct map_scratch *scratch, struct arena *a);

/* map_framer(s, a): as stage_ops.framer. */
struct framer	*map_framer(const struct map_stage *s, struct arena *a);

#endif

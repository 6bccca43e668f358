/*
 * map_names: what the configuration adds to the names of expressions:
 * objects of its own, and definitions.
 */
#ifndef STAGE_MAP_NAMES_H
#define STAGE_MAP_NAMES_H

#include "stage/map_field.h"

/* An object that only this configuration knows: "objects.vehicle". */
struct map_custom {
	struct str		name;		/* "vehicle" */
	struct map_fields	fields;
};

extern const struct conf_key map_custom_keys[], map_define_keys[];

/*
 * map_custom_declare(node, env, a): the variable "objects", with the objects
 * and fields of the mapping ${node} (or NULL).
 */
void	map_custom_declare(const struct json *node, struct cel_env *env,
	    struct arena *a);

/*
 * map_custom_read(node, usual, env, n, a, d): compile their fields; an array
 * of ${n}.
 */
struct map_custom *map_custom_read(const struct json *node,
	    const struct map_usual *usual, struct cel_env *env, size_t *n,
	    struct arena *a, struct diags *d);

/*
 * map_define(node, env, a, d): the definitions of the mapping ${node} (or
 * NULL), in whatever order; each may name others, but none itself.
 */
void	map_define(const struct json *node, struct cel_env *env,
	    struct arena *a, struct diags *d);

#endif

/* map_rule: reading a profile's rules, and its expressions. */
#ifndef STAGE_MAP_RULE_H
#define STAGE_MAP_RULE_H

#include "stage/map_source.h"

/* An item of the list "rules". */
extern const struct conf_key source_rule_keys[];

/* source_rules(node, env, out, a, d): compile the list into ${out}. */
void	source_rules(const struct json *node, struct cel_env *env,
	    struct map_source *out, struct arena *a, struct diags *d);

/*
 * source_compile(nodes, keys, base, size, prefix, env, out, a, d): compile
 * each of ${nodes}, an array at offset ${base}, of ${size} bytes, of the
 * struct that ${keys} describe; ${prefix} stands before their names in
 * messages.
 */
void	source_compile(const struct json *const *nodes,
	    const struct conf_key *keys, size_t base, size_t size,
	    const char *prefix, struct cel_env *env, struct map_expr *out,
	    struct arena *a, struct diags *d);

#endif

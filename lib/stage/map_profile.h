/* map_profile: the YAML of a source profile, by name, path or in place. */
#ifndef STAGE_MAP_PROFILE_H
#define STAGE_MAP_PROFILE_H

#include "base/diag.h"
#include "json/json.h"

/*
 * map_profile(node, a, d, out): the mapping that ${node} calls for, laid
 * over the one it names with "profile", key by key.  0 or -1.
 */
int	map_profile(const struct json *node, struct arena *a, struct diags *d,
	    struct json *out);

#endif

/*
 * check: is it JSON, and if not, where is the first fault?
 *
 * Plain and slow on purpose: it is the reference that yajl and the
 * projection are measured against, and it runs only to name a fault that
 * they found, so that every fault has one wording and one place.
 */
#ifndef JSON_CHECK_H
#define JSON_CHECK_H

#include "json/json.h"

enum { JSON_DEPTH_MAX = 10000 };	/* whatever the limits say */

/*
 * json_limits_of(l): ${l} (may be NULL) with its zeros replaced by the
 * defaults of json.h.
 */
struct json_limits json_limits_of(const struct json_limits *l);

/*
 * json_check(text, l, e): 0 if ${text} is one JSON value within ${l} (from
 * json_limits_of); else -1 with ${e} as json_parse sets it.  Duplicate keys
 * are not looked for.
 */
int	json_check(struct str text, const struct json_limits *l,
	    struct err *e);

#endif

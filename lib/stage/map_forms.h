/* map_forms: how times are written, where the configuration tells. */
#ifndef STAGE_MAP_FORMS_H
#define STAGE_MAP_FORMS_H

#include "conf/conf.h"
#include "stage/map_time.h"

struct map_forms {
	struct conf_strs	 parse;		/* as map_time_parse reads */
	const struct zone	*zone;		/* of clocks without; NULL: UTC */
};

/*
 * map_forms_read(parse, zone, node, what, f, d): take what "parse" and
 * "zone" of ${node} say, if they can be used; -1 with the mistakes in ${d},
 * which say ${what} for it.
 */
int	map_forms_read(struct conf_strs parse, struct str zone,
	    const struct json *node, const char *what, struct map_forms *f,
	    struct diags *d);

/*
 * map_forms_format(format, node, what, d): the same of a format to write in,
 * if there is one; it stands at ${node}.
 */
int	map_forms_format(struct str format, const struct json *node,
	    const char *what, struct diags *d);

/* map_forms_time(f, s, out): ${s} in the first form that fits; if any. */
bool	map_forms_time(const struct map_forms *f, struct str s,
	    struct instant *out);

#endif

/* sample: what a configuration makes of a sample, for "chatcrm check". */
#ifndef DRIVER_SAMPLE_H
#define DRIVER_SAMPLE_H

#include "conf/conf.h"
#include "base/time.h"

/*
 * sample_check(c, file, group, now, a, e): take the lines of ${file} ("-":
 * standard input), put together where ${group} says so, through map, validate, score and route, and warn in c->diags of
 * fields that nothing fills, conditions that are never true, rules that
 * never count or fire and grades that nobody gets.  0, or -1 if it cannot be read.
 */
int	sample_check(const struct conf *c, const char *file,
	    bool group, struct instant now, struct arena *a,
	    struct err *e);

#endif

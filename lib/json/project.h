/*
 * project: cut from a text what nobody reads, ahead of yajl.
 *
 * yajl spends thirty instructions on a byte; a mapping asks for a tenth of
 * them.  What is cut has been checked as strictly as yajl and parse.c would
 * (skip.h), and a text with any fault in it is not cut at all but parsed
 * whole, so that verdict and message do not depend on what is read.
 */
#ifndef JSON_PROJECT_H
#define JSON_PROJECT_H

#include "json/json.h"
#include "json/plan.h"

/*
 * What is missing from byte ${at} of the projected text on: a value that
 * stands as null, a string that stands as "", of which ${at} is the last
 * byte, or members that were dropped.
 */
struct json_cut {
	size_t		 at;
	size_t		 gone;	/* bytes */
	struct str	 was;	/* the value; what the string holds; or none */
};

struct json_projection {
	struct str	 text;
	struct json_cut	*cuts;		/* in order */
	size_t		 ncuts;
	size_t		 values;	/* that are missing */
};

/*
 * json_project(plan, text, l, a, out): ${text} without what ${plan} does not
 * read; memory of ${a}.  False if ${text} is not certainly without fault, or
 * has line feeds, which may not get into a record: parse it whole.
 */
bool	json_project(const struct json_node *plan, struct str text,
	    const struct json_limits *l, struct arena *a,
	    struct json_projection *out);

#endif

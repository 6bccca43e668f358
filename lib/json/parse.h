/* parse: the parser's state, for parse.c and build.c. */
#ifndef JSON_PARSE_H
#define JSON_PARSE_H

#include <yajl/yajl_parse.h>

#include "json/json.h"
#include "json/project.h"

struct json_level {
	size_t	start;		/* of its elements on the stack */
	bool	array;
};

struct json_parser {
	struct arena	 own;		/* holds the parser itself */
	struct arena	 work;		/* one document's; yajl's memory too */
	struct json_limits limits;
	const struct json_node *plan;	/* NULL: read all */

	struct arena	*out;
	yajl_handle	 yajl;
	struct str	 text;		/* what yajl reads */
	const char	*origin;	/* the text that ${text} was made from */
	struct json_projection cut;
	bool		 clean;		/* it was projected: nothing to mend */
	size_t		 next_cut;
	size_t		 shift;		/* bytes that were cut so far */
	size_t		 values;
	/*
	 * Elements of all open containers, outermost first.  In an object
	 * the last has its key before it has its value.
	 */
	struct json_member *stack;
	size_t		 n, cap;
	struct json_level *levels;
	size_t		 depth, maxdepth;
	struct str	*raw;		/* of root's members so far */
	size_t		 nraw, rawcap;
	size_t		 value_at;	/* root's member: end of its key */
	size_t		 root_end;	/* where the root's text ends */
	bool		 mended;	/* in this member of root */
	struct json_note *notes, **last_note;
	size_t		 nnotes;
	struct err	*e;
	bool		 refused;	/* ${e} is set already */
};

/* What builds the tree; its context is the parser. */
extern const yajl_callbacks json_build;

#endif

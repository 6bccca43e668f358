/* paths: what of a document is read, as a tree of keys. */
#ifndef JSON_PATHS_H
#define JSON_PATHS_H

#include "json/json.h"

struct json_path {
	struct json_path *next, *child;	/* sibling; first below */
	struct str	 key;		/* "*": every item or member */
	bool		 read;		/* the value, not what is below */
	bool		 whole;		/* with all below */
};

struct json_paths {
	struct arena	*arena;
	struct json_path root;
	bool		 drop;
};

#endif

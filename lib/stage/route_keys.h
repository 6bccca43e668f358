/* route_keys: an action as it is written; route_do.c compiles it. */
#ifndef STAGE_ROUTE_KEYS_H
#define STAGE_ROUTE_KEYS_H

#include "stage/route.h"

/* One of its types, and what all of them may have. */
struct route_item {
	const struct json	*of[ROUTE_TYPES];
	const struct json	*when;
	struct str		 id;
	int64_t			 max_age;
	bool			 unsubscribe;
};

/* What may stand in an action of some type. */
struct route_parts {
	const struct json	*subject, *body, *description, *kind,
				*priority, *stage, *pipeline, *category, *due,
				*owner, *fields, *from, *among, *by;
	struct str		 value;
	struct conf_strs	 name;
	int			 object;
	bool			 remove;
};

extern const char *const route_objects[];	/* contact first */
extern const struct conf_key route_item_keys[], route_task_keys[],
    route_ticket_keys[], route_assign_keys[], route_text_keys[],
    route_owner_keys[], route_name_keys[];

#endif

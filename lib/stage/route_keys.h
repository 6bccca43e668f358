/* route_keys: an action as it is written, and what compiles it. */
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

/* An action while it is read; complaints go to rd->d. */
struct route_reading {
	struct route_reader	*rd;
	struct route_rule	*rule;
	struct route_action	*act;	/* its values have room */
	const struct json	*node;	/* the item of the list */
};

/* route_kind.c: the action is of its type, and ${c} what it says. */
void	route_read_type(struct route_reading *g, const struct route_item *c);

/* What follows is route_text.c. */

/* route_add(g, key, form): room for one more value of the action. */
struct route_value *route_add(struct route_reading *g, struct str key,
	    enum route_form form);

/*
 * route_text(g, key, form, node): a text as it stands, {from: ...} or
 * {value: ...}; route_owner(g, node): the same of an owner, or {among: ...}.
 * NULL: nothing is said.
 */
void	route_text(struct route_reading *g, const char *key,
	    enum route_form form, const struct json *node);
void	route_owner(struct route_reading *g, const struct json *node);

/* route_read_share(g, among, by): who takes turns, and by what. */
void	route_read_share(struct route_reading *g, const struct json *among,
	    const struct json *by);

/* route_fields(g, node): fields by name, as map has them. */
void	route_fields(struct route_reading *g, const struct json *node);

/* route_check_free(g, node, i): may member ${i} be called as it is? */
void	route_check_free(struct route_reading *g, const struct json *node,
	    size_t i);

/* route_members(node): how many ${node} has; none, if it is nothing. */
size_t	route_members(const struct json *node);

#endif

/*
 * types: what HubSpot defines by itself: object types, their properties and
 * how they may be associated.  Tables; private to the sandbox.
 *
 * Source: HubSpot CRM API v3 (objects, properties) and v4 (associations).
 */
#ifndef SANDBOX_TYPES_H
#define SANDBOX_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum property_type {
	PROPERTY_STRING,
	PROPERTY_NUMBER,
	PROPERTY_BOOL,
	PROPERTY_ENUMERATION,
	PROPERTY_DATE,
	PROPERTY_DATETIME,
	PROPERTY_PHONE
};

enum {
	PROPERTY_READ_ONLY = 1,
	PROPERTY_UNIQUE = 2,	/* no two objects share a value */
	PROPERTY_REQUIRED = 4,	/* to create */
	PROPERTY_NEEDED = 8,	/* to create: one of those marked so */
	PROPERTY_SHOWN = 16,	/* read when nothing is asked for */
	PROPERTY_EMAIL = 32,	/* an address: checked, lower case */
	PROPERTY_FORWARD = 64,	/* its options are steps: no way back */
	PROPERTY_MANY = 128,	/* several options, joined with ";" */
	PROPERTY_CUSTOM = 256	/* made through the API */
};

struct property {
	const char		*name;		/* NULL ends a table */
	const char		*label;
	enum property_type	 type;
	unsigned		 flags;
	const char *const	*options;	/* NULL-terminated, or NULL */
};

struct object_type {
	const char		*name;		/* "contacts"; NULL ends */
	const char		*singular;	/* "contact" */
	const char		*id;		/* "0-1" */
	const char		*created;	/* names of these properties */
	const char		*modified;
	const char		*title;		/* shown on the page */
	const struct property	*properties;
};

extern const struct object_type object_types[];

/* type_find(s): by name, singular or id; NULL if there is none. */
const struct object_type *type_find(struct str s);

/* type_index(t): its place in object_types. */
size_t	type_index(const struct object_type *t);

/* The names of property types and their usual field types in the API. */
const char	*property_type_name(enum property_type t);
const char	*property_field_type(enum property_type t);
int		 property_type_of(struct str name);	/* -1: none */

struct association_type {
	const char	*from, *to;	/* names of object types; NULL ends */
	int		 id;
	int		 inverse;	/* of the same edge seen from ${to} */
	const char	*label;		/* NULL: the unlabelled one */
};

extern const struct association_type association_types[];

/* An association type as seen from one of its two ends. */
struct edge_type {
	const struct association_type	*type;
	bool				 reversed;	/* seen from ${to} */
};

/*
 * edge_find(from, to, id, out): the type of that ${id} (0: the unlabelled
 * one) between the two, as seen from ${from}; false if there is none.
 */
bool	edge_find(const struct object_type *from,
	    const struct object_type *to, int id, struct edge_type *out);

/* edge_id(e): its number as seen from that end. */
int	edge_id(struct edge_type e);

/* edge_target(from, id): where type ${id} of ${from} leads; NULL: nowhere. */
const struct object_type *edge_target(const struct object_type *from,
	    int id);

#endif

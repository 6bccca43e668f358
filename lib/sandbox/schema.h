/*
 * schema: what a CRM defines by itself: object types, their properties and
 * how they hang together.  Tables, one set a persona; private to the
 * sandbox.
 */
#ifndef SANDBOX_SCHEMA_H
#define SANDBOX_SCHEMA_H

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
	PROPERTY_CUSTOM = 256,	/* made through the API */
	PROPERTY_INDEXED = 512	/* store_find finds it without a scan */
};

struct property {
	const char		*name;		/* NULL ends a table */
	const char		*label;
	enum property_type	 type;
	unsigned		 flags;
	const char *const	*options;	/* NULL-terminated, or NULL */
};

/* What an object is to a person who looks at the page. */
enum role {
	ROLE_OTHER,
	ROLE_PERSON,		/* a contact, a lead */
	ROLE_COMPANY,
	ROLE_DEAL,
	ROLE_ACTIVITY		/* stands in a person's timeline */
};

/*
 * Names of properties under ${title} and so on are what the page shows; none
 * is needed.  Use designated initialisers.
 */
struct object_type {
	const char		*name;		/* "contacts"; NULL ends */
	const char		*singular;	/* "contact", as people read */
	const char		*id;		/* "0-1", "003": its number or
						   prefix of ids, if any */
	const char		*created;	/* names of these properties */
	const char		*modified;
	const struct property	*properties;
	enum role		 role;
	const char		*title;		/* "FirstName LastName": all
						   of them, joined */
	const char		*subtitle;	/* "Email Phone": the first
						   with a value */
	const char		*body;		/* text or HTML of activities */
	const char		*time;		/* of the timeline; NULL: when
						   it was created */
};

/*
 * A tie between two types.  Either an edge of its own (store_edge_put), with
 * a number as seen from each end; or, where ${property} is set, that property
 * of ${from} holds the id of a ${to}, and the tie is as long as it does.
 */
struct association_type {
	const char	*from, *to;	/* names of object types; NULL ends */
	int		 id;
	int		 inverse;	/* of the same edge seen from ${to} */
	const char	*label;		/* NULL: the unlabelled one */
	const char	*property;	/* PROPERTY_INDEXED, or NULL */
};

struct schema {
	const struct object_type	*types;
	const struct association_type	*associations;
};

/* schema_type(c, name): by name, singular or id; NULL if there is none. */
const struct object_type *schema_type(const struct schema *c,
		    struct str name);

/* schema_index(c, t): the place of ${t}, from 0. */
size_t		schema_index(const struct schema *c,
		    const struct object_type *t);

/* property_in(t, name): one of the table's; NULL if there is none. */
const struct property *property_in(const struct object_type *t,
		    struct str name);

/* An association type as seen from one of its two ends. */
struct edge_type {
	const struct association_type	*type;
	bool				 reversed;	/* seen from ${to} */
};

/*
 * edge_find(c, from, to, id, out): the type of that ${id} (0: the unlabelled
 * one) between the two, as seen from ${from}; false if there is none.
 */
bool		edge_find(const struct schema *c,
		    const struct object_type *from,
		    const struct object_type *to, int id,
		    struct edge_type *out);

/* edge_id(e): its number as seen from that end. */
int		edge_id(struct edge_type e);

/* edge_target: where type ${id} of ${from} leads; NULL: nowhere. */
const struct object_type *edge_target(const struct schema *c,
		    const struct object_type *from, int id);

#endif

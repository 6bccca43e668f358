/*
 * sf-soql: Salesforce's query language, from text to a tree; private to the
 * sandbox.
 *
 * What integrations use: fields, also of parents ("Account.Name"), COUNT(),
 * FIELDS(), child queries, WHERE with all operators, semi-joins and date
 * literals, GROUP BY, ORDER BY, LIMIT, OFFSET, ALL ROWS.  No HAVING, no TYPEOF.  Names
 * are kept as they were written: which of them exist is the reader's to say.
 *
 * Source: SOQL and SOSL Reference, version 66.
 */
#ifndef SANDBOX_SF_SOQL_H
#define SANDBOX_SF_SOQL_H

#include "base/arena.h"
#include "base/err.h"

enum {
	SOQL_BYTES = 100000,	/* of a query */
	SOQL_DEPTH = 50		/* of parentheses and NOT */
};

enum soql_kind {
	SOQL_NULL, SOQL_BOOL, SOQL_NUMBER, SOQL_TEXT,
	SOQL_DATE,		/* a day, in ${ms} its start (UTC) */
	SOQL_TIME,		/* an instant, in ${ms} */
	SOQL_DAYS		/* TODAY, LAST_N_DAYS:3: from day ${from} up to
				   but without day ${to}, counted from today */
};

struct soql_value {
	enum soql_kind	 kind;
	struct str	 text;		/* of TEXT, decoded; else as written */
	bool		 b;
	double		 number;
	int64_t		 ms;
	int64_t		 from, to;
	size_t		 at;		/* offset in the query */
};

enum soql_op {
	SOQL_EQ, SOQL_NE, SOQL_LT, SOQL_LE, SOQL_GT, SOQL_GE, SOQL_LIKE,
	SOQL_IN, SOQL_NOT_IN, SOQL_INCLUDES, SOQL_EXCLUDES
};

enum soql_node { SOQL_AND, SOQL_OR, SOQL_NOT, SOQL_TEST };

struct soql;

struct soql_cond {
	enum soql_node		 node;
	struct soql_cond	*first;	/* AND, OR, NOT: its parts */
	struct soql_cond	*next;	/* beside it, in the same AND or OR */
	struct str		 field;	/* of a TEST: "Account.Name" */
	size_t			 at;
	enum soql_op		 op;
	struct soql_value	*values;
	size_t			 nvalues;
	struct soql		*sub;	/* IN (SELECT ...) instead of values */
};

enum soql_what { SOQL_FIELD, SOQL_COUNT, SOQL_FIELDS, SOQL_CHILD };

struct soql_item {
	enum soql_what	 what;
	struct str	 name;		/* of COUNT: its field or none; of
					   FIELDS: ALL, STANDARD, CUSTOM */
	struct str	 alias;
	size_t		 at;
	struct soql	*sub;		/* CHILD: its from is a relationship */
};

struct soql_order {
	struct str	 field;
	size_t		 at;
	bool		 descending, nulls_last;
};

struct soql {
	struct soql_item	*items;
	size_t			 nitems;
	struct str		 from;
	size_t			 from_at;
	struct soql_cond	*where;		/* NULL: all */
	struct soql_order	*order;
	size_t			 norder;
	struct soql_item	*groups;	/* GROUP BY: fields */
	size_t			 ngroups;
	int64_t			 limit;		/* -1: none */
	int64_t			 offset;
	bool			 all_rows;
};

/*
 * soql_parse(text, a, out, e): the tree is in ${a} and borrows ${text}.
 * Errors: -1, ERR_INPUT; e->code is Salesforce's ("MALFORMED_QUERY"), and
 * e->at.col the byte (from 1) where it is.
 */
int	soql_parse(struct str text, struct arena *a, struct soql *out,
	    struct err *e);

#endif

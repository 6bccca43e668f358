/*
 * opts: the command line, read by a table.
 *
 * A command names its options once; parsing, --help and shell completion
 * come from the same table, so they cannot drift.  Accepted are -x VALUE,
 * -xVALUE, -xyz for flags, --name VALUE and --name=VALUE; "--" ends the
 * options; names are not abbreviated.  An option may stand once unless it
 * is a list or a count.
 *
 * Source: POSIX.1-2017 XBD 12.2; GNU's long options.
 */
#ifndef BASE_OPTS_H
#define BASE_OPTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum opt_type {
	OPT_FLAG,	/* bool *: set to true */
	OPT_COUNT,	/* int *: one more each time */
	OPT_STR,	/* const char **: borrows argv */
	OPT_MAYBE,	/* the same of --name=VALUE; "" of --name alone */
	OPT_LIST,	/* struct opt_list *: repeatable, in order */
	OPT_INT,	/* int64_t *, min..max */
	OPT_NUM,	/* double *, min..max */
	OPT_PERCENT,	/* double *: "5" or "5%" gives 0.05; 0..100 */
	OPT_DURATION,	/* int64_t * nanoseconds: "90d", "250ms"; with names,
			   names[0] is the unit of a bare number */
	OPT_TIME,	/* struct instant *: RFC 3339 */
	OPT_ENUM	/* int *: index into names */
};

enum { OPT_LIST_MAX = 64 };

struct opt_list {
	const char	*v[OPT_LIST_MAX];
	size_t		 n;
};

struct opt {
	const char		*name;	/* "max-rejects"; NULL ends a table */
	char			 letter;	/* 'c', or 0 */
	enum opt_type		 type;
	void			*to;	/* default already there */
	const char		*arg;	/* "FILE", for help; OPT_ENUM: NULL */
	const char		*help;	/* one phrase, lower case */
	double			 min, max;	/* both 0: no bounds */
	const char *const	*names;	/* OPT_ENUM, OPT_DURATION */
};

/* A command line: up to OPTS_TABLES tables, the command's own first. */
enum { OPTS_TABLES = 4, OPTS_MAX = 64 };

struct opts {
	const char		*program;	/* "chatcrm-map" */
	const char		*purpose;	/* a phrase, for help */
	const char		*operands;	/* "[FILE ...]"; NULL: none */
	const struct opt	*tables[OPTS_TABLES];	/* NULL: unused */
	bool			 ordered;	/* options end at an operand */
	const char *const	*words;		/* operands to complete, ended by
						   NULL; NULL: files */
};

/* opts_join(o, table): put ${table} (NULL: nothing) behind the others. */
void	opts_join(struct opts *o, const struct opt *table);

/*
 * opts_parse(o, argc, argv, e): fill the targets; the operands are moved to
 * argv[1] and following.  Return their number, or -1 with ERR_USAGE in
 * ${e}: what is wrong and the nearest right name.
 */
int	opts_parse(const struct opts *o, int argc, char **argv,
	    struct err *e);

/* opts_help(o, f): usage and one entry an option. */
void	opts_help(const struct opts *o, FILE *f);

/* opts_completion(o, f): a bash function that completes ${o}'s options. */
void	opts_completion(const struct opts *o, FILE *f);

#endif

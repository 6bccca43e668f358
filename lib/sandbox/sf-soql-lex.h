/* sf-soql-lex: the words of a SOQL query; private to its parser. */
#ifndef SANDBOX_SF_SOQL_LEX_H
#define SANDBOX_SF_SOQL_LEX_H

#include "sandbox/sf-soql.h"

enum soql_token {
	TOKEN_END,
	TOKEN_NAME,		/* also of a path, "Account.Name" */
	TOKEN_VALUE,		/* a literal that is no name */
	TOKEN_SIGN		/* "(", ",", "=", "<=" ... */
};

struct soql_lexer {
	struct str		 text;
	struct arena		*arena;
	struct err		*e;
	enum soql_token		 token;		/* the one ahead */
	struct str		 word;		/* its text */
	size_t			 at, end;	/* where it stands */
	struct soql_value	 value;
};

/* soql_fault(l, at, fmt, ...): MALFORMED_QUERY; return -1. */
int	soql_fault(struct soql_lexer *l, size_t at, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* soql_next(l): go on to the next token. */
int	soql_next(struct soql_lexer *l);

#endif

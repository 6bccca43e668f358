/* lex: tokens of an expression. */
#ifndef CEL_LEX_H
#define CEL_LEX_H

#include "cel/ast.h"

enum token {
	TOK_END, TOK_ERROR,
	TOK_IDENT,	/* text; a reserved word too */
	TOK_QUOTED,	/* `text`: a name after a dot */
	TOK_VALUE,	/* val: a literal */
	TOK_EQ, TOK_NE, TOK_LT, TOK_LE, TOK_GT, TOK_GE, TOK_IN,
	TOK_AND, TOK_OR, TOK_NOT, TOK_PLUS, TOK_MINUS, TOK_STAR, TOK_SLASH,
	TOK_PERCENT, TOK_QUESTION, TOK_COLON, TOK_DOT, TOK_COMMA,
	TOK_LPAREN, TOK_RPAREN, TOK_LBRACKET, TOK_RBRACKET,
	TOK_LBRACE, TOK_RBRACE
};

struct lexer {
	struct source	*s;
	size_t		 pos;		/* after the token */
	size_t		 end;		/* of the token before it */
	/* the token */
	enum token	 tok;
	size_t		 off;
	struct str	 text;
	struct cel_val	 val;
};

/* lex_next(l): move to the next token; faults are complained about once. */
void	lex_next(struct lexer *l);

/*
 * lex_number(l, negative), lex_string(l): read the literal at l->pos into
 * l->val; see literal.c.
 */
bool	lex_number(struct lexer *l, bool negative);
bool	lex_string(struct lexer *l);

/* lex_string_here(s, pos): does a string, raw or bytes literal begin there? */
bool	lex_string_here(struct str s, size_t pos);

#endif

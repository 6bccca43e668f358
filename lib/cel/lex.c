#include "base/utf8.h"
#include "cel/lex.h"

static bool
ident_char(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static char
peek(const struct lexer *l, size_t ahead)
{
	struct str t = l->s->text;

	return l->pos + ahead < t.len ? t.p[l->pos + ahead] : '\0';
}

static void
skip_blank(struct lexer *l)
{
	struct str t = l->s->text;
	const char *nl;

	for (;;) {
		while (l->pos < t.len && t.p[l->pos] != '\v' &&
		    ascii_space(t.p[l->pos]))
			l->pos++;
		if (peek(l, 0) != '/' || peek(l, 1) != '/')
			return;
		nl = memchr(t.p + l->pos, '\n', t.len - l->pos);
		l->pos = nl != NULL ? (size_t)(nl - t.p) : t.len;
	}
}

static enum token
ident(struct lexer *l)
{
	size_t from = l->pos;

	while (ident_char(peek(l, 0)))
		l->pos++;
	l->text = str_from(str_to(l->s->text, l->pos), from);
	return str_eq(l->text, STR("in")) ? TOK_IN : TOK_IDENT;
}

static bool
quoted_char(char c)
{
	return ident_char(c) || (c != '\0' && strchr(".-/ ", c) != NULL);
}

static enum token
quoted(struct lexer *l)
{
	size_t from = ++l->pos;

	while (quoted_char(peek(l, 0)))
		l->pos++;
	l->text = str_from(str_to(l->s->text, l->pos), from);
	if (peek(l, 0) != '`' || l->text.len == 0) {
		cel_complain(l->s, l->off, "a `quoted name` has letters, "
		    "digits and _.-/ or blanks between its back quotes");
		return TOK_ERROR;
	}
	l->pos++;
	return TOK_QUOTED;
}

static enum token
two(struct lexer *l, char second, enum token both, enum token one)
{
	if (peek(l, 1) == second) {
		l->pos += 2;
		return both;
	}
	l->pos++;
	return one;
}

static enum token
mark(struct lexer *l)
{
	static const struct {
		char		c;
		enum token	tok;
	} marks[] = {
		{ '+', TOK_PLUS }, { '-', TOK_MINUS }, { '*', TOK_STAR },
		{ '/', TOK_SLASH }, { '%', TOK_PERCENT }, { '.', TOK_DOT },
		{ '?', TOK_QUESTION }, { ':', TOK_COLON }, { ',', TOK_COMMA },
		{ '(', TOK_LPAREN }, { ')', TOK_RPAREN },
		{ '[', TOK_LBRACKET }, { ']', TOK_RBRACKET },
		{ '{', TOK_LBRACE }, { '}', TOK_RBRACE }
	};
	char c = peek(l, 0);
	size_t i;

	switch (c) {
	case '<':
		return two(l, '=', TOK_LE, TOK_LT);
	case '>':
		return two(l, '=', TOK_GE, TOK_GT);
	case '!':
		return two(l, '=', TOK_NE, TOK_NOT);
	case '=':
		return two(l, '=', TOK_EQ, TOK_ERROR);
	case '&':
		return two(l, '&', TOK_AND, TOK_ERROR);
	case '|':
		return two(l, '|', TOK_OR, TOK_ERROR);
	}
	l->pos++;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i].c == c)
			return marks[i].tok;
	return TOK_ERROR;
}

/* What word processors make of ' and ". */
static bool
is_curly_quote(struct str s)
{
	return str_starts(s, STR("\xe2\x80\x98")) ||
	    str_starts(s, STR("\xe2\x80\x99")) ||
	    str_starts(s, STR("\xe2\x80\x9c")) ||
	    str_starts(s, STR("\xe2\x80\x9d")) ||
	    str_starts(s, STR("\xe2\x80\x9e"));
}

static void
complain_mark(struct lexer *l)
{
	char c = l->s->text.p[l->off], shown[32];
	size_t at = l->off, n = utf8_valid_at(l->s->text, at);

	if (c == '=')
		cel_complain(l->s, l->off, "'=' is no operator; "
		    "to compare write '=='");
	else if (c == '&' || c == '|')
		cel_complain(l->s, l->off, "'%c' is no operator; "
		    "write '%c%c'", c, c, c);
	else if (is_curly_quote(str_from(l->s->text, l->off)))
		cel_complain(l->s, l->off, "a typographic quote is none "
		    "here; write ' or \"");
	else if (str_starts(str_from(l->s->text, l->off), STR("\xc2\xa0")))
		cel_complain(l->s, l->off, "a no-break space is none here; "
		    "write an ordinary one");
	else if (c == '$')
		cel_complain(l->s, l->off, "no name begins with '$'; write "
		    "slots.name, input.user.name and the like");
	else if (n > 1)
		cel_complain(l->s, l->off, "unexpected character '%.*s' "
		    "(U+%04X)", (int)n, l->s->text.p + l->off,
		    (unsigned)utf8_next(l->s->text, &at));
	else
		cel_complain(l->s, l->off, "unexpected character '%s'",
		    err_quote((struct str){ &c, 1 }, shown, sizeof(shown)));
}

void
lex_next(struct lexer *l)
{
	char c;

	l->end = l->pos;
	skip_blank(l);
	l->off = l->pos;
	c = peek(l, 0);
	if (l->pos >= l->s->text.len)
		l->tok = TOK_END;
	else if (lex_string_here(l->s->text, l->pos))
		l->tok = lex_string(l) ? TOK_VALUE : TOK_ERROR;
	else if (ascii_alpha(c) || c == '_')
		l->tok = ident(l);
	else if (ascii_digit(c) || (c == '.' && ascii_digit(peek(l, 1))))
		l->tok = lex_number(l, false) ? TOK_VALUE : TOK_ERROR;
	else if (c == '`')
		l->tok = quoted(l);
	else
		l->tok = mark(l);
	if (l->tok == TOK_ERROR && !l->s->failed)
		complain_mark(l);
}

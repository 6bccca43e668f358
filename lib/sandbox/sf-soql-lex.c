/* The words of a query: names, signs, and literals with their values. */
#include "sandbox/sf-soql-lex.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

int
soql_fault(struct soql_lexer *l, size_t at, const char *fmt, ...)
{
	char msg[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	err_set(l->e, ERR_INPUT, "MALFORMED_QUERY", "%s", msg);
	return err_at(l->e, (struct where){ NULL, 1, at + 1 });
}

static bool
name_byte(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '.';
}

/* "LAST_N_DAYS:7" is one word. */
static void
take_name(struct soql_lexer *l)
{
	size_t i = l->at;

	while (i < l->text.len && name_byte(l->text.p[i]))
		i++;
	if (i + 1 < l->text.len && l->text.p[i] == ':' &&
	    ascii_digit(l->text.p[i + 1]))
		for (i++; i < l->text.len && ascii_digit(l->text.p[i]); i++)
			;
	l->token = TOKEN_NAME;
	l->end = i;
}

static char
unescape(char c)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char *p = c != '\0' ? strchr(from, c) : NULL;

	return p != NULL ? to[p - from] : c;
}

/*
 * '...' with \ before what is special.  \_ and \% keep their backslash, for
 * LIKE; elsewhere they mean the same with and without.
 */
static int
take_string(struct soql_lexer *l)
{
	char *out = arena_alloc(l->arena, l->text.len - l->at + 1);
	size_t i, n = 0;
	char c;

	for (i = l->at + 1; i < l->text.len && l->text.p[i] != '\''; i++) {
		c = l->text.p[i];
		if (c == '\\') {
			if (++i == l->text.len)
				break;
			c = l->text.p[i];
			if (strchr("\\'\"nrtbfNRTBF_%", c) == NULL || c == '\0')
				return soql_fault(l, i - 1, "Illegal string "
				    "literal: invalid escape sequence");
			if (c == '_' || c == '%')
				out[n++] = '\\';
			else
				c = unescape(ascii_lower(c));
		}
		out[n++] = c;
	}
	if (i >= l->text.len)
		return soql_fault(l, l->at, "line 1:%zu mismatched "
		    "character '<EOF>' expecting '''", l->text.len);
	out[n] = '\0';
	l->token = TOKEN_VALUE;
	l->end = i + 1;
	l->value = (struct soql_value){ .kind = SOQL_TEXT, .at = l->at,
	    .text = { out, n } };
	return 0;
}

static bool
is_day(struct str s, int64_t *ms)
{
	char text[24];
	struct instant t;

	if (s.len != 10)
		return false;
	snprintf(text, sizeof(text), "%.*sT00:00:00Z", STR_ARG(s));
	if (time_parse(str_of(text), &t) == -1)
		return false;
	*ms = t.sec * 1000;
	return true;
}

/* Offsets may stand without a colon: "+0000", as answers have them. */
static bool
is_time(struct str s, int64_t *ms)
{
	char text[48];
	struct instant t;
	size_t n = s.len;

	if (n >= sizeof(text) - 2 || n < 16)
		return false;
	memcpy(text, s.p, n);
	text[n] = '\0';
	if ((text[n - 5] == '+' || text[n - 5] == '-') &&
	    memchr(text, 'T', n) != NULL && n > 19) {
		memmove(text + n - 1, text + n - 2, 3);
		text[n - 2] = ':';
	}
	if (time_parse(str_of(text), &t) == -1)
		return false;
	*ms = t.sec * 1000 + t.nsec / 1000000;
	return true;
}

static bool
is_number(struct str s, double *out)
{
	char text[64], *end;
	size_t i;

	if (s.len == 0 || s.len >= sizeof(text))
		return false;
	for (i = 0; i < s.len; i++)
		if (!ascii_digit(s.p[i]) && strchr(".eE+-", s.p[i]) == NULL)
			return false;
	memcpy(text, s.p, s.len);
	text[s.len] = '\0';
	*out = strtod(text, &end);
	return *end == '\0';
}

static int
take_number(struct soql_lexer *l)
{
	struct soql_value *v = &l->value;
	size_t i = l->at + 1;

	while (i < l->text.len && (name_byte(l->text.p[i]) ||
	    l->text.p[i] == '-' || l->text.p[i] == ':' ||
	    l->text.p[i] == '+'))
		i++;
	*v = (struct soql_value){ .at = l->at,
	    .text = { l->text.p + l->at, i - l->at } };
	l->token = TOKEN_VALUE;
	l->end = i;
	if (is_day(v->text, &v->ms))
		v->kind = SOQL_DATE;
	else if (is_time(v->text, &v->ms))
		v->kind = SOQL_TIME;
	else if (is_number(v->text, &v->number))
		v->kind = SOQL_NUMBER;
	else
		return soql_fault(l, l->at, "unexpected token: '%.*s'",
		    STR_ARG(str_to(v->text, 60)));
	return 0;
}

static int
take_sign(struct soql_lexer *l)
{
	static const char *const signs[] = { "<=", ">=", "!=", "<>", "<", ">",
	    "=", "(", ")", ",", NULL };
	struct str rest = str_from(l->text, l->at);
	size_t i;

	for (i = 0; signs[i] != NULL; i++)
		if (str_starts(rest, str_of(signs[i]))) {
			l->token = TOKEN_SIGN;
			l->end = l->at + strlen(signs[i]);
			return 0;
		}
	if (rest.p[0] == ':')
		return soql_fault(l, l->at,
		    "bind variables only allowed in Apex code");
	return soql_fault(l, l->at, "line 1:%zu no viable alternative at "
	    "character", l->at);
}

int
soql_next(struct soql_lexer *l)
{
	int rc = 0;
	char c;

	l->at = l->end;
	while (l->at < l->text.len && ascii_space(l->text.p[l->at]))
		l->at++;
	c = l->at < l->text.len ? l->text.p[l->at] : '\0';
	if (l->at >= l->text.len) {
		l->token = TOKEN_END;
		l->end = l->at;
	} else if (ascii_alpha(c) || c == '_')
		take_name(l);
	else if (c == '\'')
		rc = take_string(l);
	else if (ascii_digit(c) || ((c == '-' || c == '+' || c == '.') &&
	    l->at + 1 < l->text.len && ascii_digit(l->text.p[l->at + 1])))
		rc = take_number(l);
	else
		rc = take_sign(l);
	l->word = (struct str){ l->text.p + l->at, l->end - l->at };
	return rc;
}

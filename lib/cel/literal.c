/* literal: numbers, strings and bytes as they are written. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cel/lex.h"

static int
hex_digit(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char
at(struct str s, size_t i)
{
	return i < s.len ? s.p[i] : '\0';
}

static bool
integer(struct lexer *l, size_t base, size_t from, size_t to, bool negative)
{
	bool is_unsigned = ascii_lower(at(l->s->text, to)) == 'u';
	uint64_t u = 0, max = is_unsigned ? UINT64_MAX :
	    (uint64_t)INT64_MAX + negative, digit;
	size_t i;

	for (i = from; i < to; i++) {
		digit = (uint64_t)hex_digit(l->s->text.p[i]);
		if (u > (max - digit) / base) {
			cel_complain(l->s, l->off, "number does not fit into "
			    "64 bits");
			return false;
		}
		u = u * base + digit;
	}
	l->pos = to + is_unsigned;
	if (is_unsigned && negative) {
		cel_complain(l->s, l->off, "an unsigned number has no sign");
		return false;
	}
	if (is_unsigned)
		l->val = (struct cel_val){ .kind = CEL_UINT, .u = u };
	else
		l->val = cel_int((int64_t)(negative ? -u : u));
	return true;
}

static bool
floating(struct lexer *l, size_t to, bool negative)
{
	struct str s = str_from(str_to(l->s->text, to), l->pos);
	double d;

	s = arena_str(l->s->a, s);
	d = strtod(s.p, NULL);
	l->pos = to;
	if (isinf(d)) {
		cel_complain(l->s, l->off, "number is too large for a double");
		return false;
	}
	l->val = cel_double(negative ? -d : d);
	return true;
}

static size_t
digits(struct str t, size_t i)
{
	while (ascii_digit(at(t, i)))
		i++;
	return i;
}

/* exponent(t, i): the end of an exponent at byte ${i}, or ${i}. */
static size_t
exponent(struct str t, size_t i)
{
	size_t j = i + 1;

	if (ascii_lower(at(t, i)) != 'e')
		return i;
	if (at(t, j) == '+' || at(t, j) == '-')
		j++;
	return ascii_digit(at(t, j)) ? digits(t, j) : i;
}

bool
lex_number(struct lexer *l, bool negative)
{
	struct str t = l->s->text;
	size_t from = l->pos, end = digits(t, from), whole;
	bool ok;

	if (at(t, from) == '0' && ascii_lower(at(t, from + 1)) == 'x' &&
	    hex_digit(at(t, from + 2)) >= 0) {
		for (end = from + 2; hex_digit(at(t, end)) >= 0; end++)
			continue;
		ok = integer(l, 16, from + 2, end, negative);
	} else {
		whole = end;
		if (at(t, end) == '.' && ascii_digit(at(t, end + 1)))
			end = digits(t, end + 1);
		end = exponent(t, end);
		ok = end == whole ? integer(l, 10, from, end, negative) :
		    floating(l, end, negative);
	}
	if (ok && (ascii_alpha(at(t, l->pos)) || ascii_digit(at(t, l->pos)) ||
	    at(t, l->pos) == '_')) {
		cel_complain(l->s, l->pos, "unexpected text after a number");
		return false;
	}
	return ok;
}

/* What the letters before a quotation mark say. */
struct quote {
	bool	raw, bytes;
	char	mark;
	size_t	width;		/* 1 or 3 marks */
	size_t	body;		/* where the text begins */
};

static bool
opening(struct str t, size_t i, struct quote *q)
{
	*q = (struct quote){ 0 };
	for (;; i++) {
		if (ascii_lower(at(t, i)) == 'r' && !q->raw)
			q->raw = true;
		else if (ascii_lower(at(t, i)) == 'b' && !q->bytes)
			q->bytes = true;
		else
			break;
	}
	q->mark = at(t, i);
	if (q->mark != '"' && q->mark != '\'')
		return false;
	q->width = at(t, i + 1) == q->mark && at(t, i + 2) == q->mark ? 3 : 1;
	q->body = i + q->width;
	return true;
}

bool
lex_string_here(struct str s, size_t pos)
{
	struct quote q;

	return opening(s, pos, &q);
}

static bool
closes(struct str t, size_t i, const struct quote *q)
{
	return at(t, i) == q->mark && (q->width == 1 ||
	    (at(t, i + 1) == q->mark && at(t, i + 2) == q->mark));
}

/* number_at(t, i, n, base, out): ${n} digits at byte ${i}. */
static bool
number_at(struct str t, size_t i, size_t n, int base, uint32_t *out)
{
	int d;

	for (*out = 0; n > 0; n--, i++) {
		d = hex_digit(at(t, i));
		if (d < 0 || d >= base)
			return false;
		*out = *out * (uint32_t)base + (uint32_t)d;
	}
	return true;
}

static size_t
put(char *to, uint32_t c, bool octet)
{
	if (!octet)
		return utf8_put(c, to);
	to[0] = (char)c;
	return 1;
}

/*
 * escape(l, q, i, to, out): the escape sequence at byte ${i}; return how
 * many bytes of the source it has, or 0 after a complaint.
 */
static size_t
escape(struct lexer *l, const struct quote *q, size_t i, char *to, size_t *out)
{
	static const char names[] = "abfnrtv\\?\"'`";
	static const char means[] = "\a\b\f\n\r\t\v\\?\"'`";
	struct str t = l->s->text;
	char c = at(t, i + 1);
	const char *known = c != '\0' ? strchr(names, c) : NULL;
	uint32_t code = 0;
	size_t used = 0;

	if (known != NULL) {
		to[(*out)++] = means[known - names];
		return 2;
	}
	if (ascii_lower(c) == 'x' && number_at(t, i + 2, 2, 16, &code))
		used = 4;
	else if (c >= '0' && c <= '3' && number_at(t, i + 1, 3, 8, &code))
		used = 4;
	else if (c == 'u' && !q->bytes && number_at(t, i + 2, 4, 16, &code))
		used = 6;
	else if (c == 'U' && !q->bytes && number_at(t, i + 2, 8, 16, &code))
		used = 10;
	if (used == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
		cel_complain(l->s, i, "no such escape sequence; "
		    "a raw string, r'...', keeps its backslashes");
		return 0;
	}
	*out += put(to + *out, code, q->bytes);
	return used;
}

static void
unclosed(struct lexer *l, const struct quote *q)
{
	cel_complain(l->s, l->off, "the string is not closed; "
	    "its end is %.*s", (int)q->width,
	    q->mark == '"' ? "\"\"\"" : "'''");
}

bool
lex_string(struct lexer *l)
{
	struct str t = l->s->text;
	struct quote q;
	size_t i, out = 0, used;
	char *to;

	opening(t, l->pos, &q);
	for (i = q.body; i < t.len && !closes(t, i, &q); i++)
		if (!q.raw && t.p[i] == '\\')
			i++;
	to = arena_alloc(l->s->a, i - q.body + 1);
	for (i = q.body; !closes(t, i, &q); i += used) {
		if (i >= t.len || (q.width == 1 &&
		    (t.p[i] == '\n' || t.p[i] == '\r'))) {
			unclosed(l, &q);
			return false;
		}
		used = 1;
		if (t.p[i] != '\\' || q.raw)
			to[out++] = t.p[i];
		else if ((used = escape(l, &q, i, to, &out)) == 0)
			return false;
	}
	l->pos = i + q.width;
	l->val = cel_string((struct str){ to, out });
	if (q.bytes)
		l->val.kind = CEL_BYTES;
	return true;
}

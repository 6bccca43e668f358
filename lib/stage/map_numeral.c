/* Digits, and exact decimal arithmetic on them. */
#include "stage/map_numeral.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "text/fold.h"

bool
numeral_same(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.len && j < b.len)
		if (text_fold(utf8_next(a, &i)) != text_fold(utf8_next(b, &j)))
			return false;
	return i == a.len && j == b.len;
}

/*
 * What may part two digits at byte ${i}: its length, and in ${kind} one byte
 * that stands for it; 0 if it is none.
 */
static size_t
parter(struct str s, size_t i, char *kind)
{
	size_t next = i;
	uint32_t c;

	if (i >= s.len)
		return 0;
	c = utf8_next(s, &next);
	if (c == '.' || c == ',' || c == '_')
		*kind = (char)c;
	else if (c == '\'' || c == 0x2019)
		*kind = '\'';
	else if (c == ' ' || c == 0xa0 || c == 0x202f || c == 0x2009)
		*kind = ' ';
	else
		return 0;
	return next - i;
}

struct str
numeral_cut(struct str *s)
{
	size_t i = 0, n;
	struct str out;
	char kind;

	for (;;) {
		while (i < s->len && ascii_digit(s->p[i]))
			i++;
		n = parter(*s, i, &kind);
		if (n == 0 || i + n >= s->len || !ascii_digit(s->p[i + n]))
			break;
		i += n;
	}
	out = str_to(*s, i);
	*s = str_from(*s, i);
	return out;
}

/* Groups of digits on the way. */
struct groups {
	size_t	first, run;	/* digits of the first, and of this one */
	size_t	count;		/* of groups that are complete */
	bool	pairs;		/* 1,00,000 as in India */
	char	by;
};

/* Another group ends: of one to three digits, then of three (or two). */
static bool
end_group(struct groups *g, char by, bool last)
{
	if (g->count == 0) {
		g->first = g->run;
		g->by = by;
	}
	if (!last && by != g->by)
		return false;
	if (g->count > 0 && g->run != 3) {
		if (g->run != 2 || last || g->by != ',' ||
		    (g->count > 1 && !g->pairs))
			return false;
		g->pairs = true;
	} else if (g->count > 1 && !last && g->pairs) {
		return false;
	}
	g->count++;
	g->run = 0;
	return true;
}

/* Is what was grouped a number, with its last group ended? */
static bool
grouped_right(struct groups *g, const struct map_number *n)
{
	if (g->count == 0)
		return true;
	return end_group(g, g->by, true) && g->first >= 1 &&
	    g->first <= (g->pairs ? 2 : 3) && n->digits[0] != '0';
}

bool
numeral_read(struct str s, char point, struct map_number *out)
{
	struct groups g = { 0 };
	bool fraction = false;
	size_t i, len;
	char kind;

	out->n = out->scale = 0;
	out->negative = false;
	for (i = 0; i < s.len; i += len) {
		len = parter(s, i, &kind);
		if (len > 0 && kind == point && !fraction) {
			if (!grouped_right(&g, out))
				return false;
			fraction = true;
			continue;
		}
		if (len > 0) {
			if (fraction || kind == point ||
			    !end_group(&g, kind, false))
				return false;
			continue;
		}
		if (out->n == NUMBER_DIGITS - 1)
			return false;
		out->digits[out->n++] = s.p[i];
		out->scale += fraction;
		g.run++;
		len = 1;
	}
	return out->n > 0 && (fraction || grouped_right(&g, out));
}

bool
numeral_shift(struct map_number *n, int power)
{
	for (; power > 0 && n->scale > 0; power--)
		n->scale--;
	for (; power > 0; power--) {
		if (n->n == NUMBER_DIGITS - 1)
			return false;
		n->digits[n->n++] = '0';
	}
	return true;
}

/* Zeros before the digits, so that there are ${want} of them. */
static bool
pad_front(struct map_number *n, size_t want)
{
	size_t more = want > n->n ? want - n->n : 0;

	if (want >= NUMBER_DIGITS)
		return false;
	memmove(n->digits + more, n->digits, n->n);
	memset(n->digits, '0', more);
	n->n += more;
	return true;
}

/* The exponent "e+12" of a JSON number; false if it is beyond all reason. */
static bool
exponent(struct str s, int *out)
{
	bool negative = s.len > 1 && s.p[1] == '-';
	size_t i;

	*out = 0;
	for (i = 1; i < s.len; i++) {
		if (!ascii_digit(s.p[i]))
			continue;
		*out = *out * 10 + (s.p[i] - '0');
		if (*out >= NUMBER_DIGITS)
			return false;
	}
	*out = negative ? -*out : *out;
	return true;
}

bool
map_number_json(const struct json *v, struct map_number *out)
{
	struct str s = { v->text, v->len };
	bool negative = s.len > 0 && s.p[0] == '-';
	size_t e = 0;
	int power;

	s = str_from(s, negative);
	while (e < s.len && ascii_lower(s.p[e]) != 'e')
		e++;
	if (!numeral_read(str_to(s, e), '.', out) ||
	    !exponent(str_from(s, e), &power))
		return false;
	out->negative = negative;
	if (power >= 0)
		return numeral_shift(out, power);
	out->scale += (size_t)-power;
	return pad_front(out, out->scale);
}

/* Without the last ${lost} digits; one more in the last place if ${up}. */
static bool
cut(struct map_number *n, size_t lost, bool up)
{
	size_t i;

	n->n -= lost;
	n->scale -= lost;
	for (i = n->n; up && i-- > 0; up = n->digits[i] == '0')
		n->digits[i] = n->digits[i] == '9' ? '0' :
		    (char)(n->digits[i] + 1);
	if (!up)
		return true;
	if (!pad_front(n, n->n + 1))
		return false;
	n->digits[0] = '1';
	return true;
}

/* Does what is lost, from digit ${at} on, round away from zero? */
static bool
rounds_up(const struct map_number *n, size_t at, enum map_rounding rounding)
{
	bool exact = true, rest = false;
	size_t i;

	for (i = at; i < n->n; i++) {
		exact &= n->digits[i] == '0';
		rest |= i > at && n->digits[i] != '0';
	}
	if (exact || rounding == ROUND_DOWN)
		return false;
	if (rounding == ROUND_UP || n->digits[at] > '5')
		return true;
	if (n->digits[at] < '5' || rest || rounding == ROUND_HALF_UP)
		return n->digits[at] == '5';
	return at > 0 && (n->digits[at - 1] - '0') % 2 == 1;
}

bool
map_number_round(struct map_number *n, size_t scale,
    enum map_rounding rounding)
{
	size_t lost = n->scale > scale ? n->scale - scale : 0, at, more;

	if (n->scale < scale) {
		more = scale - n->scale;
		if (n->n + more >= NUMBER_DIGITS)
			return false;
		memset(n->digits + n->n, '0', more);
		n->n += more;
		n->scale = scale;
		return true;
	}
	if (!pad_front(n, n->scale + 1))
		return false;
	at = n->n - lost;
	if (rounding == ROUND_NOT && rounds_up(n, at, ROUND_UP))
		return false;
	return cut(n, lost, rounds_up(n, at, rounding));
}

bool
map_number_whole(struct map_number *n)
{
	return map_number_round(n, 0, ROUND_NOT);
}

/* "-12.50": JSON knows no zeros before, and there is no negative zero. */
struct json
map_number_value(const struct map_number *n, struct arena *a)
{
	size_t lead = 0, zeros = 0, i, len = 0;
	char *text = arena_alloc(a, n->n + n->scale + 4);
	struct json v;

	while (lead + n->scale + 1 < n->n && n->digits[lead] == '0')
		lead++;
	for (i = 0; i < n->n; i++)
		zeros += n->digits[i] == '0';
	if (n->negative && zeros < n->n)
		text[len++] = '-';
	if (n->n <= n->scale) {
		text[len++] = '0';
		text[len++] = '.';
		for (i = n->n; i < n->scale; i++)
			text[len++] = '0';
	}
	for (i = lead; i < n->n; i++) {
		if (i > 0 && i + n->scale == n->n)
			text[len++] = '.';
		text[len++] = n->digits[i];
	}
	v = json_str((struct str){ text, len });
	v.type = JSON_NUMBER;
	return v;
}

double
map_number_double(const struct map_number *n)
{
	char text[NUMBER_DIGITS + 16];
	size_t i, len = 0;

	if (n->negative)
		text[len++] = '-';
	for (i = 0; i < n->n; i++) {
		if (i + n->scale == n->n)
			text[len++] = '.';
		text[len++] = n->digits[i];
	}
	text[len] = '\0';
	return strtod(text, NULL);
}

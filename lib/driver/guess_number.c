/* How a sample's numbers are written: with a decimal point, or a comma. */
#include "driver/guess.h"
#include "stage/map_number.h"

static size_t
count(struct str s, char c)
{
	size_t i, n = 0;

	for (i = 0; i < s.len; i++)
		n += s.p[i] == c;
	return n;
}

/* What parts the fraction of ${s}, which can be read in one way only. */
static enum map_point
point_of(struct str s)
{
	size_t dots = count(s, '.'), commas = count(s, ','), i;

	for (i = s.len; dots > 0 && commas > 0; i--)
		if (s.p[i - 1] == '.' || s.p[i - 1] == ',')
			return s.p[i - 1] == '.' ? POINT_DOT : POINT_COMMA;
	if (dots + commas == 0)
		return POINT_UNKNOWN;
	return (dots == 1 || commas > 1) ? POINT_DOT : POINT_COMMA;
}

/* "12,000", "8.500 EUR": does one sign stand before three last digits? */
static bool
has_thousands(struct str s)
{
	size_t i, digits = 0;

	if (count(s, '.') + count(s, ',') != 1)
		return false;
	for (i = s.len; s.p[i - 1] != '.' && s.p[i - 1] != ','; i--)
		digits += ascii_digit(s.p[i - 1]);
	return digits == 3;
}

static void
add(struct numerals *n, struct str s, uint64_t times)
{
	struct map_number x;
	enum map_number_is is = map_number_read(s, POINT_UNKNOWN, false, &x);
	enum map_point point;
	struct str money;

	if (is == NUMBER_NONE)
		return;
	/* "1,234" looks like a thousand, but may be a bit more than one. */
	money = map_number_currency(s);
	point = is == NUMBER_READ && !(money.len > 0 && has_thousands(s)) ?
	    point_of(s) : count(s, ',') > 0 ? POINT_DOT : POINT_COMMA;
	if (money.len > 0)
		n->currency = money;
	n->doubtful += is == NUMBER_AMBIGUOUS ? times : 0;
	n->dot += point == POINT_DOT ? times : 0;
	n->comma += point == POINT_COMMA ? times : 0;
}

void
guess_numerals(const struct seen *p, struct numerals *n)
{
	const struct hmap_entry *v;
	size_t i;

	*n = (struct numerals){ 0 };
	if (p->looks[LOOK_TEXT] == 0)
		return;		/* JSON's own numbers tell nothing */
	for (i = 0; i < p->values.n; i++) {
		v = &p->values.entries[i];
		add(n, v->key, *(const uint64_t *)v->value);
	}
	/* Some of the values are JSON's own. */
	if (p->looks[LOOK_TEXT] < p->filled)
		n->doubtful++;
}

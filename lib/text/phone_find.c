/*
 * phone_find: telephone numbers in what people write; see phone.h.
 *
 * A candidate is a stretch of digits and single separators.  Its shape and
 * the words before it decide: precision first, since what is found becomes
 * somebody's telephone number.
 */
#include <pthread.h>

#include "text/phone.h"

#include "text/digit.h"
#include "text/phone_table.h"

enum { GROUPS = 12, CONTEXT = 40 };

/* No number has fewer digits, and they stand as near as that. */
enum { LEAST = 7, NEAR = 28 };

struct candidate {
	struct str	text;
	size_t		start, end;		/* in the whole text */
	size_t		groups, digits;
	struct str	group[GROUPS];		/* runs of digits */
	char		sep[GROUPS];		/* before each group */
	bool		plus, paren;
};

enum context { SAYS_NOTHING, SAYS_PHONE, SAYS_ID };

/* Words that tell what the number after them is; parted by "|". */
static const char words[] =
    "phone|tel|call|mobile|cell|fax|whatsapp|sms|text|ring|reach|dial|"
    "contact|telefon|handy|teléfono|telefono|móvil|celular|telefone|"
    "téléphone|portable|numéro|número|телефон|signal|office|desk|direct|"
    "|"				/* and those of other numbers */
    "order|po|invoice|ticket|ref|reference|tracking|track|account|acct|"
    "card|case|booking|confirmation|serial|policy|id|sku|isbn|zip|postcode|ssn|"
    "passport|iban|customer no|code|pin|total|version|bestellung|rechnung|"
    "pedido|factura|commande|facture|заказ|security number|routing|"
    "license|licence|vin|imei|transaction|bonus|number of|between|from|"
    "year|years|since|";

/* The words by their first byte, folded to five bits: the next of the same. */
static struct word {
	struct str	text;
	enum context	says;
	uint8_t		next;		/* 1 + index, or 0 */
} table[128];
static uint8_t first[32];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
build(void)
{
	enum context says = SAYS_PHONE;
	const char *p = words;
	uint8_t n = 0, *head;
	size_t len;

	for (; *p != '\0'; p += len + 1) {
		len = strcspn(p, "|");
		if (len == 0) {
			says = SAYS_ID;
			continue;
		}
		head = &first[*p & 31];
		table[n] = (struct word){ { p, len }, says, *head };
		*head = ++n;
	}
}

/* What the word that begins at byte ${i} says. */
static enum context
word_says(struct str s, size_t i)
{
	const struct word *w;
	size_t k, end;

	for (k = first[s.p[i] & 31]; k > 0; k = w->next) {
		w = &table[k - 1];
		end = i + w->text.len;
		if (end <= s.len && (end == s.len || !ascii_alpha(s.p[end])) &&
		    str_ieq((struct str){ s.p + i, w->text.len }, w->text))
			return w->says;
	}
	return SAYS_NOTHING;
}

/*
 * What the words between the last digit before byte ${at} and it say: the
 * nearest one wins.
 */
static enum context
context(struct str text, size_t at)
{
	struct str s = str_to(text, at);
	enum context says;
	size_t i;

	pthread_once(&once, build);
	for (i = at; i > 0 && at - i < CONTEXT &&
	    !ascii_digit(text.p[i - 1]); i--)
		;
	for (s = str_from(s, i), i = s.len; i-- > 0;)
		if ((i == 0 || !ascii_alpha(s.p[i - 1])) &&
		    (says = word_says(s, i)) != SAYS_NOTHING)
			return says;
	return SAYS_NOTHING;
}

static bool
is_sep(char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' ||
	    c == ')';
}

/*
 * Separators between two groups: one of " -./", or one that touches a
 * bracket (") ", ")-", " (", "-(").  0 if they part two numbers.
 */
static size_t
separators(struct str s, size_t i, char *kind)
{
	size_t n = 0;

	*kind = ' ';
	while (i + n < s.len && n < 3 && is_sep(s.p[i + n])) {
		if (s.p[i + n] != ' ' && s.p[i + n] != '(' &&
		    s.p[i + n] != ')')
			*kind = s.p[i + n];
		n++;
	}
	if (n == 0 || i + n >= s.len || !ascii_digit(s.p[i + n]))
		return 0;
	if (n == 1 || memchr(s.p + i, '(', n) || memchr(s.p + i, ')', n))
		return n;
	return 0;
}

static size_t
digit_run(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.len && ascii_digit(s.p[i + n]))
		n++;
	return n;
}

/* Read the candidate that begins at byte ${i}; false if there is none. */
static bool
read_candidate(struct str s, size_t i, struct candidate *c)
{
	size_t n;
	char sep = '\0';

	*c = (struct candidate){ .start = i };
	for (; i < s.len && (s.p[i] == '+' || s.p[i] == '('); i++) {
		c->plus |= s.p[i] == '+';
		c->paren |= s.p[i] == '(';
	}
	while (c->groups < GROUPS && (n = digit_run(s, i)) > 0) {
		c->sep[c->groups] = sep;
		c->group[c->groups++] = (struct str){ s.p + i, n };
		c->digits += n;
		i += n;
		c->end = i;
		n = separators(s, i, &sep);
		if (memchr(s.p + i, '(', n) != NULL)
			c->paren = true;
		i += n;
		if (n == 0)
			break;
	}
	c->text = (struct str){ s.p + c->start, c->end - c->start };
	return c->digits > 0;
}

static unsigned
value(struct str g)
{
	unsigned v = 0;
	size_t i;

	for (i = 0; i < g.len && i < 6; i++)
		v = v * 10 + (unsigned)(g.p[i] - '0');
	return v;
}

static bool
is_year(struct str g)
{
	return g.len == 4 && value(g) >= 1900 && value(g) < 2100;
}

/* 1/2/2024, 2024-01-02, 01.02.24, 2019-2023; time may follow. */
static bool
is_date(const struct candidate *c)
{
	const struct str *g = c->group;

	if (c->groups == 2)
		return is_year(g[0]) && is_year(g[1]);
	if (c->groups < 3 || c->sep[1] != c->sep[2])
		return false;
	if (is_year(g[0]))
		return g[1].len <= 2 && g[2].len <= 2 && value(g[1]) <= 12 &&
		    value(g[2]) <= 31;
	return g[0].len <= 2 && g[1].len <= 2 && value(g[0]) <= 31 &&
	    value(g[1]) <= 31 && (is_year(g[2]) || (c->groups == 3 &&
	    g[2].len == 2));
}

static bool
is_ip_address(const struct candidate *c)
{
	size_t i;

	if (c->groups != 4 || c->paren)
		return false;
	for (i = 0; i < 4; i++)
		if (c->group[i].len > 3 || value(c->group[i]) > 255 ||
		    (i > 0 && c->sep[i] != '.'))
			return false;
	return true;
}

static bool
shape(const struct candidate *c, size_t a, size_t b, size_t d)
{
	return c->groups == (d > 0 ? 3 : 2) && c->group[0].len == a &&
	    c->group[1].len == b && (d == 0 || c->group[2].len == d);
}

/* Shapes that are something else: SSN, ZIP+4, decimals, a year's range. */
static bool
is_other(const struct candidate *c)
{
	return is_date(c) || is_ip_address(c) || shape(c, 3, 2, 4) ||
	    (shape(c, 5, 4, 0) && c->sep[1] == '-') ||
	    (c->groups == 2 && c->sep[1] == '.' && !c->paren) ||
	    (c->groups == 2 && c->group[1].len < 3 && c->digits < 9) ||
	    (c->groups >= 2 && c->group[c->groups - 1].len == 1);
}

/* Ten or eleven digits in a row may be any number, but seconds since 1970. */
static bool
is_row(struct str g)
{
	struct plan p;

	if (str_starts(g, STR("00")))
		return g.len > 10 &&
		    plan_of_number(g.p + 2, g.len - 2, &p) > 0;
	return (g.len == 10 && (g.p[0] != '1' || g.p[1] < '5')) ||
	    (g.len == 11 && (g.p[0] != '1' || g.p[1] > '1'));
}

/* 1.000.000: a million. */
static bool
is_grouped(const struct candidate *c)
{
	size_t i;

	for (i = 1; i < c->groups; i++)
		if (c->group[i].len != 3 || c->sep[i] != '.')
			return false;
	return c->groups > 2 && c->group[0].len < 3;
}

/* Groups that say nothing of themselves: seats, air waybills, orders. */
static bool
is_unlike(const struct candidate *c)
{
	const struct str *g = c->group;
	size_t i, single = 0;

	for (i = 1; i < c->groups; i++) {
		single += g[i].len == 1;
		if (i > 1 && c->sep[i] == '/')
			return true;
	}
	return single > 0 || c->groups > 6 || is_grouped(c) ||
	    shape(c, 4, 4, 4) ||
	    (shape(c, 3, 8, 0) && g[0].p[0] != '0' &&
	    (g[0].p[0] != '1' || g[0].p[1] < '3'));
}

/* Money and measures around the digits. */
static bool
is_amount(struct str s, const struct candidate *c)
{
	static const char *const units[] = { "%", "$", "€", "£", " usd",
		" eur", " dollars", " euro", " gbp", " inr", " km", " kg",
		" miles", " people", " users", " employees", " percent" };
	struct str rest = str_from(s, c->end);
	size_t i, at = c->start;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct str u = str_of(units[i]);

		if (rest.len >= u.len && str_ieq(str_to(rest, u.len), u))
			return true;
	}
	if (rest.len > 1 && rest.p[0] == ',' && ascii_digit(rest.p[1]))
		return true;
	while (at > 0 && s.p[at - 1] == ' ')
		at--;
	return at > 0 && (s.p[at - 1] == '$' || s.p[at - 1] == '#' ||
	    (at > 1 && (unsigned char)s.p[at - 2] == 0xc2 &&
	    (unsigned char)s.p[at - 1] == 0xa3) ||
	    (at > 2 && memcmp(s.p + at - 3, "\xe2\x82\xac", 3) == 0));
}

static bool
has_country(const struct candidate *c)
{
	char digits[32];
	size_t i, n = 0;
	struct plan p;

	for (i = 0; i < c->groups; i++) {
		if (n + c->group[i].len > sizeof(digits))
			return false;
		memcpy(digits + n, c->group[i].p, c->group[i].len);
		n += c->group[i].len;
	}
	return n >= 7 && n <= 16 && plan_of_number(digits, n, &p) > 0;
}

static bool
is_phone(struct str s, const struct candidate *c)
{
	enum context says;

	if (c->plus)
		return has_country(c);
	if (c->digits < 7 || c->digits > 15 || is_amount(s, c))
		return false;
	says = context(s, c->start);
	if (says == SAYS_ID)
		return false;
	if (says == SAYS_PHONE)
		return !is_date(c) && !is_ip_address(c);
	if (c->groups == 1)
		return is_row(c->group[0]);
	return !is_other(c) && (c->paren || !is_unlike(c));
}

/* May a number begin at byte ${i}?  Not within a word, URL or decimal. */
static bool
may_begin(struct str s, size_t i)
{
	char prev = i > 0 ? s.p[i - 1] : ' ';
	size_t at = i;

	while (at < s.len && at < i + 2 && (s.p[at] == '+' || s.p[at] == '('))
		at++;
	if (at == s.len || !ascii_digit(s.p[at]) || ascii_digit(prev))
		return false;
	if (at > i)
		return prev != '+' && prev != '(' && prev != ')';
	return !ascii_alpha(prev) && memchr("_/=@&.+", prev, 7) == NULL &&
	    (prev != '-' || i < 2 || !(ascii_alpha(s.p[i - 2]) ||
	    ascii_digit(s.p[i - 2])));
}

/* May it end before byte ${i}?  Not within a word or part number. */
static bool
may_end(struct str s, size_t i)
{
	if (i == s.len)
		return true;
	if (s.p[i] == '-')
		return i + 1 == s.len || !ascii_alpha(s.p[i + 1]);
	return !ascii_alpha(s.p[i]) && s.p[i] != '_' && s.p[i] != '@';
}

/* An extension after the number, if the grammar of phone_parse has one. */
static size_t
with_extension(struct str s, size_t end)
{
	static const char *const marks[] = { " ext. ", " ext.", " ext ",
		" extension ", "ext", " x ", " x", "x" };
	struct str rest = str_from(s, end);
	size_t i, n;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct str m = str_of(marks[i]);

		if (rest.len <= m.len || !str_ieq(str_to(rest, m.len), m))
			continue;
		n = digit_run(rest, m.len);
		if (n > 0 && n <= 6 && (m.len + n == rest.len ||
		    !ascii_alpha(rest.p[m.len + n])))
			return end + m.len + n;
	}
	return end;
}

/*
 * Where the number may begin whose first digit stands at byte ${i}: there, or
 * at signs before it, but not before byte ${from}; the end if it may not.
 */
static size_t
begin(struct str s, size_t from, size_t i)
{
	size_t at = i >= from + 2 ? i - 2 : from;

	while (at <= i && !may_begin(s, at))
		at++;
	return at <= i ? at : s.len;
}

bool
phone_find(struct str text, size_t from, struct str *hit)
{
	struct candidate c;
	size_t i = from, at;

	while ((at = digit_next(text, i)) < text.len) {
		i = begin(text, i, at);
		if (i == text.len || digit_near(text, at, NEAR) < LEAST ||
		    !read_candidate(text, i, &c)) {
			i = at + digit_run(text, at);
			continue;
		}
		if ((may_end(text, c.end) ||
		    with_extension(text, c.end) > c.end) &&
		    is_phone(text, &c)) {
			hit->p = text.p + c.start;
			hit->len = with_extension(text, c.end) - c.start;
			return true;
		}
		i = c.end;
	}
	return false;
}

/* Numbers: what people write around them, and which digits they mean. */
#include "base/utf8.h"
#include "stage/map_numeral.h"
#include "text/country.h"

struct word {
	const char	*text;
	int		 power;		/* of ten; 0: a currency */
};

/* Longer ones of a kind need not stand first: whole words are compared. */
static const struct word words[] = {
	{ "k", 3 }, { "thousand", 3 }, { "tsd", 3 }, { "tausend", 3 },
	{ "mille", 3 }, { "mil", 3 }, { "mila", 3 }, { "duizend", 3 },
	{ "tys", 3 }, { "tusen", 3 }, { "tusind", 3 },
	{ "lakh", 5 }, { "lakhs", 5 },
	{ "m", 6 }, { "mn", 6 }, { "mln", 6 }, { "mio", 6 },
	{ "million", 6 }, { "millions", 6 }, { "millionen", 6 },
	{ "millón", 6 }, { "millon", 6 }, { "millones", 6 },
	{ "milione", 6 }, { "milioni", 6 }, { "milhão", 6 },
	{ "milhões", 6 }, { "miljoen", 6 }, { "milion", 6 },
	{ "miliony", 6 }, { "milionów", 6 }, { "miljon", 6 },
	{ "miljoner", 6 }, { "millioner", 6 },
	{ "crore", 7 }, { "crores", 7 }, { "cr", 7 },
	{ "mrd", 9 }, { "mld", 9 }, { "milliard", 9 }, { "milliards", 9 },
	{ "milliarde", 9 }, { "milliarden", 9 }, { "miliardo", 9 },
	{ "miliardi", 9 }, { "miljard", 9 }, { "miljarder", 9 },
	{ "milliarder", 9 }, { "miliard", 9 }, { "miliardy", 9 },
	{ "miliardów", 9 },
	/* A thousand millions in English only, see long_scale. */
	{ "b", 9 }, { "bn", 9 }, { "billion", 9 }, { "billions", 9 },
	{ "usd", 0 }, { "eur", 0 }, { "gbp", 0 }, { "chf", 0 }, { "jpy", 0 },
	{ "cny", 0 }, { "rmb", 0 }, { "inr", 0 }, { "aud", 0 }, { "cad", 0 },
	{ "nzd", 0 }, { "sgd", 0 }, { "hkd", 0 }, { "sek", 0 }, { "nok", 0 },
	{ "dkk", 0 }, { "isk", 0 }, { "pln", 0 }, { "czk", 0 }, { "huf", 0 },
	{ "ron", 0 }, { "bgn", 0 }, { "brl", 0 }, { "mxn", 0 }, { "ars", 0 },
	{ "clp", 0 }, { "cop", 0 }, { "pen", 0 }, { "zar", 0 }, { "try", 0 },
	{ "ils", 0 }, { "aed", 0 }, { "sar", 0 }, { "thb", 0 }, { "idr", 0 },
	{ "myr", 0 }, { "php", 0 }, { "krw", 0 }, { "twd", 0 }, { "vnd", 0 },
	{ "uah", 0 }, { "rub", 0 }, { "ngn", 0 }, { "kes", 0 }, { "egp", 0 },
	{ "us$", 0 }, { "a$", 0 }, { "c$", 0 }, { "ca$", 0 }, { "nz$", 0 },
	{ "hk$", 0 }, { "s$", 0 }, { "r$", 0 }, { "mx$", 0 }, { "$", 0 },
	{ "€", 0 }, { "£", 0 }, { "¥", 0 }, { "￥", 0 }, { "₹", 0 },
	{ "₽", 0 }, { "₩", 0 }, { "₺", 0 }, { "₴", 0 }, { "₫", 0 },
	{ "₦", 0 }, { "₱", 0 }, { "฿", 0 }, { "₪", 0 },
	{ "zł", 0 }, { "kč", 0 }, { "kr", 0 }, { "ft", 0 }, { "lei", 0 },
	{ "fr", 0 }, { "rs", 0 }, { "rm", 0 }, { "rp", 0 }, { "元", 0 },
	{ "円", 0 }, { "грн", 0 }, { "руб", 0 }, { "euro", 0 }, { "euros", 0 }, { "dollar", 0 },
	{ "dollars", 0 }, { "pounds", 0 }, { "bucks", 0 }
};

/* "billion" is a million millions in most languages with a comma. */
static bool
long_scale(const struct word *w, enum map_point point)
{
	return w->power == 9 && w->text[0] == 'b' && point == POINT_COMMA;
}

/* "3 mil" are thousands in Spanish, and in English millions. */
static bool
is_mil(const struct word *w)
{
	return strcmp(w->text, "mil") == 0;
}

/* Any code of ISO 4217; in small letters some are words: "all", "top". */
static bool
is_code(struct str s)
{
	const struct currency *c;

	for (c = currencies; s.len == 3 && c->code[0] != '\0'; c++)
		if (memcmp(s.p, c->code, 3) == 0)
			return true;
	return false;
}

static const struct word *
find_word(struct str s)
{
	static const struct word code = { "", 0 };
	size_t i;

	if (s.len > 1 && s.p[s.len - 1] == '.')		/* "Mio.", "kr." */
		s.len--;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (numeral_same(s, str_of(words[i].text)))
			return &words[i];
	return is_code(s) ? &code : NULL;
}

static struct str
skip_space(struct str s)
{
	size_t i = 0, next = 0;

	while (next < s.len && utf8_space(utf8_next(s, &next)))
		i = next;
	return str_from(s, i);
}

/* Up to white space, a digit or a sign. */
static struct str
next_word(struct str s)
{
	size_t i = 0, next = 0;
	uint32_t c;

	while (next < s.len) {
		c = utf8_next(s, &next);
		if (utf8_space(c) || (c >= '0' && c <= '9') || c == '-' ||
		    c == '+' || c == 0x2212)
			break;
		i = next;
	}
	return str_to(s, i);
}

static bool
take_sign(struct str *s, bool *negative)
{
	static const char *const signs[] = { "-", "\xe2\x88\x92", "+" };
	size_t i;

	for (i = 0; i < 3; i++)
		if (str_starts(*s, str_of(signs[i]))) {
			*s = str_from(*s, strlen(signs[i]));
			*negative = i < 2;
			return true;
		}
	return false;
}

struct str
map_number_currency(struct str s)
{
	const struct word *w;
	struct str t;

	while ((s = skip_space(s)).len > 0) {
		t = next_word(s);
		w = t.len > 0 ? find_word(t) : NULL;
		if (w != NULL && w->power == 0)
			return t;
		s = str_from(s, t.len > 0 ? t.len : 1);
	}
	return STR_NONE;
}

/* What stands before the digits: a sign, a currency, in either order. */
static bool
take_front(struct str *s, bool *negative, bool *money)
{
	const struct word *w;
	bool sign = false;
	struct str t;

	for (;;) {
		*s = skip_space(*s);
		if (s->len == 0)
			return false;
		if (ascii_digit(s->p[0]) || (s->len > 1 &&
		    strchr(".,", s->p[0]) != NULL && ascii_digit(s->p[1])))
			return true;
		if (!sign && take_sign(s, negative)) {
			sign = true;
			continue;
		}
		t = next_word(*s);
		if (*money || t.len == 0 || (w = find_word(t)) == NULL ||
		    w->power != 0)
			return false;
		*money = true;
		*s = str_from(*s, t.len);
	}
}

/* What stands behind them: a word for a power of ten, a currency. */
static bool
take_back(struct str s, enum map_point point, bool *money, int *power,
    bool *doubtful)
{
	const struct word *w;
	struct str t;

	*power = 0;
	*doubtful = false;
	while ((s = skip_space(s)).len > 0) {
		t = next_word(s);
		if (t.len == 0)
			return false;
		w = find_word(t);
		/* "10k€" is one word to the eye: try it in two. */
		if (w == NULL && t.len > 1 && (ascii_lower(t.p[0]) == 'k' ||
		    ascii_lower(t.p[0]) == 'm'))
			w = find_word(t = str_to(t, 1));
		*doubtful |= w != NULL && is_mil(w) && point == POINT_UNKNOWN;
		if (w == NULL || long_scale(w, point) ||
		    (is_mil(w) && point == POINT_DOT) ||
		    (w->power > 0 ? *power > 0 : *money))
			return false;
		if (w->power > 0)
			*power = w->power;
		else
			*money = true;
		s = str_from(s, t.len);
	}
	return true;
}

/* Which of the two readings counts, where there are both. */
static enum map_number_is
choose(struct map_number *dot, const struct map_number *comma,
    enum map_point point, bool whole)
{
	if (point == POINT_UNKNOWN && whole && dot->scale == 0)
		return NUMBER_READ;
	if (point == POINT_UNKNOWN)
		return NUMBER_AMBIGUOUS;
	if (point == POINT_COMMA)
		*dot = *comma;
	return NUMBER_READ;
}

/* The currencies whose coins are thousandths. */
static bool
has_thousandths(struct str currency)
{
	static const char *const codes[] = { "BHD", "IQD", "JOD", "KWD", "LYD",
	    "OMR", "TND", NULL };

	return str_in(currency, codes);
}

/*
 * Nobody counts thousandths of a dollar: "$12,000" and "8.500 EUR" are
 * thousands, and "2.500 million EUR" is anybody's guess.
 */
static bool
choose_money(struct map_number *dot, const struct map_number *comma,
    struct str currency, int power)
{
	if (currency.len == 0 || has_thousandths(currency) || power != 0 ||
	    (dot->scale > 0) == (comma->scale > 0))
		return false;
	if (dot->scale > 0)
		*dot = *comma;
	return true;
}

static bool
same_value(const struct map_number *a, const struct map_number *b)
{
	return a->n == b->n && a->scale == b->scale &&
	    memcmp(a->digits, b->digits, a->n) == 0;
}

enum map_number_is
map_number_read(struct str s, enum map_point point, bool whole,
    struct map_number *out)
{
	struct map_number comma;
	enum map_number_is is = NUMBER_READ;
	bool negative = false, money = false, doubtful, one, other;
	struct str numeral, all = s;
	int power;

	if (!take_front(&s, &negative, &money))
		return NUMBER_NONE;
	numeral = numeral_cut(&s);
	if (!take_back(s, point, &money, &power, &doubtful))
		return NUMBER_NONE;
	one = numeral_read(numeral, '.', out);
	other = numeral_read(numeral, ',', &comma);
	if (!one && !other)
		return NUMBER_NONE;
	if (!one)
		*out = comma;
	else if (other && !same_value(out, &comma))
		is = choose(out, &comma, point, whole);
	if (is == NUMBER_AMBIGUOUS && money && choose_money(out, &comma,
	    map_number_currency(all), power))
		is = NUMBER_READ;
	if (doubtful)
		is = NUMBER_AMBIGUOUS;
	out->negative = negative;
	return is == NUMBER_READ && !numeral_shift(out, power) ?
	    NUMBER_NONE : is;
}

/*
 * map_number: numbers as people write them, read exactly: "1,234.56",
 * "1.234,56", "1 234,56", "1'234.56", "-$12.50", "12,50 EUR", "10k",
 * "2.5 million".
 *
 * Digits stay decimal digits: nothing goes through a binary double, so that
 * money is what was said and no number is too large.
 */
#ifndef STAGE_MAP_NUMBER_H
#define STAGE_MAP_NUMBER_H

#include "json/json.h"

/* The sign that parts a number's fraction from the rest. */
enum map_point { POINT_UNKNOWN, POINT_DOT, POINT_COMMA };

/* With sign, zero and point it stays below the limit of a number in JSON. */
enum { NUMBER_DIGITS = 1020 };

/* ${digits} times ten to the power of -${scale}. */
struct map_number {
	bool	negative;
	size_t	n, scale;		/* digits; of them behind the point */
	char	digits[NUMBER_DIGITS];
};

enum map_number_is { NUMBER_READ, NUMBER_NONE, NUMBER_AMBIGUOUS };

/*
 * map_number_read(s, point, whole, out): a number, with a currency's sign or
 * code and a word such as "k" or "million" allowed.  What can be read in one
 * way only is read so.  "1.234" can in two: ${point} decides, and where that
 * is not known it is ambiguous.  ${whole}: an integer is wanted, so that a
 * comma before three digits parts thousands.
 */
enum map_number_is map_number_read(struct str s, enum map_point point,
	    bool whole, struct map_number *out);

/* map_number_currency(s): the currency's sign or code in ${s}, or none. */
struct str	map_number_currency(struct str s);

/* map_number_json(v, out): of a JSON number, its exponent applied; false if
 * that gives too many digits. */
bool		map_number_json(const struct json *v, struct map_number *out);

/*
 * map_number_round(n, scale, rounding): to exactly ${scale} digits of
 * fraction.  False if digits would get lost that ROUND_NOT keeps, or there
 * is no room.
 */
enum map_rounding { ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN, ROUND_UP,
	    ROUND_NOT };
bool		map_number_round(struct map_number *n, size_t scale,
		    enum map_rounding rounding);

/* map_number_whole(n): without its fraction, if that is zero; else false. */
bool		map_number_whole(struct map_number *n);

/* map_number_value(n, a): as a JSON number. */
struct json	map_number_value(const struct map_number *n,
		    struct arena *a);

/* map_number_double(n): the nearest double, to compare with. */
double		map_number_double(const struct map_number *n);

/*
 * map_locale_point(locale): of a language tag, "de-AT"; map_region_point: of
 * a country, "AT".  POINT_UNKNOWN where people write both, or it is not
 * known.  Source: Unicode CLDR's decimal symbols.
 */
enum map_point	map_locale_point(struct str locale);
enum map_point	map_region_point(struct str region);

#endif

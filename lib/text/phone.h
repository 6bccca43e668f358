/*
 * phone: a number as people write it, to E.164.  Source: ITU-T E.164
 * (at most 15 digits) and E.123; country codes, trunk prefixes and lengths
 * by table (phone_table.c); RFC 3966 for the extension's form.
 *
 * A number is judged by what it can be (known country code, possible
 * length), not by what is assigned today: area codes open every month, and
 * nobody's number should be lost to an old table.
 */
#ifndef TEXT_PHONE_H
#define TEXT_PHONE_H

#include "base/arena.h"
#include "base/err.h"

struct phone {
	struct str	e164;		/* "+14155550123" */
	struct str	extension;	/* "12", or none */
	struct str	text;		/* both: "+14155550123;ext=12" */
	size_t		digits;		/* as written, without extension */
};

/*
 * phone_parse(s, region, a, out, e): ${region} is the ISO 3166 code of
 * numbers without country code, or none: then "+" or "00" is needed.
 * Digits of any script; spaces, dots, hyphens, slashes and brackets between
 * them; "(0)" after a country code; what phone_bare takes off; an extension
 * after "x", "ext", "#", ";ext=", words for it in other languages, or the
 * comma that telephones write for a pause.
 * 0, or -1 with ${e}:
 *	phone.empty	no digit at all
 *	phone.letters	letters in it, as in 1-800-FLOWERS
 *	phone.syntax	another sign, or a "+" amid the digits
 *	phone.region	no country code, and no region is known
 *	phone.country	there is no such country code
 *	phone.too_short, phone.too_long
 *	phone.area	no area begins so: North America's and its exchanges
 *			do with 2 to 9, and none with a second trunk prefix
 *	phone.dummy	one digit throughout, as in 000-000-0000
 * ${out}->digits is set in any case.
 */
int	phone_parse(struct str s, struct str region, struct arena *a,
	    struct phone *out, struct err *e);

/*
 * phone_bare(s): without what stands around a number: white space, quotes, a
 * label such as "Tel.:", and the ".0" of a spreadsheet that took it for a
 * fraction.  A part of ${s}.
 */
struct str phone_bare(struct str s);

/*
 * phone_national(e164): its digits without the country code, a part of
 * ${e164}; ${e164} itself if it does not begin with "+" and a known code.
 */
struct str phone_national(struct str e164);

/* phone_region_known(region): is it in the table?  Any case. */
bool	phone_region_known(struct str region);

/*
 * phone_find(text, from, hit): as email_find; dates, prices, ids left out.
 * What may be either (ten digits in a row) is a number unless the words
 * before it speak of an order, invoice, account and so on; what is short
 * for a number (seven digits) needs a separator or a word like "call".
 */
bool	phone_find(struct str text, size_t from, struct str *hit);

#endif

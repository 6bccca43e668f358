/*
 * phone: a number as people write it, to E.164.  Source: ITU-T E.164
 * (at most 15 digits), country codes and trunk prefixes by table.
 */
#ifndef TEXT_PHONE_H
#define TEXT_PHONE_H

#include "base/arena.h"
#include "base/err.h"

struct phone {
	struct str	e164;		/* "+14155550123" */
	struct str	extension;	/* "12", or none */
	size_t		digits;		/* as written, without extension */
};

/*
 * phone_parse(s, region, a, out, e): ${region} is the ISO 3166 code of
 * numbers without country code, or none: then "+" or "00" is needed.
 * 0, or -1 with a code "phone.*" (too_short, too_long, letters, region...).
 */
int	phone_parse(struct str s, struct str region, struct arena *a,
	    struct phone *out, struct err *e);

/* phone_region_known(region): is it in the table? */
bool	phone_region_known(struct str region);

/* phone_find(text, from, hit): as email_find; dates, prices, ids left out. */
bool	phone_find(struct str text, size_t from, struct str *hit);

#endif

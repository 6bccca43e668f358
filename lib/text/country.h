/*
 * country: what countries and currencies are called.  Source: ISO 3166-1
 * and ISO 4217; the other names are those in use, in English and in the
 * languages that the countries' neighbours and people write most.
 */
#ifndef TEXT_COUNTRY_H
#define TEXT_COUNTRY_H

struct country {
	char		 alpha2[3], alpha3[4];
	const char	*name;		/* short, in English */
	const char	*others;	/* "Germania|Allemagne", or "" */
};

/* All of them; alpha2 "" ends the table. */
extern const struct country countries[];

struct currency {
	char		 code[4];
	const char	*others;	/* unmistakable names and signs, or "" */
};

extern const struct currency currencies[];	/* code "" ends it */

#endif

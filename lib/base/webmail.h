/*
 * webmail: domains where anybody has a mailbox: no company's, and where most
 * slips of the finger belong.
 */
#ifndef BASE_WEBMAIL_H
#define BASE_WEBMAIL_H

#include <stdbool.h>

#include "base/str.h"

struct webmail {
	const char	*domain;	/* "gmail.com"; "yahoo.": of any country */
	const char	*same;		/* the domain it is another name of */
	char		 tag;		/* begins what of a local part says
					   nothing, '+'; 0: nothing does */
	bool		 dots;		/* those of a local part say nothing */
};

/* The most common ones first, then by name; a NULL domain ends the list. */
extern const struct webmail webmails[];

/*
 * webmail_find(domain): what is known of ${domain}, in lower case; NULL if
 * it is none of them.  It may be that of a family, such as "yahoo.".
 */
const struct webmail *webmail_find(struct str domain);

#endif

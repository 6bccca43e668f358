/*
 * email: one address as a CRM needs it.  Source: RFC 5321 4.1.2 (Mailbox),
 * RFC 5322 3.4.1, RFC 6531 for UTF-8; no comments, no display name.
 */
#ifndef TEXT_EMAIL_H
#define TEXT_EMAIL_H

#include "base/arena.h"
#include "base/err.h"

struct email {
	struct str	text;		/* trimmed, domain in lower case */
	struct str	local, domain;	/* parts of text */
	struct str	key;		/* for comparison: all lower case */
};

/* email_parse(s, a, out, e): 0, or -1 with a code "email.*". */
int	email_parse(struct str s, struct arena *a, struct email *out,
	    struct err *e);

/*
 * email_find(text, from, hit): the first address in running text at or
 * after byte ${from}; surrounding punctuation and "<>" left off.
 */
bool	email_find(struct str text, size_t from, struct str *hit);

#endif

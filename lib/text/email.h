/*
 * email: one address as a CRM needs it.  Source: RFC 5321 4.1.2 (Mailbox)
 * and 4.1.3 (address literals), 4.5.3.1 (64 octets before the "@", 254 in
 * all), RFC 1035 (63 a label), RFC 6531 for UTF-8; no comments, no folding,
 * no display name.
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

/*
 * email_check(s, e): is ${s}, as it stands, one Mailbox?  Quoted local
 * parts, address literals and domains of one label are.  Not: invisible
 * characters, which RFC 6531 would let through.
 * 0, or -1 with ${e}: "email.empty", "email.syntax" or "email.too_long".
 */
int	email_check(struct str s, struct err *e);

/*
 * email_parse(s, a, out, e): trim, check and take apart.  Lower case means
 * that of ASCII letters.  0, or -1 as email_check.
 */
int	email_parse(struct str s, struct arena *a, struct email *out,
	    struct err *e);

/*
 * email_public(m): can anybody on the Internet write to it?  Not to address
 * literals ("ana@[192.0.2.1]"), to domains without a dot ("ana@gmail") and
 * to those whose last label is a number.
 */
bool	email_public(const struct email *m);

/*
 * email_find(text, from, hit): the first address in running text at or
 * after byte ${from}; surrounding punctuation and "<>" left off.  Only
 * public domains, and no quoted local parts: prose quotes for other reasons.
 */
bool	email_find(struct str text, size_t from, struct str *hit);

#endif

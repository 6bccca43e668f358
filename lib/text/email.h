/*
 * email: one address as a CRM needs it.  Source: RFC 5321 4.1.2 (Mailbox)
 * and 4.1.3 (address literals), 4.5.3.1 (64 octets before the "@", 254 in
 * all), RFC 1035 (63 a label, as the DNS writes it), RFC 6531 for UTF-8,
 * RFC 5890 (IDNA 2008) for domains; RFC 5322 3.2.2 and 3.4 where display
 * names and comments are taken.
 */
#ifndef TEXT_EMAIL_H
#define TEXT_EMAIL_H

#include "base/arena.h"
#include "base/err.h"

struct email {
	struct str	text;		/* trimmed, domain in lower case */
	struct str	local, domain;	/* parts of text */
	struct str	ascii;		/* domain as the DNS has it */
};

/* What is taken beside a plain mailbox in a public domain. */
enum {
	EMAIL_QUOTED = 1,	/* "ana b"@acme.example */
	EMAIL_LITERAL = 2,	/* ana@[192.0.2.1] */
	EMAIL_LOCAL = 4,	/* ana@intranet, and ana@10.0.0.1 */
	EMAIL_COMMENT = 8,	/* ana(sales) @acme.example: taken off */
	EMAIL_NAME = 16,	/* Ana <ana@acme.example>: taken off */
	EMAIL_MAILBOX = 7	/* all that RFC 5321 has */
};

/*
 * email_check(s, e): is ${s}, as it stands, one Mailbox?  Quoted local
 * parts, address literals and domains of one label are.  Not: invisible
 * characters, which RFC 6531 would let through.
 * 0, or -1 with ${e}: "email.empty", "email.syntax", "email.too_long" or
 * "email.idn".
 */
int	email_check(struct str s, struct err *e);

/*
 * email_parse(s, accept, a, out, e): trim, check and take apart.  0, or -1
 * as email_check, or with "email.quoted" or "email.domain" for what is a
 * Mailbox but not accepted.
 */
int	email_parse(struct str s, unsigned accept, struct arena *a,
	    struct email *out, struct err *e);

/*
 * email_unwrap(s, accept, a, out, e): the mailbox in ${s} without the
 * comments, white space and display name around it, as far as ${accept} has
 * EMAIL_COMMENT and EMAIL_NAME.  What it gives is not checked.
 */
int	email_unwrap(struct str s, unsigned accept, struct arena *a,
	    struct str *out, struct err *e);

/*
 * email_public(m): can anybody on the Internet write to it?  Not to address
 * literals ("ana@[192.0.2.1]"), to domains without a dot ("ana@gmail") and
 * to those whose last label is a number.
 */
bool	email_public(const struct email *m);

/* What of a local part says nothing, where its provider reads it so. */
enum {
	EMAIL_DOTS = 1,		/* ana.b@gmail.com is anab@ */
	EMAIL_TAGS = 2,		/* ana+news@gmail.com is ana@ */
	EMAIL_CASE = 4		/* never does: in any key */
};

/*
 * email_key(m, fold, a): what to compare addresses by: letters without
 * case, the domain as the DNS has it, and what ${fold} says, for providers
 * that are known to ignore it.  Never an address to write to.
 */
struct str email_key(const struct email *m, unsigned fold, struct arena *a);

/*
 * email_suggest(m, a): the address that was probably meant, if the domain
 * is one slip of the finger away from a well-known one ("gmial.com") or
 * ends in what is none (".con"), or the local part has an apostrophe that
 * no keyboard has; else none.
 */
struct str email_suggest(const struct email *m, struct arena *a);

/*
 * email_mend(s, a): the address that was probably meant by ${s}, which is
 * none: "ana@gmail,com", "<ana@acme.example>.", "mailto:ana@...",
 * "ana at gmail dot com", "ana@gmail", or a sentence that holds one address.
 * None if that is anybody's guess.
 */
struct str email_mend(struct str s, struct arena *a);

/*
 * email_find(text, from, hit): the first address in running text at or
 * after byte ${from}; surrounding punctuation and "<>" left off.  Only
 * public domains, and no quoted local parts: prose quotes for other reasons.
 */
bool	email_find(struct str text, size_t from, struct str *hit);

#endif

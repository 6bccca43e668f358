/*
 * redact: secrets out of text: card numbers (Luhn, network prefix and
 * length), US SSNs, bank accounts, personal numbers of thirty other states,
 * passwords ("my password is ..."), and API keys.
 *
 * Cards: ISO/IEC 7812 with the networks' published ranges; ASCII digits, in
 * groups parted by blanks, dashes or dots, or one by one; in the groups that
 * are printed whatever parts them, but commas.  SSN: 3-2-4 with
 * the Social Security Administration's rules for area, group and serial (no
 * 000, 666 or 9xx area, no 00 group, no 0000 serial), or nine digits after
 * "SSN" or "social security".  Bank accounts: ISO 13616 (IBAN), by the
 * length of the country and the check digits.  Personal numbers: by shape,
 * date and check digits, and by name where those are weak (redact_id.c).
 * Digits of other scripts count as ASCII ones.  Passwords: what follows the
 * word for it in a dozen languages and "is", ":" or "=", and what stands
 * before the host of a URL.  Keys: by the shape
 * their issuers publish, and what is called an API key.
 */
#ifndef TEXT_REDACT_H
#define TEXT_REDACT_H

#include "base/arena.h"
#include "base/regex.h"
#include "base/str.h"

enum secret { SECRET_CARD, SECRET_SSN, SECRET_PASSWORD, SECRET_KEY,
	SECRET_IBAN, SECRET_ID, SECRET_KINDS,
	/* What is no secret of itself: only rules ask for it. */
	SECRET_EMAIL = SECRET_KINDS, SECRET_PHONE,
	/* What a pattern of the operator's finds, one kind each. */
	SECRET_PATTERN, REDACT_PATTERNS = 16,
	SECRET_ALL = SECRET_PATTERN + REDACT_PATTERNS };

/* redact_name(kind): "card", "ssn", "password", "key", "iban",
 * "national_id", "email", "phone". */
const char *redact_name(enum secret kind);

/*
 * What is looked for: ${take} is replaced, ${tell} is only counted; a bit
 * for each kind.  Patterns are taken, each under its own name.
 */
struct redact_rules {
	uint32_t		 take, tell;
	struct redact_pattern {
		const char		*name;
		const struct regex	*re;
	}			 patterns[REDACT_PATTERNS];
	size_t			 npatterns;
};

/* redact_usual: all secrets, nothing else. */
extern const struct redact_rules redact_usual;

/*
 * redact_by(rules, s, a, out, counts): replace what ${rules} take by its name
 * in brackets; ${counts}, one a kind, grow by what was found, taken or not.
 * Return whether anything was found; ${out} is ${s} itself if nothing was
 * replaced.
 */
bool	redact_by(const struct redact_rules *rules, struct str s,
	    struct arena *a, struct str *out, unsigned *counts);

/*
 * redact(s, a, out, counts): replace each secret by "[card]", "[ssn]",
 * "[password]" and so on; ${counts}[kind] grows.  Return whether anything
 * was replaced; if not, ${out} is ${s} itself.  Fast on text without digits
 * and trigger words: this is on the hot path.
 */
bool	redact(struct str s, struct arena *a, struct str *out,
	    unsigned counts[SECRET_KINDS]);

/*
 * redact_across(texts, n, a, counts): is there a card number of which the
 * ${n} texts, at least two, hold a part each: the first at its end, the last
 * at its beginning, those between nothing else?  Each part is replaced by
 * "[card]" then.  Not where a part is a card of itself.
 */
bool	redact_across(struct str *texts, size_t n, struct arena *a,
	    unsigned counts[SECRET_KINDS]);

/*
 * redact_named(name): does the name of a field say that what stands in it is
 * a password ("user_password", "pwd"), whatever it looks like?
 */
bool	redact_named(struct str name);

#endif

/* key: e-mail addresses, phone numbers, domains as keys, and our tokens. */
#include "crypto/crypto.h"
#include "push/people.h"

/* No telephone number is shorter (Niue's: +683 and four digits). */
enum { PHONE_DIGITS = 7 };

/*
 * Addresses and domains without case, phone numbers by their digits.  What
 * people type to say nothing ("none", "+", "0000") is nobody's key: all who
 * typed it would be one person.
 */
struct str
key_form(struct str kind, struct str s, struct arena *a)
{
	bool phone = str_eq(kind, STR("phone"));
	char *out = arena_alloc(a, s.len + 1);
	size_t i, n = 0, digits = 0;

	s = str_trim(s);
	for (i = 0; i < s.len; i++) {
		digits += ascii_digit(s.p[i]);
		if (!phone || ascii_digit(s.p[i]) || (s.p[i] == '+' && n == 0))
			out[n++] = ascii_lower(s.p[i]);
	}
	out[n] = '\0';
	if (n == 0 || (phone && digits < PHONE_DIGITS) ||
	    (str_eq(kind, STR("email")) && memchr(out, '@', n) == NULL))
		return STR_NONE;
	return (struct str){ out, n };
}

/*
 * A token is a hash of the key that an object was first known by, not a
 * random number: so a run that has lost its ledger, or was cut off before it
 * could write to it, finds its own objects again.  It is not keyed, since
 * the key would be lost with the ledger, and tells nobody who reads it in
 * the CRM more than the field beside it.
 */
struct str
mint(const char *what, struct str kind, struct str key, struct arena *a)
{
	const struct str parts[] = { STR("chatcrm 1"), str_of(what), kind,
	    key };
	uint8_t hash[CRYPTO_ID];
	char text[2 * CRYPTO_ID + 1];

	hash_keyed(NULL, parts, 4, hash, sizeof(hash));
	hex(hash, sizeof(hash), text);
	return arena_printf(a, "%c-%s", what[0], text);
}

/* redact_iban: bank accounts as ISO 13616 writes them. */
#include "text/redact_check.h"
#include "text/redact_parts.h"

enum { IBAN_MAX = 34 };

/* Country and length: the registry, and those in use outside it. */
static const char lengths[] =
    "AD24AE23AL28AO25AT20AZ28BA20BE16BF28BG22BH22BI27BJ28BR29BY28CF27CG27"
    "CH21CI28CM27CR22CV25CY28CZ24DE22DJ27DK18DO28DZ26EE20EG29ES24FI18FK18"
    "FO18FR27GA27GB22GE22GI23GL18GQ27GR27GT28GW25HN28HR21HU28IE22IL23IQ23"
    "IR26IS26IT27JO30KM27KW30KZ20LB28LC32LI21LT20LU20LV21LY25MA28MC27MD24"
    "ME22MG27MK19ML28MN20MR27MT31MU30MZ25NE28NI28NL18NO15OM23PK24PL28PS29"
    "PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SN28SO23ST25SV28TD27"
    "TG28TL23TN24TR26UA29VA22VG24XK20YE30";

/* How long an IBAN of the country ${c} is, or 0. */
static size_t
country_length(const char *c)
{
	const char *p;

	for (p = lengths; *p != '\0'; p += 4)
		if (p[0] == c[0] && p[1] == c[1])
			return (size_t)((p[2] - '0') * 10 + p[3] - '0');
	return 0;
}

/*
 * The ${want} letters and digits that begin at ${i}, single separators
 * between some of them, into ${out}; the end, or 0.
 */
static size_t
take(struct str s, size_t i, char *out, size_t want)
{
	size_t n = 0, gap;
	char kind;

	while (n < want && i < s.len) {
		if (alnum_at(s, i)) {
			out[n++] = ascii_upper(s.p[i++]);
			continue;
		}
		gap = separator_read(s, i, &kind);
		if (n == 0 || gap == 0 || !alnum_at(s, i + gap))
			return 0;
		i += gap;
	}
	return n == want ? i : 0;
}

/* Two letters, then the check digits at ${i}. */
bool
find_iban(struct str s, size_t i, struct secret_span *out)
{
	char c[IBAN_MAX];
	size_t want, end;

	if (i < 2 || i + 13 > s.len || !ascii_alpha(s.p[i - 1]) ||
	    !ascii_alpha(s.p[i - 2]) || !ascii_digit(s.p[i + 1]) ||
	    (i > 2 && alnum_at(s, i - 3)))
		return false;
	i -= 2;
	take(s, i, c, 4);
	if ((want = country_length(c)) == 0 ||
	    (end = take(s, i, c, want)) == 0 || alnum_at(s, end) ||
	    !check_mod97(c, want))
		return false;
	*out = (struct secret_span){ i, end, SECRET_IBAN };
	return true;
}

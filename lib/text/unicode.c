/* unicode: see unicode.h. */
#include "text/unicode.h"

#include <idn2.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>

#include "base/utf8.h"
#include "text/fold.h"

/* What the library made with malloc, in the arena; ${s} if it made nothing. */
static struct str
adopt(uint8_t *made, size_t n, struct str s, struct arena *a)
{
	struct str out;

	if (made == NULL)
		return s;
	out = arena_str(a, (struct str){ (const char *)made, n });
	free(made);
	return out;
}

static struct str
normal(uninorm_t form, struct str s, struct arena *a)
{
	size_t n = 0;
	uint8_t *made;

	if (text_ascii(s) || !utf8_valid(s))
		return s;
	made = u8_normalize(form, (const uint8_t *)s.p, s.len, NULL, &n);
	return adopt(made, n, s, a);
}

struct str
unicode_nfc(struct str s, struct arena *a)
{
	struct str out = normal(UNINORM_NFC, s, a);

	return str_eq(out, s) ? s : out;
}

struct str
unicode_key(struct str s, struct arena *a)
{
	char *ascii;
	size_t n = 0;
	uint8_t *made;

	if (text_ascii(s) || !utf8_valid(s)) {
		ascii = arena_alloc(a, s.len + 1);
		text_fold_into(s, ascii);
		return (struct str){ ascii, s.len };
	}
	made = u8_casefold((const uint8_t *)s.p, s.len, NULL, UNINORM_NFKC,
	    NULL, &n);
	return adopt(made, n, s, a);
}

/* Letters with a stroke, which no decomposition takes off. */
static uint32_t
unstroked(uint32_t c)
{
	switch (c) {
	case 0xf8:
		return 'o';
	case 0x111: case 0xf0:
		return 'd';
	case 0x142:
		return 'l';
	case 0x131:
		return 'i';
	case 0x127:
		return 'h';
	default:
		return c;
	}
}

/* Letters that are two to those who cannot type them. */
static const char *
untied(uint32_t c)
{
	return c == 0xe6 ? "ae" : c == 0x153 ? "oe" : c == 0xfe ? "th" : NULL;
}

/*
 * Accents of Latin, Greek and Cyrillic, and the vowels that Arabic and Hebrew
 * do without; elsewhere marks are vowels that nobody leaves out.
 */
static bool
is_accent(uint32_t c)
{
	return (c >= 0x300 && c < 0x370) || (c >= 0x591 && c <= 0x5bd) ||
	    c == 0x5bf || c == 0x5c1 || c == 0x5c2 || c == 0x640 ||
	    (c >= 0x64b && c <= 0x652) || c == 0x670;
}

struct str
unicode_plain(struct str s, struct arena *a)
{
	struct str d = unicode_key(s, a);
	size_t i = 0, n = 0;
	const char *pair;
	uint32_t c;
	char *out;

	if (text_ascii(d) || !utf8_valid(d))
		return d;
	d = normal(UNINORM_NFD, d, a);
	out = arena_alloc(a, d.len + 1);
	while (i < d.len) {
		c = utf8_next(d, &i);
		if ((pair = untied(c)) != NULL) {
			memcpy(out + n, pair, 2);
			n += 2;
		} else if (!is_accent(c))
			n += utf8_put(unstroked(c), out + n);
	}
	return (struct str){ out, n };
}

size_t
unicode_clusters(struct str s, struct arena *a)
{
	size_t i, n = 0;
	char *breaks;

	if (text_ascii(s))
		return s.len;
	if (!utf8_valid(s))
		return utf8_length(s);
	breaks = arena_alloc(a, s.len);
	u8_grapheme_breaks((const uint8_t *)s.p, s.len, breaks);
	for (i = 0; i < s.len; i++)
		n += breaks[i] != 0;
	return n;
}

bool
unicode_letter(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L);
}

bool
unicode_mark(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
}

bool
unicode_emoji(uint32_t c)
{
	return c > 0xff && (uc_is_property_emoji_presentation(c) ||
	    (uc_is_property_extended_pictographic(c) && c >= 0x2600) ||
	    uc_is_property_emoji_modifier(c) || c == 0xfe0f || c == 0x20e3);
}

static int
bad_domain(int rc, struct err *e)
{
	if (rc == IDN2_TOO_BIG_LABEL || rc == IDN2_TOO_BIG_DOMAIN ||
	    rc == IDN2_PUNYCODE_BIG_OUTPUT)
		return err_set(e, ERR_INPUT, "email.too_long",
		    "a part of the domain is longer than 63 characters, or "
		    "the domain than 253, as the DNS writes it");
	return err_set(e, ERR_INPUT, "email.idn",
	    "the domain is no internationalised name that can be "
	    "registered (IDNA 2008)");
}

/*
 * What may be looked up need not be one that can be registered: RFC 5891 5.4
 * leaves out the rules for some characters (RFC 5892 A.3 to A.9).
 */
static int
check_registration(struct str shown, struct arena *a, struct err *e)
{
	struct str label;
	char *wire;
	size_t dot;
	int rc;

	do {
		dot = str_find(shown, STR("."));
		label = arena_str(a, str_to(shown, dot));
		shown = dot < shown.len ? str_from(shown, dot + 1) : STR_NONE;
		if (text_ascii(label))
			continue;
		wire = NULL;
		rc = idn2_register_u8((const uint8_t *)label.p, NULL,
		    (uint8_t **)&wire, 0);
		idn2_free(wire);
		if (rc != IDN2_OK)
			return bad_domain(rc, e);
	} while (shown.len > 0);
	return 0;
}

int
unicode_domain(struct str d, struct arena *a, struct str *ascii,
    struct str *shown, struct err *e)
{
	char *wire = NULL, *read = NULL;
	int rc;

	d = arena_str(a, d);
	/* Not with STD3's rules: they lose "_" instead of refusing it. */
	rc = idn2_to_ascii_8z(d.p, &wire, IDN2_NFC_INPUT |
	    IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK)
		return bad_domain(rc, e);
	*ascii = arena_str(a, str_of(wire));
	rc = idn2_to_unicode_8z8z(wire, &read, 0);
	idn2_free(wire);
	if (rc != IDN2_OK)
		return bad_domain(rc, e);
	*shown = arena_str(a, str_of(read));
	idn2_free(read);
	return check_registration(*shown, a, e);
}

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

/*
 * Characters whose key is their lower case, whatever stands beside them: most
 * of what the living alphabets write, without marks, which combine, and
 * compatibility forms.
 */
static bool
is_simple(uint32_t c)
{
	if (c < 0x180)
		return c < 0x80 || (c >= 0xc0 && c != 0xdf && c != 0x130 &&
		    c != 0x132 && c != 0x133 && c != 0x13f && c != 0x140 &&
		    c != 0x149 && c != 0x17f);
	return (c >= 0x3b1 && c <= 0x3ce) || (c >= 0x410 && c <= 0x45f) ||
	    (c >= 0x5d0 && c <= 0x5ea) || (c >= 0x620 && c <= 0x64a) ||
	    (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) ||
	    (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

static bool
all_simple(struct str s)
{
	size_t i = 0;

	while (i < s.len)
		if (!is_simple(utf8_next(s, &i)))
			return false;
	return true;
}

struct str
unicode_key(struct str s, struct arena *a)
{
	char *lower;
	size_t n = 0;
	uint8_t *made;

	if (text_ascii(s) || !utf8_valid(s) || all_simple(s)) {
		lower = arena_alloc(a, s.len + 1);
		text_fold_into(s, lower);
		return (struct str){ lower, s.len };
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

/* One character that is decomposed, without its accent. */
static size_t
put_plain(uint32_t c, char *out)
{
	const char *pair = untied(c);

	if (pair != NULL) {
		memcpy(out, pair, 2);
		return 2;
	}
	return is_accent(c) ? 0 : utf8_put(unstroked(c), out);
}

/* The same of one that is composed: where no mark follows, in any order. */
static size_t
put_base(uint32_t c, char *out)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int i, n = c < 0xc0 ? -1 : uc_canonical_decomposition(c, parts);
	size_t len;

	if (n < 0)
		return put_plain(c, out);
	len = put_base(parts[0], out);
	for (i = 1; i < n; i++)
		len += put_plain(parts[i], out + len);
	return len;
}

struct str
unicode_plain_key(struct str key, struct arena *a)
{
	size_t (*put)(uint32_t, char *) = put_base;
	size_t i = 0, n = 0;
	char *out;

	if (text_ascii(key) || !utf8_valid(key))
		return key;
	if (!all_simple(key)) {
		key = normal(UNINORM_NFD, key, a);
		put = put_plain;
	}
	/* Two bytes of a composed letter are four at most; three are nine. */
	out = arena_alloc(a, 3 * key.len + 1);
	while (i < key.len)
		n += put(utf8_next(key, &i), out + n);
	return (struct str){ out, n };
}

struct str
unicode_plain(struct str s, struct arena *a)
{
	return unicode_plain_key(unicode_key(s, a), a);
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

/* email_suggest: slips of the finger in domains; see email.h. */
#include "base/webmail.h"
#include "text/country.h"
#include "text/email.h"
#include "text/fold.h"
#include "text/unicode.h"

/* Top-level domains that are none, and what was meant. */
static const struct {
	const char	*is, *meant;
} endings[] = {
	{ "con", "com" }, { "cmo", "com" }, { "ocm", "com" },
	{ "comm", "com" }, { "coom", "com" }, { "ccom", "com" },
	{ "vom", "com" }, { "xom", "com" }, { "cpm", "com" },
	{ "cim", "com" }, { "clm", "com" }, { "dom", "com" },
	{ "copm", "com" }, { "conm", "com" }, { "c0m", "com" },
	{ "ed", "de" }, { "rf", "fr" }, { "nte", "net" },
	{ "ent", "net" }, { "ner", "net" }, { "nett", "net" },
	{ "met", "net" }, { "ogr", "org" }, { "rog", "org" },
	{ "orgg", "org" }, { "ort", "org" },
};

enum { SHORTEST = 8 };		/* of domains compared: "gmial.co" */

/* The letters in ${s}, a bit each: two slips change four at most. */
static uint32_t
letters(struct str s)
{
	uint32_t set = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		set |= (uint32_t)1 << ((unsigned char)s.p[i] & 31);
	return set;
}

static int
count_bits(uint32_t n)
{
	int bits = 0;

	for (; n != 0; n &= n - 1)
		bits++;
	return bits;
}

/* "olive.com" is a word with one letter more, not a slip of "live.com". */
static bool
is_longer_word(struct str d, struct str known)
{
	return d.len == known.len + 1 && d.p[0] != known.p[0] &&
	    str_eq(str_from(d, 1), known);
}

/* Where the last part of a domain begins. */
static size_t
ending_at(struct str d)
{
	size_t dot = d.len;

	while (dot > 0 && d.p[dot - 1] != '.')
		dot--;
	return dot;
}

/*
 * "wanadoo.es" is no slip of "wanadoo.fr", but what the firm has in another
 * country.  The three that ".com" is mistyped as are.
 */
static bool
is_elsewhere(struct str d, struct str known)
{
	size_t dot = ending_at(d);
	struct str tld = str_from(d, dot);
	const struct country *c;

	if (dot != ending_at(known) || memcmp(d.p, known.p, dot) != 0 ||
	    tld.len != 2 || str_eq(tld, STR("co")) ||
	    str_eq(tld, STR("cm")) || str_eq(tld, STR("om")))
		return false;
	for (c = countries; c->alpha2[0] != '\0'; c++)
		if (str_ieq(tld, str_of(c->alpha2)))
			return true;
	return str_eq(tld, STR("eu")) || str_eq(tld, STR("uk"));
}

/* A name that is one edit away, or two in a long one. */
static const char *
near_known(struct str d)
{
	const char *best = NULL;
	const struct webmail *w;
	size_t n, least = 3;
	uint32_t set = letters(d);
	struct str k;

	if (d.len < SHORTEST || d.len > 24)
		return NULL;
	for (w = webmails; w->domain != NULL; w++) {
		k = str_of(w->domain);
		if (k.len < SHORTEST || k.len > d.len + 1 ||
		    d.len > k.len + 1 || count_bits(set ^ letters(k)) > 2 ||
		    is_longer_word(d, k) || is_elsewhere(d, k))
			continue;
		n = str_distance(d, k);
		if (n < least && (n == 1 || (n == 2 && k.len > 9 &&
		    k.p[0] == d.p[0]))) {
			least = n;
			best = w->domain;
		}
	}
	return best;
}

static struct str
mend_ending(struct str d, struct arena *a)
{
	size_t i, dot = ending_at(d);
	struct str tld = str_from(d, dot);

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (str_eq(tld, str_of(endings[i].is)))
			return arena_printf(a, "%.*s%s", (int)dot, d.p,
			    endings[i].meant);
	return STR_NONE;
}

/* The domain that was probably meant by ${d}, or none. */
static struct str
near_domain(const struct email *m, struct arena *a)
{
	struct str d = m->ascii, mended, plain;
	const char *near;

	if (d.len == 0 || d.p[0] == '[' || webmail_find(d) != NULL)
		return STR_NONE;
	/* An accent that a keyboard put there: gmáil.com. */
	plain = text_ascii(m->domain) ? d : unicode_plain(m->domain, a);
	if (plain.len != d.len && webmail_find(plain) != NULL)
		return plain;
	mended = mend_ending(d, a);
	if (mended.p != NULL && webmail_find(mended) != NULL)
		return mended;
	near = near_known(mended.p != NULL ? mended : d);
	return near != NULL ? str_of(near) : mended;
}

/*
 * The local part with the apostrophe that keyboards have, where a telephone
 * or a word processor has made another one of it; else as it is.
 */
static struct str
plain_apostrophe(struct str local, struct arena *a)
{
	char *out = arena_alloc(a, local.len + 1);
	size_t i = 0, n = 0;

	while (i < local.len) {
		if (str_starts(str_from(local, i), STR("\xe2\x80\x98")) ||
		    str_starts(str_from(local, i), STR("\xe2\x80\x99"))) {
			out[n++] = '\'';
			i += 3;
		} else {
			out[n++] = local.p[i++];
		}
	}
	return (struct str){ out, n };
}

struct str
email_suggest(const struct email *m, struct arena *a)
{
	struct str meant = near_domain(m, a), local = m->local;

	if (!text_ascii(local))
		local = plain_apostrophe(local, a);
	if (meant.p == NULL && local.len == m->local.len)
		return STR_NONE;
	if (meant.p == NULL)
		meant = m->domain;
	return arena_printf(a, "%.*s@%.*s", STR_ARG(local), STR_ARG(meant));
}

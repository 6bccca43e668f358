/* email_suggest: slips of the finger in domains; see email.h. */
#include "base/webmail.h"
#include "text/email.h"

/* Top-level domains that are none, and what was meant. */
static const struct {
	const char	*is, *meant;
} endings[] = {
	{ "con", "com" }, { "cmo", "com" }, { "ocm", "com" },
	{ "comm", "com" }, { "coom", "com" }, { "ccom", "com" },
	{ "vom", "com" }, { "xom", "com" }, { "cpm", "com" },
	{ "cim", "com" }, { "clm", "com" }, { "dom", "com" },
	{ "copm", "com" }, { "conm", "com" }, { "nte", "net" },
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
		    is_longer_word(d, k))
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
	size_t i, dot = d.len;
	struct str tld;

	while (dot > 0 && d.p[dot - 1] != '.')
		dot--;
	tld = str_from(d, dot);
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (str_eq(tld, str_of(endings[i].is)))
			return arena_printf(a, "%.*s%s", (int)dot, d.p,
			    endings[i].meant);
	return STR_NONE;
}

struct str
email_suggest(const struct email *m, struct arena *a)
{
	struct str d = m->ascii, meant;
	const char *near;

	if (d.len == 0 || d.p[0] == '[' || webmail_find(d) != NULL)
		return STR_NONE;
	near = near_known(d);
	meant = near != NULL ? str_of(near) : mend_ending(d, a);
	if (meant.p == NULL)
		return STR_NONE;
	return arena_printf(a, "%.*s@%.*s", STR_ARG(m->local), STR_ARG(meant));
}

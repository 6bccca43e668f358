/* email_suggest: slips of the finger in domains; see email.h. */
#include "text/email.h"

/*
 * Where most people have their mailbox.  Whatever stands here is never
 * taken for a slip of another.
 */
static const char *const known[] = {
	"126.com", "163.com", "aim.com", "alice.it", "aol.com", "arcor.de",
	"att.net", "bellsouth.net", "bigpond.com", "bluewin.ch", "bol.com.br",
	"bt.com", "btinternet.com", "charter.net", "comcast.net", "cox.net",
	"duck.com", "earthlink.net", "email.com", "fastmail.com",
	"fastmail.fm", "free.fr", "freenet.de", "gmail.com", "gmx.at",
	"gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
	"hey.com", "hotmail.be", "hotmail.co.uk", "hotmail.com",
	"hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it",
	"icloud.com", "inbox.com", "laposte.net", "libero.it", "live.ca",
	"live.co.uk", "live.com", "live.de", "live.fr", "live.it",
	"live.nl", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
	"naver.com", "optonline.net", "orange.fr", "outlook.com",
	"outlook.de", "outlook.es", "outlook.fr", "pm.me", "proton.me",
	"protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com",
	"rogers.com", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca",
	"sina.com", "sky.com", "t-online.de", "tiscali.it", "uol.com.br",
	"verizon.net", "virgilio.it", "virginmedia.com", "wanadoo.fr",
	"web.de", "wp.pl", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp",
	"yahoo.co.uk", "yahoo.com", "yahoo.com.au", "yahoo.com.br",
	"yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com",
	"yandex.ru", "ymail.com", "zoho.com", "ziggo.nl",
};

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

static bool
is_known(struct str d)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i][0] == d.p[0] && str_eq(str_of(known[i]), d))
			return true;
	return false;
}

/* A name that is one edit away, or two in a long one. */
static const char *
near_known(struct str d)
{
	const char *best = NULL;
	size_t i, n, least = 3;
	uint32_t set = letters(d);
	struct str k;

	if (d.len < SHORTEST || d.len > 24)
		return NULL;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		k = str_of(known[i]);
		if (k.len < SHORTEST || k.len > d.len + 1 ||
		    d.len > k.len + 1 || count_bits(set ^ letters(k)) > 2)
			continue;
		n = str_distance(d, k);
		if (n < least && (n == 1 || (n == 2 && k.len > 9 &&
		    k.p[0] == d.p[0]))) {
			least = n;
			best = known[i];
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

	if (d.len == 0 || d.p[0] == '[' || is_known(d))
		return STR_NONE;
	near = near_known(d);
	meant = near != NULL ? str_of(near) : mend_ending(d, a);
	if (meant.p == NULL)
		return STR_NONE;
	return arena_printf(a, "%.*s@%.*s", STR_ARG(m->local), STR_ARG(meant));
}

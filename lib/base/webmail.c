/*
 * webmail: see webmail.h.  What says nothing in a local part is what the
 * providers say themselves; any other may deliver ana+b to somebody else
 * than ana.
 */
#include "base/webmail.h"

#include <stddef.h>

/* The same provider under the endings of many countries. */
static const struct webmail families[] = {
	{ "hotmail.", NULL, '+', false },
	{ "live.", NULL, '+', false },
	{ "outlook.", NULL, '+', false },
	{ "yahoo.", NULL, '-', false },
	{ "yandex.", NULL, '+', false },
};

/* Of members of a family the family tells. */
#define PLAIN(domain)	{ domain, NULL, 0, false }

const struct webmail webmails[] = {
	/* Those that most people have come first: of two that a slip is as
	   near to, one of them was meant. */
	{ "gmail.com", NULL, '+', true }, PLAIN("yahoo.com"),
	PLAIN("hotmail.com"), PLAIN("outlook.com"),
	{ "icloud.com", NULL, '+', false },

	PLAIN("126.com"), PLAIN("163.com"), PLAIN("aim.com"),
	PLAIN("alice.it"), PLAIN("aol.com"), PLAIN("arcor.de"),
	PLAIN("att.net"), PLAIN("bellsouth.net"), PLAIN("bigpond.com"),
	PLAIN("bk.ru"), PLAIN("bluewin.ch"), PLAIN("bol.com.br"),
	PLAIN("bt.com"), PLAIN("btinternet.com"), PLAIN("centrum.cz"),
	PLAIN("charter.net"), PLAIN("comcast.net"), PLAIN("cox.net"),
	PLAIN("daum.net"), PLAIN("duck.com"), PLAIN("earthlink.net"),
	PLAIN("email.com"),
	{ "fastmail.com", NULL, '+', false },
	{ "fastmail.fm", NULL, '+', false }, PLAIN("foxmail.com"),
	PLAIN("free.fr"), PLAIN("freenet.de"), PLAIN("gmx.at"),
	PLAIN("gmx.ch"), PLAIN("gmx.com"), PLAIN("gmx.de"), PLAIN("gmx.fr"),
	PLAIN("gmx.net"), { "googlemail.com", "gmail.com", '+', true },
	PLAIN("hanmail.net"), PLAIN("hey.com"), PLAIN("home.nl"),
	PLAIN("hotmail.be"), PLAIN("hotmail.co.uk"), PLAIN("hotmail.de"),
	PLAIN("hotmail.es"), PLAIN("hotmail.fr"), PLAIN("hotmail.it"),
	PLAIN("hushmail.com"), PLAIN("inbox.com"), PLAIN("inbox.ru"),
	PLAIN("interia.pl"), PLAIN("kpnmail.nl"), PLAIN("laposte.net"),
	PLAIN("libero.it"), PLAIN("live.ca"),
	PLAIN("live.co.uk"), PLAIN("live.com"), PLAIN("live.de"),
	PLAIN("live.fr"), PLAIN("live.it"), PLAIN("live.nl"),
	{ "mac.com", "icloud.com", '+', false }, PLAIN("mail.com"),
	PLAIN("mail.ru"), PLAIN("mailbox.org"), PLAIN("mailo.com"),
	{ "me.com", "icloud.com", '+', false },
	{ "msn.com", NULL, '+', false }, PLAIN("naver.com"), PLAIN("o2.pl"),
	PLAIN("onet.pl"), PLAIN("optonline.net"), PLAIN("orange.fr"),
	PLAIN("outlook.de"), PLAIN("outlook.es"), PLAIN("outlook.fr"),
	{ "pm.me", "proton.me", '+', true }, PLAIN("posteo.de"),
	{ "proton.me", NULL, '+', true },
	{ "protonmail.com", "proton.me", '+', true }, PLAIN("qq.com"),
	PLAIN("rambler.ru"), PLAIN("rediffmail.com"),
	{ "rocketmail.com", NULL, '-', false }, PLAIN("rogers.com"),
	PLAIN("sapo.pt"), PLAIN("sbcglobal.net"), PLAIN("seznam.cz"),
	PLAIN("sfr.fr"), PLAIN("shaw.ca"), PLAIN("sina.com"), PLAIN("sky.com"),
	PLAIN("skynet.be"), PLAIN("t-online.de"), PLAIN("telenet.be"),
	PLAIN("terra.com.br"), PLAIN("tiscali.it"), PLAIN("tuta.com"),
	PLAIN("tutanota.com"), PLAIN("ukr.net"), PLAIN("uol.com.br"),
	PLAIN("verizon.net"), PLAIN("virgilio.it"), PLAIN("virginmedia.com"),
	PLAIN("wanadoo.fr"), PLAIN("web.de"), PLAIN("wp.pl"),
	PLAIN("yahoo.ca"), PLAIN("yahoo.co.in"), PLAIN("yahoo.co.jp"),
	PLAIN("yahoo.co.uk"), PLAIN("yahoo.com.au"), PLAIN("yahoo.com.br"),
	PLAIN("yahoo.com.mx"), PLAIN("yahoo.de"), PLAIN("yahoo.es"),
	PLAIN("yahoo.fr"), PLAIN("yahoo.it"), PLAIN("yandex.com"),
	PLAIN("yandex.ru"), { "ymail.com", NULL, '-', false },
	PLAIN("ziggo.nl"), { "zoho.com", NULL, '+', false },
	{ NULL, NULL, 0, false }
};

/* A country's two letters, but those that ".com" is mistyped as. */
static bool
is_country(struct str s)
{
	return s.len == 2 && ascii_alpha(s.p[0]) && ascii_alpha(s.p[1]) &&
	    !str_eq(s, STR("co")) && !str_eq(s, STR("cm")) &&
	    !str_eq(s, STR("om"));
}

/* "yahoo." is that of yahoo.fr and yahoo.co.uk, not of yahoo.acme.example. */
static bool
is_of(struct str domain, struct str family)
{
	struct str rest;

	if (!str_starts(domain, family))
		return false;
	rest = str_from(domain, family.len);
	if (str_starts(rest, STR("co.")))
		return is_country(str_from(rest, 3));
	if (str_starts(rest, STR("com.")))
		return is_country(str_from(rest, 4));
	return str_eq(rest, STR("com")) || is_country(rest);
}

const struct webmail *
webmail_find(struct str domain)
{
	const struct webmail *w;
	size_t i;

	if (domain.len == 0)
		return NULL;
	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (families[i].domain[0] == domain.p[0] &&
		    is_of(domain, str_of(families[i].domain)))
			return &families[i];
	for (w = webmails; w->domain != NULL; w++)
		if (w->domain[0] == domain.p[0] &&
		    str_eq(domain, str_of(w->domain)))
			return w;
	return NULL;
}

/* email_key: what addresses are compared by; see email.h. */
#include "text/email.h"
#include "text/fold.h"
#include "text/unicode.h"

/*
 * What providers say of their own mailboxes.  A provider that is not here
 * may deliver ana+b to somebody else than ana.
 */
static const struct provider {
	const char	*domain;	/* "yahoo.": of any country */
	const char	*same;		/* the domain that it is the same as */
	char		 tag;		/* begins what says nothing */
	bool		 dots;		/* they say nothing */
} providers[] = {
	{ "gmail.com", NULL, '+', true },
	{ "googlemail.com", "gmail.com", '+', true },
	{ "outlook.", NULL, '+', false },
	{ "hotmail.", NULL, '+', false },
	{ "live.", NULL, '+', false },
	{ "msn.com", NULL, '+', false },
	{ "icloud.com", NULL, '+', false },
	{ "me.com", "icloud.com", '+', false },
	{ "mac.com", "icloud.com", '+', false },
	{ "yahoo.", NULL, '-', false },
	{ "ymail.com", NULL, '-', false },
	{ "rocketmail.com", NULL, '-', false },
	{ "fastmail.com", NULL, '+', false },
	{ "fastmail.fm", NULL, '+', false },
	{ "proton.me", NULL, '+', true },
	{ "protonmail.com", "proton.me", '+', true },
	{ "pm.me", "proton.me", '+', true },
	{ "zoho.com", NULL, '+', false },
	{ "yandex.", NULL, '+', false },
};

/* "yahoo." is that of yahoo.fr and yahoo.co.uk, not of yahoo.acme.example. */
static bool
is_of(struct str domain, struct str name)
{
	struct str rest = str_from(domain, name.len);

	if (name.p[name.len - 1] != '.')
		return str_eq(domain, name);
	if (!str_starts(domain, name))
		return false;
	if (str_starts(rest, STR("co.")) || str_starts(rest, STR("com.")))
		rest = str_from(rest, str_find(rest, STR(".")) + 1);
	return rest.len >= 2 && rest.len <= 3 &&
	    str_find(rest, STR(".")) == (size_t)-1;
}

static const struct provider *
find_provider(struct str domain)
{
	size_t i;

	for (i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		if (is_of(domain, str_of(providers[i].domain)))
			return &providers[i];
	return NULL;
}

static struct str
fold_local(struct str local, const struct provider *p, unsigned fold,
    struct arena *a)
{
	char *out = arena_alloc(a, local.len + 1);
	size_t i, n = 0;

	for (i = 0; i < local.len; i++) {
		if ((fold & EMAIL_TAGS) != 0 && local.p[i] == p->tag && i > 0)
			break;
		if ((fold & EMAIL_DOTS) == 0 || !p->dots || local.p[i] != '.')
			out[n++] = local.p[i];
	}
	return (struct str){ out, n };
}

struct str
email_key(const struct email *m, unsigned fold, struct arena *a)
{
	struct str local = unicode_key(m->local, a);
	struct str domain = unicode_key(m->ascii, a);
	const struct provider *p;

	p = fold != 0 && local.p[0] != '"' ? find_provider(domain) : NULL;
	if (p != NULL) {
		local = fold_local(local, p, fold, a);
		if (p->same != NULL)
			domain = str_of(p->same);
	}
	return arena_printf(a, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain));
}

/* email_key: what addresses are compared by; see email.h. */
#include "base/webmail.h"
#include "text/email.h"
#include "text/fold.h"
#include "text/unicode.h"

static struct str
fold_local(struct str local, const struct webmail *p, unsigned fold,
    struct arena *a)
{
	char *out = arena_alloc(a, local.len + 1);
	size_t i, n = 0;

	for (i = 0; i < local.len; i++) {
		if ((fold & EMAIL_TAGS) != 0 && p->tag != 0 &&
		    local.p[i] == p->tag && i > 0)
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
	const struct webmail *p;

	p = fold != 0 && local.p[0] != '"' ? webmail_find(domain) : NULL;
	if (p != NULL) {
		local = fold_local(local, p, fold, a);
		if (p->same != NULL)
			domain = str_of(p->same);
	}
	return arena_printf(a, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain));
}

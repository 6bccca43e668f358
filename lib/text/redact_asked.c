/* What rules ask for: addresses, telephone numbers, patterns of one's own. */
#include "text/email.h"
#include "text/phone.h"
#include "text/redact_parts.h"

static void
each(bool (*find)(struct str, size_t, struct str *), struct str s,
    size_t from, unsigned kind, struct secret_list *l)
{
	struct str hit;
	size_t at;

	while (find(s, from, &hit)) {
		at = (size_t)(hit.p - s.p);
		from = at + hit.len;
		secret_add(l, kind, at, from);
	}
}

/* Where a pattern reaches its limit nobody knows: all of the text goes. */
static void
matches(const struct redact_pattern *p, struct str s, unsigned kind,
    struct secret_list *l)
{
	struct str hit;
	size_t from = 0, at;
	int rc;

	while ((rc = regex_find(p->re, s, from, &hit, 1)) == 1) {
		at = (size_t)(hit.p - s.p);
		if (hit.len == 0)
			return;		/* it says nothing */
		from = at + hit.len;
		secret_add(l, kind, at, from);
	}
	if (rc == -1)
		secret_add(l, kind, 0, s.len);
}

void
redact_emails(struct str s, struct secret_list *l)
{
	each(email_find, s, 0, SECRET_EMAIL, l);
}

void
redact_phones(struct str s, size_t first, struct secret_list *l)
{
	enum { SIGNS = 2 };		/* "+(", before its first digit */

	each(phone_find, s, first > SIGNS ? first - SIGNS : 0, SECRET_PHONE,
	    l);
}

void
redact_patterns(const struct redact_rules *rules, struct str s,
    struct secret_list *l)
{
	size_t i;

	for (i = 0; i < rules->npatterns && s.len > 0; i++)
		matches(&rules->patterns[i], s, SECRET_PATTERN + (unsigned)i,
		    l);
}

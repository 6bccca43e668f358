/* email: the grammar of one address; see email.h. */
#include "text/email.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/unicode.h"

enum { LOCAL_MAX = 64, ADDRESS_MAX = 254, DOMAIN_MAX = 253, LABEL_MAX = 63 };

static bool
is_atext(char c)
{
	return ascii_alpha(c) || ascii_digit(c) ||
	    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/*
 * Persian and Indic words are spelled with joiners.  Behind Latin letters
 * they only hide; in domains IDNA has its say, too (RFC 5892 A.1, A.2).
 */
static bool
is_joiner(struct str s, size_t i, uint32_t c)
{
	size_t at = i;

	if (c != 0x200c && c != 0x200d)
		return false;
	while (at > 0 && ((unsigned char)s.p[--at] & 0xc0) == 0x80)
		;
	return i > 0 && utf8_next(s, &at) >= 0x600;
}

/* A character above ASCII that may stand in an address, and its length. */
static size_t
utf8_text(struct str s, size_t i)
{
	size_t n = utf8_valid_at(s, i), at = i;
	uint32_t c;

	if (n < 2)
		return 0;
	c = utf8_next(s, &at);
	return utf8_space(c) || (utf8_unseen(c) && !is_joiner(s, i, c)) ?
	    0 : n;
}

/* The checks return what is wrong, or NULL. */

static const char *
check_dot_atom(struct str l)
{
	size_t i = 0, n;

	if (l.len == 0)
		return "nothing stands before the @";
	if (l.p[0] == '.' || l.p[l.len - 1] == '.')
		return "the part before the @ begins or ends with a dot";
	while (i < l.len) {
		if (l.p[i] == '.' && l.p[i - 1] == '.')
			return "there are two dots in a row before the @";
		if (l.p[i] == '.' || is_atext(l.p[i]))
			i++;
		else if ((n = utf8_text(l, i)) > 0)
			i += n;
		else
			return "a character that no address may hold stands "
			    "before the @";
	}
	return NULL;
}

/*
 * ${l} begins and ends with a quote, and none stands unescaped between.  What
 * is not ASCII may stand there (RFC 6531 3.3), but not be escaped.
 */
static const char *
check_quoted(struct str l)
{
	size_t i = 1, n;
	bool escaped;

	while (i < l.len - 1) {
		escaped = l.p[i] == '\\';
		i += escaped;
		if (l.p[i] >= ' ' && l.p[i] <= '~')
			i++;
		else if (!escaped && (n = utf8_text(l, i)) > 0)
			i += n;
		else
			return "a character that no quotes may hold stands in "
			    "the quotes";
	}
	return NULL;
}

/* The byte after the closing quote of the quoted string at 0, or 0. */
static size_t
quoted_end(struct str s)
{
	size_t i;

	for (i = 1; i < s.len; i++) {
		if (s.p[i] == '"')
			return i + 1;
		if (s.p[i] == '\\')
			i++;
	}
	return 0;
}

static bool
is_ipv4(struct str s)
{
	size_t i = 0, n, parts = 0;
	unsigned v;

	for (;;) {
		for (v = 0, n = 0; i < s.len && ascii_digit(s.p[i]) && n < 4;
		    i++, n++)
			v = v * 10 + (unsigned)(s.p[i] - '0');
		if (n == 0 || n > 3 || v > 255)
			return false;
		parts++;
		if (i == s.len)
			return parts == 4;
		if (s.p[i++] != '.')
			return false;
	}
}

static size_t
hex_digits(struct str s)
{
	size_t n = 0;

	while (n < s.len && (ascii_digit(s.p[n]) ||
	    (ascii_lower(s.p[n]) >= 'a' && ascii_lower(s.p[n]) <= 'f')))
		n++;
	return n;
}

/*
 * RFC 5321 4.1.3: "::" stands for two groups or more, so that six others may
 * stand beside it, or four before an IPv4 tail.
 */
static bool
is_ipv6(struct str s)
{
	size_t i = 0, n, groups = 0;
	bool gap = false, tail = false;

	if (str_starts(s, STR("::"))) {
		gap = true;
		i = 2;
	}
	while (i < s.len) {
		n = hex_digits(str_from(s, i));
		if (i + n < s.len && s.p[i + n] == '.') {
			tail = is_ipv4(str_from(s, i));
			if (!tail)
				return false;
			break;
		}
		if (n == 0 || n > 4)
			return false;
		groups++;
		i += n;
		if (i == s.len)
			break;
		if (s.p[i++] != ':' || i == s.len)
			return false;
		if (s.p[i] == ':') {
			if (gap)
				return false;
			gap = true;
			i++;
		}
	}
	n = tail ? 6 : 8;
	return gap ? groups <= n - 2 : groups == n;
}

static const char *
check_literal(struct str d)
{
	struct str in = { d.p + 1, d.len - 2 };

	if (d.len < 2 || d.p[d.len - 1] != ']')
		return "the address in brackets is not closed";
	if (in.len > 5 && str_ieq(str_to(in, 5), STR("ipv6:")) ?
	    is_ipv6(str_from(in, 5)) : is_ipv4(in))
		return NULL;
	return "what stands in brackets is no IP address";
}

static const char *
check_label(struct str l)
{
	size_t i = 0, n;

	if (l.len == 0)
		return "the domain has an empty part: look for a dot too many";
	if (l.p[0] == '-' || l.p[l.len - 1] == '-')
		return "a part of the domain begins or ends with a hyphen";
	/* What is not ASCII is shorter or longer on the wire (punycode). */
	if (utf8_length(l) > LABEL_MAX)
		return "a part of the domain is longer than 63 characters";
	while (i < l.len) {
		if (ascii_alpha(l.p[i]) || ascii_digit(l.p[i]) ||
		    l.p[i] == '-')
			i++;
		else if ((n = utf8_text(l, i)) > 0)
			i += n;
		else
			return "the domain holds a character that no domain "
			    "may hold";
	}
	return NULL;
}

static const char *
check_domain(struct str d)
{
	const char *why;
	size_t dot;

	if (d.len == 0)
		return "nothing stands after the @";
	if (d.p[0] == '[')
		return check_literal(d);
	for (;;) {
		dot = str_find(d, STR("."));
		why = check_label(str_to(d, dot));
		if (why != NULL || dot == (size_t)-1)
			return why;
		d = str_from(d, dot + 1);
	}
}

/* Where the "@" stands, or (size_t)-1. */
static size_t
find_at(struct str s)
{
	size_t at = s.len > 0 && s.p[0] == '"' ? quoted_end(s) : 0;
	size_t n = str_find(str_from(s, at), STR("@"));

	return n == (size_t)-1 ? n : at + n;
}

/* What is not ASCII is judged as the DNS would have it. */
static int
check_idn(struct str domain, struct arena *a, struct email *m, struct err *e)
{
	struct str shown;
	const char *why;

	m->ascii = m->domain = domain;
	if (domain.p[0] == '[' || (text_ascii(domain) &&
	    str_find(domain, STR("xn--")) == (size_t)-1))
		return 0;
	if (unicode_domain(domain, a, &m->ascii, &shown, e) == -1)
		return -1;
	if (!text_ascii(domain))
		m->domain = shown;
	/* A full-width sign is mapped to one that no domain may hold. */
	why = check_domain(m->ascii);
	if (why != NULL)
		return err_set(e, ERR_INPUT, "email.syntax", "%s", why);
	return 0;
}

/* The grammar of ${s}, which has its "@" at ${at}. */
static const char *
check_mailbox(struct str s, size_t at)
{
	struct str local = str_to(s, at);
	const char *why;

	if (local.len >= 2 && local.p[0] == '"' &&
	    quoted_end(local) == local.len)
		why = check_quoted(local);
	else
		why = check_dot_atom(local);
	return why != NULL ? why : check_domain(str_from(s, at + 1));
}

static int
check_length(size_t local, size_t domain, struct err *e)
{
	if (local > LOCAL_MAX)
		return err_set(e, ERR_INPUT, "email.too_long",
		    "more than %d bytes stand before the @", LOCAL_MAX);
	if (local + 1 + domain > ADDRESS_MAX || domain > DOMAIN_MAX)
		return err_set(e, ERR_INPUT, "email.too_long",
		    "the e-mail address is longer than %d bytes",
		    ADDRESS_MAX);
	return 0;
}

/* Its parts go to ${m}: ${m}->domain in lower case if it is not ASCII. */
static int
check(struct str s, struct arena *a, struct email *m, struct err *e)
{
	size_t at = find_at(s);
	struct str domain = str_from(s, at + 1);
	const char *why;

	if (s.len == 0)
		return err_set(e, ERR_INPUT, "email.empty",
		    "the e-mail address is empty");
	if (at == (size_t)-1)
		return err_set(e, ERR_INPUT, "email.syntax",
		    "an e-mail address needs an @");
	why = check_mailbox(s, at);
	if (why != NULL)
		return err_set(e, ERR_INPUT, "email.syntax", "%s", why);
	m->local = str_to(s, at);
	if (check_length(at, domain.len, e) == -1 ||
	    check_idn(domain, a, m, e) == -1)
		return -1;
	return check_length(at, m->ascii.len, e);
}

int
email_check(struct str s, struct err *e)
{
	struct arena a = { 0 };
	struct email m;
	int rc = check(s, &a, &m, e);

	arena_free(&a);
	return rc;
}

/*
 * Text of ${m}: the local part as it is, the domain in lower case, but for
 * the tag of a literal, which is written as RFC 5321 does.
 */
static void
join(struct email *m, struct arena *a)
{
	size_t at = m->local.len, n = at + 1 + m->domain.len, i;
	bool same = m->ascii.p == m->domain.p;
	char *text = arena_alloc(a, n + 1);

	memcpy(text, m->local.p, at);
	text[at] = '@';
	for (i = 0; i < m->domain.len; i++)
		text[at + 1 + i] = ascii_lower(m->domain.p[i]);
	if (str_starts(str_from((struct str){ text, n }, at + 1),
	    STR("[ipv6:")))
		memcpy(text + at + 2, "IP", 2);
	m->text = (struct str){ text, n };
	m->local = str_to(m->text, at);
	m->domain = str_from(m->text, at + 1);
	if (same)
		m->ascii = m->domain;
}

/* A Mailbox; but one that a CRM can use? */
static int
check_accepted(const struct email *m, unsigned accept, struct err *e)
{
	bool literal = m->domain.p[0] == '[';

	if (m->local.p[0] == '"' && (accept & EMAIL_QUOTED) == 0)
		return err_set(e, ERR_INPUT, "email.quoted",
		    "the part before the @ stands in quotes, which few "
		    "systems take");
	if ((accept & (literal ? EMAIL_LITERAL : EMAIL_LOCAL)) != 0 ||
	    email_public(m))
		return 0;
	return err_set(e, ERR_INPUT, "email.domain",
	    "nobody outside can write to this e-mail address; "
	    "look at what follows the @");
}

/* Say so if all would be well without what stands around the address. */
static int
bad_wrapping(struct str s, struct arena *a, struct err *e)
{
	struct email m;
	struct str bare;

	if (email_unwrap(s, EMAIL_COMMENT | EMAIL_NAME, a, &bare,
	    NULL) == 0 && bare.len < s.len && check(bare, a, &m, NULL) == 0)
		return err_set(e, ERR_INPUT, "email.syntax",
		    "a name, comment or white space stands beside the e-mail "
		    "address; give the address alone");
	return -1;
}

int
email_parse(struct str s, unsigned accept, struct arena *a,
    struct email *out, struct err *e)
{
	struct str bare;

	s = utf8_trim(s);
	if (email_unwrap(s, accept, a, &bare, e) == -1)
		return -1;
	if (check(bare, a, out, e) == -1)
		return bad_wrapping(s, a, e);
	join(out, a);
	return check_accepted(out, accept, e);
}

bool
email_public(const struct email *m)
{
	struct str d = m->domain, last = d;
	size_t dot, i;

	while ((dot = str_find(last, STR("."))) != (size_t)-1)
		last = str_from(last, dot + 1);
	if (last.len == d.len || d.p[0] == '[')
		return false;
	for (i = 0; i < last.len && ascii_digit(last.p[i]); i++)
		;
	return i < last.len;
}

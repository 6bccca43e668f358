/*
 * email_mend: what was probably meant by what is no address.  People close a
 * sentence behind it, type a comma for a dot, paste a link or a name around
 * it, or have a keyboard whose "@" is a full-width one.
 */
#include "base/utf8.h"
#include "text/email.h"

/* Full-width signs, ideographic stops and typographic quotes, in ASCII. */
static uint32_t
plain_sign(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xfee0;
	if (c == 0x3002 || c == 0xff61)
		return '.';
	if (c == 0x201c || c == 0x201d || c == 0xab || c == 0xbb)
		return '"';
	if (c == 0x3000 || c == 0xa0)
		return ' ';
	return c;
}

static struct str
in_ascii(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, 3 * s.len + 1);	/* bytes to U+FFFD */
	size_t i = 0, n = 0;

	while (i < s.len)
		n += utf8_put(plain_sign(utf8_next(s, &i)), out + n);
	return (struct str){ out, n };
}

/* Without "mailto:" and what a link has behind the address. */
static struct str
drop_link(struct str s)
{
	if (!str_ieq(str_to(s, 7), STR("mailto:")))
		return s;
	s = str_from(s, 7);
	return str_to(s, str_find(s, STR("?")));
}

static bool
is_any(char c, const char *of)
{
	return c != '\0' && strchr(of, c) != NULL;
}

static struct str
drop_ends(struct str s)
{
	while (s.len > 0 && is_any(s.p[0], " \"'<([,;:"))
		s = str_from(s, 1);
	while (s.len > 0 && is_any(s.p[s.len - 1], " \"'>)].,;:!?"))
		s = str_to(s, s.len - 1);
	return s;
}

/* Behind the "@" a comma is a dot, two dots are one, and a space is none. */
static struct str
mend_domain(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.len + 1), c;
	bool behind = false;
	size_t i, n = 0;

	for (i = 0; i < s.len; i++) {
		c = behind && s.p[i] == ',' ? '.' : s.p[i];
		if (c == ' ' && (behind || (i + 1 < s.len &&
		    s.p[i + 1] == '@')))
			continue;
		if (c == '.' && behind && n > 0 && out[n - 1] == '.')
			continue;
		behind |= c == '@';
		out[n++] = c;
	}
	return (struct str){ out, n };
}

struct str
email_mend(struct str s, struct arena *a)
{
	struct str bare = in_ascii(utf8_trim(s), a), near;
	struct email m;

	email_unwrap(bare, EMAIL_COMMENT | EMAIL_NAME, a, &bare, NULL);
	bare = mend_domain(drop_ends(drop_link(drop_ends(bare))), a);
	if (email_parse(bare, 0, a, &m, NULL) == -1)
		return STR_NONE;
	near = email_suggest(&m, a);
	return near.p != NULL ? near : m.text;
}

/*
 * email_mend: what was probably meant by what is no address.  People close a
 * sentence behind it, type a comma for a dot, paste a link or a name around
 * it, spell the "@" so that robots do not see it, or have a keyboard whose
 * "@" is a full-width one.
 */
#include "base/utf8.h"
#include "base/webmail.h"
#include "text/email.h"

/* Full-width signs, ideographic stops and typographic quotes, in ASCII. */
static uint32_t
plain_sign(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xfee0;
	if (c == 0x3002 || c == 0xff61)
		return '.';
	if (c == 0x2018 || c == 0x2019 || c == 0x201a || c == 0x2b9 ||
	    c == 0x2bc)
		return '\'';
	if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab ||
	    c == 0xbb || c == 0x2039 || c == 0x203a || c == 0x300c ||
	    c == 0x300d)
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

/*
 * "(at)", "[dot]", " at " and the like at byte ${i}: their length, or 0.  Of
 * many spaces the first one begins it, so that each is looked at once.
 */
static size_t
spelled(struct str s, size_t i, const char *word)
{
	static const char *const around[] = { "()", "[]", "{}", "<>", "  " };
	struct str w = str_of(word);
	size_t k, end = i + 1;

	for (k = 0; k < sizeof(around) / sizeof(around[0]); k++)
		if (s.p[i] == around[k][0])
			break;
	if (k == sizeof(around) / sizeof(around[0]) ||
	    (s.p[i] == ' ' && i > 0 && s.p[i - 1] == ' '))
		return 0;
	while (end < s.len && s.p[end] == ' ')
		end++;
	if (!str_ieq(str_to(str_from(s, end), w.len), w))
		return 0;
	for (end += w.len; end < s.len && s.p[end] == ' ' &&
	    around[k][1] != ' '; end++)
		;
	return end < s.len && s.p[end] == around[k][1] ? end + 1 - i : 0;
}

/* ${s} with the sign for each word of ${words} that is spelled out. */
static struct str
respell(struct str s, const char *const *words, char sign, struct arena *a)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t i = 0, n = 0, len, k;

	while (i < s.len) {
		for (k = 0, len = 0; words[k] != NULL && len == 0; k++)
			len = spelled(s, i, words[k]);
		if (len == 0) {
			out[n++] = s.p[i++];
			continue;
		}
		while (n > 0 && out[n - 1] == ' ')
			n--;
		out[n++] = sign;
		for (i += len; i < s.len && s.p[i] == ' '; i++)
			;
	}
	return (struct str){ out, n };
}

/* "ana at gmail dot com", "ana[at]acme.example". */
static struct str
drop_disguise(struct str s, struct arena *a)
{
	static const char *const at[] = { "at", "\xc3\xa4t", "arroba",
		"arobase", "chiocciola", NULL };
	static const char *const dot[] = { "dot", "punkt", "punto", "ponto",
		"point", NULL };

	if (str_find(s, STR("@")) == (size_t)-1)
		s = respell(s, at, '@', a);
	return respell(s, dot, '.', a);
}

/*
 * Is the space at byte ${i} behind the "@" a slip?  Once there was a dot, one
 * between words, or behind a comma or another dot, is where the address ends:
 * "ana@acme.example. Thanks a lot", but not "ana@acme.co. uk".
 */
static bool
is_slip(struct str s, size_t i, char last, size_t dots)
{
	return dots == 0 || (i + 1 < s.len && is_any(s.p[i + 1], " .,@")) ||
	    (last == '.' && (dots == 1 || s.len - i <= sizeof("uk")));
}

/*
 * A second "@" is none, behind it a comma is a dot, two dots are one, and a
 * space is none.
 */
static struct str
mend_domain(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.len + 1), c, next;
	size_t i, n = 0, dots = 0;
	bool behind = false;

	for (i = 0; i < s.len; i++) {
		c = s.p[i];
		next = i + 1 < s.len ? s.p[i + 1] : '\0';
		if (c == ' ' && (behind ? is_slip(s, i, out[n - 1], dots) :
		    next == '@'))
			continue;
		if (c == ',' && behind && (dots == 0 || next != ' '))
			c = '.';
		if ((c == '.' || c == '@') && behind && out[n - 1] == c)
			continue;
		behind |= c == '@';
		dots += behind && c == '.';
		out[n++] = c;
	}
	return (struct str){ out, n };
}

/*
 * The one address in running text, which may stand there twice; none if there
 * are several.  A single word before it ("ana b@acme.example") may be a part
 * of it.
 */
static struct str
only_one(struct str s)
{
	struct str hit, other, before;

	if (!email_find(s, 0, &hit))
		return STR_NONE;
	other = hit;
	while (email_find(s, (size_t)(other.p + other.len - s.p), &other))
		if (!str_ieq(other, hit))
			return STR_NONE;
	before = str_trim(str_to(s, (size_t)(hit.p - s.p)));
	if (str_ends(before, STR("@")) || str_starts(str_from(s,
	    (size_t)(hit.p + hit.len - s.p)), STR("@")))
		return STR_NONE;
	if (before.len > 0 && str_find(before, STR(" ")) == (size_t)-1 &&
	    (ascii_alpha(before.p[before.len - 1]) ||
	    ascii_digit(before.p[before.len - 1])))
		return STR_NONE;
	return hit;
}

/*
 * "ana@gmail" and "ana@gmailcom": of the five providers that most people
 * have, the ending is known.
 */
static struct str
add_ending(struct str s, struct arena *a)
{
	size_t at = str_find(s, STR("@")), dot, i;
	struct str d = str_from(s, at + 1), known;

	if (at == (size_t)-1 || str_find(d, STR(".")) != (size_t)-1)
		return s;
	for (i = 0; i < 5; i++) {
		known = str_of(webmails[i].domain);
		dot = str_find(known, STR("."));
		if (str_ieq(d, str_to(known, dot)) || (str_ieq(str_to(d, dot),
		    str_to(known, dot)) && str_ieq(str_from(d, dot),
		    str_from(known, dot + 1))))
			return arena_printf(a, "%.*s%.*s", (int)at + 1, s.p,
			    STR_ARG(known));
	}
	return s;
}

struct str
email_mend(struct str s, struct arena *a)
{
	struct str bare = in_ascii(utf8_trim(s), a), near;
	struct email m;

	email_unwrap(bare, EMAIL_COMMENT | EMAIL_NAME, a, &bare, NULL);
	bare = drop_disguise(drop_ends(drop_link(drop_ends(bare))), a);
	bare = add_ending(mend_domain(bare, a), a);
	if (email_parse(bare, 0, a, &m, NULL) == -1 &&
	    email_parse(only_one(bare), 0, a, &m, NULL) == -1)
		return STR_NONE;
	near = email_suggest(&m, a);
	return near.p != NULL ? near : m.text;
}

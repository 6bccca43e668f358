/*
 * email_unwrap: what RFC 5322 allows around a mailbox; see email.h.
 *
 *	mailbox      = name-addr / addr-spec			(3.4)
 *	name-addr    = [phrase] [CFWS] "<" addr-spec ">" [CFWS]
 *	CFWS         = comments, which nest, and white space	(3.2.2)
 *
 * CFWS may stand before and after the local part and the domain, not within
 * them; white space within a quoted string is its own.
 */
#include "base/utf8.h"
#include "text/email.h"

enum { COMMENT_DEPTH = 16 };

/* The byte after the comment that begins at ${i}, or 0 if it does not end. */
static size_t
comment_end(struct str s, size_t i)
{
	int depth = 0;

	for (; i < s.len; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '(' && ++depth > COMMENT_DEPTH)
			return 0;
		else if (s.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* The byte after comments and white space at ${i}. */
static size_t
skip_cfws(struct str s, size_t i)
{
	size_t end;

	while (i < s.len) {
		if (ascii_space(s.p[i]))
			i++;
		else if (s.p[i] == '(' && (end = comment_end(s, i)) > 0)
			i = end;
		else
			break;
	}
	return i;
}

/* The byte after the quoted string or domain literal that begins at ${i}. */
static size_t
skip_closed(struct str s, size_t i)
{
	char close = s.p[i] == '"' ? '"' : ']';

	for (i++; i < s.len && s.p[i] != close; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.len ? i + 1 : s.len;
}

/* What ${stop} (one of its bytes) or CFWS ends, from ${i} on. */
static size_t
word_end(struct str s, size_t i, const char *stop)
{
	while (i < s.len && !ascii_space(s.p[i]) && s.p[i] != '(' &&
	    (s.p[i] == '\0' || strchr(stop, s.p[i]) == NULL))
		i = s.p[i] == '"' || s.p[i] == '[' ? skip_closed(s, i) : i + 1;
	return i < s.len ? i : s.len;
}

/* local CFWS "@" CFWS domain CFWS; or ${s} as it is, to be judged. */
static struct str
drop_cfws(struct str s, struct arena *a)
{
	size_t from = skip_cfws(s, 0), at, end, domain, last;

	end = word_end(s, from, "@");
	at = skip_cfws(s, end);
	if (at >= s.len || s.p[at] != '@')
		return s;
	domain = skip_cfws(s, at + 1);
	last = word_end(s, domain, "");
	if (skip_cfws(s, last) != s.len)
		return s;
	return arena_printf(a, "%.*s@%.*s", (int)(end - from), s.p + from,
	    (int)(last - domain), s.p + domain);
}

/* Where the "<" of a display name's address stands, or s.len. */
static size_t
find_angle(struct str s)
{
	size_t i = 0;

	while (i < s.len && s.p[i] != '<') {
		if (s.p[i] == '@' || s.p[i] == ',' || s.p[i] == ';')
			return s.len;
		if (s.p[i] == '"')
			i = skip_closed(s, i);
		else if (s.p[i] == '(' && comment_end(s, i) > 0)
			i = comment_end(s, i);
		else
			i++;
	}
	return i;
}

int
email_unwrap(struct str s, unsigned accept, struct arena *a,
    struct str *out, struct err *e)
{
	size_t angle, end;

	*out = s;
	if ((accept & EMAIL_NAME) != 0 && (angle = find_angle(s)) < s.len) {
		end = word_end(s, angle, ">");
		while (end < s.len && s.p[end] != '>')
			end = word_end(s, skip_cfws(s, end) > end ?
			    skip_cfws(s, end) : end + 1, ">");
		if (end >= s.len || skip_cfws(s, end + 1) != s.len)
			return err_set(e, ERR_INPUT, "email.syntax",
			    "the address after the name is not closed by a "
			    "'>'");
		*out = str_trim((struct str){ s.p + angle + 1,
		    end - angle - 1 });
	}
	if ((accept & EMAIL_COMMENT) != 0)
		*out = drop_cfws(*out, a);
	return 0;
}

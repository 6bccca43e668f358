/*
 * redact_separator: what parts two groups of a number.
 *
 * Pasting brings no-break spaces, dashes of other lengths and characters that
 * nobody sees; people put blanks around a dash.  A card's four groups may be
 * parted by anything that is not a comma, which parts numbers of a list.
 */
#include "base/utf8.h"
#include "text/redact_parts.h"

enum { CHARACTERS_MAX = 4 };	/* of one separator */

/* ' ' for what is blank or unseen, '-' for a dash, '.', '/', or 0. */
static char
kind_of(uint32_t c)
{
	switch (c) {
	case ' ': case '\t': case 0xa0: case 0xad: case 0x202f: case 0x205f:
	case 0x2060: case 0x3000: case 0xfeff:
		return ' ';
	case '-': case 0x2212: case 0xfe63: case 0xff0d:
		return '-';
	case '.':
		return '.';
	case '/': case '_': case '~': case '+': case '\n': case '\r':
		return '/';
	default:
		return c >= 0x2000 && c <= 0x200d ? ' ' :
		    c >= 0x2010 && c <= 0x2015 ? '-' : '\0';
	}
}

static bool
may_begin(unsigned char c)
{
	return c == ' ' || (c >= '+' && c <= '/' && c != ',') || c == '_' ||
	    c == '~' || (c >= '\t' && c <= '\r') || c == 0xc2 ||
	    (c & 0xf0) == 0xe0;
}

size_t
separator_read(struct str s, size_t i, char *kind)
{
	size_t at = i, next, n;
	char k;

	*kind = ' ';
	if (i >= s.len || !may_begin((unsigned char)s.p[i]))
		return 0;
	for (n = 0; at < s.len && n < CHARACTERS_MAX; n++) {
		next = at;
		k = kind_of(utf8_next(s, &next));
		/* One sign, but CR and LF. */
		if (k == '\0' || (k != ' ' && *kind != ' ' &&
		    !(k == '/' && *kind == '/')))
			break;
		if (k != ' ')
			*kind = k;
		at = next;
	}
	/* "1. 2. 3." counts something. */
	return *kind == '.' && at - i > 1 ? 0 : at - i;
}

size_t
separator_at(struct str s, size_t i)
{
	char kind;
	size_t n = separator_read(s, i, &kind);

	return kind != '/' ? n : 0;
}

/*
 * redact_digits: text with the digits of other scripts as ASCII has them.
 *
 * A card number typed on a Japanese or Arabic keyboard is one as well.
 */
#include "base/utf8.h"
#include "text/redact_parts.h"

/* The ASCII character that ${c} stands for in a number, or 0. */
static char
plain(uint32_t c)
{
	int v;

	if (c < 0x80)
		return 0;
	if (c == 0xff0d)
		return '-';
	if (c == 0x3000)
		return ' ';
	if (c >= 0xff21 && c <= 0xff5a)
		return (char)(c - 0xff21 + 'A');
	v = utf8_digit(c);
	return v >= 0 ? (char)('0' + v) : '\0';
}

/* Bytes that such a digit begins with; one look at each byte of a text. */
static bool
may_hold(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		switch ((unsigned char)s.p[i]) {
		case 0xd9:
		case 0xdb:
		case 0xdf:
		case 0xe0:
		case 0xe1:
		case 0xea:
		case 0xef:
		case 0xf0:
			return true;
		}
	return false;
}

bool
digits_plain(struct str s, struct arena *a, struct str *out, size_t **at)
{
	size_t i = 0, n = 0, start;
	bool changed = false;
	char *p, c;

	if (!may_hold(s))
		return false;
	p = arena_alloc(a, s.len + 1);
	*at = arena_array(a, s.len + 1, sizeof(**at));
	while (i < s.len) {
		start = i;
		if ((c = plain(utf8_next(s, &i))) != 0) {
			changed = true;
			(*at)[n] = start;
			p[n++] = c;
			continue;
		}
		for (; start < i; start++) {
			(*at)[n] = start;
			p[n++] = s.p[start];
		}
	}
	(*at)[n] = s.len;
	*out = (struct str){ p, n };
	return changed;
}

/*
 * dead_plain: JSON text without the escapes that it does not need.
 *
 * A line that is no JSON text is redacted as text, and an escape hides a
 * secret from that: 4111\u00a01111\u00a01111\u00a01111.  With the character
 * itself the line means the same, should it be replayed.
 */
#include "base/utf8.h"
#include "record/dead.h"

/* The value of the four digits at byte ${i}, or -1. */
static int32_t
hex4(struct str s, size_t i)
{
	int32_t v = 0;
	size_t k;
	char c;

	if (s.len < i + 4)
		return -1;
	for (k = i; k < i + 4; k++) {
		c = ascii_lower(s.p[k]);
		if (ascii_digit(c))
			v = v * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return v;
}

/* The character of the escape "\uXXXX" at byte ${i}, and its length; or -1. */
static int32_t
escaped(struct str s, size_t i, size_t *len)
{
	int32_t c, low;

	c = i + 1 < s.len && s.p[i + 1] == 'u' ? hex4(s, i + 2) : -1;
	*len = 6;
	if (c < 0xd800 || c > 0xdfff)
		return c;
	low = c < 0xdc00 && i + 7 < s.len && s.p[i + 6] == '\\' &&
	    s.p[i + 7] == 'u' ? hex4(s, i + 8) : -1;
	*len = 12;
	return low >= 0xdc00 && low <= 0xdfff ?
	    0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : -1;
}

static bool
is_json(struct str s)
{
	s = str_trim(s);
	return s.len > 0 && (s.p[0] == '{' || s.p[0] == '[');
}

struct str
dead_plain(struct str line, struct arena *a)
{
	size_t i = 0, n = 0, len;
	char *out;
	int32_t c;

	if (!is_json(line) || str_find(line, STR("\\")) == (size_t)-1)
		return line;
	out = arena_alloc(a, line.len + 1);
	while (i < line.len) {
		if (line.p[i] != '\\') {
			out[n++] = line.p[i++];
			continue;
		}
		c = escaped(line, i, &len);
		if (c == -1 && i + 1 < line.len && line.p[i + 1] == '/') {
			c = '/';
			len = 2;
		}
		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f) {
			n += utf8_put((uint32_t)c, out + n);
			i += len;
			continue;
		}
		/* Both bytes, or the second would begin an escape. */
		out[n++] = line.p[i++];
		if (i < line.len)
			out[n++] = line.p[i++];
	}
	return (struct str){ out, n };
}

/* space: see space.h.  Source: Unicode's White_Space and Cf, Cc, Cn. */
#include "text/space.h"

#include "base/utf8.h"

bool
text_space(uint32_t c)
{
	if (c < 0x80)
		return ascii_space((char)c);
	return c == 0x85 || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

bool
text_unseen(uint32_t c)
{
	if (c < 0xa0)
		return c < 0x20 || (c >= 0x7f && c < 0xa0);
	return c == 0xad || c == 0x61c || c == 0x180e ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    (c >= 0xfff9 && c <= 0xfffd) || (c & 0xfffe) == 0xfffe ||
	    (c >= 0xe0000 && c <= 0xe007f);
}

static bool
edge(uint32_t c)
{
	return text_space(c) || text_unseen(c);
}

struct str
text_trim(struct str s)
{
	size_t i, start = 0, end = 0;
	bool seen = false;

	if (s.len == 0)
		return s;
	for (i = 0; i < s.len;) {
		size_t at = i;

		if (edge(utf8_next(s, &i)))
			continue;
		if (!seen)
			start = at;
		seen = true;
		end = i;
	}
	return (struct str){ s.p + start, seen ? end - start : 0 };
}

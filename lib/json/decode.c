#include "json/decode.h"

#include "base/utf8.h"

static uint32_t
hex4(const char *p)
{
	uint32_t u = 0;
	int n;

	for (n = 0; n < 4; n++)
		u = u << 4 | (uint32_t)(p[n] <= '9' ? p[n] - '0' :
		    (p[n] | 0x20) - 'a' + 10);
	return u;
}

/* \uXXXX at ${i}, which moves past it and past its second half. */
static size_t
unicode(struct str raw, size_t *i, char *out, unsigned *mends)
{
	uint32_t u = hex4(raw.p + *i + 2), low;

	*i += 6;
	if (u < 0xd800 || u > 0xdfff)
		return utf8_put(u, out);
	if (u < 0xdc00 && *i + 6 <= raw.len && raw.p[*i] == '\\' &&
	    raw.p[*i + 1] == 'u') {
		low = hex4(raw.p + *i + 2);
		if (low >= 0xdc00 && low <= 0xdfff) {
			*i += 6;
			return utf8_put(0x10000 + ((u - 0xd800) << 10) +
			    (low - 0xdc00), out);
		}
	}
	*mends |= 1u << JSON_SURROGATE;
	return utf8_put(0xfffd, out);
}

static char
simple(char c)
{
	switch (c) {
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return c;
	}
}

static struct str
unescape(struct str raw, struct arena *a, unsigned *mends)
{
	char *out = arena_alloc(a, raw.len + 1);	/* it only shrinks */
	const char *slash;
	size_t i = 0, o = 0, run;

	while (i < raw.len) {
		slash = memchr(raw.p + i, '\\', raw.len - i);
		run = slash != NULL ? (size_t)(slash - raw.p) - i :
		    raw.len - i;
		memcpy(out + o, raw.p + i, run);
		o += run;
		i += run;
		if (slash == NULL)
			break;
		if (slash[1] == 'u')
			o += unicode(raw, &i, out + o, mends);
		else {
			out[o++] = simple(slash[1]);
			i += 2;
		}
	}
	out[o] = '\0';
	return (struct str){ out, o };
}

struct str
json_decode(struct str raw, struct arena *a, unsigned *mends)
{
	struct str s = raw;
	size_t bad;

	if (raw.len > 0 && memchr(raw.p, '\\', raw.len) != NULL)
		s = unescape(raw, a, mends);
	if (utf8_valid(s))
		return s;
	*mends |= 1u << JSON_UTF8;
	return utf8_repair(s, a, &bad);
}

#include "json/skip.h"

#include "base/utf8.h"

const char *
json_plain_portable(const char *p, const char *end)
{
	for (; p < end; p++)
		if ((signed char)*p < 0x20 || *p == '"' || *p == '\\')
			break;
	return p;
}

/* Four hexadecimal digits at ${p}, or -1. */
static int
hex4(const char *p, const char *end)
{
	int u = 0, n, c;

	if (end - p < 4)
		return -1;
	for (n = 0; n < 4; n++) {
		c = p[n] | 0x20;
		if (ascii_digit(p[n]))
			c -= '0' | 0x20;
		else if (c >= 'a' && c <= 'f')
			c -= 'a' - 10;
		else
			return -1;
		u = u << 4 | c;
	}
	return u;
}

/* At a backslash; NULL too for half a surrogate pair. */
static const char *
skip_escape(const char *p, const char *end)
{
	int u;

	if (end - p < 2)
		return NULL;
	switch (p[1]) {
	case '"': case '\\': case '/': case 'b': case 'f': case 'n':
	case 'r': case 't':
		return p + 2;
	case 'u':
		break;
	default:
		return NULL;
	}
	u = hex4(p + 2, end);
	if (u == -1 || (u & 0xfc00) == 0xdc00)
		return NULL;
	if ((u & 0xfc00) != 0xd800)
		return p + 6;
	if (end - p < 12 || p[6] != '\\' || p[7] != 'u' ||
	    (hex4(p + 8, end) & ~0x3ff) != 0xdc00)
		return NULL;
	return p + 12;
}

/* At a byte that is not ASCII: step over all that follow, too. */
static const char *
skip_utf8(const char *p, const char *end)
{
	struct str s = { p, (size_t)(end - p) };
	size_t i = 0, n;

	while (i < s.len && (signed char)s.p[i] < 0) {
		if ((n = utf8_valid_at(s, i)) == 0)
			return NULL;
		i += n;
	}
	return p + i;
}

/* From a byte in a string that is not plain; ${start} is its first. */
static const char *
skip_rest(const struct skip *s, const char *start, const char *p)
{
	for (; p < s->end && *p != '"'; p = json_plain(p, s->end)) {
		if (*p == '\\')
			p = skip_escape(p, s->end);
		else if ((signed char)*p < 0)
			p = skip_utf8(p, s->end);
		else
			return NULL;
		if (p == NULL)
			return NULL;
	}
	if (p == s->end || (size_t)(p - start) > s->limits->string)
		return NULL;
	return p + 1;
}

static inline const char *
skip_string(const struct skip *s, const char *start)
{
	const char *p = json_plain(start, s->end);

	if (p < s->end && *p == '"' &&
	    (size_t)(p - start) <= s->limits->string)
		return p + 1;
	return skip_rest(s, start, p);
}

const char *
json_skip_string(const struct skip *s, const char *p)
{
	return skip_string(s, p);
}

/* One digit or more. */
static const char *
skip_digits(const char *p)
{
	if (!ascii_digit(*p))
		return NULL;
	while (ascii_digit(*p))
		p++;
	return p;
}

static const char *
skip_number(const struct skip *s, const char *p)
{
	const char *start = p;

	if (*p == '-')
		p++;
	if (*p == '0')
		p++;
	else if ((p = skip_digits(p)) == NULL)
		return NULL;
	if (*p == '.' && (p = skip_digits(p + 1)) == NULL)
		return NULL;
	if (*p == 'e' || *p == 'E') {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		if ((p = skip_digits(p)) == NULL)
			return NULL;
	}
	return (size_t)(p - start) <= s->limits->number ? p : NULL;
}

static const char *
skip_word(const char *p, const char *word)
{
	for (; *word != '\0'; p++, word++)
		if (*p != *word)
			return NULL;
	return p;
}

static const char *
skip_scalar(const struct skip *s, const char *p)
{
	switch (*p) {
	case 't':
		return skip_word(p, "true");
	case 'f':
		return skip_word(p, "false");
	case 'n':
		return skip_word(p, "null");
	default:
		return skip_number(s, p);
	}
}

/*
 * Flat and in one piece because most of a line passes through here: from
 * value to value, with the kinds of the open containers on a stack.
 */
const char *
json_skip(struct skip *s, const char *p)
{
	const char *const base = s->closers + s->depth;
	const char *const most = s->closers + s->limits->depth;
	char *closer = s->closers + s->depth;	/* above the innermost */

value:
	s->values++;
	if (*p == '{') {
		if (closer == most)
			return NULL;
		*closer++ = '}';
		p = json_skip_space(p + 1);
		if (*p == '}')
			goto close;
		goto key;
	}
	if (*p == '[') {
		if (closer == most)
			return NULL;
		*closer++ = ']';
		p = json_skip_space(p + 1);
		if (*p == ']')
			goto close;
		goto value;
	}
	p = *p == '"' ? skip_string(s, p + 1) : skip_scalar(s, p);
	if (p == NULL)
		return NULL;
after:
	if (closer == base)
		return p;
	if (p == s->end)
		return NULL;
	p = json_skip_space(p);
	if (*p == ',') {
		p = json_skip_space(p + 1);
		if (closer[-1] == ']')
			goto value;
		goto key;
	}
	if (*p != closer[-1])
		return NULL;
close:
	closer--;
	p++;
	goto after;
key:
	if (*p != '"' || (p = skip_string(s, p + 1)) == NULL)
		return NULL;
	p = json_skip_space(p);
	if (*p != ':')
		return NULL;
	p = json_skip_space(p + 1);
	goto value;
}

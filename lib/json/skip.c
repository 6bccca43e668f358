#include "json/skip.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/utf8.h"

const char *
json_plain_portable(const char *p, const char *end)
{
	for (; p < end; p++)
		if ((signed char)*p < 0x20 || *p == '"' || *p == '\\')
			break;
	return p;
}

/* As a signed byte what is not ASCII is less than a space, too. */
static inline const char *
plain(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'),
	    space = _mm_set1_epi8(0x20);
	__m128i v;
	int hit;

	for (; end - p >= 16; p += 16) {
		v = _mm_loadu_si128((const __m128i *)(const void *)p);
		hit = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(
		    _mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
		    _mm_cmplt_epi8(v, space)));
		if (hit != 0)
			return p + __builtin_ctz((unsigned)hit);
	}
#endif
	return json_plain_portable(p, end);
}

const char *
json_plain(const char *p, const char *end)
{
	return plain(p, end);
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

static inline const char *
skip_string(struct skip *s, const char *p)
{
	const char *start = p;

	while ((p = plain(p, s->end)) < s->end && *p != '"') {
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

const char *
json_skip_string(struct skip *s, const char *p)
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
skip_number(struct skip *s, const char *p)
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
skip_scalar(struct skip *s, const char *p)
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

/* "KEY": up to its value. */
static inline const char *
skip_key(struct skip *s, const char *p)
{
	if (*p != '"' || (p = skip_string(s, p + 1)) == NULL)
		return NULL;
	p = json_skip_space(p);
	return *p == ':' ? json_skip_space(p + 1) : NULL;
}

/*
 * What follows a value: up to the next value inside, or, with the depth back
 * at ${base}, behind the last bracket.
 */
static inline const char *
skip_after(struct skip *s, const char *p, size_t base)
{
	char closer;

	for (; s->depth > base; s->depth--) {
		if (p == s->end)
			return NULL;
		p = json_skip_space(p);
		closer = s->closers[s->depth - 1];
		if (*p == ',') {
			p = json_skip_space(p + 1);
			return closer == '}' ? skip_key(s, p) : p;
		}
		if (*p++ != closer)
			return NULL;
	}
	return p;
}

/* At a bracket.  An empty container is closed again at once. */
static inline const char *
skip_open(struct skip *s, const char *p, bool *empty)
{
	char closer = *p == '{' ? '}' : ']';

	if (s->depth == s->limits->depth)
		return NULL;
	p = json_skip_space(p + 1);
	*empty = *p == closer;
	if (*empty)
		return p + 1;
	s->closers[s->depth++] = closer;
	return closer == '}' ? skip_key(s, p) : p;
}

const char *
json_skip(struct skip *s, const char *p)
{
	size_t base = s->depth;
	bool done;

	do {
		s->values++;
		done = true;
		if (*p == '"')
			p = skip_string(s, p + 1);
		else if (*p == '{' || *p == '[')
			p = skip_open(s, p, &done);
		else
			p = skip_scalar(s, p);
		if (p != NULL && done)
			p = skip_after(s, p, base);
	} while (p != NULL && s->depth > base);
	return p;
}

/*
 * skip: step over a value that nobody reads, as strictly as a parser would,
 * at the speed of memory scans.
 *
 * It is sure or it says so: NULL means "not certainly clean", never what is
 * wrong.  Clean is JSON by RFC 8259 within the limits, in valid UTF-8,
 * without half surrogate pairs.
 */
#ifndef JSON_SKIP_H
#define JSON_SKIP_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "json/json.h"

/*
 * The text must end with '}' or ']', which belongs to a container that is
 * open when a function here is called: so only strings have to look out for
 * the end.
 */
struct skip {
	const char	*end;		/* one past that last byte */
	const struct json_limits *limits;
	size_t		 depth;		/* open containers */
	size_t		 values;	/* counts up */
	char		*closers;	/* by depth: '}' or ']' */
};

/* json_skip(s, p): from the first byte of a value to the one after it. */
const char	*json_skip(struct skip *s, const char *p);

/* json_skip_string(s, p): the same from the byte after an opening quote. */
const char	*json_skip_string(const struct skip *s, const char *p);

/* The first byte at or after ${p} that is no white space. */
static inline const char *
json_skip_space(const char *p)
{
	if ((unsigned char)*p > ' ')	/* as a rule there is none */
		return p;
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	return p;
}

/*
 * The first byte in ${p} to ${end} that is not plain inside a string: quote,
 * backslash, control or not ASCII.  json_plain is as fast as the processor
 * allows, json_plain_portable is what it must agree with.
 */
const char	*json_plain_portable(const char *p, const char *end);

/* As a signed byte what is not ASCII is less than a space, too. */
static inline const char *
json_plain(const char *p, const char *end)
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

#endif

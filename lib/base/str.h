/*
 * str: a borrowed stretch of bytes.
 *
 * A struct str is passed by value, owns nothing, promises no NUL after it
 * and may hold any byte, NUL included.  Lengths are bytes.  {NULL, 0} means
 * "none"; an empty string has a non-NULL pointer.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char	*p;
	size_t		 len;
};

#define STR(literal)	((struct str){ (literal), sizeof(literal) - 1 })
#define STR_NONE	((struct str){ NULL, 0 })
/* For printf's "%.*s". */
#define STR_ARG(s)	(int)(s).len, ((s).p != NULL ? (s).p : "")

/* str_of(z): the NUL-terminated string ${z}, or none if it is NULL. */
static inline struct str
str_of(const char *z)
{
	return (struct str){ z, z != NULL ? strlen(z) : 0 };
}

/* Are the first eight, or four, bytes the same? */
static inline bool
same_eight(const char *a, const char *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x == y;
}

static inline bool
same_four(const char *a, const char *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x == y;
}

/*
 * str_eq(a, b): the same bytes?  Two strings of length 0 are equal.  Keys
 * are short: two words that overlap have all of one.
 */
static inline bool
str_eq(struct str a, struct str b)
{
	size_t n = a.len;

	if (n != b.len)
		return false;
	if (n > 16)
		return a.p[0] == b.p[0] && memcmp(a.p, b.p, n) == 0;
	if (n >= 8)
		return same_eight(a.p, b.p) &&
		    same_eight(a.p + n - 8, b.p + n - 8);
	if (n >= 4)
		return same_four(a.p, b.p) &&
		    same_four(a.p + n - 4, b.p + n - 4);
	return n == 0 || (a.p[0] == b.p[0] && a.p[n / 2] == b.p[n / 2] &&
	    a.p[n - 1] == b.p[n - 1]);
}

/* str_from(s, i), str_to(s, i): ${s} without, or of, its first ${i} bytes. */
static inline struct str
str_from(struct str s, size_t i)
{
	return i >= s.len ? (struct str){ s.p != NULL ? s.p + s.len : NULL, 0 } :
	    (struct str){ s.p + i, s.len - i };
}

static inline struct str
str_to(struct str s, size_t i)
{
	return i < s.len ? (struct str){ s.p, i } : s;
}

/* ASCII only, whatever the locale says. */
static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline char
ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline bool
ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool
ascii_alpha(char c)
{
	c = ascii_lower(c);
	return c >= 'a' && c <= 'z';
}

/* str_cmp(a, b): order by bytes, like memcmp. */
int		str_cmp(struct str a, struct str b);

/* str_ieq(a, b): equal but for the case of ASCII letters? */
bool		str_ieq(struct str a, struct str b);

/* str_is_name(s): is it one name of an expression: letters, "_", digits? */
bool		str_is_name(struct str s);

/* str_in(s, list): is it one of these, of which NULL is the last? */
bool		str_in(struct str s, const char *const *list);

/* str_starts(s, prefix), str_ends(s, suffix). */
bool		str_starts(struct str s, struct str prefix);
bool		str_ends(struct str s, struct str suffix);

/* str_find(s, needle): offset of its first occurrence, or (size_t)-1. */
size_t		str_find(struct str s, struct str needle);

/* str_trim(s): without ASCII white space at both ends. */
struct str	str_trim(struct str s);

/*
 * str_hash(s): a fast 64-bit hash for tables in memory.  It changes between
 * versions and resists no attacker: bound what you put into a table.
 */
uint64_t	str_hash(struct str s);

/*
 * str_distance(a, b): edits (insert, delete, replace, swap of neighbours)
 * that turn ${a} into ${b}, for "did you mean"; strings over 64 bytes count
 * as far apart (SIZE_MAX).
 */
size_t		str_distance(struct str a, struct str b);

#endif

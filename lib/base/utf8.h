/* utf8: Unicode text as RFC 3629 has it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * utf8_valid_at(s, i): length (1 to 4) of the well-formed character at byte
 * ${i}, or 0 if there is none (overlong, surrogate, above U+10FFFF, cut off).
 */
size_t		utf8_valid_at(struct str s, size_t i);

/* utf8_valid(s): is all of ${s} well-formed? */
bool		utf8_valid(struct str s);

/*
 * utf8_next(s, &i): the code point at byte ${i}, which moves past it; an
 * ill-formed byte reads as U+FFFD and moves by one.  ${i} < s.len.
 */
uint32_t	utf8_next(struct str s, size_t *i);

/* utf8_put(c, out): encode ${c} and return its length; U+FFFD if no char. */
size_t		utf8_put(uint32_t c, char out[4]);

/* utf8_length(s): number of code points, ill-formed bytes one each. */
size_t		utf8_length(struct str s);

/* utf8_offset(s, n): byte offset of code point ${n}, s.len if beyond. */
size_t		utf8_offset(struct str s, size_t n);

/*
 * utf8_repair(s, a, &bad): ${s} itself if well-formed, else a copy in ${a}
 * with U+FFFD for each maximal ill-formed part; ${bad} counts them.
 */
struct str	utf8_repair(struct str s, struct arena *a, size_t *bad);

/*
 * Classes of characters.  utf8_lower(c): lower case of the alphabets that
 * have it in regular rows (Latin with its first two extensions, Greek,
 * Cyrillic, Armenian), in as many bytes; any other ${c} as it is.
 */
uint32_t	utf8_lower(uint32_t c);

/* utf8_space(c): Unicode's White_Space. */
bool		utf8_space(uint32_t c);

/*
 * utf8_unseen(c): a control, zero-width or direction mark, a byte order mark,
 * one of Hangul's fillers or a non-character: what pasting leaves behind and spoofing uses?
 */
bool		utf8_unseen(uint32_t c);

/*
 * utf8_digit(c): the value of a decimal digit of any script that numbers are
 * written in, or -1.
 */
int		utf8_digit(uint32_t c);

/* utf8_trim(s): without white space and unseen marks at both ends. */
struct str	utf8_trim(struct str s);

#endif

/* decode: what stands between the quotes, to text. */
#ifndef JSON_DECODE_H
#define JSON_DECODE_H

#include "json/json.h"

/*
 * json_decode(raw, a, mends): the text that ${raw} (its escapes known to be
 * well formed) stands for: ${raw} itself where nothing has to change, else
 * in ${a}.  Lone surrogates and invalid UTF-8 become U+FFFD, and bit
 * 1 << JSON_SURROGATE or 1 << JSON_UTF8 is set in ${mends}.
 * Source: RFC 8259, section 7.
 */
struct str	json_decode(struct str raw, struct arena *a, unsigned *mends);

#endif

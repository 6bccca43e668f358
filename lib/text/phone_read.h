/* phone_read: a number as it is written, before anybody asks whose it is. */
#ifndef TEXT_PHONE_READ_H
#define TEXT_PHONE_READ_H

#include "base/err.h"
#include "base/str.h"

enum { DIGITS_MAX = 32, EXT_MAX = 12 };

/* What was written, separators gone. */
struct dialled {
	char	digits[DIGITS_MAX];
	size_t	n;
	bool	plus;		/* begins with "+" */
	size_t	zero;		/* where a "(0)" stood, plus 1 */
	char	ext[EXT_MAX];
	size_t	ext_len;
};

/*
 * phone_read(s, d, e): 0, or -1 with "phone.letters", "phone.syntax" or
 * "phone.too_long" (of the extension).  ${d}->n is set in any case; no
 * digits are no error.
 */
int	phone_read(struct str s, struct dialled *d, struct err *e);

/*
 * phone_word(s, words): the length of the first of ${words} (in lower case,
 * NULL ends) that ${s} begins with, in any case; or 0.
 */
size_t	phone_word(struct str s, const char *const *words);

#endif

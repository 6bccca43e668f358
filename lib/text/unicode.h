/*
 * unicode: what needs the tables of the Unicode standard: the one facade of
 * libunistring and libidn2.  Input is UTF-8; what is ill-formed comes back
 * as it is.  All of it opens no file and keeps no state.
 *
 * Source: UAX 15 (normalisation), UAX 29 (grapheme clusters), UTS 51
 * (emoji), UTS 46 and RFC 5890-5893 (domain names).
 */
#ifndef TEXT_UNICODE_H
#define TEXT_UNICODE_H

#include "base/arena.h"
#include "base/err.h"

/* unicode_nfc(s, a): composed; ${s} itself if it is so already. */
struct str	unicode_nfc(struct str s, struct arena *a);

/*
 * unicode_key(s, a): for comparison without regard to case: full case
 * folding (ß is ss), compatibility forms made one, composed.
 * unicode_plain: and without accents, so that "Espana" finds "España";
 * unicode_plain_key: the same of what is a key already.
 */
struct str	unicode_key(struct str s, struct arena *a);
struct str	unicode_plain(struct str s, struct arena *a);
struct str	unicode_plain_key(struct str key, struct arena *a);

/* unicode_clusters(s, a): how many characters a reader counts. */
size_t		unicode_clusters(struct str s, struct arena *a);

/* unicode_letter(c): a letter of any script?  unicode_mark: a combining one? */
bool		unicode_letter(uint32_t c);
bool		unicode_mark(uint32_t c);

/*
 * unicode_emoji(c): shown as a picture?  Digits and signs that are so only
 * with a selector behind them are not.
 */
bool		unicode_emoji(uint32_t c);

/*
 * unicode_domain(d, a, ascii, shown, e): the domain ${d} as the DNS has it
 * (A-labels, lower case) and as people read it (U-labels).  0, or -1 with
 * ${e} "email.idn".
 */
int		unicode_domain(struct str d, struct arena *a,
		    struct str *ascii, struct str *shown, struct err *e);

#endif

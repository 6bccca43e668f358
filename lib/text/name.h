/*
 * name: what people are called, in any script.  Nothing here knows what a
 * name "looks like": one letter is a name, and so are Null, 'Ōlelo, O'Brien
 * and မြင့်; only what cannot be part of any is taken off or told.
 */
#ifndef TEXT_NAME_H
#define TEXT_NAME_H

#include "base/arena.h"

/*
 * name_tidy(s, emoji, a): composed (NFC), runs of white space one space,
 * none at the ends; without controls, direction marks and what has no width,
 * but for the joiners that Arabic and Indic scripts are spelled with; and
 * without emoji if not ${emoji}.  ${s} itself if that is what it is.
 */
struct str	name_tidy(struct str s, bool emoji, struct arena *a);

/* name_letters(s): is there one letter at least, of any script? */
bool		name_letters(struct str s);

/* name_emoji(s): is there an emoji in it? */
bool		name_emoji(struct str s);

/*
 * text_no_emoji(s, a): ${s} without emoji, and without the spaces that stood
 * around them; all else, lines too, as it is.
 */
struct str	text_no_emoji(struct str s, struct arena *a);

/*
 * text_mojibake(s, a): what was written, if ${s} is UTF-8 that somebody read
 * as Windows-1252 and encoded again ("MÃ¼ller" for "Müller"), once or several
 * times, or as Windows-1251 ("РђРЅРЅР°" for "Анна"); else none.
 */
struct str	text_mojibake(struct str s, struct arena *a);

#endif

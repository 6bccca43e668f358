/*
 * document: a framer for JSON texts that go over several lines, as people
 * and test fixtures have them, and for long lists.
 *
 * A text ends at the line end at which its brackets are closed, or with its
 * file; unless two lines in a row are texts by themselves, or one at the end of
 * a text that is not closed: then broken lines stand among whole ones, and
 * each is a text.  A list of objects or lists is taken apart: each of its items is a
 * text, as soon as it is complete, so that memory is that of the longest;
 * unless ${whole} says that the list is to stay together.  Of such a list a
 * comma too many or too few is a text of its own, with its fault, and the
 * items around it are none the worse; a list without its end has a broken last
 * text.
 */
#ifndef RECORD_DOCUMENT_H
#define RECORD_DOCUMENT_H

#include "base/buf.h"
#include "record/framer.h"

enum document_list {
	LIST_NONE,	/* the text is none */
	LIST_NEW,	/* its first item is not complete */
	LIST_ITEMS,	/* taken apart */
	LIST_WHOLE
};

/* What came last in a list that is taken apart. */
enum document_last { LAST_BRACKET, LAST_ITEM, LAST_COMMA };

struct document {
	struct framer	framer;
	/* Is a list that begins with the text ${first} one text?  NULL: no. */
	bool		(*whole)(void *arg, struct str first);
	void		*arg;
	size_t		limit;		/* bytes of a text; more is not kept */
	const char	*name;		/* of the file being read */
	struct buf	text;		/* being put together */
	struct where	text_at, first_at, last_at;
	size_t		depth;
	uint8_t		list;		/* enum document_list */
	uint8_t		last;		/* enum document_last */
	size_t		column;		/* bytes of the line that are read */
	bool		in_string, escaped;
	bool		mid;		/* the line's end has not come */
	bool		whole_line;	/* the last one was a text by itself */
	struct buf	ready, ends;	/* complete; struct each of their ends */
	size_t		pos, taken;	/* in both: what was given away */
};

void	document_init(struct document *d, size_t limit);
void	document_free(struct document *d);

/*
 * document_part(d, text, at): as push, of a line whose end has not come.
 */
void	document_part(struct document *d, struct str text, struct where at);

/*
 * document_whole(line): is it a JSON text by itself, by its brackets?  A comma
 * behind it makes it an item.
 */
bool	document_whole(struct str line);

/* document_idle(d): no text is under way. */
bool	document_idle(const struct document *d);

/* document_within(d): a text is under way, more than a list's bracket. */
bool	document_within(const struct document *d);

/*
 * document_starts(text): does a file that begins so hold texts over several
 * lines?  Its first line is no complete JSON text, and the next is none
 * either.
 */
bool	document_starts(struct str text);

/*
 * document_find(text, open): in lines after a file's first, the place of the
 * first one that begins a text which the next line goes on with, or
 * (size_t)-1.  A broken line among whole ones does not.  ${open}: the place
 * of a last line that might, if only the next were known, else -1.
 */
size_t	document_find(struct str text, size_t *open);

/*
 * document_broken(line, rest): is ${line}, which begins a text, broken, since
 * ${rest} behind it does not go on with it?
 */
bool	document_broken(struct str line, struct str rest);

/*
 * document_resumes(line, rest): is ${line} a whole text and the next line of
 * ${rest} another?  Nothing goes on so: a text that is under way is broken.
 */
bool	document_resumes(struct str line, struct str rest);

/*
 * document_waits(d, line, rest): what ${line} is depends on the next line,
 * which ${rest} does not hold.
 */
bool	document_waits(const struct document *d, struct str line,
	    struct str rest);

#define BYTE_ORDER_MARK	STR("\xef\xbb\xbf")

#endif

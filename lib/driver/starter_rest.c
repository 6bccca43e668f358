/* What of a sample no guess has taken, for the reader to choose from. */
#include "driver/starter.h"

#include <inttypes.h>

enum { LISTED = 60 };		/* paths in a comment */

/* A list of which each item is a path of its own. */
static bool
is_told_apart(const struct survey *s, const struct seen *p)
{
	size_t i;

	for (i = 0; i < s->npicks; i++)
		if (str_eq(s->picks[i].list, p->expr) && (s->picks[i].
		    member.len > 0 || s->picks[i].value.len == 0))
			return true;
	return false;
}

static bool
is_listed(const struct starter *s, const struct seen *p)
{
	if (p->used || is_told_apart(s->survey, p))
		return false;
	return str_eq(s->platform, STR("json")) || str_starts(p->expr,
	    STR("slots")) || str_starts(p->expr, STR("person"));
}

static void
put_unused(const struct starter *s, struct buf *b)
{
	const struct seen *p;
	size_t i, n = 0, more = 0;

	for (i = 0; i < s->survey->paths.n; i++) {
		p = survey_at(s->survey, i);
		if (!is_listed(s, p))
			continue;
		if (n == LISTED) {
			more++;
			continue;
		}
		if (n++ == 0)
			buf_adds(b, STR("\n  # What else there is, to take "
			    "or to leave:\n"));
		buf_printf(b, "  #   %.*s  %s, filled in %" PRIu64
		    " of %" PRIu64 "\n", STR_ARG(p->expr), seen_say(p),
		    p->filled, s->survey->lines);
	}
	if (more > 0)
		buf_printf(b, "  #   and %zu more\n", more);
}

/* Of messages, too: a note among them may be the team's alone. */
static void
put_unused_words(const struct starter *s, struct buf *b)
{
	const struct seen *list = s->guess->talk.list, *p;
	size_t i, n = 0;

	for (i = 0; list != NULL && i < list->items->paths.n; i++) {
		p = survey_at(list->items, i);
		if (p->used || p->filled == 0)
			continue;
		if (n++ == 0)
			buf_adds(b, STR("\n  # And in messages:\n"));
		if (n > LISTED)
			break;
		buf_printf(b, "  #   %.*s  %s, filled in %" PRIu64 " of %"
		    PRIu64 "\n", STR_ARG(p->expr), seen_say(p), p->filled,
		    list->nitems);
	}
}

void
starter_rest(const struct starter *s, struct buf *b)
{
	put_unused(s, b);
	put_unused_words(s, b);
}

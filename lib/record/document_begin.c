/*
 * Where texts over several lines begin.  A line that is no whole text may be
 * the beginning of one, or broken: what comes behind it decides, for a broken
 * line must not take the whole ones after it for its end.
 */
#include "record/document.h"

enum { DEPTH_MAX = 64 };	/* brackets of one line that are told apart */

/* The brackets of a line. */
struct brackets {
	char	open[DEPTH_MAX];
	size_t	depth;
	bool	in_string;
	bool	behind;		/* something is behind the last that closed */
};

static void
bracket(struct brackets *b, char c)
{
	if (c == '{' || c == '[') {
		if (b->depth < DEPTH_MAX)
			b->open[b->depth] = c;
		b->depth++;
	} else if (b->depth > 0) {
		b->depth--;
	}
}

static struct brackets
brackets_of(struct str line)
{
	struct brackets b = { .depth = 0 };
	size_t i;

	for (i = 0; i < line.len; i++) {
		char c = line.p[i];

		b.behind |= i > 0 && b.depth == 0 && !b.in_string;
		if (b.in_string && c == '\\')
			i++;
		else if (c == '"')
			b.in_string = !b.in_string;
		else if (!b.in_string && (c == '{' || c == '[' || c == '}' ||
		    c == ']'))
			bracket(&b, c);
	}
	return b;
}

static bool
is_open(char c)
{
	return c == '{' || c == '[';
}

static bool
is_close(char c)
{
	return c == '}' || c == ']';
}

bool
document_whole(struct str line)
{
	struct brackets b;

	if (line.len < 2 || !is_open(line.p[0]) ||
	    !is_close(line.p[line.len - 1]))
		return false;
	b = brackets_of(line);
	return b.depth == 0 && !b.in_string && !b.behind;
}

/* The first line of ${rest} that is not empty; ${rest} is what follows. */
static struct str
take_line(struct str *rest)
{
	struct str line = STR_NONE;
	const char *nl;

	while (rest->len > 0 && line.len == 0) {
		nl = memchr(rest->p, '\n', rest->len);
		line = nl != NULL ? str_to(*rest, (size_t)(nl - rest->p)) :
		    *rest;
		*rest = str_from(*rest, line.len + (nl != NULL));
		line = str_trim(line);
	}
	return line;
}

/* May ${next} be what a text that begins with ${line} goes on with? */
static bool
goes_on(struct str line, struct str next)
{
	struct brackets b = brackets_of(line);
	char last = line.p[line.len - 1], first = next.p[0];

	if (b.depth == 0 || b.depth > DEPTH_MAX || b.in_string)
		return false;
	if (first == ',' || is_close(first))
		return true;
	if (last != ',' && last != ':' && !is_open(last))
		return false;
	if (b.open[b.depth - 1] == '{' && last != ':')
		return first == '"';
	/* The items of a list, else a value; and not another broken line. */
	if (b.open[0] == '[' && b.depth == 1)
		return true;
	return !document_whole(next) &&
	    !(is_open(first) && brackets_of(next).in_string);
}

bool
document_starts(struct str text)
{
	struct str line, next;
	bool list;

	if (str_starts(text, BYTE_ORDER_MARK))
		text = str_from(text, 3);
	line = take_line(&text);
	if (line.len == 0 || !is_open(line.p[0]))
		return false;
	if (line.len == 1)
		return true;
	if (brackets_of(line).depth == 0)
		return false;
	next = take_line(&text);
	list = line.p[0] == '[';
	if (next.len == 0)
		return list;
	if (line.p[line.len - 1] == ',')
		return list || goes_on(line, next);
	return !document_whole(next);
}

size_t
document_find(struct str text, size_t *open)
{
	struct str rest = text, line, behind, next;
	size_t at;

	*open = (size_t)-1;
	while (rest.len > 0) {
		at = (size_t)(rest.p - text.p);
		line = take_line(&rest);
		if (str_starts(line, BYTE_ORDER_MARK))
			line = str_from(line, 3);
		if (line.len == 0 || is_close(line.p[line.len - 1]) ||
		    !is_open(line.p[0]))
			continue;
		behind = rest;
		next = take_line(&behind);
		if (next.len == 0)
			*open = at;
		else if (goes_on(line, next))
			return at;
	}
	return (size_t)-1;
}

bool
document_broken(struct str line, struct str rest)
{
	struct str next = take_line(&rest);
	struct brackets b;

	line = str_trim(line);
	if (next.len == 0 || !str_starts(line, STR("{")))
		return false;
	b = brackets_of(line);
	return (b.depth > 0 || b.in_string) && !goes_on(line, next);
}

bool
document_resumes(struct str line, struct str rest)
{
	return document_whole(str_trim(line)) &&
	    document_whole(take_line(&rest));
}

bool
document_waits(const struct document *d, struct str line, struct str rest)
{
	line = str_trim(line);
	if (take_line(&rest).len > 0)
		return false;
	if (document_within(d))
		return document_whole(line);
	return document_idle(d) && str_starts(line, STR("{")) &&
	    brackets_of(line).depth > 0;
}

#include "sandbox/html.h"

#include "base/html.h"
#include "base/utf8.h"

enum { MAX_OPEN = 16 };

static const char *const kept[] = { "p", "b", "i", "em", "strong", "ul",
    "ol", "li", "br", "div", "blockquote" };
enum { KEPT = sizeof(kept) / sizeof(kept[0]), BR = 8 };

static void
put_char(struct buf *b, char c)
{
	if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
		html_put(b, c);
}

void
html_text(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		put_char(b, s.p[i]);
}

/* A tag that is kept, at s.p[i]: its number, length, and whether it ends. */
static int
tag_at(struct str s, size_t i, size_t *len, bool *ends)
{
	struct str rest = str_from(s, i + 1), name;
	size_t close = str_find(str_to(rest, 16), STR(">"));
	int k;

	if (close == (size_t)-1)
		return -1;
	*len = close + 2;
	*ends = str_starts(rest, STR("/"));
	name = str_from(str_to(rest, close), *ends);
	if (str_ends(name, STR("/")))
		name.len--;
	name = str_trim(name);
	for (k = 0; k < KEPT; k++)
		if (str_ieq(name, str_of(kept[k])))
			return k;
	return -1;
}

/* An entity such as notes have is already escaped. */
static size_t
entity_at(struct str s, size_t i)
{
	size_t n, end = str_find(str_to(str_from(s, i), 10), STR(";"));

	if (end == (size_t)-1 || end < 2)
		return 0;
	for (n = 1; n < end; n++)
		if (!ascii_alpha(s.p[i + n]) && !ascii_digit(s.p[i + n]) &&
		    !(n == 1 && s.p[i + n] == '#'))
			return 0;
	return end + 1;
}

static void
close_to(struct buf *b, int *open, size_t *depth, size_t want)
{
	while (*depth > want)
		buf_printf(b, "</%s>", kept[open[--*depth]]);
}

static void
put_tag(struct buf *b, int tag, bool ends, int *open, size_t *depth)
{
	size_t d;

	if (tag == BR) {
		buf_adds(b, STR("<br>"));
	} else if (!ends) {
		if (*depth == MAX_OPEN)
			return;
		open[(*depth)++] = tag;
		buf_printf(b, "<%s>", kept[tag]);
	} else {
		for (d = *depth; d-- > 0;)
			if (open[d] == tag) {
				close_to(b, open, depth, d);
				return;
			}
	}
}

void
html_rich(struct buf *b, struct str s)
{
	int open[MAX_OPEN], tag;
	size_t i = 0, n, depth = 0;
	bool ends;

	while (i < s.len) {
		if (s.p[i] == '<' && (tag = tag_at(s, i, &n, &ends)) != -1) {
			put_tag(b, tag, ends, open, &depth);
			i += n;
		} else if (s.p[i] == '&' && (n = entity_at(s, i)) > 0) {
			buf_add(b, s.p + i, n);
			i += n;
		} else
			put_char(b, s.p[i++]);
	}
	close_to(b, open, &depth, 0);
}

void
html_plain(struct buf *b, struct str s, size_t max)
{
	size_t i = 0, n, shown = 0;
	bool ends, space = false;

	while (i < s.len && shown < max) {
		if (s.p[i] == '<' && tag_at(s, i, &n, &ends) != -1) {
			space = true;
			i += n;
			continue;
		}
		if (ascii_space(s.p[i])) {
			space = true;
			i++;
			continue;
		}
		if (space && shown > 0)
			buf_addc(b, ' ');
		space = false;
		if (s.p[i] == '&' && (n = entity_at(s, i)) > 0)
			buf_add(b, s.p + i, n);
		else if ((n = utf8_valid_at(s, i)) > 1)
			buf_add(b, s.p + i, n);
		else {
			n = 1;
			put_char(b, s.p[i]);
		}
		i += n;
		shown++;
	}
	if (i < s.len)
		buf_adds(b, STR("…"));
}

#include "record/document.h"

/* Where a text ends in ${ready}, and from where it is. */
struct end {
	size_t		to;
	struct where	at;
	const char	*fault;
};

static struct document *
document_of(struct framer *f)
{
	return (struct document *)(void *)f;
}

static void
put(struct document *d, struct str text, struct where at)
{
	struct end end = { .at = at };

	buf_adds(&d->ready, text);
	end.to = d->ready.len;
	buf_add(&d->ends, &end, sizeof(end));
}

/*
 * What is under way is as complete as it gets.  Line ends become tabs, for a
 * text is to be one line: white space between values, and as wrong as a line
 * end within a string.
 */
static void
finish(struct document *d, size_t skip)
{
	char *p = d->text.p, *end = p + d->text.len;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL)
		*p++ = '\t';
	put(d, str_from(buf_str(&d->text), skip), d->text_at);
	buf_reset(&d->text);
	d->last = LAST_ITEM;
	d->whole_line = false;
}

/* Something is wrong at ${at} between the items of a list. */
static void
complain(struct document *d, struct where at, struct str text,
    const char *fault)
{
	struct end end = { .at = at, .fault = fault };

	buf_adds(&d->ready, text);
	end.to = d->ready.len;
	buf_add(&d->ends, &end, sizeof(end));
}

/* A text is being put together, beyond the bracket of a list. */
static bool
in_text(const struct document *d)
{
	return d->text.len > (d->list == LIST_NEW ? 1u : 0u);
}

static void
keep(struct document *d, struct str s)
{
	if (d->text.len <= d->limit)
		buf_adds(&d->text, s);
}

static void
begin(struct document *d, struct where at)
{
	if (d->list != LIST_NONE && d->last == LAST_ITEM)
		complain(d, at, STR_NONE, "a comma is missing between two "
		    "items of the list");
	at.col = 0;	/* its mistakes have places within it */
	if (d->list == LIST_NEW)
		d->first_at = at;
	else
		d->text_at = at;
}

/* Follow one character of a text. */
static void
follow(struct document *d, char c)
{
	if (d->in_string) {
		if (d->escaped)
			d->escaped = false;
		else if (c == '\\')
			d->escaped = true;
		else if (c == '"')
			d->in_string = false;
	} else if (c == '"')
		d->in_string = true;
	else if (c == '{' || c == '[')
		d->depth++;
	else if ((c == '}' || c == ']') && d->depth > 0)
		d->depth--;
}

/* The first item of a list is complete: what is to become of the list? */
static void
judge(struct document *d)
{
	struct str first = str_from(buf_str(&d->text), 1);

	if (first.p[0] != '{' && first.p[0] != '[')
		d->list = LIST_WHOLE;
	else if (d->whole != NULL && d->whole(d->arg, first))
		d->list = LIST_WHOLE;
	else {
		d->list = LIST_ITEMS;
		d->text_at = d->first_at;
		finish(d, 1);
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
comma(struct document *d, struct where at)
{
	if (d->last != LAST_ITEM)
		complain(d, at, STR(","), d->last == LAST_COMMA ?
		    "an item is missing between two commas of the list" :
		    "an item is missing before the first comma of the list");
	d->last = LAST_COMMA;
}

/* Between the items of a list: is ${c} still none of them? */
static bool
between(struct document *d, char c, struct where at)
{
	if (in_text(d))
		return false;
	if (c == ']') {
		if (d->last == LAST_COMMA)
			complain(d, at, STR(","), "an item is missing behind "
			    "the last comma of the list");
		if (d->list == LIST_NEW) {	/* it is empty */
			keep(d, STR("]"));
			finish(d, 0);
		}
		d->list = LIST_NONE;
		d->depth = 0;
		return true;
	}
	if (c == ',')
		comma(d, at);
	return is_space(c) || c == ',';
}

/* One character of a list's item. */
static void
in_item(struct document *d, char c)
{
	bool ends = d->list != LIST_WHOLE && d->depth == 1 &&
	    !d->in_string && (c == ',' || c == ']');

	if (ends) {			/* it was a scalar */
		if (d->list == LIST_NEW)
			d->list = LIST_WHOLE;
		else {
			finish(d, 0);
			if (c == ']') {
				d->list = LIST_NONE;
				d->depth = 0;
			} else
				d->last = LAST_COMMA;
			return;
		}
	}
	follow(d, c);
	keep(d, (struct str){ &c, 1 });
	if (d->list == LIST_WHOLE) {
		if (d->depth == 0) {
			finish(d, 0);
			d->list = LIST_NONE;
		}
	} else if (d->depth == 1 && !d->in_string && (c == '}' || c == ']')) {
		if (d->list == LIST_NEW)
			judge(d);
		else
			finish(d, 0);
	}
}

/*
 * Characters of ${s} from ${i} on that change nothing; most of them stand
 * within strings.
 */
static size_t
plain(const struct document *d, struct str s, size_t i)
{
	size_t from = i;

	if (d->escaped || d->text.len < 2 ||
	    (d->list != LIST_NONE && d->depth < 2))
		return 0;
	for (; i < s.len; i++) {
		char c = s.p[i];

		if (c == '"' || c == '\\' || (!d->in_string && (c == '{' ||
		    c == '}' || c == '[' || c == ']')))
			break;
	}
	return i - from;
}

/* A text begins right behind one that is complete, as in joined files. */
static bool
is_next(const struct document *d, char c)
{
	return (c == '{' || c == '[') && d->list == LIST_NONE &&
	    d->depth == 0 && !d->in_string && d->text.len > 1 &&
	    (d->text.p[0] == '{' || d->text.p[0] == '[');
}

static void
scan(struct document *d, struct str s, struct where at)
{
	size_t i, n;

	for (i = 0; i < s.len; i++) {
		at.col = d->column + i + 1;
		if ((n = plain(d, s, i)) > 0) {
			keep(d, (struct str){ s.p + i, n });
			i += n - 1;
			continue;
		}
		if (is_next(d, s.p[i]))
			finish(d, 0);
		if (d->list == LIST_NONE && d->text.len == 0) {
			if (is_space(s.p[i]))
				continue;
			begin(d, at);
			if (s.p[i] == '[') {
				d->list = LIST_NEW;
				d->last = LAST_BRACKET;
			}
			follow(d, s.p[i]);
			keep(d, (struct str){ s.p + i, 1 });
		} else if (d->list == LIST_NONE) {
			follow(d, s.p[i]);
			keep(d, (struct str){ s.p + i, 1 });
		} else if (d->list == LIST_WHOLE || !between(d, s.p[i], at)) {
			if (!in_text(d))
				begin(d, at);
			in_item(d, s.p[i]);
		}
	}
}

/*
 * What is under way is no text over several lines, but broken lines among
 * whole ones: each is a text of its own, so that none costs the others.
 */
static void
split(struct document *d)
{
	struct str rest = buf_str(&d->text), line;
	struct where at = d->text_at;
	size_t nl;

	for (; rest.len > 0; at.line++) {
		nl = str_find(rest, STR("\n"));
		line = str_to(rest, nl);
		if (str_trim(line).len > 0)
			put(d, line, at);
		rest = nl < rest.len ? str_from(rest, nl + 1) : STR_NONE;
	}
	buf_reset(&d->text);
	d->depth = 0;
	d->list = LIST_NONE;
	d->in_string = d->escaped = d->whole_line = false;
	d->last = LAST_ITEM;
}

/* A line of what is under way, but the first, is a JSON text by itself. */
static bool
has_whole_line(struct document *d)
{
	struct str rest = buf_str(&d->text);
	size_t nl;

	while ((nl = str_find(rest, STR("\n"))) != (size_t)-1) {
		rest = str_from(rest, nl + 1);
		if (document_whole(str_to(rest, str_find(rest, STR("\n")))))
			return true;
	}
	return false;
}

/* All that is under way was kept. */
static bool
may_split(const struct document *d)
{
	return d->text.len <= d->limit;
}

/* The file is at its end, and what it holds is all there is. */
static void
close_file(struct document *d)
{
	if (d->list == LIST_ITEMS && d->text.len == 0) {
		/* A list without its end must not pass for a whole one. */
		d->text_at = d->last_at;
		keep(d, STR("["));
	}
	if (d->text.len > 0 && d->list == LIST_NONE && may_split(d) &&
	    has_whole_line(d))
		split(d);
	if (d->text.len > 0)
		finish(d, 0);
	d->list = LIST_NONE;
	d->depth = 0;
	d->in_string = d->escaped = d->mid = false;
}

static void
take(struct document *d, struct str text, struct where at)
{
	if (d->name != at.name || (at.line == 1 && !d->mid)) {
		close_file(d);
		d->name = at.name;
	}
	/* Files are joined with the mark that each of them begins with. */
	if (document_idle(d) && !d->mid && str_starts(text, BYTE_ORDER_MARK))
		text = str_from(text, 3);
	d->last_at = at;
	scan(d, text, at);
	d->column += text.len;
}

void
document_part(struct document *d, struct str text, struct where at)
{
	take(d, text, at);
	d->mid = true;
}

/*
 * Two whole texts on lines in a row, without a comma between them, are in no
 * text that goes over them.
 */
static void
look_for_lines(struct document *d, struct str line, bool whole)
{
	bool before = d->whole_line;

	d->whole_line = whole && d->text.len > line.len + 1 &&
	    document_whole(line);
	if (d->whole_line && before && may_split(d))
		split(d);
}

static int
push(struct framer *f, struct str line, struct where at, struct err *e)
{
	struct document *d = document_of(f);
	bool whole = !d->mid;

	(void)e;
	take(d, line, at);
	d->mid = false;
	d->column = 0;
	if (in_text(d))
		keep(d, STR("\n"));
	d->escaped = false;
	if (d->text.len > 0 && d->list == LIST_NONE && d->depth == 0 &&
	    !d->in_string)
		finish(d, 0);
	else
		look_for_lines(d, line, whole);
	return 0;
}

static void
end(struct framer *f)
{
	close_file(document_of(f));
}

static bool
next(struct framer *f, struct framer_group *out)
{
	struct document *d = document_of(f);
	struct end end;

	if (d->taken == d->ends.len) {
		buf_reset(&d->ready);
		buf_reset(&d->ends);
		d->pos = d->taken = 0;
		return false;
	}
	memcpy(&end, d->ends.p + d->taken, sizeof(end));
	*out = (struct framer_group){ str_from(str_to(buf_str(&d->ready),
	    end.to), d->pos), end.at, 1, STR_NONE, end.fault };
	d->taken += sizeof(end);
	d->pos = end.to;
	return true;
}

void
document_init(struct document *d, size_t limit)
{
	*d = (struct document){ .framer = { push, end, next, NULL },
	    .limit = limit };
}

void
document_free(struct document *d)
{
	buf_free(&d->text);
	buf_free(&d->ready);
	buf_free(&d->ends);
}

bool
document_idle(const struct document *d)
{
	return d->text.len == 0 && d->list == LIST_NONE;
}

bool
document_within(const struct document *d)
{
	return in_text(d);
}

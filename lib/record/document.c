#include "record/document.h"

static struct document *
document_of(struct framer *f)
{
	return (struct document *)(void *)f;
}

/*
 * Follow brackets and strings.  A closing bracket without its opening one
 * is left to the parser.
 */
static void
scan(struct document *d, struct str line)
{
	size_t i;

	for (i = 0; i < line.len; i++) {
		char c = line.p[i];

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
}

/* The text is as complete as it gets. */
static void
finish(struct document *d)
{
	struct buf empty = d->done;

	d->done = d->text;
	d->done_at = d->text_at;
	d->text = empty;
	d->depth = 0;
	d->in_string = d->escaped = d->closed = false;
}

static int
push(struct framer *f, struct str line, struct where at, struct err *e)
{
	struct document *d = document_of(f);

	(void)e;
	if (d->text.len > 0 && at.line == 1)
		finish(d);
	if (d->text.len == 0)
		d->text_at = at;
	/*
	 * Line ends become tabs, for a text is to be one line: white space
	 * between values, and as wrong as a line end within a string.
	 */
	if (d->text.len <= d->limit && (buf_adds(&d->text, line) != 0 ||
	    buf_addc(&d->text, '\t') != 0))
		return err_set(e, ERR_LIMIT, "io.memory",
		    "no memory for the text");
	scan(d, line);
	d->closed = d->depth == 0 && !d->in_string;
	return 0;
}

static void
end(struct framer *f)
{
	document_of(f)->closed = true;
}

static bool
next(struct framer *f, struct framer_group *out)
{
	struct document *d = document_of(f);

	if (d->given) {
		buf_reset(&d->done);
		d->given = false;
	}
	if (d->done.len == 0 && d->closed)
		finish(d);
	if (d->done.len == 0)
		return false;
	*out = (struct framer_group){ buf_str(&d->done), d->done_at, 1 };
	d->given = true;
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
	buf_free(&d->done);
}

bool
document_starts(struct str text)
{
	const char *nl = memchr(text.p, '\n', text.len);
	struct str line = nl != NULL ? str_to(text, (size_t)(nl - text.p)) :
	    text;

	if (str_starts(line, STR("\xef\xbb\xbf")))
		line = str_from(line, 3);
	line = str_trim(line);
	return str_eq(line, STR("{")) || str_eq(line, STR("["));
}

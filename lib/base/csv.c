#include "base/csv.h"

void
csv_open(struct csv *c, struct str text, struct arena *a)
{
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	*c = (struct csv){ .text = text, .arena = a, .next = 1, .comma = ',' };
}

void
csv_guess(struct csv *c)
{
	static const char marks[] = ",;\t";
	size_t counts[sizeof(marks)] = { 0 }, i, k, best = 0;
	bool within = false;

	for (i = 0; i < c->text.len && c->text.p[i] != '\n'; i++) {
		within ^= c->text.p[i] == '"';
		for (k = 0; !within && marks[k] != '\0'; k++)
			counts[k] += c->text.p[i] == marks[k];
	}
	for (k = 1; marks[k] != '\0'; k++)
		if (counts[k] > counts[best])
			best = k;
	c->comma = marks[best];
}

static int
fault(const struct csv *c, enum err_kind kind, const char *code,
    const char *what, struct err *e)
{
	err_set(e, kind, code, "%s", what);
	return err_at(e, (struct where){ NULL, c->next, 0 });
}

static bool
at_line_end(struct str s)
{
	return s.len == 0 || s.p[0] == '\n' || (s.p[0] == '\r' &&
	    s.len > 1 && s.p[1] == '\n');
}

/* Without quotes: up to a comma or the line's end. */
static struct str
plain(struct csv *c)
{
	size_t i = 0;
	struct str s;

	while (i < c->text.len && c->text.p[i] != c->comma &&
	    !at_line_end(str_from(c->text, i)))
		i++;
	s = str_to(c->text, i);
	c->text = str_from(c->text, i);
	return s;
}

/* Doubled quotes are one. */
static struct str
undouble(struct csv *c, struct str s)
{
	char *out = arena_alloc(c->arena, s.len + 1);
	size_t i, n = 0;

	for (i = 0; i < s.len; i++) {
		out[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

static int
quoted(struct csv *c, struct str *out, struct err *e)
{
	bool doubled = false;
	size_t i;

	for (i = 1; i < c->text.len; i++) {
		if (c->text.p[i] == '\n')
			c->next++;
		if (c->text.p[i] != '"')
			continue;
		if (i + 1 == c->text.len || c->text.p[i + 1] != '"')
			break;
		doubled = true;
		i++;
	}
	if (i >= c->text.len)
		return fault(c, ERR_INPUT, "csv.quote",
		    "a quote is not closed", e);
	*out = (struct str){ c->text.p + 1, i - 1 };
	if (doubled)
		*out = undouble(c, *out);
	c->text = str_from(c->text, i + 1);
	if (c->text.len > 0 && c->text.p[0] != c->comma && !at_line_end(c->text))
		return fault(c, ERR_INPUT, "csv.quote",
		    "text stands behind a closing quote", e);
	return 0;
}

/* Room for one more; the array doubles. */
static int
room(struct csv *c, struct err *e)
{
	if (c->n == CSV_FIELDS)
		return fault(c, ERR_LIMIT, "csv.fields",
		    "a row has more than 1,000 fields", e);
	if (c->n == 0 || (c->n >= 8 && (c->n & (c->n - 1)) == 0))
		c->fields = arena_grow(c->arena, c->fields,
		    c->n * sizeof(*c->fields),
		    (c->n == 0 ? 8 : 2 * c->n) * sizeof(*c->fields));
	return 0;
}

static int
read_field(struct csv *c, struct err *e)
{
	if (room(c, e) == -1)
		return -1;
	if (c->text.len > 0 && c->text.p[0] == '"') {
		if (quoted(c, &c->fields[c->n], e) == -1)
			return -1;
	} else
		c->fields[c->n] = plain(c);
	c->n++;
	return 0;
}

static void
skip_line_end(struct csv *c)
{
	if (c->text.len == 0)
		return;
	c->text = str_from(c->text, c->text.p[0] == '\r' ? 2 : 1);
	c->next++;
}

int
csv_next(struct csv *c, struct err *e)
{
	while (c->text.len > 0 && at_line_end(c->text))
		skip_line_end(c);
	c->n = 0;
	c->fields = NULL;
	c->line = c->next;
	if (c->text.len == 0)
		return 0;
	if (read_field(c, e) == -1)
		return -1;
	while (!at_line_end(c->text)) {
		c->text = str_from(c->text, 1);		/* the comma */
		if (read_field(c, e) == -1)
			return -1;
	}
	skip_line_end(c);
	return 1;
}

/* An empty row of one field would be an empty line: it is quoted as well. */
static bool
needs_quotes(struct str s, bool first)
{
	size_t i;

	if (s.len == 0)
		return first;
	if (ascii_space(s.p[0]) || ascii_space(s.p[s.len - 1]) ||
	    (unsigned char)s.p[0] == 0xef)
		return true;
	for (i = 0; i < s.len; i++)
		if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' ||
		    s.p[i] == '\r')
			return true;
	return false;
}

void
csv_field(struct buf *b, struct str s, bool first)
{
	size_t i;

	if (!first)
		buf_addc(b, ',');
	if (!needs_quotes(s, first)) {
		buf_adds(b, s);
		return;
	}
	buf_addc(b, '"');
	for (i = 0; i < s.len; i++) {
		if (s.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '"');
}

void
csv_end(struct buf *b)
{
	buf_addc(b, '\n');
}

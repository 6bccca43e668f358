/* A sheet in each of its forms. */
#include "base/csv.h"
#include "base/html.h"
#include "stage/sheet.h"

/* A cell that begins so is computed by spreadsheets, with an apostrophe not. */
static void
put_cell(struct buf *b, struct str s, bool first)
{
	struct buf x = { 0 };

	if (s.len > 0 && memchr("=+-@\t\r", s.p[0], 6) != NULL)
		buf_addc(&x, '\'');
	buf_adds(&x, s);
	csv_field(b, buf_str(&x), first);
	buf_free(&x);
}

static void
write_csv(const struct sheet *s, struct buf *b)
{
	size_t i, k;

	for (k = 0; k < SHEET_COLUMNS; k++)
		csv_field(b, str_of(sheet_columns[k]), k == 0);
	csv_end(b);
	for (i = 0; i < s->nrows; i++) {
		for (k = 0; k < SHEET_COLUMNS; k++)
			put_cell(b, s->rows[i].cell[k], k == 0);
		csv_end(b);
	}
	for (i = 0; i < s->nnotes; i++) {
		put_cell(b, str_of(s->notes[i].name), true);
		for (k = 1; k < SHEET_COLUMNS; k++)
			put_cell(b, k == SHEET_PRIVACY ? s->notes[i].text :
			    STR(""), false);
		csv_end(b);
	}
}

/* Text within Markdown, where bars part cells and marks mean something. */
static void
put_md(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c == '\n' || c == '\r')
			c = ' ';
		if (c == '<' || c == '&' || c == '>')
			html_put(b, c);
		else {
			if (strchr("|`*_[]\\#~!", c) != NULL && c != '\0')
				buf_addc(b, '\\');
			buf_addc(b, c);
		}
	}
}

static void
write_md(const struct sheet *s, struct buf *b)
{
	size_t i, k;

	buf_adds(b, STR("# Mapping of "));
	put_md(b, s->platform);
	buf_adds(b, STR("\n\n|"));
	for (k = 0; k < SHEET_COLUMNS; k++)
		buf_printf(b, " %s |", sheet_columns[k]);
	buf_adds(b, STR("\n|"));
	for (k = 0; k < SHEET_COLUMNS; k++)
		buf_adds(b, STR(" --- |"));
	buf_addc(b, '\n');
	for (i = 0; i < s->nrows; i++) {
		buf_addc(b, '|');
		for (k = 0; k < SHEET_COLUMNS; k++) {
			buf_addc(b, ' ');
			put_md(b, s->rows[i].cell[k]);
			buf_adds(b, STR(" |"));
		}
		buf_addc(b, '\n');
	}
	buf_adds(b, STR("\n## Privacy\n\n"));
	for (i = 0; i < s->nnotes; i++) {
		buf_printf(b, "- %s: ", s->notes[i].name);
		put_md(b, s->notes[i].text);
		buf_addc(b, '\n');
	}
}

static void
put_html(struct buf *b, const char *tag, struct str s)
{
	size_t i;

	buf_printf(b, "<%s>", tag);
	for (i = 0; i < s.len; i++)
		html_put(b, s.p[i]);
	buf_printf(b, "</%s>", tag);
}

static void
write_html(const struct sheet *s, struct buf *b)
{
	size_t i, k;

	buf_adds(b, STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>Mapping</title>\n<style>\n"
	    "body { font: 15px/1.4 system-ui, sans-serif; margin: 2em }\n"
	    "table { border-collapse: collapse }\n"
	    "th, td { border: 1px solid #bbb; padding: .3em .6em; "
	    "text-align: left; vertical-align: top }\n"
	    "th { background: #eee }\n</style>\n</head>\n<body>\n<h1>Mapping "
	    "of "));
	for (i = 0; i < s->platform.len; i++)
		html_put(b, s->platform.p[i]);
	buf_adds(b, STR("</h1>\n<table>\n<tr>"));
	for (k = 0; k < SHEET_COLUMNS; k++)
		put_html(b, "th", str_of(sheet_columns[k]));
	buf_adds(b, STR("</tr>\n"));
	for (i = 0; i < s->nrows; i++) {
		buf_adds(b, STR("<tr>"));
		for (k = 0; k < SHEET_COLUMNS; k++)
			put_html(b, "td", s->rows[i].cell[k]);
		buf_adds(b, STR("</tr>\n"));
	}
	buf_adds(b, STR("</table>\n<h2>Privacy</h2>\n<dl>\n"));
	for (i = 0; i < s->nnotes; i++) {
		put_html(b, "dt", str_of(s->notes[i].name));
		put_html(b, "dd", s->notes[i].text);
		buf_addc(b, '\n');
	}
	buf_adds(b, STR("</dl>\n</body>\n</html>\n"));
}

void
sheet_write(const struct sheet *s, enum sheet_form form, struct buf *b)
{
	if (form == SHEET_CSV)
		write_csv(s, b);
	else if (form == SHEET_MD)
		write_md(s, b);
	else
		write_html(s, b);
}

/* A sheet in each of its forms. */
#include "base/csv.h"
#include "base/html.h"
#include "stage/sheet.h"

/* A cell that begins so is computed by spreadsheets. */
static bool
is_formula(struct str s)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };
	size_t i;

	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (str_starts(s, str_of(wide[i])))
			return true;
	return s.len > 0 && memchr("=+-@\t\r\n", s.p[0], 7) != NULL;
}

/* With an apostrophe before it it is text. */
static void
put_cell(struct buf *b, struct str s, bool first)
{
	struct buf x = { 0 };

	if (is_formula(s))
		buf_addc(&x, '\'');
	buf_adds(&x, s);
	csv_field(b, buf_str(&x), first);
	buf_free(&x);
}

/* A rule in the columns of the mapping. */
static void
put_rule(struct buf *b, const struct sheet_rule *r)
{
	struct str cell[SHEET_COLUMNS] = {
		[SHEET_SOURCE] = r->cell[SHEET_WHAT],
		[SHEET_TYPE] = r->cell[SHEET_ACTION],
		[SHEET_CONDITION] = r->cell[SHEET_WHEN],
		[SHEET_CHANGE] = r->cell[SHEET_THEN],
		[SHEET_DEFAULT] = r->cell[SHEET_UNTIL],
		[SHEET_PRIVACY] = r->cell[SHEET_WHOSE]
	};
	struct buf name = { 0 };
	size_t k;

	buf_printf(&name, "route: %.*s", STR_ARG(r->cell[SHEET_RULE]));
	cell[SHEET_FIELD] = buf_str(&name);
	for (k = 0; k < SHEET_COLUMNS; k++)
		put_cell(b, cell[k], k == 0);
	csv_end(b);
	buf_free(&name);
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
	for (i = 0; i < s->nrules; i++)
		put_rule(b, &s->rules[i]);
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
put_md_head(struct buf *b, const char *const *columns, size_t n)
{
	size_t k;

	buf_addc(b, '|');
	for (k = 0; k < n; k++)
		buf_printf(b, " %s |", columns[k]);
	buf_adds(b, STR("\n|"));
	for (k = 0; k < n; k++)
		buf_adds(b, STR(" --- |"));
	buf_addc(b, '\n');
}

static void
put_md_row(struct buf *b, const struct str *cells, size_t n)
{
	size_t k;

	buf_addc(b, '|');
	for (k = 0; k < n; k++) {
		buf_addc(b, ' ');
		put_md(b, cells[k]);
		buf_adds(b, STR(" |"));
	}
	buf_addc(b, '\n');
}

static void
write_md(const struct sheet *s, struct buf *b)
{
	size_t i;

	buf_adds(b, STR("# Mapping of "));
	put_md(b, s->platform);
	buf_adds(b, STR("\n\n"));
	put_md_head(b, sheet_columns, SHEET_COLUMNS);
	for (i = 0; i < s->nrows; i++)
		put_md_row(b, s->rows[i].cell, SHEET_COLUMNS);
	if (s->nrules > 0) {
		buf_adds(b, STR("\n## Routing\n\n"));
		put_md_head(b, sheet_route_columns, SHEET_ROUTE_COLUMNS);
	}
	for (i = 0; i < s->nrules; i++)
		put_md_row(b, s->rules[i].cell, SHEET_ROUTE_COLUMNS);
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
put_html_head(struct buf *b, const char *const *columns, size_t n)
{
	size_t k;

	buf_adds(b, STR("<table>\n<tr>"));
	for (k = 0; k < n; k++)
		put_html(b, "th", str_of(columns[k]));
	buf_adds(b, STR("</tr>\n"));
}

static void
put_html_row(struct buf *b, const struct str *cells, size_t n)
{
	size_t k;

	buf_adds(b, STR("<tr>"));
	for (k = 0; k < n; k++)
		put_html(b, "td", cells[k]);
	buf_adds(b, STR("</tr>\n"));
}

static void
put_html_rules(struct buf *b, const struct sheet *s)
{
	size_t i;

	buf_adds(b, STR("<h2>Routing</h2>\n"));
	put_html_head(b, sheet_route_columns, SHEET_ROUTE_COLUMNS);
	for (i = 0; i < s->nrules; i++)
		put_html_row(b, s->rules[i].cell, SHEET_ROUTE_COLUMNS);
	buf_adds(b, STR("</table>\n"));
}

static void
write_html(const struct sheet *s, struct buf *b)
{
	size_t i;

	buf_adds(b, STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>Mapping</title>\n<style>\n"
	    "body { font: 15px/1.4 system-ui, sans-serif; margin: 2em }\n"
	    "table { border-collapse: collapse }\n"
	    "th, td { border: 1px solid #bbb; padding: .3em .6em; "
	    "text-align: left; vertical-align: top; "
	    "overflow-wrap: anywhere; min-width: 8em }\n"
	    "th { background: #eee }\n</style>\n</head>\n<body>\n<h1>Mapping "
	    "of "));
	for (i = 0; i < s->platform.len; i++)
		html_put(b, s->platform.p[i]);
	buf_adds(b, STR("</h1>\n"));
	put_html_head(b, sheet_columns, SHEET_COLUMNS);
	for (i = 0; i < s->nrows; i++)
		put_html_row(b, s->rows[i].cell, SHEET_COLUMNS);
	buf_adds(b, STR("</table>\n"));
	if (s->nrules > 0)
		put_html_rules(b, s);
	buf_adds(b, STR("<h2>Privacy</h2>\n<dl>\n"));
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

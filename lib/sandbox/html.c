#include "sandbox/html.h"

#include "base/utf8.h"

enum { MAX_OPEN = 16 };

static const char *const kept[] = { "p", "b", "i", "em", "strong", "ul",
    "ol", "li", "br", "div", "blockquote" };
enum { KEPT = sizeof(kept) / sizeof(kept[0]), BR = 8 };

static void
put_char(struct buf *b, char c)
{
	switch (c) {
	case '&':
		buf_adds(b, STR("&amp;"));
		break;
	case '<':
		buf_adds(b, STR("&lt;"));
		break;
	case '>':
		buf_adds(b, STR("&gt;"));
		break;
	case '"':
		buf_adds(b, STR("&quot;"));
		break;
	case '\'':
		buf_adds(b, STR("&#39;"));
		break;
	default:
		if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
			buf_addc(b, c);
	}
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

static const char style[] =
":root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;"
"--back:#f5f7f9;--card:#fff;--mark:#0b6e6e;--tint:#e3f1f0;--good:#1a7f4b;"
"--warn:#9a6200;--bad:#b3261e;--warnback:#fff4dd}"
"@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa5b4;"
"--line:#2b3440;--back:#11161c;--card:#1a212a;--mark:#5cc8c0;--tint:#17312f;"
"--good:#5fcf94;--warn:#f0bd5b;--bad:#ff8a80;--warnback:#33290f}}"
"*{box-sizing:border-box}"
"body{margin:0;background:var(--back);color:var(--ink);"
"font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
"header{background:var(--card);border-bottom:1px solid var(--line)}"
"header div,main{max-width:68rem;margin:0 auto;padding:1rem 1.25rem}"
"header div{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline}"
"header strong{font-size:1.125rem}header span{color:var(--soft)}"
"header a{color:inherit;text-decoration:none}"
"h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0;overflow-wrap:anywhere}"
"h2{font-size:1.0625rem;margin:2rem 0 .625rem}"
"h2 small,.soft{color:var(--soft);font-weight:400;font-size:.875rem}"
"a{color:var(--mark)}"
".counts{display:flex;flex-wrap:wrap;gap:.625rem;margin:0;padding:0;"
"list-style:none}"
".counts li{background:var(--card);border:1px solid var(--line);"
"border-radius:.5rem;padding:.5rem .875rem;min-width:6rem}"
".counts b{display:block;font-size:1.375rem;line-height:1.3;"
"font-variant-numeric:tabular-nums}.counts span{color:var(--soft);"
"font-size:.8125rem}"
".notice{background:var(--warnback);color:var(--warn);border-radius:.5rem;"
"padding:.625rem .875rem;margin:1rem 0 0}"
".card{background:var(--card);border:1px solid var(--line);"
"border-radius:.5rem;overflow:hidden}"
"table{width:100%;border-collapse:collapse}"
"th{text-align:left;font-size:.8125rem;font-weight:600;color:var(--soft);"
"padding:.5rem .875rem;border-bottom:1px solid var(--line)}"
"td{padding:.5rem .875rem;border-top:1px solid var(--line);"
"vertical-align:top;overflow-wrap:anywhere}"
"tbody tr:first-child td{border-top:0}"
".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
".people td:first-child{min-width:14rem}"
".who{font-weight:600;text-decoration:none}"
".who:hover{text-decoration:underline}"
".said{color:var(--soft);font-size:.875rem;width:34%}"
".said div{display:-webkit-box;-webkit-box-orient:vertical;"
"-webkit-line-clamp:2;overflow:hidden}"
".grade{display:inline-block;background:var(--tint);color:var(--mark);"
"border-radius:1rem;padding:0 .625rem;font-size:.8125rem;margin-left:.375rem}"
".log td{font-size:.875rem;padding:.25rem .875rem;"
"font-variant-numeric:tabular-nums}"
".log code{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;"
"font-size:.8125rem}"
".s2{color:var(--good)}.s4{color:var(--warn)}.s5{color:var(--bad)}"
"dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;margin:0}"
"dt,dd{margin:0;padding:.375rem .875rem;border-top:1px solid var(--line);"
"overflow-wrap:anywhere}dt{color:var(--soft)}"
"dl>:nth-child(-n+2){border-top:0}"
"article{padding:.75rem .875rem;border-top:1px solid var(--line)}"
"article:first-child{border-top:0}"
"article p{margin:.25rem 0}article time{color:var(--soft);"
"font-size:.875rem}article .body{margin-top:.25rem;white-space:pre-line;"
"overflow-wrap:anywhere}"
".empty{padding:1.5rem .875rem;color:var(--soft);margin:0}"
"@media(max-width:40rem){main{padding:.75rem}"
".people thead,.log thead,.log .wide{display:none}"
".people tr{display:block;border-top:1px solid var(--line);"
"padding:.5rem .875rem}.people tr:first-child{border-top:0}"
".people td{display:block;border:0;padding:.0625rem 0;text-align:left}"
".people td:empty{display:none}.people td.said{width:auto}"
".log td{padding:.25rem .5rem}"
"dl{grid-template-columns:1fr}dl>:nth-child(2){border-top:0}"
"dt{padding-bottom:0}dd{border-top:0;padding-top:0}}";

void
html_head(struct buf *b, const char *title, const char *crm)
{
	buf_adds(b, STR("<!doctype html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n<title>"));
	html_text(b, str_of(title));
	buf_adds(b, STR("</title>\n<style>"));
	buf_adds(b, STR(style));
	buf_adds(b, STR("</style>\n</head>\n<body>\n<header><div>"
	    "<strong><a href=\"/\">chatcrm sandbox</a></strong>"
	    "<span>a CRM on this machine that speaks like "));
	html_text(b, str_of(crm));
	buf_adds(b, STR("</span></div></header>\n<main>\n"));
}

void
html_foot(struct buf *b)
{
	buf_adds(b, STR("</main>\n</body>\n</html>\n"));
}

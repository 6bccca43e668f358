/* What a chat writes as HTML, as plain text. */
#include "base/html.h"
#include "base/utf8.h"

enum { NAME_MAX = 16, ENTITY_MAX = 12 };

struct reader {
	struct buf	*out;
	struct str	 s;
	size_t		 i;		/* the next byte of ${s} */
	size_t		 from;		/* where the text begins in ${out} */
	size_t		 lines;		/* line feeds that wait for a word */
	bool		 space;		/* so does a blank */
	bool		 raw;		/* in <pre>: white space counts */
	bool		 no_close;	/* no '>' is left */
	struct str	 link;		/* address of the open <a> */
	size_t		 link_at;	/* where its words begin */
};

struct tag {
	struct str	name;		/* without '/' */
	struct str	rest;		/* its attributes */
	bool		ends;
};

static bool
is_one_of(struct str name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_ieq(name, str_of(*list)))
			return true;
	return false;
}

static bool
is_block(struct str name)
{
	static const char *const blocks[] = { "p", "div", "ul", "ol", "li",
	    "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
	    "pre", "hr", "section", "article", "header", "footer", NULL };

	return is_one_of(name, blocks);
}

/* What was put off comes before a word, but never first. */
static void
settle(struct reader *r)
{
	if (r->out->len > r->from) {
		if (r->lines == 0 && r->space)
			buf_addc(r->out, ' ');
		for (; r->lines > 0; r->lines--)
			buf_addc(r->out, '\n');
	}
	r->lines = 0;
	r->space = false;
}

static void
put(struct reader *r, struct str word)
{
	settle(r);
	buf_adds(r->out, word);
}

static void
break_line(struct reader *r, size_t lines)
{
	if (r->lines < lines)
		r->lines = lines;
	r->space = false;
}

/* The tag at r->i, which moves past it; false if a '<' is just that. */
static bool
read_tag(struct reader *r, struct tag *t)
{
	struct str rest = str_from(r->s, r->i + 1);
	size_t end, n = 0;

	t->ends = str_starts(rest, STR("/"));
	if (t->ends)
		rest = str_from(rest, 1);
	if (rest.len == 0 || r->no_close || (!ascii_alpha(rest.p[0]) &&
	    rest.p[0] != '!' && rest.p[0] != '?'))
		return false;
	end = str_find(rest, STR(">"));
	if (end == (size_t)-1) {
		r->no_close = true;
		return false;
	}
	r->i = (size_t)(rest.p - r->s.p) + end + 1;
	rest = str_to(rest, end);
	while (n < rest.len && n < NAME_MAX && (ascii_alpha(rest.p[n]) ||
	    ascii_digit(rest.p[n])))
		n++;
	t->name = str_to(rest, n);
	t->rest = str_from(rest, n);
	return true;
}

/* str_trim looks at the end too, which is too much to do at each blank. */
static struct str
skip_space(struct str s)
{
	while (s.len > 0 && ascii_space(s.p[0]))
		s = str_from(s, 1);
	return s;
}

/* The value of attribute ${name}; none if it has none. */
static struct str
attribute(struct str s, struct str name)
{
	struct str v;
	size_t i, n;

	for (i = 0; i + name.len < s.len; i++) {
		if (!ascii_space(s.p[i]) ||
		    !str_ieq(str_to(str_from(s, i + 1), name.len), name))
			continue;
		v = skip_space(str_from(s, i + 1 + name.len));
		if (!str_starts(v, STR("=")))
			continue;
		v = skip_space(str_from(v, 1));
		if (v.len == 0)
			return STR_NONE;
		if (v.p[0] != '"' && v.p[0] != '\'') {
			for (n = 0; n < v.len && !ascii_space(v.p[n]); n++)
				;
			return str_to(v, n);
		}
		n = str_find(str_from(v, 1), str_to(v, 1));
		return n == (size_t)-1 ? STR_NONE :
		    str_to(str_from(v, 1), n);
	}
	return STR_NONE;
}

/* Past the end of ${name}, whose content nobody sees. */
static void
skip_to(struct reader *r, struct str name)
{
	for (; r->i < r->s.len; r->i++)
		if (r->s.p[r->i] == '<' && str_starts(str_from(r->s, r->i + 1),
		    STR("/")) && str_ieq(str_to(str_from(r->s, r->i + 2),
		    name.len), name))
			return;
}

static const struct { const char *name; uint32_t c; } entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	{ "apos", '\'' }, { "nbsp", ' ' }, { "iexcl", 0xa1 },
	{ "cent", 0xa2 }, { "pound", 0xa3 }, { "yen", 0xa5 },
	{ "sect", 0xa7 }, { "copy", 0xa9 }, { "laquo", 0xab },
	{ "reg", 0xae }, { "deg", 0xb0 }, { "middot", 0xb7 },
	{ "raquo", 0xbb }, { "frac12", 0xbd }, { "iquest", 0xbf },
	{ "Auml", 0xc4 }, { "Ccedil", 0xc7 }, { "Eacute", 0xc9 },
	{ "Ntilde", 0xd1 }, { "Ouml", 0xd6 }, { "times", 0xd7 },
	{ "Uuml", 0xdc }, { "szlig", 0xdf }, { "agrave", 0xe0 },
	{ "aacute", 0xe1 }, { "acirc", 0xe2 }, { "atilde", 0xe3 },
	{ "auml", 0xe4 }, { "aring", 0xe5 }, { "aelig", 0xe6 },
	{ "ccedil", 0xe7 }, { "egrave", 0xe8 }, { "eacute", 0xe9 },
	{ "ecirc", 0xea }, { "euml", 0xeb }, { "iacute", 0xed },
	{ "icirc", 0xee }, { "iuml", 0xef }, { "ntilde", 0xf1 },
	{ "oacute", 0xf3 }, { "ocirc", 0xf4 }, { "otilde", 0xf5 },
	{ "ouml", 0xf6 }, { "oslash", 0xf8 }, { "ugrave", 0xf9 },
	{ "uacute", 0xfa }, { "ucirc", 0xfb }, { "uuml", 0xfc },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 },
	{ "rsquo", 0x2019 }, { "ldquo", 0x201c }, { "rdquo", 0x201d },
	{ "bull", 0x2022 }, { "hellip", 0x2026 }, { "euro", 0x20ac },
	{ "trade", 0x2122 }
};

/* "#8364", "#x20AC" as a character; 0 if it is no visible one. */
static uint32_t
numbered(struct str s)
{
	bool hex = s.len > 1 && ascii_lower(s.p[1]) == 'x';
	size_t i = hex ? 2 : 1;
	uint32_t c = 0;

	if (i >= s.len)
		return 0;
	for (; i < s.len; i++) {
		if (ascii_digit(s.p[i]))
			c = c * (hex ? 16 : 10) + (uint32_t)(s.p[i] - '0');
		else if (hex && ascii_lower(s.p[i]) >= 'a' &&
		    ascii_lower(s.p[i]) <= 'f')
			c = c * 16 + (uint32_t)(ascii_lower(s.p[i]) - 'a') + 10;
		else
			return 0;
		if (c > 0x10ffff)
			return 0;
	}
	return c < ' ' && c != '\n' && c != '\t' ? 0 : c;
}

static uint32_t
referred(struct str s)
{
	size_t i;

	if (str_starts(s, STR("#")))
		return numbered(s);
	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (str_eq(s, str_of(entities[i].name)))
			return entities[i].c;
	return 0;
}

/* The character reference at ${s}: its length, or 0 if it is none. */
static size_t
reference(struct str s, char *text, size_t *n)
{
	size_t end = str_find(str_to(s, ENTITY_MAX), STR(";"));
	uint32_t c;

	if (end == (size_t)-1 ||
	    (c = referred(str_from(str_to(s, end), 1))) == 0)
		return 0;
	*n = utf8_put(c, text);
	return end + 1;
}

/* Text with its references resolved, and white space kept. */
static void
put_plain(struct buf *b, struct str s)
{
	char text[4];
	size_t i = 0, n, len;

	while (i < s.len) {
		len = s.p[i] == '&' ? reference(str_from(s, i), text, &n) : 0;
		if (len > 0)
			buf_add(b, text, n);
		else
			buf_addc(b, s.p[i]);
		i += len > 0 ? len : 1;
	}
}

/* The address behind words that begin at ${at}, unless they show it. */
static void
put_address(struct reader *r, struct str address, size_t at)
{
	struct buf text = { 0 };
	struct str s;

	put_plain(&text, address);
	s = buf_str(&text);
	if (str_starts(s, STR("mailto:")) || str_starts(s, STR("tel:")))
		s = str_from(s, str_find(s, STR(":")) + 1);
	if (s.len > 0 && !str_starts(s, STR("#")) &&
	    !str_starts(s, STR("data:")) &&
	    str_find(str_from(buf_str(r->out), at), s) == (size_t)-1) {
		if (r->out->len == at) {
			put(r, s);
		} else {
			buf_adds(r->out, STR(" ("));
			buf_adds(r->out, s);
			buf_addc(r->out, ')');
		}
	}
	buf_free(&text);
}

static void
put_link(struct reader *r, const struct tag *t)
{
	if (!t->ends) {
		settle(r);
		r->link = attribute(t->rest, STR("href"));
		r->link_at = r->out->len;
	} else if (r->link.len > 0) {
		put_address(r, r->link, r->link_at);
		r->link = STR_NONE;
	}
}

static void
put_image(struct reader *r, const struct tag *t)
{
	size_t at;

	settle(r);
	at = r->out->len;
	put_plain(r->out, attribute(t->rest, STR("alt")));
	put_address(r, attribute(t->rest, STR("src")), at);
	r->space = true;
}

static void
apply(struct reader *r, const struct tag *t)
{
	if (str_ieq(t->name, STR("br"))) {
		r->lines++;
		r->space = false;
	} else if (str_ieq(t->name, STR("a"))) {
		put_link(r, t);
	} else if (str_ieq(t->name, STR("img")) && !t->ends) {
		put_image(r, t);
	} else if (!t->ends && (str_ieq(t->name, STR("script")) ||
	    str_ieq(t->name, STR("style")))) {
		skip_to(r, t->name);
	} else if (is_block(t->name)) {
		break_line(r, 1);
		if (str_ieq(t->name, STR("pre")))
			r->raw = !t->ends;
		if (str_ieq(t->name, STR("li")) && !t->ends)
			put(r, STR("- "));
	} else if (str_ieq(t->name, STR("td")) || str_ieq(t->name, STR("th"))) {
		r->space = true;
	}
}

static void
read_char(struct reader *r)
{
	struct str s = str_from(r->s, r->i);
	size_t n, len = 0;
	char text[4];

	if (s.p[0] == '&')
		len = reference(s, text, &n);
	if (len > 0 && text[0] != ' ')
		put(r, (struct str){ text, n });
	else if (len > 0)
		r->space = true;
	else if (r->raw && s.p[0] == '\n')
		r->lines++;
	else if (ascii_space(s.p[0]) && !r->raw)
		r->space = true;
	else
		put(r, str_to(s, 1));
	r->i += len > 0 ? len : 1;
}

void
html_to_text(struct buf *b, struct str s)
{
	struct reader r = { .out = b, .s = s, .from = b->len };
	struct tag t;
	size_t end;

	while (r.i < s.len) {
		if (str_starts(str_from(s, r.i), STR("<!--"))) {
			end = str_find(str_from(s, r.i), STR("-->"));
			r.i = end == (size_t)-1 ? s.len : r.i + end + 3;
		} else if (s.p[r.i] == '<' && read_tag(&r, &t)) {
			apply(&r, &t);
		} else {
			read_char(&r);
		}
	}
}

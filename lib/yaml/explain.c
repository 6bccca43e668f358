#include "yaml/explain.h"

#include "base/utf8.h"

/* What is known of the place where libyaml gave up. */
struct fault {
	const char	*problem;
	size_t		 at;	/* byte in the text */
	char		 there;	/* the byte, 0 at the end */
	char		 first;	/* first of the value it stands in, or 0 */
	bool		 inside;/* something stands before it on its line */
};

static size_t
offset_of(const struct yaml_source *s, size_t index)
{
	size_t i = 0, n;

	for (; index > 0 && i < s->text.len; index--) {
		n = utf8_valid_at(s->text, i);
		i += n > 0 ? n : 1;
	}
	return i;
}

/* The value that byte ${at} is part of begins behind the last ": " or "- ". */
static char
first_of_value(const struct yaml_source *s, size_t at)
{
	struct str line = source_line(s, at);
	size_t end = at - (size_t)(line.p - s->text.p), i, from = 0;

	for (i = 0; i + 1 < end; i++)
		if ((line.p[i] == ':' || line.p[i] == '-') &&
		    line.p[i + 1] == ' ')
			from = i + 2;
	while (from < line.len && line.p[from] == ' ')
		from++;
	return from < line.len ? line.p[from] : '\0';
}

static bool
stands_inside(const struct yaml_source *s, size_t at)
{
	struct str line = source_line(s, at);

	return str_trim(str_to(line, at - (size_t)(line.p - s->text.p))).len >
	    0;
}

static bool
says(const struct fault *f, const char *words)
{
	return strstr(f->problem, words) != NULL;
}

static bool
any(char c, const char *of)
{
	return c != '\0' && strchr(of, c) != NULL;
}

/* An expression that YAML took for something of its own. */
static const char *
unquoted(const struct fault *f)
{
	if (any(f->there, "@`%") && says(f, "cannot start any token"))
		return "a plain value cannot begin with this character";
	if (any(f->first, "!&*") && says(f, "alphabetic or numeric"))
		return "'!' begins a tag, '&' an anchor, '*' an alias";
	if (any(f->first, "|>") && says(f, "comment or line break"))
		return "'|' and '>' begin a block of text";
	if (f->inside && says(f, "did not find expected key"))
		return "something follows the closing quote or bracket";
	if (any(f->first, "\"'") && says(f, "',' or"))
		return "something follows the closing quote";
	if (any(f->there, "[{:") && says(f, "',' or"))
		return "a plain value inside {} or [] ends at a bracket, a "
		    "brace or a colon";
	if (says(f, "',' or"))
		return "inside {} or [] a value ends at a comma, a quote or a "
		    "bracket, and something follows";
	if (says(f, "mapping values are not allowed"))
		return "a plain value cannot hold ': '";
	if (says(f, "entries are not allowed") ||
	    says(f, "keys are not allowed"))
		return "a plain value cannot begin with '- ' or '? '";
	return NULL;
}

static const char *
layout(const struct fault *f)
{
	if (f->there == '\t' && says(f, "cannot start any token"))
		return "a tab cannot indent; use spaces";
	if (says(f, "did not find expected key"))
		return "this line belongs to no mapping above it; "
		    "check its indentation";
	if (says(f, "did not find expected '-'"))
		return "this line is no item of the list above it; "
		    "check its indentation";
	if (says(f, "unknown escape character"))
		return "no such escape in double quotes; in single quotes a "
		    "backslash is one, in double quotes write \\\\";
	if (says(f, "control characters"))
		return "a control character; write it as an escape (\\x..) "
		    "in double quotes";
	return NULL;
}

/*
 * "{when: !has(x)}": the tag runs into the brace, so that libyaml stumbles
 * at its end; what is wrong stands at its beginning.
 */
static bool
in_tag(const char *context)
{
	return context != NULL && strstr(context, "scanning a tag") != NULL;
}

static size_t
indent_of(struct str line)
{
	size_t n = 0;

	while (n < line.len && line.p[n] == ' ')
		n++;
	return n;
}

/*
 * "a: {b: c" and, no deeper, "d:" on a later line: that is a key of its own,
 * so the bracket at byte ${open} should have been closed before it.
 */
static bool
runs_into(const struct yaml_source *s, const struct fault *f, size_t open)
{
	struct str line = source_line(s, f->at), first = source_line(s, open);
	size_t i = indent_of(line);

	if (line.p == first.p || i > indent_of(first))
		return false;
	while (i < line.len && (ascii_alpha(line.p[i]) ||
	    ascii_digit(line.p[i]) || line.p[i] == '_'))
		i++;
	return i < line.len && line.p[i] == ':' &&
	    line.p + i >= s->text.p + f->at;
}

/* What was opened and never closed is shown where it was opened. */
static bool
unclosed(const yaml_parser_t *p, const struct yaml_source *s,
    const struct fault *f)
{
	if (p->context == NULL)
		return false;
	if (strstr(p->context, "quoted scalar") != NULL)
		return says(f, "unexpected end of stream");
	return strstr(p->context, "parsing a flow") != NULL &&
	    (f->there == '\0' || runs_into(s, f,
	    offset_of(s, p->context_mark.index)));
}


/*
 * "email:slots.email" is no key, but the beginning of a text that goes on
 * over the next line, of whose colon libyaml complains.  Where such a line
 * stands above byte ${at}: the byte behind its colon, else 0.
 */
static size_t
blank_missing(const struct yaml_source *s, size_t at)
{
	struct str line = source_line(s, at), above;
	size_t from = (size_t)(line.p - s->text.p), i;

	if (from == 0)
		return 0;
	above = source_line(s, from - 1);
	i = indent_of(above);
	if (i != indent_of(line))
		return 0;
	while (i < above.len && (ascii_alpha(above.p[i]) ||
	    ascii_digit(above.p[i]) || above.p[i] == '_'))
		i++;
	if (i + 1 >= above.len || above.p[i] != ':' || above.p[i + 1] == ' ')
		return 0;
	return (size_t)(above.p - s->text.p) + i + 1;
}

int
yaml_explain(const yaml_parser_t *p, const struct yaml_source *s,
    struct diags *d)
{
	struct fault f = { .problem = p->problem != NULL ? p->problem : "" };
	const char *why;
	size_t before;

	if (p->error == YAML_MEMORY_ERROR)
		return diag_error(d, (struct where){ .name = s->name }, NULL,
		    "out of memory");
	f.at = p->error == YAML_READER_ERROR ? p->problem_offset :
	    offset_of(s, p->problem_mark.index);
	f.there = f.at < s->text.len ? s->text.p[f.at] : '\0';
	f.first = first_of_value(s, f.at);
	f.inside = stands_inside(s, f.at);
	if (unclosed(p, s, &f))
		return diag_error(d, source_where(s, offset_of(s,
		    p->context_mark.index)), "yaml.syntax",
		    "what is opened here is never closed; if it belongs to "
		    "an expression, put the whole of it in single quotes");
	if (in_tag(p->context))
		return diag_error(d, source_where(s, offset_of(s,
		    p->context_mark.index)), "yaml.syntax",
		    "'!' begins a tag; if this is an expression, put the "
		    "whole of it in single quotes");
	if (says(&f, "mapping values are not allowed") &&
	    (before = blank_missing(s, f.at)) > 0)
		return diag_error(d, source_where(s, before), "yaml.syntax",
		    "a blank is missing behind the ':'");
	if ((why = unquoted(&f)) != NULL)
		return diag_error(d, source_where(s, f.at), "yaml.syntax",
		    "%s; if this is an expression, put the whole of it in "
		    "single quotes", why);
	if ((why = layout(&f)) != NULL)
		return diag_error(d, source_where(s, f.at), "yaml.syntax",
		    "%s", why);
	return diag_error(d, source_where(s, f.at), "yaml.syntax", "%s%s%s",
	    p->context != NULL ? p->context : "",
	    p->context != NULL ? ": " : "", f.problem);
}

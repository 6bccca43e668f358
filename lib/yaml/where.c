/* where: from a node of the tree back to its place in the file. */
#include "yaml/yaml.h"

#include "base/utf8.h"
#include "yaml/source.h"

struct where
yaml_where(const struct json *v)
{
	const struct yaml_source *s = source_of(v);

	return (struct where){ s != NULL ? s->name : NULL, v->line, v->col };
}

struct where
yaml_key_where(const struct json *o, size_t i)
{
	const struct json_member *m = &o->members[i];
	const struct yaml_source *s = source_of(&m->value);
	size_t k;

	if (s == NULL)
		return yaml_where(o);
	for (k = 0; k < s->nkeys; k++)
		if (s->keys[k].p == m->key.p)
			return source_where(s, s->keys[k].offset);
	return yaml_where(&m->value);
}

static bool
space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
skip_comment(struct str text, size_t i)
{
	while (i < text.len && text.p[i] != '\n' && text.p[i] != '\r')
		i++;
	return i;
}

/* "&anchor" is ASCII to libyaml; "!tag" ends at a space or comma. */
static size_t
skip_property(struct str text, size_t i)
{
	bool tag = text.p[i] == '!';
	char end = tag && i + 1 < text.len && text.p[i + 1] == '<' ? '>' : ',';

	for (i++; i < text.len && !space(text.p[i]); i++) {
		if (tag && text.p[i] == end)
			return end == '>' ? i + 1 : i;
		if (!tag && !ascii_alpha(text.p[i]) &&
		    !ascii_digit(text.p[i]) && text.p[i] != '_' &&
		    text.p[i] != '-')
			break;
	}
	return i;
}

/* Skip properties and what stands between them and the content. */
static size_t
skip_properties(struct str text, size_t i)
{
	while (i < text.len) {
		if (text.p[i] == '&' || text.p[i] == '!')
			i = skip_property(text, i);
		else if (text.p[i] == '#')
			i = skip_comment(text, i);
		else if (space(text.p[i]))
			i++;
		else
			break;
	}
	return i;
}

/* Where the bytes of the scalar ${v} begin: behind quote or block header. */
static size_t
content(const struct json *v, struct str text, size_t i)
{
	if (v->flags & (YAML_ALIASED | YAML_TAGGED) ||
	    (i < text.len && (text.p[i] == '&' || text.p[i] == '!')))
		i = skip_properties(text, i);
	switch (v->flags & YAML_STYLE) {
	case YAML_SINGLE:
	case YAML_DOUBLE:
		return i + 1;
	case YAML_LITERAL:
	case YAML_FOLDED:
		return skip_comment(text, i);
	default:
		return i;
	}
}

static uint32_t
hex(struct str s)
{
	uint32_t u = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		u = u << 4 | (uint32_t)(ascii_digit(s.p[i]) ? s.p[i] - '0' :
		    ascii_lower(s.p[i]) - 'a' + 10);
	return u;
}

/*
 * One step through the source of a scalar: ${width} bytes there are ${n}
 * decoded ones; n 0: white space, plain or escaped, which folding may have
 * changed.
 */
struct step {
	size_t	width, n;
	char	bytes[4];
};

static const struct { char c; uint32_t code; } escapes[] = {
	{ '0', 0 }, { 'a', 7 }, { 'b', 8 }, { 'e', 27 }, { '"', '"' },
	{ '/', '/' }, { '\\', '\\' }, { 'N', 0x85 }, { '_', 0xa0 },
	{ 'L', 0x2028 }, { 'P', 0x2029 }
};

static struct step
escape(struct str s)
{
	struct step st = { .width = 2 };
	uint32_t code;
	size_t i, len;

	if (s.len < 2)
		return (struct step){ .width = s.len };
	len = s.p[1] == 'x' ? 2 : s.p[1] == 'u' ? 4 : s.p[1] == 'U' ? 8 : 0;
	if (len > 0 && s.len >= 2 + len) {
		code = hex((struct str){ s.p + 2, len });
		st.width += len;
		if (code >= 0x80 || !space((char)code))
			st.n = utf8_put(code, st.bytes);
		return st;
	}
	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
		if (escapes[i].c == s.p[1])
			st.n = utf8_put(escapes[i].code, st.bytes);
	return st;
}

static struct step
next_step(unsigned style, struct str s)
{
	if (style == YAML_DOUBLE && s.p[0] == '\\')
		return escape(s);
	if (style == YAML_SINGLE && s.len > 1 && s.p[0] == '\'' &&
	    s.p[1] == '\'')
		return (struct step){ 2, 1, "'" };
	if (space(s.p[0]))
		return (struct step){ .width = 1 };
	return (struct step){ 1, 1, { s.p[0] } };
}

/*
 * Folding changes nothing but white space, so source and value are walked
 * side by side over what is not white space, which makes every such byte's
 * place exact.  A byte of white space is looked for behind the one before it.
 * Should the two ever disagree, the place is the scalar's beginning.
 */
static size_t
place_in(const struct json *v, struct str text, size_t start, size_t offset)
{
	size_t i = content(v, text, start), behind = i, from = 0, d = 0;
	struct step st;

	while (i < text.len && d < v->len) {
		st = next_step(v->flags & YAML_STYLE, str_from(text, i));
		if (st.n == 0) {
			i += st.width;
			continue;
		}
		while (d < v->len && space(v->text[d]))
			d++;
		if (offset < d)
			return behind + (offset - from) < i ?
			    behind + (offset - from) : i;
		if (v->len - d < st.n ||
		    memcmp(v->text + d, st.bytes, st.n) != 0)
			return start;
		if (offset < d + st.n)
			return i;
		d += st.n;
		i += st.width;
		behind = i;
		from = d;
	}
	while (d < v->len && space(v->text[d]))
		d++;
	return d < v->len ? start : behind;
}

struct where
yaml_where_in(const struct json *v, size_t offset)
{
	const struct yaml_source *s = source_of(v);
	size_t start;

	if (s == NULL || v->type != JSON_STRING)
		return yaml_where(v);
	start = source_offset(s, v->line, v->col);
	return source_where(s, place_in(v, s->text, start, offset));
}

struct str
yaml_text(const struct json *v)
{
	const struct yaml_source *s = source_of(v);
	struct str rest;
	size_t n = 0;

	if (v->type == JSON_ARRAY || v->type == JSON_OBJECT)
		return STR_NONE;
	if (v->type == JSON_STRING || s == NULL ||
	    (v->flags & YAML_STYLE) != YAML_PLAIN)
		return (struct str){ v->text, v->text != NULL ? v->len : 0 };
	rest = str_from(s->text, content(v, s->text,
	    source_offset(s, v->line, v->col)));
	while (n < rest.len && (ascii_alpha(rest.p[n]) ||
	    ascii_digit(rest.p[n]) || (rest.p[n] != '\0' &&
	    strchr("+-.~", rest.p[n]) != NULL)))
		n++;
	return str_to(rest, n);
}

char
yaml_stop(const struct json *v)
{
	const struct yaml_source *s = source_of(v);
	struct str rest;
	size_t i = 0;

	if (s == NULL || (v->flags & YAML_STYLE) != YAML_PLAIN ||
	    v->type != JSON_STRING)
		return '\0';
	rest = str_from(s->text, place_in(v, s->text,
	    source_offset(s, v->line, v->col), v->len));
	while (i < rest.len && (rest.p[i] == ' ' || rest.p[i] == '\t'))
		i++;
	return i < rest.len && memchr("#,[]{}", rest.p[i], 6) != NULL ?
	    rest.p[i] : '\0';
}

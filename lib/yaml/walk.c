#include "yaml/walk.h"

#include "base/utf8.h"
#include "yaml/yaml.h"

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

size_t
walk_start(const struct json *v, struct str text, size_t i)
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
size_t
walk_to(const struct json *v, struct str text, size_t at, size_t offset)
{
	size_t i = walk_start(v, text, at), behind = i, from = 0, d = 0;
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
			return at;
		if (offset < d + st.n)
			return i;
		d += st.n;
		i += st.width;
		behind = i;
		from = d;
	}
	while (d < v->len && space(v->text[d]))
		d++;
	return d < v->len ? at : behind;
}

#include "json/check.h"

#include "base/utf8.h"

struct check {
	struct str		 text;
	size_t			 i;		/* next byte */
	const struct json_limits *l;
	size_t			 depth, values;
	bool			 array[JSON_DEPTH_MAX];	/* by depth: or object */
	struct err		*e;
};

struct json_limits
json_limits_of(const struct json_limits *l)
{
	struct json_limits r = { 0 };

	if (l != NULL)
		r = *l;
	r.bytes = r.bytes > 0 ? r.bytes : (size_t)64 << 20;
	r.depth = r.depth > 0 ? r.depth : 256;
	r.string = r.string > 0 ? r.string : (size_t)16 << 20;
	r.number = r.number > 0 ? r.number : 1024;
	r.members = r.members > 0 ? r.members : 4000000;
	if (r.bytes > UINT32_MAX)
		r.bytes = UINT32_MAX;	/* what json.len can count */
	if (r.depth > JSON_DEPTH_MAX)
		r.depth = JSON_DEPTH_MAX;
	return r;
}

/* Refuse at byte ${i}. */
static int
fault(struct check *c, size_t i, enum err_kind kind, const char *code,
    const char *msg)
{
	err_set(c->e, kind, code, "%s", msg);
	return err_at(c->e, (struct where){ NULL, 0, i + 1 });
}

static int
syntax(struct check *c, const char *msg)
{
	return fault(c, c->i, ERR_INPUT, "json.syntax", msg);
}

static int
limit(struct check *c, size_t i, const char *code, const char *msg)
{
	return fault(c, i, ERR_LIMIT, code, msg);
}

/* The next byte, or -1 at the end. */
static int
peek(const struct check *c)
{
	return c->i < c->text.len ? (unsigned char)c->text.p[c->i] : -1;
}

static void
space(struct check *c)
{
	int b;

	while ((b = peek(c)) == ' ' || b == '\t' || b == '\n' || b == '\r')
		c->i++;
}

static int
hex4(struct check *c, uint32_t *out)
{
	int n, b;

	*out = 0;
	for (n = 0; n < 4; n++) {
		b = peek(c);
		if (b >= '0' && b <= '9')
			b -= '0';
		else if ((b | 0x20) >= 'a' && (b | 0x20) <= 'f')
			b = (b | 0x20) - 'a' + 10;
		else
			return syntax(c, "\\u needs four hexadecimal digits");
		*out = *out << 4 | (uint32_t)b;
		c->i++;
	}
	return 0;
}

/* After "\u" at byte ${at}; ${exact}: a lone surrogate is a fault. */
static int
unicode(struct check *c, size_t at, bool exact)
{
	uint32_t u, low;

	if (hex4(c, &u) == -1)
		return -1;
	if (u < 0xd800 || u > 0xdfff)
		return 0;
	if (u < 0xdc00 && c->i + 1 < c->text.len &&
	    c->text.p[c->i] == '\\' && c->text.p[c->i + 1] == 'u') {
		size_t back = c->i;

		c->i += 2;
		if (hex4(c, &low) == -1)
			return -1;
		if (low >= 0xdc00 && low <= 0xdfff)
			return 0;
		c->i = back;	/* it stands for itself */
	}
	if (!exact)
		return 0;
	return fault(c, at, ERR_INPUT, "json.surrogate",
	    "half of a surrogate pair; write the whole character");
}

static int
escape(struct check *c, bool exact)
{
	size_t at = c->i++;
	int b = peek(c);

	if (b == -1)
		return syntax(c, "the string does not end");
	if (b == 'u') {
		c->i++;
		return unicode(c, at, exact);
	}
	if (b == 0 || strchr("\"\\/bfnrt", b) == NULL)
		return syntax(c, "unknown escape in a string");
	c->i++;
	return 0;
}

/* At the opening quote. */
static int
string(struct check *c, bool key)
{
	bool exact = key || c->l->strict;
	size_t start = ++c->i, n;
	int b;

	while ((b = peek(c)) != '"') {
		if (b == -1)
			return syntax(c, "the string does not end");
		if (b < 0x20)
			return syntax(c, "control character in a string; "
			    "escape it");
		if (b == '\\') {
			if (escape(c, exact) == -1)
				return -1;
			continue;
		}
		n = utf8_valid_at(c->text, c->i);
		if (n == 0 && exact)
			return fault(c, c->i, ERR_INPUT, "json.utf8",
			    key ? "a key is not valid UTF-8" :
			    "a string is not valid UTF-8");
		c->i += n > 0 ? n : 1;
	}
	if (c->i - start > c->l->string)
		return limit(c, start - 1, "json.string",
		    "a string is too long");
	c->i++;
	return 0;
}

static size_t
digits(struct check *c)
{
	size_t start = c->i;
	int b;

	while ((b = peek(c)) >= '0' && b <= '9')
		c->i++;
	return c->i - start;
}

static int
number(struct check *c)
{
	size_t start = c->i;

	if (peek(c) == '-')
		c->i++;
	if (peek(c) == '0')
		c->i++;
	else if (digits(c) == 0)
		return syntax(c, "a number needs a digit here");
	if (peek(c) == '.') {
		c->i++;
		if (digits(c) == 0)
			return syntax(c, "a number needs a digit here");
	}
	if (peek(c) == 'e' || peek(c) == 'E') {
		c->i++;
		if (peek(c) == '+' || peek(c) == '-')
			c->i++;
		if (digits(c) == 0)
			return syntax(c, "a number needs a digit here");
	}
	if (c->i - start > c->l->number)
		return limit(c, start, "json.number", "a number is too long");
	return 0;
}

static int
word(struct check *c, struct str w)
{
	if (!str_starts(str_from(c->text, c->i), w))
		return syntax(c, "a value must stand here");
	c->i += w.len;
	return 0;
}

static int
scalar(struct check *c)
{
	int b = peek(c);

	switch (b) {
	case '"':
		return string(c, false);
	case 't':
		return word(c, STR("true"));
	case 'f':
		return word(c, STR("false"));
	case 'n':
		return word(c, STR("null"));
	case -1:
		return syntax(c, "the text ends where a value must stand");
	default:
		if (b == '-' || (b >= '0' && b <= '9'))
			return number(c);
		return syntax(c, "a value must stand here");
	}
}

/* "KEY" : and white space. */
static int
key(struct check *c)
{
	if (peek(c) != '"')
		return syntax(c, peek(c) == -1 ? "the object does not end" :
		    "a key in double quotes must stand here");
	if (string(c, true) == -1)
		return -1;
	space(c);
	if (peek(c) != ':')
		return syntax(c, "a colon must stand here");
	c->i++;
	space(c);
	return 0;
}

/* What follows a value: close containers, or step to the next value. */
static int
after(struct check *c)
{
	bool array;
	int b;

	for (; c->depth > 0; c->depth--) {
		array = c->array[c->depth - 1];
		space(c);
		b = peek(c);
		if (b == ',') {
			c->i++;
			space(c);
			return array ? 0 : key(c);
		}
		if (b == -1)
			return syntax(c, array ? "the array does not end" :
			    "the object does not end");
		if (b != (array ? ']' : '}'))
			return syntax(c, array ?
			    "a comma or ] must stand here" :
			    "a comma or } must stand here");
		c->i++;
	}
	return 0;
}

/* Open a container; ${*open} if a value of it follows. */
static int
begin(struct check *c, bool *open)
{
	bool array = peek(c) == '[';

	if (c->depth == c->l->depth)
		return limit(c, c->i, "json.depth", "nested too deeply");
	c->array[c->depth] = array;
	c->i++;
	space(c);
	*open = peek(c) != (array ? ']' : '}');
	if (!*open) {
		c->i++;
		return 0;
	}
	c->depth++;
	if (peek(c) == -1)
		return syntax(c, array ? "the array does not end" :
		    "the object does not end");
	return array ? 0 : key(c);
}

static int
values(struct check *c)
{
	bool open;

	do {
		open = false;
		if (++c->values > c->l->members)
			return limit(c, c->i, "json.members",
			    "too many values in one document");
		if (peek(c) == '{' || peek(c) == '[') {
			if (begin(c, &open) == -1)
				return -1;
		} else if (scalar(c) == -1)
			return -1;
		if (!open && after(c) == -1)
			return -1;
	} while (c->depth > 0);
	return 0;
}

/*
 * Text in UTF-16 deserves a better word than "a value must stand here": it
 * has a byte order mark, or every other byte of its first four is NUL.
 */
static bool
utf16(struct str s)
{
	if (s.len < 4)
		return false;
	return memcmp(s.p, "\xff\xfe", 2) == 0 ||
	    memcmp(s.p, "\xfe\xff", 2) == 0 ||
	    ((s.p[0] == '\0') != (s.p[1] == '\0') &&
	    (s.p[0] == '\0') == (s.p[2] == '\0') &&
	    (s.p[1] == '\0') == (s.p[3] == '\0'));
}

/* So does what was compressed, or is a spreadsheet's file. */
static const char *
packed(struct str s)
{
	static const struct {
		const char	*magic, *what;
	} all[] = {
		{ "\x1f\x8b", "this is compressed; pipe it in by gunzip -c" },
		{ "\x28\xb5\x2f\xfd", "this is compressed; pipe it in by "
		    "zstdcat" },
		{ "BZh", "this is compressed; pipe it in by bzcat" },
		{ "\xfd" "7zXZ", "this is compressed; pipe it in by xzcat" },
		{ "PK\x03\x04", "this is an archive or a spreadsheet; unpack "
		    "it, or export it as JSON" }
	};
	size_t i;

	if (s.len == 0 || s.p[0] == '{' || s.p[0] == '[')
		return NULL;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (str_starts(s, str_of(all[i].magic)))
			return all[i].what;
	return NULL;
}

int
json_check(struct str text, const struct json_limits *l, struct err *e)
{
	struct check c;
	const char *what;

	c.text = text;
	c.l = l;
	c.e = e;
	c.i = c.depth = c.values = 0;
	if (text.len > l->bytes)
		return limit(&c, l->bytes, "json.size", "the text is too long");
	if (str_starts(text, STR("\xef\xbb\xbf")))
		c.i = 3;
	if (utf16(text))
		return syntax(&c, "this is UTF-16; convert it to UTF-8");
	if ((what = packed(text)) != NULL)
		return syntax(&c, what);
	space(&c);
	if (values(&c) == -1)
		return -1;
	space(&c);
	if (c.i < text.len)
		return syntax(&c, "something follows the value");
	return 0;
}
